//! Moving simulated fair time (DESIGN 5).

use serde::Serialize;

use super::Refusal;
use crate::{
    domain::{Tx, journal::Tell},
    kernel::{
        actor::Actor,
        time::{DAY, FairTime},
        topic::Topic,
    },
};

/// The furthest one call may move it: over the longest gap between two sessions, but not out of the calendar.
const FURTHEST_MS: i64 = 400 * DAY;

/// `clock.moved` on the topic every node applies in order.
#[derive(Debug, Serialize)]
struct Moved {
    offset_ms: i64,
}

/// Moves fair time forward by `by_ms`; gives fair time afterwards. It only moves forward.
pub async fn advance(tx: &mut dyn Tx, who: &Actor, by_ms: i64) -> Result<FairTime, Refusal> {
    if !who.organises_any() {
        return Err(Refusal::NoRight);
    }
    if !(1..=FURTHEST_MS).contains(&by_ms) {
        return Err(Refusal::invalid("by_ms", "forward_up_to_400_days"));
    }
    let offset_ms = tx.move_clock(by_ms).await?;
    tx.tell(Topic::Rights, "clock.moved", None, &Moved { offset_ms })?;
    Ok(tx.now().plus(by_ms))
}

/// Starts a fresh simulation `by_ms` ahead; of two nodes that start at once, one does.
pub async fn start(tx: &mut dyn Tx, offset_ms: i64) -> Result<(), Refusal> {
    if tx.start_clock(offset_ms).await? {
        tx.tell(Topic::Rights, "clock.moved", None, &Moved { offset_ms })?;
    }
    Ok(())
}
