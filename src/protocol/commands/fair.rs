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

/// `edition.update`: another name, other days, another zone or other rules from now on; what is absent stays. `R` is the
/// edition's rules.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[ts(optional_fields)]
#[serde(deny_unknown_fields)]
pub struct EditionUpdate<R> {
    /// The edition.
    pub edition: EditionId,
    /// The revision that was read; refused as `stale` when there is a newer one.
    #[ts(type = "number")]
    pub revision: i64,
    /// 1 to 60 characters, unlike any other edition's.
    #[serde(default)]
    pub name: Option<String>,
    /// IANA zone; only while nothing is booked.
    #[serde(default)]
    pub zone: Option<String>,
    /// First fair day.
    #[serde(default)]
    #[ts(type = "string", optional)]
    #[schema(value_type = Option<String>, format = Date)]
    pub first_day: Option<jiff::civil::Date>,
    /// Last fair day, inclusive.
    #[serde(default)]
    #[ts(type = "string", optional)]
    #[schema(value_type = Option<String>, format = Date)]
    pub last_day: Option<jiff::civil::Date>,
    /// All the rules; without them, closures on days that are cut off go with those days.
    pub rules: Option<R>,
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
