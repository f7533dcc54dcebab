//! What organisers and exhibitors do with the fair.

use serde::Deserialize;

use crate::kernel::ids::{CompanyId, EditionId, ExhibitorId, UserId};

/// `fair.announce`: a line for everyone in the hall.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FairAnnounce {
    /// The edition.
    pub edition: EditionId,
    /// 1 to 500 characters.
    pub text: String,
}

/// `edition.set_rules`: other rules from now on. `R` is the edition's rules, which are not the protocol's to know.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct EditionSetRules<R> {
    /// The edition.
    pub edition: EditionId,
    /// The revision that was read; refused as `stale` when there is a newer one.
    #[ts(type = "number")]
    pub revision: i64,
    /// All the rules.
    pub rules: R,
}

/// `exhibitor.enter`: a company takes part.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ExhibitorEnter {
    /// A company that exhibits.
    pub company: CompanyId,
    /// In which edition.
    pub edition: EditionId,
    /// The name on the stand, 1 to 80 characters.
    pub name: String,
    /// Such as `12.3C01`, 1 to 20 characters.
    pub booth: String,
    /// Main business in a few words, 1 to 120 characters.
    pub business: String,
}

/// `duty.set`: a salesperson receives buyers, or does not.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DutySet {
    /// At which stand.
    pub exhibitor: ExhibitorId,
    /// One of its company's staff.
    pub user: UserId,
    /// Whether he receives buyers.
    pub on: bool,
}
