//! Every way appointments say no.

use crate::kernel::fault::Fault;

/// A refusal of an appointment command.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}
