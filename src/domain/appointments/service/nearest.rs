//! The nearest periods that both sides have free: what a loser is offered.

use crate::{
    domain::{
        Tx,
        appointments::{
            claim::{Book, Owner, Wish},
            venue::Venue,
        },
        fair::Period,
    },
    kernel::{fault::Fault, ids::UserId, time::FairTime},
};

/// How many are offered: enough to choose from, few enough to read.
const OFFERED: usize = 3;

/// The rest of the fair as one stand's staff and some buyers have claimed it.
pub(super) struct Finder {
    periods: Vec<Period>,
    book: Book,
    now: FairTime,
}

impl Finder {
    /// Reads the rest of the fair for the staff of `venue` and for `buyers`.
    pub async fn load(tx: &mut dyn Tx, venue: &Venue, buyers: &[UserId]) -> Result<Self, Fault> {
        let now = tx.now();
        let today = venue.calendar.day_of(now);
        let days = venue.calendar.days().filter(|day| *day >= today);
        let mut periods: Vec<_> = days.flat_map(|day| venue.calendar.periods(day)).collect();
        periods.retain(|period| period.start > now);
        let book = match (periods.first(), periods.last()) {
            (Some(first), Some(last)) => {
                let span = Period {
                    start: first.start,
                    end: last.end,
                };
                let mut people: Vec<_> = venue.on_duty().map(|staff| staff.user).collect();
                people.extend(buyers);
                Book::of(tx.claims(&people, span).await?)
            }
            _ => Book::default(),
        };
        Ok(Self { periods, book, now })
    }

    /// Up to three starts near `wanted` at which `buyer` and one of `receivers` are free, the nearest first.
    pub fn nearest(&self, receivers: &[UserId], buyer: UserId, wanted: FairTime) -> Vec<FairTime> {
        let free = |period: &&Period| {
            // A wish in the buyer's own name: what he holds himself does not keep him away.
            let wish = Wish {
                people: Vec::new(),
                period: **period,
                owner: Owner::Hold(buyer),
                until: None,
                over: buyer,
            };
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
