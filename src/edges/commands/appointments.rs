//! Commands of buyers and salespeople: periods and appointments.

use super::Entry;
use crate::{
    command,
    domain::{
        appointments::{
            Appointment,
            appointment::{Origin, Reason},
            service::{self, Asking, CardChoice},
        },
        ledger::Answer,
    },
    kernel::topic::Topic,
    protocol::commands::appointments::{
        AppointmentAccept, AppointmentCancel, AppointmentReject, AppointmentRejectConflicting,
        AppointmentRequest, AppointmentTake, SlotHold, SlotRelease,
    },
};

/// `slot.*` and `appointment.*`.
pub fn entries() -> Vec<Entry> {
    let mut entries = asking();
    entries.extend(answering());
    entries
}

fn asking() -> Vec<Entry> {
    vec![
        command!("slot.hold", SlotHold, |tx, who, input| {
            let until = service::hold(tx, who, (input.grid, input.start)).await?;
            Ok(Answer::empty().with("until", until.ms()))
        }),
        command!("slot.release", SlotRelease, |tx, who, _input| {
            service::release(tx, who).await?;
            Ok(Answer::empty())
        }),
        command!(
            "appointment.request",
            AppointmentRequest<Origin>,
            |tx, who, input| {
                let asking = Asking {
                    grid: input.grid,
                    start: input.start,
                    topic: input.topic.clone(),
                    card: CardChoice::from(input.card),
                    origin: input.origin.clone(),
                };
                let it = service::request(tx, who, asking).await?;
                Ok(made(&it).with("negotiation", it.negotiation.to_string()))
            }
        ),
        command!("appointment.take", AppointmentTake, |tx, who, input| {
            let it = service::take(tx, who, input.appointment, input.start).await?;
            Ok(made(&it))
        }),
        command!("appointment.cancel", AppointmentCancel, |tx, who, input| {
            let reason = input.reason.as_deref();
            let it = service::cancel(tx, who, input.appointment, reason).await?;
            Ok(told(&it))
        }),
    ]
}

fn answering() -> Vec<Entry> {
    vec![
        command!("appointment.accept", AppointmentAccept, |tx, who, input| {
            let it = service::accept(tx, who, input.appointment).await?;
            Ok(told(&it))
        }),
        command!(
            "appointment.reject",
            AppointmentReject<Reason>,
            |tx, who, input| {
                let answer = (input.reason.clone(), input.suggest.clone());
                let it = service::reject(tx, who, input.appointment, answer).await?;
                Ok(told(&it))
            }
        ),
        command!(
            "appointment.reject_conflicting",
            AppointmentRejectConflicting,
            |tx, who, input| {
                let rejected = service::reject_conflicting(tx, who, input.appointment).await?;
                Ok(Answer::empty().with("rejected", rejected))
            }
        ),
    ]
}

/// The number of its newest fact.
fn told(it: &Appointment) -> Answer {
    Answer::empty().seq_in(Topic::Negotiation(it.negotiation))
}

fn made(it: &Appointment) -> Answer {
    told(it).with("appointment", it.id.to_string())
}
