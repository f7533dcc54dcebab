//! A buyer's person left: what he asked for goes on with a colleague, or is called off where that one is not free.

use serde_json::json;

use super::left::{call_off, cause};
use crate::{
    domain::{
        Tx,
        accounts::staff::leaving::Leaving,
        appointments::{
            Appointment, Refusal, Status,
            appointment::Successor,
            claim::{Owner, Wish},
            service::{
                conflicts, load, reject,
                stage::{Stage, Taken},
                tell::{self, Time},
            },
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
    let current = load(tx, seen.id).await?;
    let status = current.status_at(tx.now());
    if !matches!(status, Status::Pending | Status::Accepted) || current.buyer.user != it.person {
        return Ok(());
    }
    let next = match successor(tx, it, &current, &mut stage).await? {
        Some(successor) => hand_over(tx, it, current, successor).await?,
        None => cancel(tx, it, current, &mut stage).await?,
    };
    conflicts::settle(tx, &mut stage, &venue, &next).await?;
    Ok(stage.announce(tx)?)
}

/// The colleague who takes over, with his time claimed where the buyer's was.
async fn successor(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: &Appointment,
    stage: &mut Stage,
) -> Result<Option<Successor>, Refusal> {
    let Some(heir) = it.heir else {
        return Ok(None);
    };
    let waits = current.status() == Status::Pending;
    let now = tx.now();
    let open = tx.open_of(heir, now).await?;
    // The same period twice is no second request.
    if waits
        && open
            .iter()
            .any(|it| it.grid == current.grid && it.period.start == current.period.start)
    {
        return Ok(None);
    }
    if !claimed(tx, current, (heir, it.person), stage).await? {
        return Ok(None);
    }
    let person = tx.person(heir).await?;
    Ok(person.map(Successor::from))
}

/// Moves the claims from him who left to his heir; false if the heir's time is taken.
async fn claimed(
    tx: &mut dyn Tx,
    current: &Appointment,
    (heir, left): (UserId, UserId),
    stage: &mut Stage,
) -> Result<bool, Refusal> {
    let owner = Owner::Appointment(current.id);
    let mut people = stage.book().people_of(owner);
    if people.is_empty() {
        // A request that keeps no time: acceptance is the first claim.
        return Ok(true);
    }
    people.remove(&left);
    people.insert(heir);
    let firm = current.status() == Status::Accepted;
    let wish = Wish {
        people: people.into_iter().collect(),
        period: current.period,
        owner,
        until: (!firm).then_some(current.expires_at),
        over: heir,
    };
    stage.read(tx, &[heir]).await?;
    if !stage.book().open(heir, &wish, tx.now()) {
        return Ok(false);
    }
    stage.release(tx, owner).await?;
    match stage.claim(tx, &wish).await {
        Ok(()) => Ok(true),
        Err(Taken::Fault(fault)) => Err(fault.into()),
        Err(Taken::Buyer | Taken::Exhibitor) => Ok(false),
    }
}

async fn hand_over(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: Appointment,
    successor: Successor,
) -> Result<Appointment, Refusal> {
    let more = json!({ "from": current.buyer.name, "to": successor.name });
    let firm = current.status() == Status::Accepted;
    let (next, what) = current.represent(successor, tx.now())?;
    tx.save_appointment(&next).await?;
    tell::changed(tx, &next, what, Some(cause(it))).await?;
    if firm {
        tell::freed(tx, &next, it.person)?;
        tell::busy(tx, &next, Time::Filled)?;
    }
    tell::notices(tx, &next, None, ("appointment.reassigned", more)).await?;
    Ok(next)
}

/// Nobody takes it over: both sides are told.
async fn cancel(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: Appointment,
    stage: &mut Stage,
) -> Result<Appointment, Refusal> {
    let firm = current.status() == Status::Accepted;
    let (next, what) = call_off(tx, it, current).await?;
    if firm {
        stage.release(tx, Owner::Appointment(next.id)).await?;
        tx.save_appointment(&next).await?;
        tell::freed(tx, &next, it.person)?;
        tell::busy(tx, &next, Time::Free)?;
    } else {
        reject::end(tx, stage, &next).await?;
    }
    tell::changed(tx, &next, what, Some(cause(it))).await?;
    let news = ("appointment.cancelled", tell::called_off(&next));
    tell::notices(tx, &next, None, news.clone()).await?;
    tell::notice_admins(tx, &next, it.company, news).await?;
    Ok(next)
}
