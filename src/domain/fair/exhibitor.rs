//! A company's participation in one edition, and the calendars one can ask there.

use serde::Serialize;

use crate::kernel::{
    ids::{CompanyId, EditionId, ExhibitorId, GridId, SectionId, UserId},
    time::FairTime,
};

/// A calendar that buyers see: one salesperson's, or the exhibitor's queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grid {
    /// Its public id.
    pub id: GridId,
    /// Whose stand.
    pub exhibitor: ExhibitorId,
    /// In which edition.
    pub edition: EditionId,
    /// Of which company.
    pub company: CompanyId,
    /// The salesperson; none for the queue.
    pub person: Option<UserId>,
    /// Whether that person receives buyers; always true for the queue.
    pub on_duty: bool,
}

/// One salesperson of a stand, as buyers see him.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Staff {
    /// His calendar.
    pub grid: GridId,
    /// Who he is.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// Whether he receives buyers.
    pub on_duty: bool,
}

/// A stand.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Exhibitor {
    /// Its id.
    pub id: ExhibitorId,
    /// Whose it is.
    pub company: CompanyId,
    /// In which edition.
    pub edition: EditionId,
    /// The name on the stand.
    pub name: String,
    /// The same in Chinese; empty if `name` serves both.
    pub name_zh: String,
    /// Such as `12.3C01`.
    pub booth: String,
    /// Main business in a few words.
    pub business: String,
    /// The same in Chinese.
    pub business_zh: String,
    /// In which section; none if it stands in none.
    pub section: Option<SectionId>,
    /// Counts changes of its name, booth and section.
    #[ts(type = "number")]
    pub revision: i64,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// The calendar of the company's queue.
    pub queue: GridId,
    /// The start of the next period that it and the reader have free, if there is one soon; only in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub next_free: Option<FairTime>,
    /// Salespeople; only where one exhibitor is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub staff: Option<Vec<Staff>>,
}
