//! What the fair needs from the store.

use async_trait::async_trait;

use super::{Edition, Exhibitor, Grid, exhibitor::Staff};
use crate::kernel::{
    fault::Fault,
    ids::{EditionId, ExhibitorId, GridId, UserId},
};

/// Editions, exhibitors and their calendars.
#[async_trait]
pub trait Fairs: Send {
    /// One edition.
    async fn edition(&mut self, id: EditionId) -> Result<Option<Edition>, Fault>;
    /// One stand, without its staff.
    async fn exhibitor(&mut self, id: ExhibitorId) -> Result<Option<Exhibitor>, Fault>;
    /// One calendar.
    async fn grid(&mut self, id: GridId) -> Result<Option<Grid>, Fault>;
    /// The calendar of `person` at `exhibitor`.
    async fn grid_of(
        &mut self,
        exhibitor: ExhibitorId,
        person: UserId,
    ) -> Result<Option<Grid>, Fault>;
    /// The salespeople of a stand who are still its company's staff, by name.
    async fn staff(&mut self, exhibitor: ExhibitorId) -> Result<Vec<Staff>, Fault>;
}
