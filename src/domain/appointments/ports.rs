//! What appointments need from the store.

use async_trait::async_trait;
use jiff::civil::Date;

use super::{
    Appointment, Negotiation,
    claim::{Claim, Owner, Wish},
    list::{Counts, Slice},
};
use crate::{
    domain::fair::{Grid, Period},
    kernel::{
        actor::Side,
        fault::Fault,
        ids::{AppointmentId, CompanyId, EditionId, ExhibitorId, GridId, NegotiationId, UserId},
        time::FairTime,
    },
};

/// The period a buyer has chosen in the form; he has at most one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hold {
    /// Who chose it.
    pub buyer: UserId,
    /// At which stand.
    pub exhibitor: ExhibitorId,
    /// In which calendar.
    pub grid: GridId,
    /// Which period.
    pub period: Period,
    /// When it lapses.
    pub until: FairTime,
}

/// A buyer's pending request, as far as rules that count need it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Open {
    /// Which.
    pub id: AppointmentId,
    /// In which fair.
    pub edition: EditionId,
    /// At which stand.
    pub exhibitor: ExhibitorId,
    /// In which calendar.
    pub grid: GridId,
    /// For when.
    pub period: Period,
}

/// A page of pending requests that need a span of a stand's time.
#[derive(Clone, Copy, Debug)]
pub struct Waiting {
    /// At which stand.
    pub exhibitor: ExhibitorId,
    /// Which span.
    pub span: Period,
    /// Only those made after this one.
    pub after: Option<AppointmentId>,
    /// How many at most.
    pub limit: i64,
}

/// What lies ahead of somebody as one of a company's people: requests that wait, and accepted appointments to come.
#[derive(Clone, Copy, Debug)]
pub struct Ahead {
    /// Who: as the buyer, or as the salesperson in charge.
    pub person: UserId,
    /// For which company.
    pub company: CompanyId,
    /// Its side.
    pub side: Side,
    /// Since when.
    pub now: FairTime,
}

/// A page of what lies ahead at a stand on one day: requests that wait, and accepted appointments to come.
#[derive(Clone, Copy, Debug)]
pub struct DayAhead {
    /// At which stand.
    pub exhibitor: ExhibitorId,
    /// On which day.
    pub day: Date,
    /// Since when.
    pub now: FairTime,
    /// Only those made after this one.
    pub after: Option<AppointmentId>,
}

/// What lies ahead in a whole edition.
#[derive(Clone, Copy, Debug)]
pub struct EditionAhead {
    /// In which edition.
    pub edition: EditionId,
    /// Since when.
    pub now: FairTime,
}

/// Claims, requests and negotiations.
#[async_trait]
pub trait Appointments: Send {
    /// Locks a day of a stand until the transaction ends: whoever changes colours comes one after the other.
    async fn lock_day(&mut self, exhibitor: ExhibitorId, day: Date) -> Result<(), Fault>;
    /// Locks a buyer's requests and hold until the transaction ends.
    async fn lock_buyer(&mut self, buyer: UserId) -> Result<(), Fault>;

    /// The stored claims of these people in `span`, lapsed ones too.
    async fn claims(&mut self, people: &[UserId], span: Period) -> Result<Vec<Claim>, Fault>;
    /// Every claim of `owner`, whoever's time it is.
    async fn owned(&mut self, owner: Owner) -> Result<Vec<Claim>, Fault>;
    /// Claims what is wished, over lapsed claims; false if anybody's time is taken, and the caller must then refuse.
    async fn claim(&mut self, wish: &Wish, now: FairTime) -> Result<bool, Fault>;
    /// Deletes every claim of `owner`.
    async fn release(&mut self, owner: Owner) -> Result<(), Fault>;

    /// The period a buyer has chosen in the form.
    async fn hold_of(&mut self, buyer: UserId) -> Result<Option<Hold>, Fault>;
    /// Writes a buyer's one hold.
    async fn keep_hold(&mut self, hold: &Hold) -> Result<(), Fault>;
    /// Deletes it.
    async fn drop_hold(&mut self, buyer: UserId) -> Result<(), Fault>;

