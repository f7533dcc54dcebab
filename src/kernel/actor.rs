//! Who asks. An actor is read from the database for every command, never remembered by a socket.

use serde::{Deserialize, Serialize};

use super::ids::{ApiKeyId, CompanyId, EditionId, UserId};

/// Which side of the table a company sits on.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// Asks for appointments.
    Buyer,
    /// Answers them.
    Exhibitor,
}

impl Side {
    /// The word in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Exhibitor => "exhibitor",
        }
    }

    /// The side named by `word`, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        match word {
            "buyer" => Some(Self::Buyer),
            "exhibitor" => Some(Self::Exhibitor),
            _ => None,
        }
    }
}

/// A user's place in the one company he may belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Membership {
    /// The company.
    pub company: CompanyId,
    /// Its side, which is the user's.
    pub side: Side,
    /// Whether he manages the company's staff and sees its lists.
    pub admin: bool,
}

/// The edition of a grant that holds in every edition, also in those to come: the first organiser's.
pub const EVERY_EDITION: EditionId = EditionId::NIL;

/// A right over an edition that is not a company's.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Grant {
    /// Edits the fair.
    Organiser,
    /// Observes openly, handles reports.
    Moderator,
}

/// Who asks: a person, possibly through a script's key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Actor {
    /// The person; for a script, the person who made the key.
    pub user: UserId,
    /// The script's key, if it is one that asks.
    pub key: Option<ApiKeyId>,
    /// The company, if he belongs to one.
    pub membership: Option<Membership>,
    /// Rights per edition.
    pub grants: Vec<(EditionId, Grant)>,
    /// The language refusals are written in.
    pub language: Language,
}

impl Actor {
    /// The side he sits on, if any.
    pub fn side(&self) -> Option<Side> {
        self.membership.map(|at| at.side)
    }

    /// Whether he belongs to `company`.
    pub fn belongs_to(&self, company: CompanyId) -> bool {
        self.membership.is_some_and(|at| at.company == company)
    }

    /// Whether he manages `company`.
    pub fn manages(&self, company: CompanyId) -> bool {
        self.membership
            .is_some_and(|at| at.company == company && at.admin)
    }

    /// Whether he organises `edition`.
    pub fn organises(&self, edition: EditionId) -> bool {
        self.grants.iter().any(|(of, grant)| {
            *grant == Grant::Organiser && (*of == edition || *of == EVERY_EDITION)
        })
    }

    /// Whether he organises any edition.
    pub fn organises_any(&self) -> bool {
        self.grants
            .iter()
            .any(|(_, grant)| *grant == Grant::Organiser)
    }

    /// The key under which his command ids are remembered (DESIGN 1, law 6).
    pub fn key(&self) -> String {
        self.key
            .map_or_else(|| self.user.to_string(), |key| key.to_string())
    }
}

/// A language the product speaks.
#[derive(
    Clone,
    Copy,
    Debug,
    Default,
    PartialEq,
    Eq,
    Hash,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Chinese, simplified.
    Zh,
}

impl Language {
    /// The tag in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Zh => "zh",
        }
    }

    /// The language of a tag; unknown ones read English.
    pub fn parse(tag: &str) -> Self {
        if tag == "zh" { Self::Zh } else { Self::En }
    }
}
