//! Every way the fair says no.

use crate::kernel::fault::Fault;

/// A refusal of an organiser's or exhibitor's command.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// There is no such edition, exhibitor, company, person or calendar.
    #[error("not found")]
    Unknown,
    /// A value breaks a rule.
    #[error("{field} breaks the rule {rule}")]
    Invalid {
        /// The field of the command.
        field: &'static str,
        /// The rule, a word the client can explain.
        rule: &'static str,
    },
    /// The rules have moved on since the caller read them.
    #[error("the rules are at revision {revision}")]
    Stale {
        /// The revision in force.
        revision: i64,
    },
    /// Appointments stand in the zone that was to change.
    #[error("appointments are booked in this edition")]
    Booked,
    /// The company already takes part in this edition.
    #[error("this company already takes part")]
    Entered,
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
