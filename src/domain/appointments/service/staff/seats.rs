//! A salesperson left: his requests go to a colleague or the queue, and his buyers are received by somebody free.

use serde_json::json;

use super::left::{call_off, cause};
use crate::{
    domain::{
        Tx,
        accounts::staff::leaving::Leaving,
        appointments::{
            Appointment, Refusal, Status,
            appointment::Seat,
            claim::{Owner, Wish},
            service::{
                accept, conflicts, load,
                nearest::Finder,
                stage::{Stage, Taken},
                tell::{self, Time},
            },
            venue::Venue,
        },
    },
    kernel::ids::UserId,
};

/// Passes one appointment on, as it stands under its lock.
pub(super) async fn pass_on(
    tx: &mut dyn Tx,
    it: &Leaving,
    seen: &Appointment,
) -> Result<(), Refusal> {
    let (venue, mut stage) = Stage::of(tx, seen).await?;
    // He is not staff any more, so that his own claims are not among those of the stand.
    stage.read(tx, &[it.person]).await?;
    let current = load(tx, seen.id).await?;
    if current
        .in_charge()
        .is_none_or(|seat| seat.user != it.person)
    {
        return Ok(());
    }
    let next = match current.status_at(tx.now()) {
        Status::Pending => readdress(tx, it, current, (&venue, &mut stage)).await?,
        Status::Accepted => reseat(tx, it, current, (&venue, &mut stage)).await?,
        Status::Rejected | Status::Cancelled | Status::Expired => return Ok(()),
    };
    conflicts::settle(tx, &mut stage, &venue, &next).await?;
    Ok(stage.announce(tx)?)
}

/// A request waits for the colleague who was named, if he has a calendar at this stand; else for the queue.
async fn readdress(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: Appointment,
    (venue, stage): (&Venue, &mut Stage),
) -> Result<Appointment, Refusal> {
    let before = current.in_charge().cloned();
    let heir = it.heir.and_then(|heir| venue.member(heir));
    let to = heir.and_then(|heir| venue.seat(heir.user));
    let grid = heir.map_or(venue.stand.queue, |heir| heir.grid);
    stage.answered(current.grid, current.period.start);
    stage.asked(grid, current.period.start);
    let receivers = match heir {
        Some(heir) => vec![heir.user],
        None => venue.receivers(None),
    };
    let owner = Owner::Appointment(current.id);
    if !stage.book().people_of(owner).is_empty() {
        // It keeps its period (policy `hold`): with somebody who is free, or not at all.
        let wish = Wish {
            until: Some(current.expires_at),
            ..accept::wish(&current)
        };
        if !filled(tx, stage, wish, &receivers).await? {
            stage.release(tx, owner).await?;
        }
    }
    let (next, what) = current.readdress((to, grid), tx.now())?;
    tx.save_appointment(&next).await?;
    tell::changed(tx, &next, what, Some(cause(it))).await?;
    told(tx, &next, before.as_ref(), receivers).await?;
    Ok(next)
}

/// The buyer is received by the colleague who was named, or by anybody on duty who is free; else it is called off.
async fn reseat(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: Appointment,
    (venue, stage): (&Venue, &mut Stage),
) -> Result<Appointment, Refusal> {
    let mut candidates: Vec<_> = it
        .heir
        .filter(|heir| venue.member(*heir).is_some())
        .into_iter()
        .collect();
    candidates.extend(venue.receivers(None));
    let before = current.in_charge().cloned();
    tell::freed(tx, &current, it.person)?;
    match accept::fill(tx, stage, accept::wish(&current), &candidates).await {
        Ok(person) => {
            let seat = venue.seat(person).expect("candidates are staff");
            let (next, what) = current.reseat(seat, tx.now())?;
            tx.save_appointment(&next).await?;
            tell::changed(tx, &next, what, Some(cause(it))).await?;
            tell::busy(tx, &next, Time::Filled)?;
            told(tx, &next, before.as_ref(), vec![person]).await?;
            Ok(next)
        }
        Err(Taken::Fault(fault)) => Err(fault.into()),
        Err(Taken::Buyer | Taken::Exhibitor) => {
            cancel(tx, it, current, (venue, stage, &candidates)).await
        }
    }
}

/// Nobody is free: the buyer is offered what is near, and the company's admins are told.
async fn cancel(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: Appointment,
    (venue, stage, candidates): (&Venue, &mut Stage, &[UserId]),
) -> Result<Appointment, Refusal> {
    let finder = Finder::load(tx, venue, &[current.buyer.user]).await?;
    let nearest = finder.nearest(candidates, current.buyer.user, current.period.start);
    let (next, what) = call_off(tx, it, current).await?;
    stage.release(tx, Owner::Appointment(next.id)).await?;
    tx.save_appointment(&next).await?;
    tell::busy(tx, &next, Time::Free)?;
    tell::changed(tx, &next, what, Some(cause(it))).await?;
    let news = tell::called_off(&next);
    tell::notice_admins(
        tx,
        &next,
        it.company,
        ("appointment.cancelled", news.clone()),
    )
    .await?;
    let mut offered = news;
    offered["nearest"] = json!(nearest);
    tell::notice_buyer(tx, &next, ("appointment.cancelled", offered)).await?;
    Ok(next)
}

/// Claims what is wished for its buyer and the first free receiver; false if nobody is free.
async fn filled(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    wish: Wish,
    receivers: &[UserId],
) -> Result<bool, Refusal> {
    match accept::fill(tx, stage, wish, receivers).await {
        Ok(_) => Ok(true),
        Err(Taken::Fault(fault)) => Err(fault.into()),
        Err(Taken::Buyer | Taken::Exhibitor) => Ok(false),
    }
}

/// The buyer hears who receives him now, and so does whoever that is.
async fn told(
    tx: &mut dyn Tx,
    it: &Appointment,
    before: Option<&Seat>,
    receivers: Vec<UserId>,
) -> Result<(), Refusal> {
    let more = json!({
        "from": before.map(|seat| &seat.name),
        "to": it.in_charge().map(|seat| &seat.name),
    });
    tell::notice_buyer(tx, it, ("appointment.reassigned", more.clone())).await?;
    for reader in receivers {
        tell::notice(tx, reader, it, ("appointment.reassigned", more.clone())).await?;
    }
    Ok(())
}
