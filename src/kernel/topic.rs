//! Names of topics. A topic is subject plus audience: everybody who may hear it may read every fact in it.

use std::{fmt, str::FromStr};

use super::ids::{CompanyId, EditionId, ExhibitorId, GridId, NegotiationId, UserId};

/// What a client can subscribe to, and `Rights`, which only nodes read.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Topic {
    /// The public colours of one calendar on one fair date (`YYYY-MM-DD` in the fair's zone).
    Slots(GridId, jiff::civil::Date),
    /// The organiser's changes.
    Fair(EditionId),
    /// What both companies see of their negotiation.
    Negotiation(NegotiationId),
    /// One person's message centre and busy periods.
    Inbox(UserId),
    /// Requests to an exhibitor that nobody has taken.
    Desk(ExhibitorId),
    /// A company's lists, for its admins.
    Company(CompanyId),
    /// Revocations, applied by every node in order (DESIGN 1, law 9).
    Rights,
}

impl fmt::Display for Topic {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Slots(grid, date) => write!(out, "slots/{grid}/{date}"),
            Self::Fair(id) => write!(out, "fair/{id}"),
            Self::Negotiation(id) => write!(out, "negotiation/{id}"),
            Self::Inbox(id) => write!(out, "inbox/{id}"),
            Self::Desk(id) => write!(out, "desk/{id}"),
            Self::Company(id) => write!(out, "company/{id}"),
            Self::Rights => out.write_str("rights"),
        }
    }
}

/// A text that names no topic.
#[derive(Debug, thiserror::Error)]
#[error("no such topic")]
pub struct NoTopic;

impl FromStr for Topic {
    type Err = NoTopic;

    fn from_str(text: &str) -> Result<Self, NoTopic> {
        fn id<T: FromStr>(text: &str) -> Result<T, NoTopic> {
            text.parse().map_err(|_| NoTopic)
        }
        let mut parts = text.split('/');
        let topic = match (parts.next(), parts.next(), parts.next()) {
            (Some("slots"), Some(grid), Some(date)) => {
                let day: jiff::civil::Date = id(date)?;
                // One date has one name, so that two spellings cannot become two topics.
                if day.to_string() != date {
                    return Err(NoTopic);
                }
                Self::Slots(id(grid)?, day)
            }
            (Some("fair"), Some(edition), None) => Self::Fair(id(edition)?),
            (Some("negotiation"), Some(it), None) => Self::Negotiation(id(it)?),
            (Some("inbox"), Some(user), None) => Self::Inbox(id(user)?),
            (Some("desk"), Some(exhibitor), None) => Self::Desk(id(exhibitor)?),
            (Some("company"), Some(it), None) => Self::Company(id(it)?),
            (Some("rights"), None, None) => Self::Rights,
            _ => return Err(NoTopic),
        };
        if parts.next().is_some() {
            Err(NoTopic)
        } else {
            Ok(topic)
        }
    }
}
