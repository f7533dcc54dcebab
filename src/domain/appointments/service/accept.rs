//! The exhibitor accepts: the one moment at which a period becomes somebody's.

use serde_json::json;

use super::{
    conflicts,
    jobs::EXPIRE,
    load,
    stage::{Loss, Stage, Taken},
    tell::{self, Time},
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal,
            claim::{Owner, Wish},
            policy::{self, Action},
            venue::Venue,
        },
    },
    kernel::{
        actor::{Actor, Side},
        fact::By,
        ids::{AppointmentId, UserId},
    },
};

/// Accepts a request: both people's time is claimed, or nothing happens.
///
/// A colleague's request seats the person who was asked; one from the queue seats the acceptor (D-5).
pub async fn accept(
    tx: &mut dyn Tx,
    who: &Actor,
    id: AppointmentId,
) -> Result<Appointment, Refusal> {
    let seen = load(tx, id).await?;
    policy::may(who, Action::Accept, &seen)?;
    let (venue, mut stage) = Stage::of(tx, &seen).await?;
    let current = load(tx, id).await?;
    // Not pending any more is a better answer than a period that this very appointment has taken.
    current.answerable(tx.now())?;

    let candidates = candidates(who, &venue, &current)?;
    if let Err(gone) = venue.still_offers(current.period) {
        // The job that calls it off is on its way.
        let loss = loss(&venue, &candidates, &current);
        return Err(loss.unoffered(tx, gone).await);
    }
    let wish = wish(&current);
    let seated = match fill(tx, &mut stage, wish, &candidates).await {
        Ok(person) => venue.seat(person).expect("candidates are staff"),
        Err(taken) => {
            let loss = loss(&venue, &candidates, &current);
            return Err(loss.refusal(tx, taken).await);
        }
    };
    stage.answered(current.grid, current.period.start);
    let (next, what) = current.accept(seated, tx.now())?;
    tx.save_appointment(&next).await?;
    tx.unschedule(EXPIRE, &id.to_string()).await?;
    tell::changed(tx, &next, what, Some(By::from(who))).await?;
    told(tx, who, &next).await?;
    conflicts::settle(tx, &mut stage, &venue, &next).await?;
    stage.announce(tx)?;
    Ok(next)
}

fn loss<'l>(venue: &'l Venue, candidates: &'l [UserId], it: &Appointment) -> Loss<'l> {
    Loss {
        venue,
        receivers: candidates,
        buyer: it.buyer.user,
        wanted: it.period.start,
        asker: Side::Exhibitor,
    }
}

/// Who could be seated, the rightful one first.
fn candidates(who: &Actor, venue: &Venue, it: &Appointment) -> Result<Vec<UserId>, Refusal> {
    // Somebody who has left the company cannot be seated: his request is answered as the queue's are.
    if let Some(asked) = it
        .addressed
        .as_ref()
        .filter(|it| venue.member(it.user).is_some())
    {
        return Ok(vec![asked.user]);
    }
    let on_duty = venue.receivers(None);
    if on_duty.contains(&who.user) {
        return Ok(vec![who.user]);
    }
    // An admin acts for his staff: whoever is free receives the buyer.
    if who.manages(venue.stand.company) && !on_duty.is_empty() {
        return Ok(on_duty);
    }
    Err(Refusal::NoRight)
}

/// The firm claim of the buyer's time; [`fill`] adds whoever receives him.
pub(super) fn wish(it: &Appointment) -> Wish {
    Wish {
        people: vec![it.buyer.user],
        period: it.period,
        owner: Owner::Appointment(it.id),
        until: None,
        over: it.buyer.user,
    }
}

/// Claims the period firmly for the buyer and the first free candidate; a person kept for it until now is let go.
pub(super) async fn fill(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    mut wish: Wish,
    candidates: &[UserId],
) -> Result<UserId, Taken> {
    let person = stage.pick(&wish, candidates, tx.now())?;
    stage.include(tx, person).await?;
    let kept = stage.book().people_of(wish.owner);
    if kept.iter().any(|it| *it != person && *it != wish.over) {
        stage.release(tx, wish.owner).await?;
    }
    wish.people.push(person);
    stage.claim(tx, &wish).await?;
    Ok(person)
}

/// Fills both people's calendars and writes to the buyer, and to a salesperson for whom somebody else accepted.
pub(super) async fn told(tx: &mut dyn Tx, who: &Actor, it: &Appointment) -> Result<(), Refusal> {
    tell::busy(tx, it, Time::Filled)?;
    let news = ("appointment.accepted", json!({}));
    tell::notices(tx, it, Some(who.user), news).await?;
    Ok(())
}
