//! The next period in which somebody at a stand and a reader are free: for lists of stands, in two queries whatever
//! their length.

use std::collections::HashMap;

use super::claim::{Book, Wish};
use crate::{
    domain::{
        Books,
        fair::{Edition, Exhibitor, Period},
    },
    kernel::{
        fault::Fault,
        ids::{ExhibitorId, UserId},
        time::FairTime,
    },
};

/// How many fair days are looked through: whoever is full longer than that is found on his own page.
const DAYS: usize = 2;

/// Who looks, and when.
#[derive(Clone, Copy, Debug)]
pub struct Seeker {
    /// The reader, whose own appointments count.
    pub user: UserId,
    /// Fair time.
    pub now: FairTime,
}

/// The start of the next free period of each of `stands`; none for those that have none soon.
pub async fn next(
    books: &mut dyn Books,
    edition: &Edition,
    stands: &[Exhibitor],
    seeker: Seeker,
) -> Result<HashMap<ExhibitorId, FairTime>, Fault> {
    let calendar = books.calendar(edition).await?;
    let ahead = |period: &&Period| period.start > seeker.now;
    let days = calendar
        .days()
        .filter(|day| calendar.periods(*day).iter().any(|it| ahead(&it)));
    let periods: Vec<Period> = days
        .take(DAYS)
        .flat_map(|day| calendar.periods(day).iter().filter(ahead).copied())
        .collect();
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Ok(HashMap::new());
    };
    let span = Period {
        start: first.start,
        end: last.end,
    };
    let ids: Vec<_> = stands.iter().map(|stand| stand.id).collect();
    let mut receivers: HashMap<ExhibitorId, Vec<UserId>> = HashMap::new();
    for (stand, person) in books.on_duty(&ids).await? {
        receivers.entry(stand).or_default().push(person);
    }
    let mut people: Vec<_> = receivers.values().flatten().copied().collect();
    people.push(seeker.user);
    people.sort_unstable();
    people.dedup();
    let book = Book::of(books.claims(&people, span).await?);
    let free = |people: &[UserId]| {
        let period = periods.iter().find(|period| {
            let wish = Wish::of_buyer(seeker.user, **period);
            let open = |person| book.open(person, &wish, seeker.now);
            open(seeker.user) && people.iter().copied().any(open)
        });
        period.map(|it| it.start)
    };
    let found = receivers.iter();
    Ok(found
        .filter_map(|(stand, people)| Some((*stand, free(people)?)))
        .collect())
}
