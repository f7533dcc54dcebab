//! Every way appointments say no.

use serde::{Deserialize, Serialize};

use crate::kernel::{fault::Fault, time::FairTime};

/// Where an appointment stands.
#[derive(
    Clone,
    Copy,
    Debug,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "AppointmentStatus")]
#[schema(as = AppointmentStatus)]
pub enum Status {
    /// Waits for the exhibitor.
    Pending,
    /// Will take place.
    Accepted,
    /// The exhibitor said no.
    Rejected,
    /// One side called it off.
    Cancelled,
    /// Nobody answered in time.
    Expired,
}

impl Status {
    /// The word in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
        }
    }

    /// The status named by `word`, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        [
            Self::Pending,
            Self::Accepted,
            Self::Rejected,
            Self::Cancelled,
            Self::Expired,
        ]
        .into_iter()
        .find(|status| status.as_str() == word)
    }
}

/// Whose time is taken, as the asker sees it; never by whom.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The exhibitor's, where a buyer asks.
    Exhibitor,
    /// The buyer's, where the exhibitor asks.
    Buyer,
    /// The asker's own side.
    You,
}

impl Who {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exhibitor => "exhibitor",
            Self::Buyer => "buyer",
            Self::You => "you",
        }
    }
}

/// A refusal of an appointment command.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Not this person's to do.
    #[error("you have no right to do this")]
    NoRight,
    /// There is no such calendar, appointment or negotiation.
    #[error("not found")]
    Unknown,
    /// Somebody's time is taken.
    #[error("the period is taken")]
    SlotTaken {
        /// Whose.
        who: Who,
        /// Starts of the nearest periods that both have free.
        nearest: Vec<FairTime>,
    },
    /// The period has begun.
    #[error("the period has begun")]
    SlotPast,
    /// Its date is no fair day.
    #[error("the fair is not open on that day")]
    OutsideFair {
        /// Starts of the nearest periods that both have free, where a buyer asked.
        nearest: Vec<FairTime>,
    },
    /// No period of this fair starts then.
    #[error("no period starts at that time")]
    NotOnGrid {
        /// Starts of the nearest periods that both have free, where a buyer asked.
        nearest: Vec<FairTime>,
    },
    /// The state does not allow the action.
    #[error("this is not possible in the present state")]
    NotNow {
        /// The state it is in.
        status: Status,
    },
    /// This needs a reason.
    #[error("a reason is required")]
    ReasonRequired,
    /// A value breaks a rule.
    #[error("`{field}` breaks the rule `{rule}`")]
    Invalid {
        /// Which.
        field: &'static str,
        /// Which rule.
        rule: &'static str,
    },
    /// The buyer has too many open requests.
    #[error("too many open requests")]
    LimitReached {
        /// How many there may be.
        limit: u16,
    },
    /// This fair's policy has no holds.
    #[error("this fair keeps no periods while a form is filled in")]
    PolicyOff,
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}
