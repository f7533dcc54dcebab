//! Fair days and periods: wall-clock rules of an edition turned into moments.
//!
//! The rules speak the fair's wall clock, claims speak UTC. Across a change of clocks a period that the wall clock
//! skips is not offered, one that it shows twice is offered once (the first time), and every period keeps its length.

use std::sync::OnceLock;

use jiff::{
    ToSpan,
    civil::{Date, DateTime},
    tz::TimeZone,
};
use serde::Serialize;

use super::Edition;
use crate::kernel::{
    fault::Fault,
    time::{FairTime, MINUTE},
};

/// A half-open span of fair time that one appointment fills.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Period {
    /// Its first moment.
    pub start: FairTime,
    /// The first moment after it.
    pub end: FairTime,
}

impl Period {
    /// Whether the two share a moment.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }
}

/// Why a moment starts no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Misplaced {
    /// Its date is no fair day.
    OutsideFair,
    /// Its date is, but no period starts then.
    NotOnGrid,
}

/// One edition's days and periods.
#[derive(Clone, Debug)]
pub struct Calendar {
    zone: TimeZone,
    first: Date,
    last: Date,
    /// Opening and closing in minutes after midnight on the wall clock.
    hours: Vec<(i64, i64)>,
    minutes: i64,
    /// Days with the minutes after midnight between which they are closed.
    closed: Vec<(Date, i64, i64)>,
    /// The periods of each day from the first one on, made when somebody asks for them.
    days: Vec<OnceLock<Vec<Period>>>,
}

impl Calendar {
    /// The calendar of `edition`; a fault if its stored rules cannot be read.
    pub fn of(edition: &Edition) -> Result<Self, Fault> {
        let zone = TimeZone::get(&edition.zone).map_err(Fault::other)?;
        let hours: Option<Vec<_>> = edition
            .rules
            .hours
            .iter()
            .map(|(open, close)| Some((wall_minutes(open)?, wall_minutes(close)?)))
            .collect();
        let hours = hours.ok_or_else(|| Fault::other("hours that are no wall-clock times"))?;
        let closed: Option<Vec<_>> = edition
            .rules
            .closed
            .iter()
            .map(|it| Some((it.day, wall_minutes(&it.from)?, wall_minutes(&it.to)?)))
            .collect();
        let closed = closed.ok_or_else(|| Fault::other("closures that are no wall-clock times"))?;
        if edition.rules.minutes == 0 {
            return Err(Fault::other("periods without length"));
        }
        let (first, last) = (edition.first_day, edition.last_day);
        let count = Self::between(first, last).map_or(0, |last| last + 1);
        Ok(Self {
            zone,
            first,
            last,
            hours,
            minutes: i64::from(edition.rules.minutes),
            closed,
            days: vec![OnceLock::new(); count],
        })
    }

    /// How many days after `first` `date` comes; none if it comes before.
    fn between(first: Date, date: Date) -> Option<usize> {
        usize::try_from(date.duration_since(first).as_hours() / 24).ok()
    }

    /// Whether the fair is open on `date`.
    pub fn is_fair_day(&self, date: Date) -> bool {
        self.first <= date && date <= self.last
    }

