//! This node's right to deliver: a lease by the monotonic clock, and the last rights change it applied (law 9).

use std::{
    sync::atomic::{AtomicI64, AtomicU64, Ordering},
    time::{Duration, Instant},
};

use tokio::sync::Notify;

/// How long a renewal lasts. A node that was stopped for longer delivers nothing until it has caught up.
pub const LEASE: Duration = Duration::from_secs(5);

/// The lease as the delivery path sees it.
#[derive(Debug)]
pub struct Lease {
    born: Instant,
    /// Milliseconds after `born` at which it ends; `u64::MAX` for a node that is alone.
    ends: AtomicU64,
    applied: AtomicI64,
    changed: Notify,
}

impl Lease {
    /// The lease of the only process there is: it cannot miss a revocation it made itself.
    pub fn unlimited() -> Self {
        Self::ending(u64::MAX)
    }

    /// A lease not yet renewed: nothing is delivered.
    pub fn pending() -> Self {
        Self::ending(0)
    }

    fn ending(ends: u64) -> Self {
        Self {
            born: Instant::now(),
            ends: AtomicU64::new(ends),
            applied: AtomicI64::new(0),
            changed: Notify::new(),
        }
    }

    /// Whether this node may deliver now.
    pub fn holds(&self) -> bool {
        let ends = self.ends.load(Ordering::Acquire);
        ends == u64::MAX || self.elapsed(Instant::now()) < ends
    }

    /// Renews the lease as of `asked`, the moment before the database was asked: a slow answer shortens it.
    pub fn renew(&self, asked: Instant) {
        if self.ends.load(Ordering::Acquire) != u64::MAX {
            let lasts = u64::try_from(LEASE.as_millis()).unwrap_or(u64::MAX);
            self.ends
                .store(self.elapsed(asked).saturating_add(lasts), Ordering::Release);
            self.changed.notify_waiters();
        }
    }

    /// Waits until this node may deliver.
    pub async fn until_held(&self) {
        loop {
            let changed = self.changed.notified();
            if self.holds() {
                return;
            }
            changed.await;
        }
    }

    fn elapsed(&self, at: Instant) -> u64 {
        let since = at.saturating_duration_since(self.born);
        u64::try_from(since.as_millis()).unwrap_or(u64::MAX)
    }

    /// The number of the last fact of `rights` this node applied.
    pub fn applied(&self) -> i64 {
        self.applied.load(Ordering::Acquire)
    }

    /// Notes that `rights` is applied up to `seq`.
    pub fn set_applied(&self, seq: i64) {
        self.applied.fetch_max(seq, Ordering::AcqRel);
        self.changed.notify_waiters();
    }

    /// Waits until this node has applied `rights` up to `seq`.
    pub async fn until_applied(&self, seq: i64) {
        loop {
            let changed = self.changed.notified();
            if self.applied() >= seq {
                return;
            }
            changed.await;
        }
    }
}