    /// The calendars of a salesperson, at every stand, by stand.
    async fn grids_of(&mut self, person: UserId) -> Result<Vec<Grid>, Fault>;
    /// How many pending requests wait for which periods of a stand: calendar, start, count.
    async fn asked(
        &mut self,
        exhibitor: ExhibitorId,
        span: Period,
    ) -> Result<Vec<(GridId, FairTime, i64)>, Fault>;

    /// One negotiation.
    async fn negotiation(&mut self, id: NegotiationId) -> Result<Option<Negotiation>, Fault>;
    /// Opens a negotiation; gives the one there is if both companies already share one.
    async fn open_negotiation(&mut self, fresh: &Negotiation) -> Result<Negotiation, Fault>;
    /// Whether `person` asks, is asked or is seated in any of its appointments.
    async fn is_in(&mut self, negotiation: NegotiationId, person: UserId) -> Result<bool, Fault>;

    /// One appointment.
    async fn appointment(&mut self, id: AppointmentId) -> Result<Option<Appointment>, Fault>;
    /// Writes a new one.
    async fn add_appointment(&mut self, it: &Appointment) -> Result<(), Fault>;
    /// Writes the state of one that exists, and whom it concerns.
    async fn save_appointment(&mut self, it: &Appointment) -> Result<(), Fault>;
    /// A buyer's requests that still wait at `now`.
    async fn open_of(&mut self, buyer: UserId, now: FairTime) -> Result<Vec<Open>, Fault>;
    /// Pending requests of a stand, the oldest first.
    async fn waiting(&mut self, page: Waiting) -> Result<Vec<Appointment>, Fault>;

    /// What lies ahead of somebody, the nearest first.
    async fn ahead(&mut self, of: Ahead, limit: i64) -> Result<Vec<Appointment>, Fault>;
    /// How much that is.
    async fn count_ahead(&mut self, of: Ahead) -> Result<Counts, Fault>;

    /// A page of what lies ahead of a stand on a day, the oldest first.
    async fn day_ahead(&mut self, of: DayAhead, limit: i64) -> Result<Vec<Appointment>, Fault>;
    /// The first period after `after` in which anything lies ahead in an edition.
    async fn next_period_ahead(
        &mut self,
        of: EditionAhead,
        after: Option<Period>,
    ) -> Result<Option<Period>, Fault>;
    /// How much lies ahead in one period of an edition.
    async fn count_period(&mut self, of: EditionAhead, period: Period) -> Result<Counts, Fault>;
    /// What that is.
    async fn period_ahead(
        &mut self,
        of: EditionAhead,
        period: Period,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault>;
    /// Who holds periods that start in `span` at a stand, and which.
    async fn holds_at(
        &mut self,
        exhibitor: ExhibitorId,
        span: Period,
    ) -> Result<Vec<(UserId, Period)>, Fault>;

    /// One page of a list, the newest first.
    async fn slice(&mut self, slice: &Slice) -> Result<Vec<Appointment>, Fault>;
    /// How many there are by status, whatever status the slice asks for.
    async fn counts(&mut self, slice: &Slice) -> Result<Counts, Fault>;
    /// The newest appointments of a negotiation, the newest first.
    async fn newest_of(
        &mut self,
        negotiation: NegotiationId,
        limit: i64,
    ) -> Result<Vec<Appointment>, Fault>;
    /// Pending requests to a stand's queue, the oldest first.
    async fn unassigned(&mut self, exhibitor: ExhibitorId) -> Result<Vec<Appointment>, Fault>;
    /// The periods that accepted appointments fill for one person.
    async fn busy_of(
        &mut self,
        user: UserId,
    ) -> Result<Vec<(AppointmentId, FairTime, FairTime)>, Fault>;
}
