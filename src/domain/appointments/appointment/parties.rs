//! Who meets whom, from where, and the words they leave: what an appointment holds besides its state.

use serde::{Deserialize, Serialize};

use crate::kernel::{
    actor::Side,
    ids::{CompanyId, ExhibitorId, UserId},
};

/// The person who asks, and for which firm.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Buyer {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// His firm.
    pub company: CompanyId,
    /// Its name.
    pub company_name: String,
    /// ISO 3166 alpha-2.
    pub country: String,
}

/// The stand that is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Stand {
    /// Which.
    pub id: ExhibitorId,
    /// Whose.
    pub company: CompanyId,
    /// The name on it.
    pub name: String,
    /// Where it stands.
    pub booth: String,
}

/// A salesperson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Seat {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
}

/// Where on the site the request was made (S0-03).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum OriginKind {
    /// The exhibitor's page.
    Exhibitor,
    /// A product's page.
    Product,
    /// A sourcing request.
    Request,
}

impl OriginKind {
    /// The word in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Exhibitor => "exhibitor",
            Self::Product => "product",
            Self::Request => "request",
        }
    }

    /// The kind named by `word`, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Exhibitor, Self::Product, Self::Request]
            .into_iter()
            .find(|kind| kind.as_str() == word)
    }
}

/// Where the request was made, and from which product or sourcing request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Origin {
    /// The kind of page.
    pub kind: OriginKind,
    /// The product or sourcing request.
    #[serde(rename = "ref")]
    pub reference: Option<String>,
}

/// The business card sent along: a snapshot (S0-28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Card {
    /// The person.
    pub name: String,
    /// His firm.
    pub company: String,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// His address.
    pub email: String,
}

/// Reasons one can pick.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
#[ts(rename = "ReasonPreset")]
#[schema(as = ReasonPreset)]
pub enum Preset {
    /// The period does not suit.
    ScheduleConflict,
    /// The exhibitor does not make it.
    NotOurProduct,
    /// Too few or too many.
    Quantity,
    /// The organiser offers the period no longer; nobody else can give this reason.
    FairChanged,
    /// What the text says.
    Other,
}

/// Why somebody said no.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Reason {
    /// The picked one.
    pub preset: Preset,
    /// More words; may be empty unless the preset is `other`.
    #[serde(default)]
    pub text: String,
}

/// Who ended it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Closer {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// On whose behalf.
    pub side: ClosingSide,
}

/// On whose behalf an appointment was ended.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum ClosingSide {
    /// The buyer's.
    Buyer,
    /// The exhibitor's.
    Exhibitor,
    /// The fair's, which stands on neither side.
    Organiser,
}

impl ClosingSide {
    /// The word in the database and on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Buyer => "buyer",
            Self::Exhibitor => "exhibitor",
            Self::Organiser => "organiser",
        }
    }

    /// The one named by `word`, if it is one.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Buyer, Self::Exhibitor, Self::Organiser]
            .into_iter()
            .find(|it| it.as_str() == word)
    }

    /// The side of the table, if he sits at it.
    pub const fn side(self) -> Option<Side> {
        match self {
            Self::Buyer => Some(Side::Buyer),
            Self::Exhibitor => Some(Side::Exhibitor),
            Self::Organiser => None,
        }
    }
}

impl From<Side> for ClosingSide {
    fn from(side: Side) -> Self {
        match side {
            Side::Buyer => Self::Buyer,
            Side::Exhibitor => Self::Exhibitor,
        }
    }
}
