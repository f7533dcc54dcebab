//! What rules a fair can have: every number is bounded here, before it reaches a calendar.

use jiff::civil::Date;

use super::{Policy, Refusal, Rules, closure};
use crate::kernel::time::{DAY, MINUTE};

/// Claims are 5-minute quanta (DESIGN 2), so every boundary of a period lies on one.
const QUANTUM: u16 = 5;
/// More than a morning, a noon, an afternoon and an evening is a typing error.
const SPANS: usize = 8;
/// Below ten seconds nobody can fill in the form; above a quarter of an hour choosing becomes blocking.
const HOLD_MS: std::ops::RangeInclusive<i64> = 10_000..=15 * MINUTE;
/// Nobody answers within less than five minutes, and no fair lasts longer than two weeks.
const ANSWER_MS: std::ops::RangeInclusive<i64> = 5 * MINUTE..=14 * DAY;
/// The upper bound keeps a buyer's open requests one page of work.
const OPEN_REQUESTS: std::ops::RangeInclusive<u16> = 1..=500;

impl Rules {
    /// What most fairs start with: the Canton Fair's hours and half hours (S0-19, S0-21, D-2).
    pub fn usual() -> Self {
        let span = |from: &str, to: &str| (from.to_owned(), to.to_owned());
        Self {
            hours: vec![span("09:00", "12:00"), span("13:00", "18:00")],
            minutes: 30,
            policy: Policy::Soft,
            hold_ms: 2 * MINUTE,
            answer_ms: DAY,
            open_requests: 50,
            closed: Vec::new(),
        }
    }

    /// Refuses rules that no calendar of the days from `first` to `last` can be made of, naming the field and what it
    /// breaks.
    pub fn check(&self, (first, last): (Date, Date)) -> Result<(), Refusal> {
        if !self.minutes.is_multiple_of(QUANTUM) {
            return Err(Refusal::invalid("minutes", "multiple_of_5"));
        }
        if !(QUANTUM..=240).contains(&self.minutes) {
            return Err(Refusal::invalid("minutes", "between_5_and_240"));
        }
        self.check_hours()?;
        if !HOLD_MS.contains(&self.hold_ms) {
            return Err(Refusal::invalid("hold_ms", "between_10s_and_15min"));
        }
        if !ANSWER_MS.contains(&self.answer_ms) {
            return Err(Refusal::invalid("answer_ms", "between_5min_and_14d"));
        }
        if !OPEN_REQUESTS.contains(&self.open_requests) {
            return Err(Refusal::invalid("open_requests", "between_1_and_500"));
        }
        closure::check(&self.closed, (first, last))
    }

    fn check_hours(&self) -> Result<(), Refusal> {
        if self.hours.is_empty() || self.hours.len() > SPANS {
            return Err(Refusal::invalid("hours", "between_1_and_8_spans"));
        }
        let mut closed = 0;
        for (from, to) in &self.hours {
            let from = minute_of_day("hours", from)?;
            let to = minute_of_day("hours", to)?;
            if from < closed || to <= from {
                return Err(Refusal::invalid("hours", "in_order"));
            }
            // A span that holds no period would show an empty half day that nobody can explain.
            if to - from < self.minutes {
                return Err(Refusal::invalid("hours", "shorter_than_a_period"));
            }
            closed = to;
        }
        Ok(())
    }
}

