//! What the fair needs from the store.

use std::sync::Arc;

use async_trait::async_trait;

use super::{Calendar, Edition, Exhibitor, Grid, event::Announcement, exhibitor::Staff};
use crate::kernel::{
    fault::Fault,
    ids::{CompanyId, EditionId, ExhibitorId, GridId, SectionId, UserId},
};

/// Which exhibitors are asked for, by folded name.
#[derive(Clone, Debug)]
pub struct Search {
    /// In which edition.
    pub edition: EditionId,
    /// A folded text that name, booth or business must hold; empty for all.
    pub query: String,
    /// Only in these sections; none for all, and for those in no section.
    pub sections: Option<Vec<SectionId>>,
    /// The folded name and id after which to go on.
    pub after: Option<(String, ExhibitorId)>,
    /// How many at most.
    pub limit: usize,
}

/// Editions.
#[async_trait]
pub trait Fairs: Send {
    /// One edition.
    async fn edition(&mut self, id: EditionId) -> Result<Option<Edition>, Fault>;
    /// The days and periods of `edition`; a fault if its stored rules cannot be read.
    async fn calendar(&mut self, edition: &Edition) -> Result<Arc<Calendar>, Fault>;
    /// Every edition, the current one first, then the newest.
    async fn editions(&mut self) -> Result<Vec<Edition>, Fault>;
    /// Writes a new edition; false if its name is taken.
    async fn open_edition(&mut self, edition: &Edition) -> Result<bool, Fault>;
    /// Makes no edition the current one; gives the one that was.
    async fn retire_current(&mut self) -> Result<Option<EditionId>, Fault>;
    /// Writes the name, zone, days, rules and revision of an edition that is still at `revision`; false if it is not.
    async fn change_edition(&mut self, next: &Edition, revision: i64) -> Result<bool, Fault>;
    /// Whether any request waits or any appointment is accepted in it.
    async fn is_booked(&mut self, id: EditionId) -> Result<bool, Fault>;
    /// The newest announcement of an edition.
    async fn announcement(&mut self, id: EditionId) -> Result<Option<Announcement>, Fault>;
    /// Keeps the newest announcement; false if there is no such edition.
    async fn announce(&mut self, id: EditionId, said: &Announcement) -> Result<bool, Fault>;
}

/// Exhibitors and their calendars.
#[async_trait]
pub trait Stands: Send {
    /// One stand, without its staff.
    async fn exhibitor(&mut self, id: ExhibitorId) -> Result<Option<Exhibitor>, Fault>;
    /// Stands by name, without their staff.
    async fn exhibitors(&mut self, search: &Search) -> Result<Vec<Exhibitor>, Fault>;
    /// These stands, in the order asked for.
    async fn exhibitors_in(&mut self, ids: &[ExhibitorId]) -> Result<Vec<Exhibitor>, Fault>;
    /// The salespeople on duty at these stands who are still their companies' staff.
    async fn on_duty(&mut self, ids: &[ExhibitorId]) -> Result<Vec<(ExhibitorId, UserId)>, Fault>;
    /// Where a company takes part, the newest edition first.
    async fn exhibitors_of(
        &mut self,
        company: CompanyId,
    ) -> Result<Vec<(ExhibitorId, EditionId)>, Fault>;
    /// Writes a stand and its queue; false if the company already has one in this edition.
    async fn enter(&mut self, stand: &Exhibitor) -> Result<bool, Fault>;
    /// One calendar.
    async fn grid(&mut self, id: GridId) -> Result<Option<Grid>, Fault>;
    /// The calendar of `person` at `exhibitor`.
    async fn grid_of(
        &mut self,
        exhibitor: ExhibitorId,
        person: UserId,
    ) -> Result<Option<Grid>, Fault>;
    /// Every calendar of a stand with its person: the queue's has none, and those of people who have left stay.
    async fn calendars(
        &mut self,
        exhibitor: ExhibitorId,
    ) -> Result<Vec<(GridId, Option<UserId>)>, Fault>;
    /// The salespeople of a stand who are still its company's staff, by name.
    async fn staff(&mut self, exhibitor: ExhibitorId) -> Result<Vec<Staff>, Fault>;
    /// Sets whether somebody receives buyers, making his calendar as `fresh` if he has none; gives its id.
    async fn set_duty(
        &mut self,
        fresh: GridId,
        person: (ExhibitorId, UserId),
        on: bool,
    ) -> Result<GridId, Fault>;
}
