//! Every way accounts say no.

use crate::{domain::limits::Limited, kernel::fault::Fault};

/// A refusal of an account command.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// There is no such person, key or company, or none that concerns him.
    #[error("not found")]
    Unknown,
    /// No session, or it ended, or its owner may not act any more.
    #[error("you are not signed in")]
    Unauthenticated,
    /// The password is wrong, or there is no such person: the answer does not tell.
    #[error("e-mail or password is wrong")]
    WrongPassword,
    /// The password is right, and its owner belongs to no company and holds no right over a fair.
    #[error("you belong to no company")]
    NoCompany,
    /// A value breaks a rule.
    #[error("{field}: {rule}")]
    Invalid {
        /// Which field.
        field: &'static str,
        /// Which rule, as a word that clients translate.
        rule: &'static str,
    },
    /// The one-time link is used, stale or withdrawn.
    #[error("this link is not valid any more")]
    LinkDead,
    /// A company keeps one admin at least.
    #[error("the last admin stays")]
    LastAdmin,
    /// Somebody has this e-mail address already.
    #[error("this e-mail address is taken")]
    EmailTaken,
    /// As many as there may be.
    #[error("no more than {limit}")]
    LimitReached {
        /// How many there may be.
        limit: i64,
    },
    /// Too many attempts.
    #[error("too many attempts")]
    RateLimited {
        /// When to come back.
        retry_after_ms: u32,
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

impl From<Limited> for Refusal {
    fn from(limited: Limited) -> Self {
        match limited {
            Limited::RetryAfter { ms } => Self::RateLimited { retry_after_ms: ms },
            Limited::Fault(fault) => Self::Fault(fault),
        }
    }
}
