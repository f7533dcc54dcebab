//! Every way the catalogue says no.

use crate::kernel::fault::Fault;

/// A refusal of a command on sections, homepages and products.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// There is no such edition, exhibitor or product.
    #[error("not found")]
    Unknown,
    /// A value breaks a rule.
    #[error("`{field}` breaks the rule `{rule}`")]
    Invalid {
        /// Which.
        field: &'static str,
        /// Which rule.
        rule: &'static str,
    },
    /// Somebody changed it since the caller read it.
    #[error("it is at revision {revision}")]
    Stale {
        /// The revision it has now.
        revision: i64,
    },
    /// As many as there may be.
    #[error("no more than {limit}")]
    LimitReached {
        /// How many there may be.
        limit: i64,
    },
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Refusal {
    /// `field` breaks `rule`.
    pub const fn invalid(field: &'static str, rule: &'static str) -> Self {
        Self::Invalid { field, rule }
    }
}
