//! What follows from a change of rules: every stand's calendars look different, and are announced anew stand by stand.

use serde::{Deserialize, Serialize};

use super::{
    Refusal,
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
        fault::Fault,
        ids::{EditionId, ExhibitorId},
    },
};

/// Stands of one job: each is one row, and a transaction writes 200 at most (DESIGN 1, law 11).
const PAGE: usize = 100;

/// Stands of an edition that are still to be announced anew.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
struct Left {
    edition: EditionId,
    #[serde(default)]
    after: Option<ExhibitorId>,
}

/// Queues the consequences of other rules; those of an earlier change that still wait are replaced.
pub(super) async fn follow(tx: &mut dyn Tx, edition: EditionId) -> Result<(), Fault> {
    let after = None;
    schedule(tx, Left { edition, after }).await
}

/// Does a [`RULES_CHANGED`] job: queues a page of stands to be announced anew, and the page after it.
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
        Some(after) => format!("{}/{after}", left.edition),
        None => left.edition.to_string(),
    };
    tx.schedule(NewJob {
        kind: RULES_CHANGED,
        object,
        due: Due::Now,
        body: serde_json::to_value(left).map_err(Fault::other)?,
    })
    .await
}