/// `HH:MM` in `field` as minutes since midnight, on a quantum.
pub(super) fn minute_of_day(field: &'static str, text: &str) -> Result<u16, Refusal> {
    let malformed = || Refusal::invalid(field, "hh_mm");
    let &[h1, h2, b':', m1, m2] = text.as_bytes() else {
        return Err(malformed());
    };
    let two = |tens: u8, ones: u8| {
        (tens.is_ascii_digit() && ones.is_ascii_digit())
            .then(|| u16::from(tens - b'0') * 10 + u16::from(ones - b'0'))
    };
    let hour = two(h1, h2)
        .filter(|hour| *hour < 24)
        .ok_or_else(malformed)?;
    let minute = two(m1, m2)
        .filter(|minute| *minute < 60)
        .ok_or_else(malformed)?;
    if !minute.is_multiple_of(QUANTUM) {
        return Err(Refusal::invalid(field, "multiple_of_5"));
    }
    Ok(hour * 60 + minute)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Rules)) -> Option<(&'static str, &'static str)> {
        let mut rules = Rules::usual();
        change(&mut rules);
        let days = (
            jiff::civil::date(2026, 10, 15),
            jiff::civil::date(2026, 10, 24),
        );
        match rules.check(days) {
            Ok(()) => None,
            Err(Refusal::Invalid { field, rule }) => Some((field, rule)),
            Err(other) => panic!("an unexpected refusal: {other}"),
        }
    }

    fn hours(spans: &[(&str, &str)]) -> Option<(&'static str, &'static str)> {
        let spans = spans
            .iter()
            .map(|(from, to)| ((*from).to_owned(), (*to).to_owned()));
        refused(|rules| rules.hours = spans.collect())
    }

    #[test]
    fn the_usual_rules_hold() {
        assert_eq!(refused(|_| ()), None);
    }

    #[test]
    fn hours_are_wall_clock_times_in_order() {
        assert_eq!(hours(&[("00:00", "23:55")]), None);
        assert_eq!(hours(&[("09:00", "12:00"), ("12:00", "18:00")]), None);
        assert_eq!(hours(&[]), Some(("hours", "between_1_and_8_spans")));
        assert_eq!(
            hours(&[("00:00", "01:00"); 9]),
            Some(("hours", "between_1_and_8_spans"))
        );
        assert_eq!(
            hours(&[("13:00", "18:00"), ("09:00", "12:00")]),
            Some(("hours", "in_order"))
        );
        assert_eq!(
            hours(&[("09:00", "13:00"), ("12:55", "18:00")]),
            Some(("hours", "in_order"))
        );
        assert_eq!(hours(&[("09:00", "09:00")]), Some(("hours", "in_order")));
        assert_eq!(
            hours(&[("09:00", "09:25")]),
            Some(("hours", "shorter_than_a_period"))
        );
        assert_eq!(
            hours(&[("09:02", "12:00")]),
            Some(("hours", "multiple_of_5"))
        );
        for text in [
            "9:00", "24:00", "12:60", "12:5", "1200", "+9:00", "０9:00", "", "12:00:00",
        ] {
            assert_eq!(
                hours(&[(text, "18:00")]),
                Some(("hours", "hh_mm")),
                "{text}"
            );
        }
    }

    #[test]
    fn lengths_are_multiples_of_five() {
        for good in [5, 30, 180] {
            assert_eq!(refused(|rules| rules.minutes = good), None, "{good}");
        }
        assert_eq!(
            refused(|rules| {
                rules.minutes = 240;
                rules.hours = vec![("09:00".to_owned(), "13:00".to_owned())];
            }),
            None
        );
        assert_eq!(
            refused(|rules| rules.minutes = 32),
            Some(("minutes", "multiple_of_5"))
        );
        for bad in [0, 245, u16::MAX] {
            assert_eq!(
                refused(|rules| rules.minutes = bad),
                Some(("minutes", "between_5_and_240")),
                "{bad}"
            );
        }
    }

    #[test]
    fn waits_and_counts_are_bounded() {
        for bad in [i64::MIN, -1, 9_999, 15 * MINUTE + 1, i64::MAX] {
            assert!(refused(|rules| rules.hold_ms = bad).is_some(), "{bad}");
        }
        for bad in [i64::MIN, 5 * MINUTE - 1, 14 * DAY + 1] {
            assert!(refused(|rules| rules.answer_ms = bad).is_some(), "{bad}");
        }
        for bad in [0, 501] {
            assert!(
                refused(|rules| rules.open_requests = bad).is_some(),
                "{bad}"
            );
        }
        for good in [1, 500] {
            assert_eq!(refused(|rules| rules.open_requests = good), None, "{good}");
        }
    }
}