    /// Every fair day, in order.
    pub fn days(&self) -> impl Iterator<Item = Date> + '_ {
        self.first
            .series(1.day())
            .take_while(|date| *date <= self.last)
    }

    /// The date `at` falls on in the fair's zone.
    pub fn day_of(&self, at: FairTime) -> Date {
        self.wall(at).date()
    }

    /// The periods of `date`, in order and never overlapping; none outside the fair.
    pub fn periods(&self, date: Date) -> &[Period] {
        let day = Self::between(self.first, date).and_then(|at| self.days.get(at));
        day.map_or(&[], |day| day.get_or_init(|| self.periods_of(date)))
    }

    fn periods_of(&self, date: Date) -> Vec<Period> {
        let mut periods: Vec<Period> = Vec::new();
        for (open, close) in &self.hours {
            let mut from = *open;
            while from + self.minutes <= *close {
                let fits = |period: &Period| {
                    periods.last().is_none_or(|last| last.end <= period.start)
                        && self.day_of(period.start) == date
                };
                let period = (!self.is_closed(date, from)).then(|| self.period(date, from));
                if let Some(period) = period.flatten().filter(fits) {
                    periods.push(period);
                }
                from += self.minutes;
            }
        }
        periods
    }

    /// Whether a closure covers any minute of the period that begins `from` minutes after midnight. Closures are read on
    /// the wall clock as the hours are, so that a day on which the clocks change loses the periods that it names.
    fn is_closed(&self, date: Date, from: i64) -> bool {
        let to = from + self.minutes;
        self.closed
            .iter()
            .any(|(day, open, close)| *day == date && from < *close && *open < to)
    }

    /// Whether `period` is one of this calendar's.
    pub fn offers(&self, period: Period) -> bool {
        self.placed(period.start)
            .is_ok_and(|(_, placed)| placed == period)
    }

    /// The days on which this calendar offers periods that `next` does not, in order.
    pub fn days_lost_to(&self, next: &Self) -> Vec<Date> {
        let loses = |day: &Date| self.periods(*day).iter().any(|it| !next.offers(*it));
        self.days().filter(loses).collect()
    }

    /// The fair day and period that start at `start`.
    pub fn placed(&self, start: FairTime) -> Result<(Date, Period), Misplaced> {
        let date = self.day_of(start);
        if !self.is_fair_day(date) {
            return Err(Misplaced::OutsideFair);
        }
        let periods = self.periods(date);
        let found = periods.binary_search_by_key(&start, |period| period.start);
        found
            .ok()
            .and_then(|at| periods.get(at))
            .map(|period| (date, *period))
            .ok_or(Misplaced::NotOnGrid)
    }

    /// The periods that share a moment with `span`, with their dates.
    pub fn touching(&self, span: Period) -> Vec<(Date, Period)> {
        let last = self.day_of(span.end);
        self.day_of(span.start)
            .series(1.day())
            .take_while(|date| *date <= last)
            .flat_map(|date| {
                let touching = self.periods(date).iter().filter(|it| it.overlaps(span));
                touching.map(|period| (date, *period)).collect::<Vec<_>>()
            })
            .collect()
    }

    /// The period the wall clock begins `from` minutes after midnight, if its clock shows that time and runs through
    /// to the period's end.
    fn period(&self, date: Date, from: i64) -> Option<Period> {
        let wall_start = date.at(0, 0, 0, 0).checked_add(from.minutes()).ok()?;
        let wall_end = wall_start.checked_add(self.minutes.minutes()).ok()?;
        let ambiguous = self.zone.to_ambiguous_timestamp(wall_start);
        if matches!(ambiguous.offset(), jiff::tz::AmbiguousOffset::Gap { .. }) {
            return None;
        }
        let start = FairTime::from_ms(ambiguous.earlier().ok()?.as_millisecond());
        let end = start.plus(self.minutes * MINUTE);
        // A gap inside the period would push its end into the next one: the hour it needs is missing.
        let runs_through = self.wall(end.plus(-1)) < wall_end;
        runs_through.then_some(Period { start, end })
    }

    fn wall(&self, at: FairTime) -> DateTime {
        let at = jiff::Timestamp::from_millisecond(at.ms()).unwrap_or(if at.ms() < 0 {
            jiff::Timestamp::MIN
        } else {
            jiff::Timestamp::MAX
        });
        self.zone.to_datetime(at)
    }
}

/// Minutes after midnight of `HH:MM`; `24:00` closes a day at its end.
fn wall_minutes(text: &str) -> Option<i64> {
    let (hours, minutes) = text.split_once(':')?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(hours) || !digits(minutes) {
        return None;
    }
    let (hours, minutes): (i64, i64) = (hours.parse().ok()?, minutes.parse().ok()?);
    let total = hours * 60 + minutes;
    (minutes < 60 && total <= 24 * 60).then_some(total)
}

#[cfg(test)]
mod tests;
