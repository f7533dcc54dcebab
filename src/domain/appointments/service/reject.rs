//! The exhibitor says no, with a reason and perhaps other times.

use serde_json::json;

use super::{closer, jobs::EXPIRE, load, stage::Stage, tell};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal,
            appointment::{Closer, ClosingSide, Preset, Reason, Rejection, State},
            claim::Owner,
            policy::{self, Action},
            text,
            venue::Venue,
        },
    },
    kernel::{actor::Actor, fact::By, ids::AppointmentId, time::FairTime},
};

/// A reason is a sentence or two.
pub(super) const REASON: usize = 500;
/// Enough to choose from, few enough to read.
const SUGGESTED: usize = 5;

/// Rejects a request; the reason is required, the suggested times are the buyer's to take.
pub async fn reject(
    tx: &mut dyn Tx,
    who: &Actor,
    id: AppointmentId,
    (reason, suggested): (Option<Reason>, Vec<FairTime>),
) -> Result<Appointment, Refusal> {
    let seen = load(tx, id).await?;
    policy::may(who, Action::Reject, &seen)?;
    let reason = required(reason)?;
    let (venue, mut stage) = Stage::of(tx, &seen).await?;
    let suggested = offered(&venue, &seen, suggested, tx.now())?;
    let by = closer(tx, who.user, ClosingSide::Exhibitor).await?;
    let current = load(tx, id).await?;
    let rejection = Rejection { reason, suggested };
    let next = apply(tx, &mut stage, current, (rejection, by)).await?;
    stage.announce(tx)?;
    Ok(next)
}

fn required(reason: Option<Reason>) -> Result<Reason, Refusal> {
    let reason = reason.ok_or(Refusal::ReasonRequired)?;
    if reason.preset == Preset::FairChanged {
        return Err(Refusal::Invalid {
            field: "reason",
            rule: "organisers_only",
        });
    }
    let text = text::lines("reason", &reason.text, REASON)?;
    if reason.preset == Preset::Other && text.is_empty() {
        return Err(Refusal::ReasonRequired);
    }
    Ok(Reason { text, ..reason })
}

/// Suggested times must be periods one could ask for; whether they are still free is checked when one is taken.
fn offered(
    venue: &Venue,
    it: &Appointment,
    mut suggested: Vec<FairTime>,
    now: FairTime,
) -> Result<Vec<FairTime>, Refusal> {
    let invalid = |rule| Refusal::Invalid {
        field: "suggest",
        rule,
    };
    suggested.sort_unstable();
    suggested.dedup();
    if suggested.len() > SUGGESTED {
        return Err(invalid("too_many"));
    }
    if suggested.contains(&it.period.start) {
        return Err(invalid("another_time"));
    }
    for start in &suggested {
        venue.placed(*start, now)?;
    }
    Ok(suggested)
}

/// The change itself, on an open stage: frees what the request kept, saves, and tells everybody.
pub(super) async fn apply(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    current: Appointment,
    (rejection, by): (Rejection, Closer),
) -> Result<Appointment, Refusal> {
    let cause = By {
        user: by.user,
        side: by.side.side(),
    };
    let (next, what) = current.reject(rejection, by, tx.now())?;
    end(tx, stage, &next).await?;
    tell::changed(tx, &next, what, Some(cause)).await?;
    let more = match &next.state {
        State::Rejected { rejection, .. } => json!({
            "reason": rejection.reason,
            "nearest": rejection.suggested,
        }),
        _ => json!({}),
    };
    tell::notice_buyer(tx, &next, ("appointment.rejected", more)).await?;
    Ok(next)
}

/// A request that waits no longer: its claims go, its timer goes, its mark on the period goes.
pub(super) async fn end(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    next: &Appointment,
) -> Result<(), Refusal> {
    stage.release(tx, Owner::Appointment(next.id)).await?;
    stage.answered(next.grid, next.period.start);
    tx.save_appointment(next).await?;
    tx.unschedule(EXPIRE, &next.id.to_string()).await?;
    Ok(())
}
