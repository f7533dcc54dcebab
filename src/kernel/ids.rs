//! One newtype per id, so that two of them cannot be swapped.
//!
//! Ids are `UUIDv7` (RFC 9562) stamped with machine time. A random id is never an access check.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use uuid::{NoContext, Timestamp, Uuid};

use super::time::MachineTime;

/// A fresh `UUIDv7` stamped with `now`; two made in the same millisecond differ in their random bits.
pub fn mint(now: MachineTime) -> Uuid {
    let ms = u64::try_from(now.ms()).unwrap_or_default();
    let nanos = u32::try_from(ms % 1000).unwrap_or_default() * 1_000_000;
    Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1000, nanos))
}

/// The moment an id was stamped, if it is a `UUIDv7`.
pub fn stamped_at(id: Uuid) -> Option<MachineTime> {
    if id.get_version_num() != 7 {
        return None;
    }
    let (seconds, nanos) = id.get_timestamp()?.to_unix();
    let ms = i64::try_from(seconds).ok()? * 1000 + i64::from(nanos / 1_000_000);
    Some(MachineTime::from_ms(ms))
}

/// A text that is not an id.
#[derive(Debug, thiserror::Error)]
#[error("not an id")]
pub struct BadId;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
        #[serde(transparent)]
        #[ts(type = "string")]
        #[schema(value_type = String, format = Uuid)]
        pub struct $name(Uuid);

        impl $name {
            /// The id of nothing: no object ever has it.
            pub const NIL: Self = Self(Uuid::nil());

            /// A fresh id stamped with `now`.
            pub fn mint(now: MachineTime) -> Self {
                Self(mint(now))
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(out)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(out, "{}({})", stringify!($name), self.0)
            }
        }

        impl FromStr for $name {
            type Err = BadId;
            fn from_str(text: &str) -> Result<Self, BadId> {
                // Only the hyphenated lower-case form, so that one object has one name in topics and keys.
                let id = Uuid::try_parse(text).map_err(|_| BadId)?;
                if id.hyphenated().to_string() == text { Ok(Self(id)) } else { Err(BadId) }
            }
        }
    )+};
}

ids! {
    /// A person.
    UserId,
    /// A buyer's or an exhibitor's firm.
    CompanyId,
    /// One fair session, such as the 128th.
    EditionId,
    /// A company's participation in one edition.
    ExhibitorId,
    /// A section of an edition, or a group of them.
    SectionId,
    /// What an exhibitor shows.
    ProductId,
    /// The public id of a calendar one can ask: a salesperson's or an exhibitor's queue.
    GridId,
    /// What one buyer company and one exhibitor share.
    NegotiationId,
    /// One request for a period, from pending to its end.
    AppointmentId,
    /// One line of a person's message centre.
    NoticeId,
    /// A durable timer or reaction.
    JobId,
    /// One signed-in browser.
    SessionId,
    /// A one-time link: an invitation or a password reset.
    LinkId,
    /// A script's key.
    ApiKeyId,
    /// One running process.
    NodeId,
}
