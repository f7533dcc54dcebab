//! Nobody answered in time.

use serde_json::json;

use super::{reject, stage::Stage, tell};
use crate::{
    domain::{
        Tx,
        appointments::{Refusal, Status},
    },
    kernel::{ids::AppointmentId, time::HOUR},
};

/// A timer this late settles state only: a message about yesterday's period would confuse more than it tells.
const SILENT_AFTER: i64 = HOUR;

/// Ends a request whose moment has come; anything else it leaves alone.
pub(super) async fn expire(tx: &mut dyn Tx, id: AppointmentId) -> Result<(), Refusal> {
    let now = tx.now();
    let Some(seen) = tx.appointment(id).await? else {
        return Ok(());
    };
    if seen.status() != Status::Pending || now < seen.expires_at {
        return Ok(());
    }
    let (_, mut stage) = Stage::of(tx, &seen).await?;
    let Some(current) = tx.appointment(id).await? else {
        return Ok(());
    };
    if current.status() != Status::Pending {
        return Ok(());
    }
    let late = now.since(current.expires_at) > SILENT_AFTER;
    let (next, what) = current.expire(now)?;
    reject::end(tx, &mut stage, &next).await?;
    tell::changed(tx, &next, what, None).await?;
    if !late {
        let news = ("appointment.expired", json!({}));
        tell::notices(tx, &next, None, news).await?;
    }
    stage.announce(tx)?;
    Ok(())
}
