//! Every way the server says no: a closed list that both doors share.

use serde::Serialize;

use super::text;
use crate::kernel::actor::Language;

macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $word:literal, $status:literal;)+) => {
        /// Why a command, a subscription or a request was refused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, ts_rs::TS, utoipa::ToSchema)]
        pub enum Code {
            $($(#[$doc])* #[serde(rename = $word)] $name,)+
        }

        impl Code {
            /// All of them, in the order of `docs/protocol.md`.
            pub const ALL: &'static [Self] = &[$(Self::$name),+];

            /// The word on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $word),+ }
            }

            /// The HTTP status.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status),+ }
            }
        }
    };
}

codes! {
    /// Not JSON, a wrong type, a missing or an unknown field.
    Malformed = "malformed", 400;
    /// A value breaks a rule: `more.field`, `more.rule`.
    Invalid = "invalid", 422;
    /// No such command.
    UnknownCommand = "unknown_command", 404;
    /// No such topic.
    UnknownTopic = "unknown_topic", 404;
    /// No such object, or not for this person to know of.
    NotFound = "not_found", 404;
    /// No session, or it has ended.
    Unauthenticated = "unauthenticated", 401;
    /// E-mail and password do not belong together.
    WrongPassword = "wrong_password", 401;
    /// Not this person's to do.
    NoRight = "no_right", 403;
    /// The page's origin is not allowed.
    BadOrigin = "bad_origin", 403;
    /// The command id was used with another body.
    IdReused = "id_reused", 409;
    /// The command id is older than 30 days.
    TooOld = "too_old", 409;
    /// The command id is stamped more than ten minutes ahead: `more.machine`.
    ClockWrong = "clock_wrong", 409;
    /// More bytes than allowed: `more.limit`.
    TooLarge = "too_large", 413;
    /// Too often: `more.retry_after_ms`.
    RateLimited = "rate_limited", 429;
    /// Somebody else has the period: `more.who`, `more.nearest`.
    SlotTaken = "slot_taken", 409;
    /// The period has begun.
    SlotPast = "slot_past", 422;
    /// Not a day of this fair.
    OutsideFair = "outside_fair", 422;
    /// No period begins there.
    NotOnGrid = "not_on_grid", 422;
    /// The object's state does not allow it: `more.status`.
    NotNow = "not_now", 409;
    /// The object has moved on: `more.revision`.
    Stale = "stale", 409;
    /// A reason must be given.
    ReasonRequired = "reason_required", 422;
    /// Too many open: `more.limit`.
    LimitReached = "limit_reached", 409;
    /// This fair's policy has no holds.
    PolicyOff = "policy_off", 409;
    /// A one-time link was used, has expired or was withdrawn.
    LinkDead = "link_dead", 410;
    /// A company keeps at least one admin.
    LastAdmin = "last_admin", 409;
    /// The address belongs to somebody.
    EmailTaken = "email_taken", 409;
    /// The clock is not simulated.
    ClockReal = "clock_real", 409;
    /// A dependency is away; nothing was done, or the command's id will tell: `more.retry_after_ms`.
    Unavailable = "unavailable", 503;
    /// No space left; nothing was done.
    StorageFull = "storage_full", 507;
    /// A defect: `more.trace` names the log line.
    Internal = "internal", 500;
}

/// A refusal on its way out.
#[derive(Clone, Debug, PartialEq)]
pub struct No {
    /// Why.
    pub code: Code,
    /// What the client needs to go on.
    pub more: serde_json::Map<String, serde_json::Value>,
}

/// A refusal as it is written.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Refused<'a> {
    /// Why.
    pub code: Code,
    /// The same in the user's language.
    pub text: &'a str,
    /// What the client needs to go on.
    #[serde(skip_serializing_if = "serde_json::Map::is_empty")]
    #[ts(type = "Record<string, unknown>", optional)]
    #[schema(value_type = Object)]
    pub more: &'a serde_json::Map<String, serde_json::Value>,
}

impl No {
    /// A refusal that needs no more words.
    pub fn new(code: Code) -> Self {
        Self {
            code,
            more: serde_json::Map::new(),
        }
    }

    /// Not JSON of the right shape; says where, never what was sent.
    pub fn malformed(error: &serde_json::Error) -> Self {
        let at = format!("line {} column {}", error.line(), error.column());
        Self::new(Code::Malformed).more("at", at)
    }

    /// A value that breaks a rule.
    pub fn invalid(field: &str, rule: &str) -> Self {
        Self::new(Code::Invalid)
            .more("field", field)
            .more("rule", rule)
    }

    /// Adds to `more`.
    #[must_use]
    pub fn more(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.more.insert(name.to_owned(), value.into());
        self
    }

    /// How it is written for a reader of `language`.
    pub fn refused(&self, language: Language) -> Refused<'_> {
        Refused {
            code: self.code,
            text: text::of(self.code, language),
            more: &self.more,
        }
    }
}
