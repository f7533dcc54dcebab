//! Every way the fair says no.

use crate::kernel::fault::Fault;

/// A refusal of an organiser's or exhibitor's command.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// There is no such edition, exhibitor or calendar.
    #[error("not found")]
    Unknown,
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}
