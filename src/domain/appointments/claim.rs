//! Claims: people's time in quanta of five minutes, the only arbiter of overlap.
//!
//! A claim is a row keyed by person and quantum, so two claims of one person can never share a moment. [`Book`] is the
//! same rule in memory: what a transaction has read under its lock, and what a model can be checked against.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
};

use crate::{
    domain::fair::Period,
    kernel::{
        ids::{AppointmentId, UserId},
        time::FairTime,
    },
};

/// Milliseconds of one quantum: the lengths of all periods are multiples of it.
pub const QUANTUM: i64 = 300_000;

/// The quanta that `period` touches.
pub fn quanta(period: Period) -> Range<i64> {
    let last = period.end.ms().saturating_sub(1).div_euclid(QUANTUM);
    period.start.ms().div_euclid(QUANTUM)..last + 1
}

/// On whose behalf time is claimed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Owner {
    /// An appointment; a pending one only under policy `hold`.
    Appointment(AppointmentId),
    /// The period this buyer has chosen in the form.
    Hold(UserId),
}

/// One quantum of one person's time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claim {
    /// Whose time.
    pub person: UserId,
    /// Which five minutes.
    pub quantum: i64,
    /// For what.
    pub owner: Owner,
    /// When it lapses; none for an accepted appointment, which does not.
    pub until: Option<FairTime>,
}

/// A wish to claim the same period for several people, all or nothing.
#[derive(Clone, Debug)]
pub struct Wish {
    /// Whose time.
    pub people: Vec<UserId>,
    /// Which span.
    pub period: Period,
    /// For what.
    pub owner: Owner,
    /// When it lapses.
    pub until: Option<FairTime>,
    /// The buyer whose own hold gives way to it.
    pub over: UserId,
}

impl Wish {
    /// Whether `buyer` and somebody else could meet in `period` is asked in the buyer's own name: what he holds himself
    /// does not keep him away.
    pub fn of_buyer(buyer: UserId, period: Period) -> Self {
        Self {
            people: Vec::new(),
            period,
            owner: Owner::Hold(buyer),
            until: None,
            over: buyer,
        }
    }

    /// Its claims in the one order in which everybody writes them, so that two wishes never wait for each other.
    pub fn claims(&self) -> Vec<Claim> {
        let people: BTreeSet<_> = self.people.iter().copied().collect();
        let claim = |person, quantum| Claim {
            person,
            quantum,
            owner: self.owner,
            until: self.until,
        };
        let of = |person| quanta(self.period).map(move |quantum| claim(person, quantum));
        people.into_iter().flat_map(of).collect()
    }

    /// Whether a claim of `owner` that lapses at `until` gives way to this wish at `now`.
    fn displaces(&self, owner: Owner, until: Option<FairTime>, now: FairTime) -> bool {
        owner == self.owner
            || owner == Owner::Hold(self.over)
            || until.is_some_and(|until| until <= now)
    }
}

/// What keeps a person from a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Taken {
    /// Nothing.
    No,
    /// Claims that lapse, the last of them at this moment.
    Until(FairTime),
    /// An accepted appointment.
    Firmly,
}

/// Claims as read under the lock, changed along with the rows.
#[derive(Clone, Debug, Default)]
pub struct Book {
    rows: BTreeMap<(UserId, i64), (Owner, Option<FairTime>)>,
}

impl Book {
    /// The book of these claims.
    pub fn of(claims: impl IntoIterator<Item = Claim>) -> Self {
        let mut book = Self::default();
        book.add(claims);
        book
    }

    /// Writes more claims that were read.
    pub fn add(&mut self, claims: impl IntoIterator<Item = Claim>) {
        for claim in claims {
            let key = (claim.person, claim.quantum);
            self.rows.insert(key, (claim.owner, claim.until));
        }
    }

    /// What stored claims keep `person` from `period`, those of `except` left out; lapsed ones still count.
    pub fn taken(&self, person: UserId, period: Period, except: Option<Owner>) -> Taken {
        self.rows_of(person, period)
            .filter(|(owner, _)| Some(*owner) != except)
            .map(|(_, until)| until.map_or(Taken::Firmly, Taken::Until))
            .max()
            .unwrap_or(Taken::No)
    }

    /// Whether `wish` would be granted for `person` at `now`.
    pub fn open(&self, person: UserId, wish: &Wish, now: FairTime) -> bool {
        self.rows_of(person, wish.period)
            .all(|(owner, until)| wish.displaces(owner, until, now))
    }

