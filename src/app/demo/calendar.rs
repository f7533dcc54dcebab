//! When the demonstration fair takes place: always ahead, because simulated time only moves forward (DESIGN 5).

use jiff::{
    Timestamp, ToSpan,
    civil::{Date, date},
    tz::TimeZone,
};

use crate::kernel::{fault::Fault, time::MachineTime};

/// The fair's zone (S0-16).
pub const ZONE: &str = "Asia/Shanghai";

/// First and last day of the two sessions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sessions {
    /// The 128th, in autumn: the next 15 to 24 October.
    pub autumn: (Date, Date),
    /// The 129th, in the spring after it: 15 to 24 April.
    pub spring: (Date, Date),
}

/// The sessions to come, as seen at `now`.
///
/// 09:00 of the day before the autumn session, where the simulated clock starts, is never in the past.
pub fn sessions(now: MachineTime) -> Result<Sessions, Fault> {
    let now = Timestamp::from_millisecond(now.ms()).map_err(Fault::other)?;
    let zone = TimeZone::get(ZONE).map_err(Fault::other)?;
    let this_year = now.to_zoned(zone.clone()).year();
    let eve = date(this_year, 10, 14).at(9, 0, 0, 0);
    let eve = zone.to_timestamp(eve).map_err(Fault::other)?;
    let year = if now <= eve { this_year } else { this_year + 1 };
    let session = |first: Date| (first, first + 9.days());
    Ok(Sessions {
        autumn: session(date(year, 10, 15)),
        spring: session(date(year + 1, 4, 15)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Sessions {
        let now: Timestamp = text.parse().expect("a timestamp");
        sessions(MachineTime::from_ms(now.as_millisecond())).expect("the sessions of a sane year")
    }

    #[test]
    fn the_fair_lies_ahead() {
        let it = at("2026-11-22T12:00:00Z");
        assert_eq!(it.autumn, (date(2027, 10, 15), date(2027, 10, 24)));
        assert_eq!(it.spring, (date(2028, 4, 15), date(2028, 4, 24)));
        assert_eq!(
            at("2020-03-01T00:00:00Z").autumn,
            (date(2020, 10, 15), date(2020, 10, 24))
        );
    }

    #[test]
    fn the_clock_of_a_fresh_fair_never_starts_in_the_past() {
        assert_eq!(at("2026-10-14T01:00:00Z").autumn.0, date(2026, 10, 15));
        assert_eq!(at("2026-10-14T01:00:00.001Z").autumn.0, date(2027, 10, 15));
        // New Year comes to the fair's zone first.
        assert_eq!(at("2026-12-31T16:30:00Z").autumn.0, date(2027, 10, 15));
    }
}
