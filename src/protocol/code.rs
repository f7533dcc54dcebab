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
    /// Not JSON, a wrong type, a missing or an unknown field: `more.at`, and `more.field` and `more.rule` for a field.
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
    /// The password is right, but its owner belongs to no company.
    NoCompany = "no_company", 403;
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

    /// Not JSON of the right shape; says where and which field is missing or unknown, never a value that was sent.
    pub fn malformed(error: &serde_json::Error) -> Self {
        let at = format!("line {} column {}", error.line(), error.column());
        let no = Self::new(Code::Malformed).more("at", at);
        match misfit(&error.to_string()) {
            Some((field, rule)) => no.more("field", field).more("rule", rule),
            None => no,
        }
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

/// The field that serde misses or does not know. Its other messages hold values, which are never echoed.
fn misfit(message: &str) -> Option<(&str, &'static str)> {
    [
        ("missing field `", "missing"),
        ("unknown field `", "unknown"),
        ("duplicate field `", "twice"),
    ]
    .into_iter()
    .find_map(|(words, rule)| {
        let name = message.strip_prefix(words)?.split('`').next()?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
        (!name.is_empty() && name.len() <= 40 && name.chars().all(is_name)).then_some((name, rule))
    })
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::{Code, No};

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Pair {
        _one: u8,
    }

    fn refused(text: &str) -> No {
        No::malformed(&serde_json::from_str::<Pair>(text).expect_err("a misfit"))
    }

    #[test]
    fn a_misfit_names_its_field_and_no_value() {
        let field = |text: &str| {
            let no = refused(text);
            assert_eq!(no.code, Code::Malformed);
            let more = |name: &str| no.more.get(name).cloned();
            (more("field"), more("rule"))
        };
        assert_eq!(field("{}"), (Some("_one".into()), Some("missing".into())));
        assert_eq!(
            field(r#"{"_one":1,"two":"secret"}"#),
            (Some("two".into()), Some("unknown".into()))
        );
        assert_eq!(
            field(r#"{"_one":1,"_one":1}"#),
            (Some("_one".into()), Some("twice".into()))
        );
        for text in [r#"{"_one":"secret"}"#, r#"{"_one":1,"<b>":2}"#, "[", "\"\""] {
            assert_eq!(field(text), (None, None), "{text}");
        }
    }
}
