//! One fair session: its days, its hours and how appointments are made in it.

use serde::{Deserialize, Serialize};

use crate::kernel::ids::EditionId;

/// Whether a pending request keeps others from a period (D-2).
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// A pending request shows nothing.
    Open,
    /// It is marked "requested"; the period stays selectable.
    Soft,
    /// It claims the period until it is answered or expires.
    Hold,
}

/// What the organiser may change while the fair runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Daily opening hours as wall-clock times of the fair's zone, `HH:MM`, in order, not overlapping.
    #[schema(value_type = Vec<Vec<String>>)]
    pub hours: Vec<(String, String)>,
    /// Length of a period in minutes, a multiple of 5 (D-5 of the design: claims are 5-minute quanta).
    pub minutes: u16,
    /// What a pending request does to its period.
    pub policy: Policy,
    /// How long choosing a period in the form keeps it, in milliseconds; policy `hold` only.
    #[ts(type = "number")]
    pub hold_ms: i64,
    /// How long a request waits for its answer, in milliseconds.
    #[ts(type = "number")]
    pub answer_ms: i64,
    /// How many requests one buyer may have open at a time.
    pub open_requests: u16,
}

/// One fair session.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Edition {
    /// Its id.
    pub id: EditionId,
    /// Such as "The 128th".
    pub name: String,
    /// IANA zone in which its days and hours are read.
    pub zone: String,
    /// First fair day.
    #[ts(type = "string")]
    #[schema(value_type = String, format = Date)]
    pub first_day: jiff::civil::Date,
    /// Last fair day, inclusive.
    #[ts(type = "string")]
    #[schema(value_type = String, format = Date)]
    pub last_day: jiff::civil::Date,
    /// The rules in force.
    pub rules: Rules,
    /// Counts changes of the rules.
    #[ts(type = "number")]
    pub revision: i64,
    /// Whether lists show it first.
    pub current: bool,
}
