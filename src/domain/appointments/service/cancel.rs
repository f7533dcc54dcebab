//! Either side calls it off: a request by its buyer, an accepted appointment by both until it starts (D-4).

use super::{
    closer, conflicts, load, reject,
    stage::Stage,
    tell::{self, Time},
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal, Status,
            appointment::{Preset, Reason},
            claim::Owner,
            policy, text,
        },
    },
    kernel::{actor::Actor, fact::By, ids::AppointmentId},
};

/// Cancels; within a day of the start of an accepted appointment only with a reason.
pub async fn cancel(
    tx: &mut dyn Tx,
    who: &Actor,
    id: AppointmentId,
    reason: Option<&str>,
) -> Result<Appointment, Refusal> {
    let seen = load(tx, id).await?;
    policy::may_cancel(who, &seen)?;
    let reason = written(reason.unwrap_or_default())?;
    let (venue, mut stage) = Stage::of(tx, &seen).await?;
    let current = load(tx, id).await?;
    let side = policy::may_cancel(who, &current)?;
    let was = current.status();
    let by = closer(tx, who.user, side.into()).await?;
    let (next, what) = current.cancel(by, reason, tx.now())?;
    if was == Status::Accepted {
        stage.release(tx, Owner::Appointment(id)).await?;
        tx.save_appointment(&next).await?;
        tell::busy(tx, &next, Time::Free)?;
    } else {
        reject::end(tx, &mut stage, &next).await?;
    }
    tell::changed(tx, &next, what, Some(By::from(who))).await?;
    told(tx, who, &next).await?;
    if was == Status::Accepted {
        conflicts::settle(tx, &mut stage, &venue, &next).await?;
    }
    stage.announce(tx)?;
    Ok(next)
}

fn written(text: &str) -> Result<Option<Reason>, Refusal> {
    let text = text::lines("reason", text, reject::REASON)?;
    let reason = |text| Reason {
        preset: Preset::Other,
        text,
    };
    Ok((!text.is_empty()).then(|| reason(text)))
}

/// Both people but the one who did it.
async fn told(tx: &mut dyn Tx, who: &Actor, it: &Appointment) -> Result<(), Refusal> {
    let news = ("appointment.cancelled", tell::called_off(it));
    tell::notices(tx, it, Some(who.user), news).await?;
    Ok(())
}
