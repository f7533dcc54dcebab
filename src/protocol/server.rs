//! What the server sends. Each value here becomes exactly one text frame.

use serde::Serialize;
use serde_json::value::RawValue;

use super::code::{Code, Refused};
use crate::kernel::{
    fact::Fact,
    ids::UserId,
    time::{FairTime, MachineTime},
};

/// The answer of `hello`.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Welcome {
    /// The database's epoch; numbers of another one mean nothing.
    pub epoch: String,
    /// Who this connection is.
    pub user: UserId,
    /// What he is: `buyer`, `buyer_admin`, `sales`, `exhibitor_admin`, `organiser`, `moderator`.
    pub roles: Vec<&'static str>,
    /// Fair time now.
    pub fair: FairTime,
    /// Machine time now, by which command ids are stamped.
    pub machine: MachineTime,
    /// Whether fair time is simulated.
    pub clock: ClockKind,
}

/// Which clock the fair goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClockKind {
    /// The machine's, or the database's.
    Real,
    /// Moved forward by an organiser.
    Simulated,
}

/// The answer of `ping`.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Pong {
    /// Fair time now.
    pub fair: FairTime,
    /// Machine time now.
    pub machine: MachineTime,
}

/// The answer of `subscribe`; a `reset` or the facts after `since` follow.
#[derive(Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Subscribed {
    /// The number of the topic's newest fact.
    #[ts(type = "number")]
    pub head: i64,
    /// Who is present, where presence is shown; absent while that is unknown.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub here: Option<Vec<UserId>>,
}

/// Who caused a fact.
#[derive(Debug, Serialize, ts_rs::TS)]
pub struct WireBy<'a> {
    /// The person.
    pub user: &'a str,
    /// His side.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub side: Option<&'a str>,
}

/// A numbered fact.
#[derive(Debug, Serialize, ts_rs::TS)]
pub struct WireFact<'a> {
    /// The topic.
    pub on: &'a str,
    /// Its number.
    #[ts(type = "number")]
    pub seq: i64,
    /// The version of `with`.
    #[ts(type = "number")]
    pub v: i64,
    /// Fair time of its commit.
    pub at: FairTime,
    /// Who caused it; absent in public topics.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub by: Option<WireBy<'a>>,
    /// Its kind.
    pub is: &'a str,
    /// The resulting state of the object it names.
    #[ts(type = "unknown")]
    pub with: &'a RawValue,
}

impl<'a> From<&'a Fact> for WireFact<'a> {
    fn from(fact: &'a Fact) -> Self {
        Self {
            on: &fact.topic,
            seq: fact.seq,
            v: fact.version,
            at: fact.at,
            by: fact.by.as_ref().map(|(user, side)| WireBy {
                user,
                side: side.as_deref(),
            }),
            is: &fact.kind,
            with: &fact.with,
        }
    }
}

/// One part of a snapshot.
#[derive(Debug, Serialize, ts_rs::TS)]
pub struct Reset<'a> {
    /// The number the snapshot stands at.
    #[ts(type = "number")]
    pub seq: i64,
    /// Which part, from 1.
    pub part: usize,
    /// How many.
    pub of: usize,
    /// The state, to be merged key by key over the parts.
    #[ts(type = "Record<string, unknown>")]
    pub state: &'a RawValue,
}

/// Why a topic is lost.
#[derive(Clone, Copy, Debug, Serialize, ts_rs::TS)]
pub struct Gone {
    /// `no_right`.
    pub code: Code,
}

/// Why the server says good-bye.
#[derive(Clone, Copy, Debug, Serialize, ts_rs::TS)]
pub struct Bye {
    /// `drain`, or `epoch` when the database is another one.
    pub code: &'static str,
    /// When to connect again.
    #[ts(type = "number")]
    pub after_ms: u64,
}

/// Who is present in a topic now; absent while that is unknown.
#[derive(Debug, Serialize, ts_rs::TS)]
pub struct Here {
    /// Everyone present.
    pub here: Option<Vec<UserId>>,
}

/// Every message of a server.
#[derive(Debug, Serialize, ts_rs::TS)]
#[serde(untagged)]
pub enum ServerMessage<'a> {
    /// The command was done.
    Ok {
        /// The id it was sent with.
        re: &'a str,
        /// Its answer.
        #[ts(type = "Record<string, unknown>")]
        ok: &'a RawValue,
    },
    /// The command was refused.
    No {
        /// The id it was sent with.
        re: &'a str,
        /// Why.
        no: Refused<'a>,
    },
    /// A fact.
    Fact(WireFact<'a>),
    /// A part of a snapshot.
    Reset {
        /// The topic.
        on: &'a str,
        /// The part.
        reset: Reset<'a>,
    },
    /// The topic is lost.
    Gone {
        /// The topic.
        on: &'a str,
        /// Why.
        gone: Gone,
    },
    /// Something without a number.
    Now {
        /// The topic.
        on: &'a str,
        /// What: `here`.
        now: &'a str,
        /// Its content.
        with: Here,
    },
    /// The connection ends soon.
    Bye {
        /// Why, and when to come back.
        bye: Bye,
    },
    /// Fair time was moved: go by this from now on.
    Clock {
        /// Both clocks now.
        clock: Pong,
    },
    /// Nothing is delivered until `resumed`.
    Paused {
        /// Empty.
        #[ts(type = "Record<string, never>")]
        paused: serde_json::Map<String, serde_json::Value>,
    },
    /// Delivery goes on.
    Resumed {
        /// Empty.
        #[ts(type = "Record<string, never>")]
        resumed: serde_json::Map<String, serde_json::Value>,
    },
}

impl ServerMessage<'_> {
    /// The text of its frame.
    pub fn text(&self) -> String {
        serde_json::to_string(self).expect("no map of a message has a key that is not a string")
    }
}
