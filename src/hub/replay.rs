//! The port through which the hub reads the log: pages of encoded frames.

use async_trait::async_trait;
use bytes::Bytes;

use crate::kernel::fault::Fault;

/// Facts behind which a subscriber gets the snapshot instead of the facts (DESIGN 1, law 5).
pub const REPLAY_AT_MOST: i64 = 500;

/// The log, encoded.
#[async_trait]
pub trait Log: Send + Sync {
    /// The number of the topic's newest fact; 0 if it has none.
    async fn head(&self, topic: &str) -> Result<i64, Fault>;
    /// The next page of facts after `seq` as frames, in order; empty when there is none.
    async fn page(&self, topic: &str, seq: i64) -> Result<Vec<(i64, Bytes)>, Fault>;
}
