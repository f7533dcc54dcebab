//! Facts: what happened, numbered per topic.

use std::sync::Arc;

use serde::Serialize;
use serde_json::value::RawValue;

use super::{
    actor::{Actor, Side},
    fault::Fault,
    ids::UserId,
    time::FairTime,
    topic::Topic,
};

/// Who caused a fact, as its readers see him.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// The person.
    pub user: UserId,
    /// His side; none for organisers.
    pub side: Option<Side>,
}

impl From<&Actor> for By {
    fn from(who: &Actor) -> Self {
        Self {
            user: who.user,
            side: who.side(),
        }
    }
}

/// A fact on its way into the log; the store numbers it just before it commits.
#[derive(Clone, Debug)]
pub struct NewFact {
    /// Where it is heard.
    pub topic: Topic,
    /// Its kind, such as `appointment.accepted`.
    pub kind: &'static str,
    /// The version of `with`.
    pub version: u16,
    /// Who caused it; none where nobody did (time) or nobody may know (public topics).
    pub by: Option<By>,
    /// The resulting state of the object it names.
    pub with: Box<RawValue>,
}

impl NewFact {
    /// A fact of version 1 that carries `with`.
    pub fn new(
        topic: Topic,
        kind: &'static str,
        by: Option<By>,
        with: &impl Serialize,
    ) -> Result<Self, Fault> {
        let with = serde_json::value::to_raw_value(with).map_err(Fault::other)?;
        Ok(Self {
            topic,
            kind,
            version: 1,
            by,
            with,
        })
    }
}

/// A fact as it stands in the log.
#[derive(Clone, Debug)]
pub struct Fact {
    /// The topic's name.
    pub topic: Arc<str>,
    /// Its number in the topic: 1, 2, 3, …
    pub seq: i64,
    /// Its kind.
    pub kind: String,
    /// The version of `with`.
    pub version: i64,
    /// Fair time of the commit that wrote it.
    pub at: FairTime,
    /// Who caused it: user and side as text.
    pub by: Option<(String, Option<String>)>,
    /// The resulting state, as JSON.
    pub with: Box<RawValue>,
}
