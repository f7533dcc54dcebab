//! A stand as appointments see it: its fair's calendar and rules, and who receives buyers there.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::Date;

use super::{
    Refusal,
    appointment::{Seat, Stand},
    claim::Book,
    grid::{self, Asked, Colour},
};
use crate::{
    domain::{
        Books,
        fair::{
            Calendar, Edition, Exhibitor, Grid, Period, Policy, calendar::Misplaced,
            exhibitor::Staff,
        },
    },
    kernel::{
        fault::Fault,
        ids::{ExhibitorId, GridId, UserId},
        time::FairTime,
    },
};

/// A stand, read once per transaction.
#[derive(Clone, Debug)]
pub struct Venue {
    /// The stand.
    pub stand: Exhibitor,
    /// Its fair.
    pub edition: Edition,
    /// The fair's days and periods.
    pub calendar: Arc<Calendar>,
    /// Its salespeople.
    pub staff: Vec<Staff>,
}

impl Venue {
    /// Reads the stand; a fault if something points to one that does not exist.
    pub async fn load(books: &mut dyn Books, id: ExhibitorId) -> Result<Self, Fault> {
        let gone = || Fault::other("a calendar without its stand");
        let stand = books.exhibitor(id).await?.ok_or_else(gone)?;
        let edition = books.edition(stand.edition).await?.ok_or_else(gone)?;
        let calendar = books.calendar(&edition).await?;
        let staff = books.staff(id).await?;
        Ok(Self {
            stand,
            edition,
            calendar,
            staff,
        })
    }

    /// How appointments name it.
    pub fn named(&self) -> Stand {
        Stand {
            id: self.stand.id,
            company: self.stand.company,
            name: self.stand.name.clone(),
            booth: self.stand.booth.clone(),
        }
    }

    /// The fair day and period that start at `start`, if it is still ahead.
    pub fn placed(&self, start: FairTime, now: FairTime) -> Result<(Date, Period), Refusal> {
        let placed = self.calendar.placed(start).map_err(misplaced)?;
        if start <= now {
            return Err(Refusal::SlotPast);
        }
        Ok(placed)
    }

    /// Refuses a period that the organiser has taken away since it was placed or asked for.
    ///
    /// Asked behind the lock of its day, it holds until the transaction ends as far as the organiser's change is
    /// concerned: what is arranged before that change commits is found by the job that locks the same day.
    pub fn still_offers(&self, period: Period) -> Result<(), Refusal> {
        match self.calendar.placed(period.start) {
            Ok((_, placed)) if placed == period => Ok(()),
            Ok(_) => Err(misplaced(Misplaced::NotOnGrid)),
            Err(it) => Err(misplaced(it)),
        }
    }

    /// Reads again, behind a lock, what may have changed while it was waited for.
    pub async fn refresh(&mut self, books: &mut dyn Books) -> Result<(), Fault> {
        self.staff = books.staff(self.stand.id).await?;
        if let Some(edition) = books.edition(self.edition.id).await?
            && edition.revision != self.edition.revision
        {
            self.calendar = books.calendar(&edition).await?;
            self.edition = edition;
        }
        Ok(())
    }

    /// The salespeople on duty.
    pub fn on_duty(&self) -> impl Iterator<Item = &Staff> {
        self.staff.iter().filter(|staff| staff.on_duty)
    }

    /// Who may receive a buyer who asks in this calendar: its person, or for the queue everybody on duty.
    pub fn receivers(&self, person: Option<UserId>) -> Vec<UserId> {
        self.on_duty()
            .filter(|staff| person.is_none_or(|one| one == staff.user))
            .map(|staff| staff.user)
            .collect()
    }

    /// `person` as one of the staff, on duty or not.
    pub fn member(&self, person: UserId) -> Option<&Staff> {
        self.staff.iter().find(|staff| staff.user == person)
    }

    /// `person` as a seat, if he is staff.
    pub fn seat(&self, person: UserId) -> Option<Seat> {
        self.member(person).map(|staff| Seat {
            user: staff.user,
            name: staff.name.clone(),
        })
    }

    /// The requests that wait at this stand for periods in `span`; none are read where the policy shows none.
    pub async fn requests(&self, books: &mut dyn Books, span: Period) -> Result<Requests, Fault> {
        match self.edition.rules.policy {
            Policy::Soft => Ok(Requests::of(books.asked(self.stand.id, span).await?)),
            Policy::Open | Policy::Hold => Ok(Requests::default()),
        }
    }

    /// The claims of its salespeople on `span`.
    pub async fn claims(&self, books: &mut dyn Books, span: Period) -> Result<Book, Fault> {
        let people: Vec<_> = self.staff.iter().map(|staff| staff.user).collect();
        Ok(Book::of(books.claims(&people, span).await?))
    }

    /// Its calendars: each salesperson's, then the queue.
    pub fn grids(&self) -> impl Iterator<Item = (GridId, Option<UserId>)> + '_ {
        let of_staff = self
            .staff
            .iter()
            .map(|staff| (staff.grid, Some(staff.user)));
        of_staff.chain([(self.stand.queue, None)])
    }

    /// The public colour of `period` in a calendar.
    pub fn colour(
        &self,
        (grid, person): (GridId, Option<UserId>),
        period: Period,
        book: &Book,
        requests: &Requests,
    ) -> Colour {
        let asked = |grid| match self.edition.rules.policy {
            Policy::Soft if requests.wait(grid, period) => Asked::Yes,
            Policy::Soft | Policy::Open | Policy::Hold => Asked::No,
        };
        let of = |staff: &Staff| grid::of_person(book, staff.user, period, asked(staff.grid));
        match person {
            None => grid::of_queue(self.on_duty().map(of), asked(grid)),
            Some(person) => self
                .member(person)
                .filter(|staff| staff.on_duty)
                .map_or(Colour::Busy, of),
        }
    }
}

fn misplaced(it: Misplaced) -> Refusal {
    let nearest = Vec::new();
    match it {
        Misplaced::OutsideFair => Refusal::OutsideFair { nearest },
        Misplaced::NotOnGrid => Refusal::NotOnGrid { nearest },
    }
}

/// How many requests wait for each period of each calendar.
#[derive(Clone, Debug, Default)]
pub struct Requests(BTreeMap<(GridId, FairTime), i64>);

impl Requests {
    fn of(asked: impl IntoIterator<Item = (GridId, FairTime, i64)>) -> Self {
        let key = |(grid, start, count)| ((grid, start), count);
        Self(asked.into_iter().map(key).collect())
    }

    /// One more waits.
    pub fn add(&mut self, grid: GridId, start: FairTime) {
        *self.0.entry((grid, start)).or_default() += 1;
    }

    /// One fewer waits.
    pub fn remove(&mut self, grid: GridId, start: FairTime) {
        if let Some(count) = self.0.get_mut(&(grid, start)) {
            *count -= 1;
        }
    }

    /// Whether any waits for a start in `period`.
    fn wait(&self, grid: GridId, period: Period) -> bool {
        self.0
            .range((grid, period.start)..(grid, period.end))
            .any(|(_, count)| *count > 0)
    }
}

/// The calendar `id`, if it exists.
pub async fn grid(books: &mut dyn Books, id: GridId) -> Result<Grid, Refusal> {
    books.grid(id).await?.ok_or(Refusal::Unknown)
}
