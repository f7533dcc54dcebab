//! The nearest periods that both sides have free: what a loser is offered.

use crate::{
    domain::{
        Tx,
        appointments::{
            claim::{Book, Wish},
            venue::Venue,
        },
        fair::Period,
    },
    kernel::{
        fault::Fault,
        ids::UserId,
        time::{DAY, FairTime, HOUR},
    },
};

/// How many are offered: enough to choose from, few enough to read.
const OFFERED: usize = 3;

/// How far around the wanted moment is looked, one after the other until enough is found: what is found nearer cannot be
/// beaten from farther away. The last reaches over the longest fair.
pub(super) const REACHES: [i64; 3] = [2 * HOUR, DAY, 400 * DAY];

/// The rest of the fair, or its part around a moment, as some salespeople and buyers have claimed it.
pub(super) struct Finder {
    periods: Vec<Period>,
    book: Book,
    now: FairTime,
}

impl Finder {
    /// Reads the rest of the fair for the staff of `venue` and for `buyers`.
    pub async fn load(tx: &mut dyn Tx, venue: &Venue, buyers: &[UserId]) -> Result<Self, Fault> {
        let mut people: Vec<_> = venue.on_duty().map(|staff| staff.user).collect();
        people.extend(buyers);
        let now = tx.now();
        Self::within(tx, venue, &people, (now, FairTime::from_ms(i64::MAX))).await
    }

    /// Reads what lies within `reach` around `wanted` for `people`.
    pub async fn around(
        tx: &mut dyn Tx,
        venue: &Venue,
        people: &[UserId],
        (wanted, reach): (FairTime, i64),
    ) -> Result<Self, Fault> {
        let span = (wanted.plus(-reach), wanted.plus(reach));
        Self::within(tx, venue, people, span).await
    }

    async fn within(
        tx: &mut dyn Tx,
        venue: &Venue,
        people: &[UserId],
        (from, to): (FairTime, FairTime),
    ) -> Result<Self, Fault> {
        let now = tx.now();
        let first = venue.calendar.day_of(from.max(now));
        let days = venue.calendar.days().filter(|day| *day >= first);
        let mut periods: Vec<Period> = Vec::new();
        for day in days {
            periods.extend_from_slice(venue.calendar.periods(day));
            if periods.last().is_some_and(|it| it.start > to) {
                break;
            }
        }
        periods.retain(|it| it.start > now && (from..=to).contains(&it.start));
        let book = match (periods.first(), periods.last()) {
            (Some(first), Some(last)) => {
                let span = Period {
                    start: first.start,
                    end: last.end,
                };
                Book::of(tx.claims(people, span).await?)
            }
            _ => Book::default(),
        };
        Ok(Self { periods, book, now })
    }

    /// The claims it has read.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// Whether it offers all it could if it knew the rest of the fair.
    pub fn is_enough(offered: &[FairTime]) -> bool {
        offered.len() == OFFERED
    }

    /// Up to three starts near `wanted` at which `buyer` and one of `receivers` are free, the nearest first.
    pub fn nearest(&self, receivers: &[UserId], buyer: UserId, wanted: FairTime) -> Vec<FairTime> {
        let free = |period: &&Period| {
            let wish = Wish::of_buyer(buyer, **period);
            let open = |person: &UserId| self.book.open(*person, &wish, self.now);
            period.start != wanted && open(&buyer) && receivers.iter().any(open)
        };
        let mut starts: Vec<_> = self
            .periods
            .iter()
            .filter(free)
            .map(|it| it.start)
            .collect();
        starts.sort_by_key(|start| (start.since(wanted).abs(), *start));
        starts.truncate(OFFERED);
        starts
    }
}
