//! Following what other nodes do: hints from the bus, the poll that finds lost ones, the lease, the epoch.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{sync::mpsc, time::sleep};

use super::rights::Applier;
use crate::{
    adapters::storage::{Dialect, Store},
    domain::ledger::{Answer, Ledger, Unit},
    edges::{encode, shared::Shared},
    hub::{bus::Heard, frame::Class, lease::LEASE, mailbox::Farewell},
    kernel::{fault::Fault, ids::NodeId, time::SystemClock, topic::Topic},
    protocol::server::{Bye, Here, ServerMessage},
};

/// The poll of law 3, and the same while the bus is down.
const POLL: Duration = Duration::from_secs(1);
const POLL_WITHOUT_BUS: Duration = Duration::from_millis(200);

const ANOTHER_DATABASE: Farewell = Farewell {
    code: 1012,
    reason: "another epoch",
};

/// What a follower needs.
pub(super) struct Follower {
    pub shared: Shared,
    pub store: Arc<Store>,
    pub clock: Arc<SystemClock>,
    pub applier: Arc<Applier>,
    pub node: NodeId,
}

impl Follower {
    /// Applies `rights` whenever it moves here, and once a second for what moved elsewhere.
    pub async fn follow_rights(self: Arc<Self>, moved: Arc<tokio::sync::Notify>) {
        loop {
            tokio::select! {
                () = moved.notified() => {}
                () = sleep(POLL) => {}
                () = self.shared.draining.cancelled() => return,
            }
            if let Err(fault) = self.applier.catch_up(&self.shared).await {
                tracing::warn!(%fault, "revocations could not be read");
            }
        }
    }

    /// Passes on what other nodes say.
    pub async fn listen(self: Arc<Self>, mut heard: mpsc::Receiver<Heard>) {
        while let Some(it) = heard.recv().await {
            match it {
                Heard::Wakes(wakes) => {
                    for it in wakes {
                        self.shared.hub.wake(&it.topic, it.head);
                    }
                }
                Heard::Presence(topic) => self.tell_presence(topic).await,
                Heard::Ephemeral(topic, frame) => {
                    self.shared.hub.announce(topic, frame, Class::Ephemeral);
                }
                Heard::Back => {
                    self.shared.hub.catch_up();
                    for topic in self.shared.presence.topics() {
                        self.shared.presence.repeat(&topic);
                        self.tell_presence(topic).await;
                    }
                }
            }
        }
    }

    /// Tells everyone in `topic` who is present.
    pub async fn tell_presence(&self, topic: Arc<str>) {
        let here = self.shared.presence.here(&topic).await;
        let frame = encode::message(&ServerMessage::Now {
            on: &topic,
            now: "here",
            with: Here { here },
        });
        self.shared
            .hub
            .announce(topic.clone(), frame, Class::Signalling);
    }

    /// Polls for lost hints, follows the database's clock, and notices another epoch. PostgreSQL only: with SQLite
    /// there is one process and nothing to find.
    ///
    /// `mark` was read before anybody was served: what is committed before the first look is not missed.
    pub async fn poll(self: Arc<Self>, mut mark: i64) {
        loop {
            let pause = if self.shared.bus.is_up() {
                POLL
            } else {
                POLL_WITHOUT_BUS
            };
            tokio::select! {
                () = sleep(pause) => {}
                () = self.shared.draining.cancelled() => return,
            }
            match self.look(mark).await {
                Ok(next) => mark = next,
                Err(fault) => tracing::warn!(%fault, "the log could not be polled"),
            }
        }
    }

    async fn look(&self, mark: i64) -> Result<i64, Fault> {
        let (heads, next) = self.store.heads_since(mark).await?;
        for (topic, head) in heads {
            self.shared.hub.wake(&topic, head);
        }
        self.clock.set_skew(self.store.clock_skew().await?);
        let epoch = self.store.epoch().await?;
        if epoch != *self.shared.epoch.read() {
            self.forget(epoch);
        }
        Ok(next)
    }

