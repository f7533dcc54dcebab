//! What people do with periods, one file per use case. Each reads alike: load, ask the policy, lock, change, save, tell.

mod accept;
mod affected;
mod cancel;
mod closing;
mod conflicts;
mod expire;
mod hold;
mod jobs;
mod nearest;
mod reject;
mod request;
mod staff;
mod stage;
mod take;
mod tell;

pub use accept::accept;
pub use affected::{Affected, AffectedAppointment, affected};
pub use cancel::cancel;
pub use conflicts::reject_conflicting;
pub use hold::{hold, release};
pub use jobs::{KINDS, on_job};
pub use reject::reject;
pub use request::{Asking, CardChoice, request};
pub use take::take;

use super::{
    Appointment, Refusal,
    appointment::{Closer, ClosingSide},
};
use crate::{
    domain::Tx,
    kernel::{
        fault::Fault,
        ids::{AppointmentId, UserId},
    },
};

/// The appointment `id`, or the refusal that there is none.
async fn load(tx: &mut dyn Tx, id: AppointmentId) -> Result<Appointment, Refusal> {
    tx.appointment(id).await?.ok_or(Refusal::Unknown)
}

/// `user` as the one who ends something for `side`.
async fn closer(tx: &mut dyn Tx, user: UserId, side: ClosingSide) -> Result<Closer, Refusal> {
    let person = tx.person(user).await?;
    let person = person.ok_or_else(|| Fault::other("an appointment ended by nobody"))?;
    Ok(Closer {
        user: person.id,
        name: person.name,
        side,
    })
}
