//! Revocations and the moved clock: the topic `rights`, applied in order on every node before it renews its lease.

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use serde::Deserialize;
use tokio::{sync::Notify, time::sleep};

use crate::{
    adapters::storage::Store,
    edges::{
        encode,
        shared::{Revocations, Shared},
        ws::rights,
    },
    hub::{frame::Class, lease::Lease},
    kernel::{
        fact::Fact,
        fault::Fault,
        time::{Clock, SystemClock},
        topic::Topic,
    },
    protocol::server::{Pong, ServerMessage},
};

/// How often the other nodes are asked whether they have applied a revocation.
const ASK_EVERY: Duration = Duration::from_millis(20);

/// Fair time was moved.
#[derive(Deserialize)]
struct Moved {
    offset_ms: i64,
}

/// Applies `rights` on this node. One caller at a time, so facts are applied in order.
pub(super) struct Applier {
    pub store: Arc<Store>,
    pub clock: Arc<SystemClock>,
    pub lease: Arc<Lease>,
    pub jobs: Arc<Notify>,
    turn: tokio::sync::Mutex<()>,
}

impl Applier {
    pub fn new(
        store: Arc<Store>,
        clock: Arc<SystemClock>,
        lease: Arc<Lease>,
        jobs: Arc<Notify>,
    ) -> Self {
        Self {
            store,
            clock,
            lease,
            jobs,
            turn: tokio::sync::Mutex::default(),
        }
    }

    /// Applies everything `rights` says now.
    pub async fn catch_up(&self, shared: &Shared) -> Result<(), Fault> {
        let _turn = self.turn.lock().await;
        let topic = Topic::Rights.to_string();
        loop {
            let page = self.store.page(&topic, self.lease.applied()).await?;
            if page.is_empty() {
                return Ok(());
            }
            for fact in &page {
                self.apply(shared, fact).await?;
                self.lease.set_applied(fact.seq);
            }
        }
    }

    async fn apply(&self, shared: &Shared, fact: &Fact) -> Result<(), Fault> {
        if fact.kind != "clock.moved" {
            return rights::apply(shared, fact).await;
        }
        let moved: Moved = serde_json::from_str(fact.with.get()).map_err(Fault::other)?;
        self.clock.set_moved(moved.offset_ms);
        self.jobs.notify_one();
        let clock = Pong {
            fair: self.clock.fair(),
            machine: self.clock.machine(),
        };
        let frame = encode::message(&ServerMessage::Clock { clock });
        for it in shared.registry.all() {
            it.mailbox.offer(&frame, Class::Signalling);
        }
        Ok(())
    }
}

/// Waits until every node has applied what `rights` says.
pub(super) struct Settle {
    pub store: Arc<Store>,
    pub clock: Arc<SystemClock>,
    pub lease: Arc<Lease>,
}

#[async_trait]
impl Revocations for Settle {
    async fn settle(&self) -> Result<(), Fault> {
        let seq = self.store.head_of(&Topic::Rights.to_string()).await?;
        self.lease.until_applied(seq).await;
        // A node that does not renew its lease delivers nothing, so this ends within a lease at the latest.
        while self.store.nodes_behind(seq, self.clock.shared()).await? > 0 {
            sleep(ASK_EVERY).await;
        }
        Ok(())
    }
}