    /// The database is another one: nothing this node holds is worth keeping, and every client begins anew.
    fn forget(&self, epoch: String) {
        tracing::warn!("the database begins a new epoch; every client begins anew");
        *self.shared.epoch.write() = epoch;
        let bye = ServerMessage::Bye {
            bye: Bye {
                code: "epoch",
                after_ms: 0,
            },
        };
        let frame = encode::message(&bye);
        for it in self.shared.registry.all() {
            it.mailbox.offer(&frame, Class::Signalling);
            it.mailbox.close(ANOTHER_DATABASE);
        }
    }

    /// Renews this node's lease every second, after everything `rights` says is applied (law 9).
    pub async fn keep_lease(self: Arc<Self>) {
        let lease = self.shared.hub.lease().clone();
        let mut held = false;
        loop {
            let asked = Instant::now();
            let renewed = self.renew().await.unwrap_or_else(|fault| {
                tracing::warn!(%fault, "the lease could not be renewed");
                false
            });
            // It may have run out and be renewed within one turn, as after a sleep: what was kept back meanwhile is
            // only read again if that is noticed.
            if held && !lease.holds() {
                held = false;
                self.announce_lease(held);
            }
            if renewed {
                lease.renew(asked);
            }
            if lease.holds() != held {
                held = lease.holds();
                self.announce_lease(held);
            }
            tokio::select! {
                () = sleep(LEASE / 5) => {}
                () = self.shared.draining.cancelled() => break,
            }
        }
        let node = self.node;
        let unit = work(move |tx| {
            Box::pin(async move {
                tx.end_lease(node)
                    .await
                    .map_err(Into::into)
                    .map(|()| Answer::empty())
            })
        });
        if let Err(refusal) = self.store.run(0, unit).await {
            tracing::debug!(%refusal, "the lease ends by itself");
        }
    }

    /// Whether nothing of `rights` was left to apply when the renewal was written.
    async fn renew(&self) -> Result<bool, Fault> {
        self.applier.catch_up(&self.shared).await?;
        let (node, applied) = (self.node, self.shared.hub.lease().applied());
        let until = self
            .clock
            .shared()
            .plus(i64::try_from(LEASE.as_millis()).unwrap_or(i64::MAX));
        let unit = work(move |tx| {
            Box::pin(async move {
                tx.renew_lease(node, until, applied).await?;
                let head = tx.head(&Topic::Rights).await?;
                Ok(Answer::empty().with("head", head))
            })
        });
        let answer = self
            .store
            .run(0, unit)
            .await
            .map_err(|it| match it.fault() {
                Some(fault) => fault.again(),
                None => Fault::other(it.to_string()),
            })?;
        let answer: serde_json::Value = serde_json::from_str(answer.get()).map_err(Fault::other)?;
        Ok(answer.get("head").and_then(serde_json::Value::as_i64) == Some(applied))
    }

    fn announce_lease(&self, held: bool) {
        let empty = serde_json::Map::new();
        let message = if held {
            ServerMessage::Resumed { resumed: empty }
        } else {
            ServerMessage::Paused { paused: empty }
        };
        let frame = encode::message(&message);
        for it in self.shared.registry.all() {
            it.mailbox.offer(&frame, Class::Signalling);
        }
        if held {
            self.shared.hub.catch_up();
        }
    }

    /// Whether there can be other nodes.
    pub fn is_shared(&self) -> bool {
        self.store.dialect() == Dialect::Postgres
    }
}

fn work(
    act: impl for<'t> Fn(
        &'t mut (dyn crate::domain::Tx + 't),
    ) -> futures::future::BoxFuture<'t, Result<Answer, crate::domain::Refusal>>
    + Send
    + Sync
    + 'static,
) -> Unit {
    Unit::of(Arc::new(act))
}
