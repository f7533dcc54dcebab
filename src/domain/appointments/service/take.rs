//! The buyer takes a time the exhibitor suggested when he rejected: accepted at once, checked anew on both sides.

use std::collections::BTreeSet;

use super::{
    accept, conflicts, load, request,
    stage::{self, Loss, Stage},
    tell,
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal,
            appointment::{State, Successor, Taking},
            claim::{Owner, Wish},
            event::What,
            policy::{self, Action},
            venue::Venue,
        },
    },
    kernel::{
        actor::{Actor, Side},
        fact::By,
        ids::{AppointmentId, UserId},
        time::FairTime,
    },
};

/// Makes an accepted appointment of a suggested time; gives the new one.
pub async fn take(
    tx: &mut dyn Tx,
    who: &Actor,
    id: AppointmentId,
    start: FairTime,
) -> Result<Appointment, Refusal> {
    let seen = load(tx, id).await?;
    policy::may(who, Action::Take, &seen)?;
    let mut venue = Venue::load(tx, seen.exhibitor.id).await?;
    let (day, period) = venue.placed(start, tx.now())?;
    // Nobody books for himself or a colleague who is leaving: his removal passes on what it sees behind these locks.
    for person in BTreeSet::from([seen.buyer.user, who.user]) {
        tx.lock_buyer(person).await?;
    }
    request::still_asks(tx, who).await?;
    // The rejected request is changed as well: its day is locked too, so that it is taken once.
    stage::lock(tx, [(venue.stand.id, seen.day), (venue.stand.id, day)]).await?;
    let mut stage = Stage::open(tx, &mut venue, period, &[seen.buyer.user]).await?;
    venue.still_offers(period)?;
    let current = load(tx, id).await?;
    current.offers(start, tx.now())?;
    let successor = successor(tx, who, &current).await?;
    let buyer = successor.as_ref().map_or(current.buyer.user, |it| it.user);
    if successor.is_some() {
        stage.read(tx, &[buyer]).await?;
    }
    let receivers = receivers(&venue, &current);
    let fresh = AppointmentId::mint(tx.machine());
    let wish = Wish {
        people: vec![buyer],
        period,
        owner: Owner::Appointment(fresh),
        until: None,
        over: buyer,
    };
    let person = match accept::fill(tx, &mut stage, wish, &receivers).await {
        Ok(person) => person,
        Err(taken) => {
            let loss = Loss {
                venue: &venue,
                receivers: &receivers,
                buyer,
                wanted: start,
                asker: Side::Buyer,
            };
            return Err(loss.refusal(tx, taken).await);
        }
    };
    let taking = Taking {
        id: fresh,
        day,
        period,
        seated: venue.seat(person).expect("receivers are staff"),
        successor,
    };
    let (before, next) = current.take(taking, tx.now())?;
    tx.save_appointment(&before).await?;
    tx.add_appointment(&next).await?;
    let by = Some(By::from(who));
    tell::changed(tx, &before, What::Rejected, by).await?;
    tell::changed(tx, &next, What::Accepted, by).await?;
    accept::told(tx, who, &next).await?;
    conflicts::settle(tx, &mut stage, &venue, &next).await?;
    stage.announce(tx)?;
    Ok(next)
}

/// Whoever takes the time comes himself if the buyer works elsewhere by now.
async fn successor(
    tx: &mut dyn Tx,
    who: &Actor,
    current: &Appointment,
) -> Result<Option<Successor>, Refusal> {
    let buyer = tx.actor(current.buyer.user).await?;
    if buyer.is_some_and(|it| it.belongs_to(current.buyer.company)) {
        return Ok(None);
    }
    let person = tx.person(who.user).await?.ok_or(Refusal::NoRight)?;
    Ok(Some(person.into()))
}

/// Who could receive the buyer: the person asked; for the queue whoever suggested, then anybody on duty.
fn receivers(venue: &Venue, it: &Appointment) -> Vec<UserId> {
    if let Some(asked) = it
        .addressed
        .as_ref()
        .filter(|it| venue.member(it.user).is_some())
    {
        return vec![asked.user];
    }
    let mut on_duty = venue.receivers(None);
    if let State::Rejected { by, .. } = &it.state {
        on_duty.sort_by_key(|person| *person != by.user);
    }
    on_duty
}