    /// Grants `wish` for all its people at `now`, or changes nothing.
    pub fn grant(&mut self, wish: &Wish, now: FairTime) -> bool {
        let granted = wish
            .people
            .iter()
            .all(|person| self.open(*person, wish, now));
        if granted {
            self.add(wish.claims());
        }
        granted
    }

    /// Deletes every claim of `owner`.
    pub fn release(&mut self, owner: Owner) {
        self.rows.retain(|_, (of, _)| *of != owner);
    }

    /// The people who hold claims for `owner`.
    pub fn people_of(&self, owner: Owner) -> BTreeSet<UserId> {
        let of = |((person, _), (by, _)): (&(UserId, i64), &(Owner, _))| {
            (*by == owner).then_some(*person)
        };
        self.rows.iter().filter_map(of).collect()
    }

    fn rows_of(
        &self,
        person: UserId,
        period: Period,
    ) -> impl Iterator<Item = (Owner, Option<FairTime>)> + '_ {
        let span = quanta(period);
        self.rows
            .range((person, span.start)..(person, span.end))
            .map(|(_, row)| *row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::{MINUTE, MachineTime};

    fn period(start: i64, minutes: i64) -> Period {
        let start = FairTime::from_ms(start * MINUTE);
        Period {
            start,
            end: start.plus(minutes * MINUTE),
        }
    }

    fn user(ms: i64) -> UserId {
        UserId::mint(MachineTime::from_ms(ms))
    }

    fn appointment(ms: i64) -> Owner {
        Owner::Appointment(AppointmentId::mint(MachineTime::from_ms(ms)))
    }

    fn wish(people: &[UserId], span: Period, owner: Owner, until: Option<i64>) -> Wish {
        Wish {
            people: people.to_vec(),
            period: span,
            owner,
            until: until.map(|minute| FairTime::from_ms(minute * MINUTE)),
            over: people[0],
        }
    }

    #[test]
    fn a_period_covers_its_quanta_half_open() {
        assert_eq!(quanta(period(0, 30)), 0..6);
        assert_eq!(quanta(period(30, 30)), 6..12);
        // A span off the raster claims every quantum it touches, so that nothing overlaps through rounding.
        assert_eq!(quanta(period(3, 4)), 0..2);
        assert_eq!(quanta(period(-5, 5)), -1..0);
    }

    #[test]
    fn claims_come_sorted_and_once() {
        let (ana, li) = (user(1), user(2));
        let claims = wish(&[li, ana, li], period(0, 10), appointment(1), None).claims();
        let keys: Vec<_> = claims
            .iter()
            .map(|claim| (claim.person, claim.quantum))
            .collect();
        assert_eq!(keys, [(ana, 0), (ana, 1), (li, 0), (li, 1)]);
    }

    #[test]
    fn the_second_wish_loses_and_leaves_nothing() {
        let (ana, carla, li) = (user(1), user(2), user(3));
        let now = FairTime::from_ms(0);
        let mut book = Book::default();
        assert!(book.grant(&wish(&[ana, li], period(0, 30), appointment(1), None), now));
        assert!(!book.grant(
            &wish(&[carla, li], period(25, 30), appointment(2), None),
            now
        ));
        assert_eq!(book.taken(carla, period(25, 30), None), Taken::No);
        assert!(book.grant(
            &wish(&[carla, li], period(30, 30), appointment(2), None),
            now
        ));
    }

    #[test]
    fn a_lapsed_claim_is_taken_over_and_an_own_hold_gives_way() {
        let (ana, carla, li) = (user(1), user(2), user(3));
        let mut book = Book::default();
        let hold = wish(&[ana, li], period(60, 30), Owner::Hold(ana), Some(2));
        assert!(book.grant(&hold, FairTime::from_ms(0)));
        let until = FairTime::from_ms(2 * MINUTE);
        assert_eq!(book.taken(li, period(60, 30), None), Taken::Until(until));
        let other = wish(&[carla, li], period(60, 30), appointment(1), None);
        assert!(!book.grant(&other, until.plus(-1)));
        let own = wish(&[ana, li], period(60, 30), appointment(2), None);
        assert!(book.clone().grant(&own, until.plus(-1)));
        assert!(book.grant(&other, until));
        assert_eq!(book.taken(li, period(60, 30), None), Taken::Firmly);
        book.release(other.owner);
        assert_eq!(book.taken(li, period(60, 30), None), Taken::No);
    }
}
