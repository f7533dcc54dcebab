//! The locked part of a transaction: days of stands, the claims on them, and what their colours were before.
//!
//! The day is locked before the colours are read, so of two acceptances at once the second sees what the first did
//! (else each would see one of two salespeople busy, and nobody would announce the queue gray).

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal, Who,
            claim::{Book, Owner, Wish},
            event::PeriodChanged,
            grid::Colour,
            service::nearest::{Finder, REACHES},
            venue::{Requests, Venue},
        },
        fair::Period,
        journal::Tell,
    },
    kernel::{
        actor::Side,
        fault::Fault,
        ids::{ExhibitorId, GridId, UserId},
        time::FairTime,
        topic::Topic,
    },
};

/// One stand's periods that the change touches.
struct Board {
    venue: Venue,
    periods: Vec<(Date, Period)>,
    requests: Requests,
    before: Vec<(Topic, FairTime, Colour)>,
}

impl Board {
    fn colours(&self, book: &Book) -> Vec<(Topic, FairTime, Colour)> {
        let mut colours = Vec::new();
        for (id, person) in self.venue.grids() {
            for (date, period) in &self.periods {
                let colour = self
                    .venue
                    .colour((id, person), *period, book, &self.requests);
                colours.push((Topic::Slots(id, *date), period.start, colour));
            }
        }
        colours
    }
}

/// A span of one stand's time under lock, and the same span wherever else its people stand.
pub(super) struct Stage {
    boards: Vec<Board>,
    book: Book,
    span: Period,
    /// The day that was locked before the first stand was read.
    locked: (ExhibitorId, Date),
}

/// Locks days in the one order everybody locks them in.
pub(super) async fn lock(
    tx: &mut dyn Tx,
    days: impl IntoIterator<Item = (ExhibitorId, Date)>,
) -> Result<(), Fault> {
    for (exhibitor, day) in days.into_iter().collect::<BTreeSet<_>>() {
        tx.lock_day(exhibitor, day).await?;
    }
    Ok(())
}

impl Stage {
    /// Locks `span` at `venue` and reads the claims of its staff and of `others` on it.
    ///
    /// Staff and rules are read again under the lock: somebody who left meanwhile receives nobody, and the caller asks
    /// whether the period is still offered.
    pub async fn open(
        tx: &mut dyn Tx,
        venue: &mut Venue,
        span: Period,
        others: &[UserId],
    ) -> Result<Self, Fault> {
        let day = (venue.stand.id, venue.calendar.day_of(span.start));
        lock(tx, [day]).await?;
        venue.refresh(tx).await?;
        Self::opened(tx, venue, (span, day), others).await
    }

    /// Opens the stage of `it`, whose day is locked before the stand is read: who left meanwhile is not staff any more.
    pub async fn of(tx: &mut dyn Tx, it: &Appointment) -> Result<(Venue, Self), Fault> {
        let day = (it.exhibitor.id, it.day);
        lock(tx, [day]).await?;
        let venue = Venue::load(tx, it.exhibitor.id).await?;
        let mut stage = Self::opened(tx, &venue, (it.period, day), &[it.buyer.user]).await?;
        // Somebody may be kept for it who is not staff any more.
        stage.book.add(tx.owned(Owner::Appointment(it.id)).await?);
        Ok((venue, stage))
    }

    async fn opened(
        tx: &mut dyn Tx,
        venue: &Venue,
        (span, locked): (Period, (ExhibitorId, Date)),
        others: &[UserId],
    ) -> Result<Self, Fault> {
        let mut stage = Self {
            boards: Vec::new(),
            book: Book::default(),
            span,
            locked,
        };
        stage.add(tx, venue.clone(), others).await?;
        Ok(stage)
    }

    /// Adds the same span at every other stand where `person` has a calendar.
    pub async fn include(&mut self, tx: &mut dyn Tx, person: UserId) -> Result<(), Fault> {
        for grid in tx.grids_of(person).await? {
            let known = |board: &Board| board.venue.stand.id == grid.exhibitor;
            if self.boards.iter().any(known) {
                continue;
            }
            let venue = Venue::load(tx, grid.exhibitor).await?;
            if !venue.calendar.touching(self.span).is_empty() {
                self.add(tx, venue, &[]).await?;
            }
        }
        Ok(())
    }

