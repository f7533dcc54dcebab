//! What follows from a change of an edition: every stand's calendars look different and are announced anew, and what was
//! arranged in periods that are gone is called off, stand by stand.

use serde::{Deserialize, Serialize};

use super::{
    Calendar, Edition, Refusal,
    gone::Gone,
    ports::Search,
    service::RULES_CHANGED,
    stands::{announce_later, key_of},
};
use crate::{
    domain::{
        Tx,
        journal::{Due, NewJob},
    },
    kernel::{
        actor::Actor,
        fault::Fault,
        ids::{EditionId, ExhibitorId, UserId},
    },
};

/// Stands of one job: each is two rows, and a transaction writes 200 at most (DESIGN 1, law 11).
const PAGE: usize = 100;

/// Stands of an edition that are still to be announced anew.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Left {
    edition: EditionId,
    /// The revision the change made, which keeps its jobs apart from those of the next one: each has days of its own.
    #[serde(default)]
    revision: i64,
    /// The organiser; none in a job written before appointments were called off.
    #[serde(default)]
    by: Option<UserId>,
    /// Days that have lost periods.
    #[serde(default)]
    days: Vec<jiff::civil::Date>,
    #[serde(default)]
    after: Option<ExhibitorId>,
}

/// Queues the consequences of a change from one state of an edition to the next.
pub(super) async fn follow(
    tx: &mut dyn Tx,
    who: &Actor,
    (before, next): (&Edition, &Edition),
) -> Result<(), Fault> {
    // Made here and not remembered: the change may still be undone.
    let days = Calendar::of(before)?.days_lost_to(&Calendar::of(next)?);
    let left = Left {
        edition: next.id,
        revision: next.revision,
        by: Some(who.user),
        days,
        after: None,
    };
    schedule(tx, left).await
}

/// Does a [`RULES_CHANGED`] job: queues the work of a page of stands, and the page after it.
pub async fn on_job(tx: &mut dyn Tx, body: &serde_json::Value) -> Result<(), Refusal> {
    let left = Left::deserialize(body).map_err(Fault::other)?;
    let after = match left.after {
        Some(id) => Some(key_of(tx, id).await?),
        None => None,
    };
    let search = Search {
        edition: left.edition,
        query: String::new(),
        sections: None,
        after,
        limit: PAGE,
    };
    let stands = tx.exhibitors(&search).await?;
    for stand in &stands {
        announce_later(tx, stand.id).await?;
        if let Some(by) = left.by.filter(|_| !left.days.is_empty()) {
            let gone = Gone {
                exhibitor: stand.id,
                revision: left.revision,
                by,
                days: left.days.clone(),
                after: None,
            };
            gone.schedule(tx).await?;
        }
    }
    if let Some(last) = stands.last().filter(|_| stands.len() == PAGE) {
        let after = Some(last.id);
        schedule(tx, Left { after, ..left }).await?;
    }
    Ok(())
}

async fn schedule(tx: &mut dyn Tx, left: Left) -> Result<(), Fault> {
    // Each page is a job of its own, so that a page under way never swallows the next.
    let object = match left.after {
        Some(after) => format!("{}/{}/{after}", left.edition, left.revision),
        None => format!("{}/{}", left.edition, left.revision),
    };
    tx.schedule(NewJob {
        kind: RULES_CHANGED,
        object,
        due: Due::Now,
        body: serde_json::to_value(left).map_err(Fault::other)?,
    })
    .await
}
