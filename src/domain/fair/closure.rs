//! Part of a fair day that is not offered, such as an afternoon the organiser needs for something else.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::{Refusal, rules::minute_of_day};

/// More than this is a fair of another length, not a few closed hours.
const MOST: usize = 100;

/// Hours of one day in which nothing can be booked, on the fair's wall clock.
#[derive(
    Clone,
    Debug,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(deny_unknown_fields)]
pub struct Closure {
    /// The fair day.
    #[ts(type = "string")]
    #[schema(value_type = String, format = Date)]
    pub day: Date,
    /// Its first minute, `HH:MM`.
    pub from: String,
    /// The first minute after it, `HH:MM`; a period that overlaps the two is not offered.
    pub to: String,
}

/// Refuses closures that no calendar of these days can be made of.
pub(super) fn check(closed: &[Closure], (first, last): (Date, Date)) -> Result<(), Refusal> {
    if closed.len() > MOST {
        return Err(Refusal::invalid("closed", "at_most_100"));
    }
    for it in closed {
        if !(first..=last).contains(&it.day) {
            return Err(Refusal::invalid("closed", "outside_fair"));
        }
        if minute_of_day("closed", &it.to)? <= minute_of_day("closed", &it.from)? {
            return Err(Refusal::invalid("closed", "in_order"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    fn rule(closed: &[Closure]) -> Option<&'static str> {
        match check(closed, (date(2026, 10, 15), date(2026, 10, 24))) {
            Ok(()) => None,
            Err(Refusal::Invalid {
                field: "closed",
                rule,
            }) => Some(rule),
            Err(other) => panic!("an unexpected refusal: {other}"),
        }
    }

    fn closure(day: i8, from: &str, to: &str) -> Closure {
        Closure {
            day: date(2026, 10, day),
            from: from.to_owned(),
            to: to.to_owned(),
        }
    }

    #[test]
    fn a_closure_is_some_hours_of_a_fair_day() {
        let afternoon = closure(15, "13:00", "18:00");
        assert_eq!(
            rule(&[afternoon.clone(), closure(24, "09:05", "23:55")]),
            None
        );
        assert_eq!(rule(&vec![afternoon.clone(); 100]), None);
        assert_eq!(rule(&vec![afternoon; 101]), Some("at_most_100"));
        assert_eq!(rule(&[closure(14, "13:00", "18:00")]), Some("outside_fair"));
        assert_eq!(rule(&[closure(25, "13:00", "18:00")]), Some("outside_fair"));
        assert_eq!(rule(&[closure(15, "13:00", "13:00")]), Some("in_order"));
        assert_eq!(rule(&[closure(15, "18:00", "13:00")]), Some("in_order"));
        assert_eq!(
            rule(&[closure(15, "13:02", "18:00")]),
            Some("multiple_of_5")
        );
        assert_eq!(rule(&[closure(15, "1:00", "18:00")]), Some("hh_mm"));
    }
}