    /// Reads the claims of more people on the span.
    pub async fn read(&mut self, tx: &mut dyn Tx, people: &[UserId]) -> Result<(), Fault> {
        self.book.add(tx.claims(people, self.span).await?);
        Ok(())
    }

    async fn add(&mut self, tx: &mut dyn Tx, venue: Venue, others: &[UserId]) -> Result<(), Fault> {
        let periods = venue.calendar.touching(self.span);
        let id = venue.stand.id;
        let days = periods.iter().map(|(date, _)| *date);
        let days = days.chain([venue.calendar.day_of(self.span.start)]);
        let days = days.map(|day| (id, day));
        lock(tx, days.filter(|day| *day != self.locked)).await?;
        let reach = periods.iter().fold(self.span, |span, (_, it)| Period {
            start: span.start.min(it.start),
            end: span.end.max(it.end),
        });
        let staff = venue.staff.iter().map(|staff| staff.user);
        let people: Vec<_> = staff.chain(others.iter().copied()).collect();
        self.book.add(tx.claims(&people, reach).await?);
        let mut board = Board {
            requests: venue.requests(tx, reach).await?,
            venue,
            periods,
            before: Vec::new(),
        };
        board.before = board.colours(&self.book);
        self.boards.push(board);
        Ok(())
    }

    /// The other stands at which people of this change stand on this span.
    pub fn elsewhere(&self) -> Vec<ExhibitorId> {
        let others = self.boards.iter().skip(1);
        others.map(|board| board.venue.stand.id).collect()
    }

    /// The claims as they stand in this transaction.
    pub fn book(&self) -> &Book {
        &self.book
    }

    /// One more request waits in a calendar of the first stand.
    pub fn asked(&mut self, grid: GridId, start: FairTime) {
        self.boards[0].requests.add(grid, start);
    }

    /// One fewer waits.
    pub fn answered(&mut self, grid: GridId, start: FairTime) {
        self.boards[0].requests.remove(grid, start);
    }

    /// Frees what `owner` has claimed.
    pub async fn release(&mut self, tx: &mut dyn Tx, owner: Owner) -> Result<(), Fault> {
        for person in self.book.people_of(owner) {
            self.include(tx, person).await?;
        }
        self.book.release(owner);
        tx.release(owner).await
    }

    /// Who could receive the buyer of `wish`: the first of `receivers` whose time is free, if the buyer's is.
    pub fn pick(&self, wish: &Wish, receivers: &[UserId], now: FairTime) -> Result<UserId, Taken> {
        pick(&self.book, wish, receivers, now)
    }

    /// Claims what is wished for all its people, who were found free under the lock.
    pub async fn claim(&mut self, tx: &mut dyn Tx, wish: &Wish) -> Result<(), Taken> {
        if !tx.claim(wish, tx.now()).await? {
            // Only the buyer is not under this lock: another stand has taken his time since it was read.
            return Err(Taken::Buyer);
        }
        self.book.add(wish.claims());
        Ok(())
    }

    /// Announces each colour that is not what it was.
    pub fn announce(self, tx: &mut dyn Tx) -> Result<(), Fault> {
        for board in self.boards {
            let after = board.colours(&self.book);
            for ((topic, start, now), (_, _, before)) in after.into_iter().zip(board.before) {
                if now != before {
                    let changed = PeriodChanged::new(start, now);
                    tx.tell(topic, "period.changed", None, &changed)?;
                }
            }
        }
        Ok(())
    }
}

/// Who of `receivers` is the first that `book` shows free for `wish`, or whose time is taken.
fn pick(book: &Book, wish: &Wish, receivers: &[UserId], now: FairTime) -> Result<UserId, Taken> {
    if !book.open(wish.over, wish, now) {
        return Err(Taken::Buyer);
    }
    let free = |person: &&UserId| book.open(**person, wish, now);
    receivers.iter().find(free).copied().ok_or(Taken::Exhibitor)
}

