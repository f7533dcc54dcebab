//! The snapshot of `fair/{edition}`, and who may hear a desk.

use serde_json::value::RawValue;

use super::event::FairState;
use crate::{
    domain::{Books, topics::Refusal},
    kernel::{
        actor::Actor,
        fault::Fault,
        ids::{EditionId, ExhibitorId},
    },
};

/// Refuses unless `who` is staff of the exhibitor's company.
pub async fn may_hear_desk(
    books: &mut dyn Books,
    who: &Actor,
    exhibitor: ExhibitorId,
) -> Result<(), Refusal> {
    let stand = books.exhibitor(exhibitor).await?.ok_or(Refusal::NoRight)?;
    if who.belongs_to(stand.company) {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}

/// Refuses unless there is such an edition; anyone signed in may hear it.
pub async fn edition_exists(books: &mut dyn Books, edition: EditionId) -> Result<(), Refusal> {
    books
        .edition(edition)
        .await?
        .map(drop)
        .ok_or(Refusal::Unknown)
}

/// The edition and its newest announcement.
pub async fn fair(books: &mut dyn Books, edition: EditionId) -> Result<Vec<Box<RawValue>>, Fault> {
    let Some(edition) = books.edition(edition).await? else {
        return Ok(Vec::new());
    };
    let announcement = books.announcement(edition.id).await?;
    let sections = books.sections(edition.id).await?;
    let state = FairState {
        edition,
        announcement,
        sections,
    };
    Ok(vec![
        serde_json::value::to_raw_value(&state).map_err(Fault::other)?,
    ])
}
