//! One fair session: its days, its hours and how appointments are made in it.

use serde::{Deserialize, Serialize};

use super::Closure;
use crate::kernel::{ids::EditionId, time::FairTime};

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
    /// Hours of single days in which nothing can be booked. Rules stored before there were any have none.
    #[serde(default)]
    pub closed: Vec<Closure>,
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

impl Edition {
    /// 09:00 of the day before the first fair day: where a simulated clock starts (DESIGN 5).
    ///
    /// None only for an edition at the very beginning of the calendar or in a zone this machine does not know.
    pub fn eve(&self) -> Option<FairTime> {
        let day = self.first_day.yesterday().ok()?;
        let nine = day.at(9, 0, 0, 0).in_tz(&self.zone).ok()?;
        Some(FairTime::from_ms(nine.timestamp().as_millisecond()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{ids::EditionId, time::MachineTime};

    #[test]
    fn the_eve_is_a_morning_of_the_fairs_own_zone() {
        let edition = Edition {
            id: EditionId::mint(MachineTime::from_ms(0)),
            name: "The 128th".to_owned(),
            zone: "Asia/Shanghai".to_owned(),
            first_day: jiff::civil::date(2020, 10, 15),
            last_day: jiff::civil::date(2020, 10, 24),
            rules: Rules::usual(),
            revision: 1,
            current: true,
        };
        let expected: jiff::Timestamp = "2020-10-14T01:00:00Z".parse().expect("a timestamp");
        assert_eq!(
            edition.eve(),
            Some(FairTime::from_ms(expected.as_millisecond()))
        );
    }
}
