//! Every way accounts say no.

use crate::kernel::fault::Fault;

/// A refusal of an account command.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}