/// Why a claim was not granted.
pub(super) enum Taken {
    /// The buyer's time is taken.
    Buyer,
    /// The time of everybody who could receive him is taken.
    Exhibitor,
    /// Infrastructure failed.
    Fault(Fault),
}

impl From<Fault> for Taken {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

/// A wish that was not granted, and what it needs to find something near.
pub(super) struct Loss<'l> {
    pub venue: &'l Venue,
    pub receivers: &'l [UserId],
    pub buyer: UserId,
    pub wanted: FairTime,
    /// Who is told.
    pub asker: Side,
}

impl Loss<'_> {
    /// The refusal: whose time is taken, as the asker sees it, and what is near instead.
    pub async fn refusal(&self, tx: &mut dyn Tx, taken: Taken) -> Refusal {
        match self.around(tx, REACHES[0]).await {
            Ok(near) => self.told(tx, taken, &near).await,
            Err(fault) => fault.into(),
        }
    }

    /// The refusal of somebody who can be seen to have lost before anything is locked: most who race do, and they
    /// keep nobody waiting. None if the wish may be granted.
    pub async fn foreseen(&self, tx: &mut dyn Tx, wish: &Wish) -> Result<Option<Refusal>, Fault> {
        let near = self.around(tx, REACHES[0]).await?;
        match pick(near.book(), wish, self.receivers, tx.now()) {
            Ok(_) => Ok(None),
            Err(taken) => Ok(Some(self.told(tx, taken, &near).await)),
        }
    }

    /// `refusal` with what is near, if it says that no period is offered at the wanted moment.
    pub async fn unoffered(&self, tx: &mut dyn Tx, refusal: Refusal) -> Refusal {
        if !matches!(
            refusal,
            Refusal::NotOnGrid { .. } | Refusal::OutsideFair { .. }
        ) {
            return refusal;
        }
        match (self.near(tx).await, refusal) {
            (Err(fault), _) => fault.into(),
            (Ok(nearest), Refusal::NotOnGrid { .. }) => Refusal::NotOnGrid { nearest },
            (Ok(nearest), _) => Refusal::OutsideFair { nearest },
        }
    }

    /// What is near the wanted moment and free for both.
    pub async fn near(&self, tx: &mut dyn Tx) -> Result<Vec<FairTime>, Fault> {
        let near = self.around(tx, REACHES[0]).await?;
        self.nearest(tx, &near).await
    }

    async fn told(&self, tx: &mut dyn Tx, taken: Taken, near: &Finder) -> Refusal {
        let who = match (taken, self.asker) {
            (Taken::Fault(fault), _) => return fault.into(),
            (Taken::Buyer, Side::Exhibitor) => Who::Buyer,
            (Taken::Exhibitor, Side::Buyer) => Who::Exhibitor,
            (Taken::Buyer, Side::Buyer) | (Taken::Exhibitor, Side::Exhibitor) => Who::You,
        };
        match self.nearest(tx, near).await {
            Ok(nearest) => Refusal::SlotTaken { who, nearest },
            Err(fault) => fault.into(),
        }
    }

    async fn around(&self, tx: &mut dyn Tx, reach: i64) -> Result<Finder, Fault> {
        let mut people = self.receivers.to_vec();
        people.push(self.buyer);
        Finder::around(tx, self.venue, &people, (self.wanted, reach)).await
    }

    /// What is near instead: farther away is read only if `near` has too little.
    async fn nearest(&self, tx: &mut dyn Tx, near: &Finder) -> Result<Vec<FairTime>, Fault> {
        let offered = |it: &Finder| it.nearest(self.receivers, self.buyer, self.wanted);
        let mut found = offered(near);
        for reach in REACHES.into_iter().skip(1) {
            if !Finder::is_enough(&found) {
                found = offered(&self.around(tx, reach).await?);
            }
        }
        Ok(found)
    }
}
