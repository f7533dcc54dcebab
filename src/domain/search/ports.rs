//! What the search needs from the store.

use std::{fmt, str::FromStr};

use async_trait::async_trait;

use super::Query;
use crate::kernel::{
    fault::Fault,
    ids::{EditionId, ExhibitorId},
};

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A company at its stand.
    Exhibitor,
    /// Something a stand shows.
    Product,
}

impl Kind {
    /// Its name in the store.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exhibitor => "exhibitor",
            Self::Product => "product",
        }
    }
}

/// Something that shall be found.
#[derive(Clone, Debug)]
pub struct Doc {
    /// What it is.
    pub kind: Kind,
    /// Its id, unique in its kind.
    pub id: String,
    /// Where it is found.
    pub edition: EditionId,
    /// Whose it is, if one may search among an exhibitor's alone.
    pub exhibitor: Option<ExhibitorId>,
    /// Words that count first: the first 1,000 characters of them.
    pub title: String,
    /// All its other words: the first 15,000 characters of them.
    pub body: String,
}

/// A question.
#[derive(Clone, Debug)]
pub struct Find {
    /// What is looked for.
    pub kind: Kind,
    /// Where.
    pub edition: EditionId,
    /// Among one exhibitor's only.
    pub exhibitor: Option<ExhibitorId>,
    /// The words.
    pub query: Query,
    /// The last hit of the page before.
    pub after: Option<Place>,
    /// How many hits at most.
    pub limit: usize,
}

/// Which hits come first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Phase {
    /// Every term is in the title.
    Title,
    /// Every term is somewhere, not all in the title.
    Rest,
}

/// Where a hit stands in the order of hits. As text it is a cursor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Before or after the others.
    pub phase: Phase,
    /// Within the phase, the highest first.
    pub number: i64,
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let phase = match self.phase {
            Phase::Title => 't',
            Phase::Rest => 'r',
        };
        write!(out, "{phase}{}", self.number)
    }
}

/// A text that is no place.
#[derive(Debug, thiserror::Error)]
#[error("not a place in a list of hits")]
pub struct BadPlace;

impl FromStr for Place {
    type Err = BadPlace;

    fn from_str(text: &str) -> Result<Self, BadPlace> {
        let phase = match text.chars().next() {
            Some('t') => Phase::Title,
            Some('r') => Phase::Rest,
            _ => return Err(BadPlace),
        };
        let number: i64 = text[1..].parse().map_err(|_| BadPlace)?;
        let place = Self { phase, number };
        // One place has one text.
        if number > 0 && place.to_string() == text {
            Ok(place)
        } else {
            Err(BadPlace)
        }
    }
}

/// Something that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The document's id.
    pub id: String,
    /// Where the next page begins.
    pub place: Place,
}

/// Looking.
#[async_trait]
pub trait Finder: Send {
    /// Those whose title holds every term, then the others, each the latest entered first. A document that is put
    /// again keeps its place, so that pages neither miss nor repeat one whose title stays.
    async fn find(&mut self, what: &Find) -> Result<Vec<Hit>, Fault>;
}

/// Writing down what can be found. Two statements each, or three: a job puts many in one transaction.
#[async_trait]
pub trait Index: Send {
    /// Enters a document, or replaces the one of that kind and id.
    async fn put(&mut self, doc: &Doc) -> Result<(), Fault>;
    /// It is found no more.
    async fn forget(&mut self, kind: Kind, id: &str) -> Result<(), Fault>;
}

#[cfg(test)]
mod tests {
    use super::{Phase, Place};

    #[test]
    fn a_place_has_one_text() {
        for (phase, number) in [(Phase::Title, 1), (Phase::Rest, i64::MAX)] {
            let place = Place { phase, number };
            assert_eq!(place.to_string().parse::<Place>().ok(), Some(place));
        }
        for text in [
            "",
            "t",
            "x1",
            "t-1",
            "t0",
            "t+1",
            "r01",
            "电1",
            "t9223372036854775808",
        ] {
            assert!(text.parse::<Place>().is_err(), "{text}");
        }
    }
}
