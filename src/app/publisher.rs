//! From the commit to the sockets: each fact is encoded once, handed to this node's hub at once, and the other nodes
//! are woken with one message per commit.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::Notify;

use crate::{
    adapters::storage::{Committed, Store},
    edges::encode,
    hub::{
        Frames, Hub,
        bus::{Bus, Wake},
        replay::Log,
    },
    kernel::{fact::Fact, fault::Fault, topic::Topic},
};

/// What a commit sets off on this node.
pub struct Publisher {
    /// Set once, before the first command: the hub reads the log of the store that this publishes for.
    hub: OnceLock<Arc<Hub>>,
    bus: Arc<dyn Bus>,
    /// The topic `rights` moved.
    pub rights: Arc<Notify>,
    /// A job was written.
    pub jobs: Arc<Notify>,
    rights_name: String,
}

impl Publisher {
    /// A publisher that tells other nodes over `bus`.
    pub fn new(bus: Arc<dyn Bus>) -> Self {
        Self {
            hub: OnceLock::new(),
            bus,
            rights: Arc::default(),
            jobs: Arc::default(),
            rights_name: Topic::Rights.to_string(),
        }
    }

    /// Says which hub delivers.
    pub fn deliver_to(&self, hub: Arc<Hub>) {
        let _already = self.hub.set(hub);
    }
}

impl Committed for Publisher {
    fn committed(&self, facts: Vec<Fact>) {
        metrics::counter!("parley_facts").increment(u64::try_from(facts.len()).unwrap_or_default());
        let mut topics: Vec<(Arc<str>, Frames)> = Vec::new();
        for fact in &facts {
            let frame = (fact.seq, encode::fact(fact));
            match topics.iter_mut().find(|(name, _)| *name == fact.topic) {
                Some((_, frames)) => frames.push(frame),
                None => topics.push((fact.topic.clone(), vec![frame])),
            }
        }
        let wakes = topics
            .iter()
            .filter_map(|(topic, frames)| {
                frames.last().map(|(head, _)| Wake {
                    topic: topic.clone(),
                    head: *head,
                })
            })
            .collect();
        if topics.iter().any(|(name, _)| **name == *self.rights_name) {
            self.rights.notify_one();
        }
        if let Some(hub) = self.hub.get() {
            for (topic, frames) in topics {
                hub.publish(topic, frames);
            }
        }
        self.bus.wake(wakes);
    }

    fn scheduled(&self) {
        self.jobs.notify_one();
    }
}

/// The log as the hub reads it: pages of frames.
pub struct EncodedLog(pub Arc<OnceLock<Arc<Store>>>);

impl EncodedLog {
    fn store(&self) -> Result<&Store, Fault> {
        self.0
            .get()
            .map(|it| &**it)
            .ok_or_else(|| Fault::unavailable("the store is not open yet"))
    }
}

#[async_trait]
impl Log for EncodedLog {
    async fn head(&self, topic: &str) -> Result<i64, Fault> {
        self.store()?.head_of(topic).await
    }

    async fn page(&self, topic: &str, seq: i64) -> Result<Vec<(i64, Bytes)>, Fault> {
        let facts = self.store()?.page(topic, seq).await?;
        Ok(facts.iter().map(|it| (it.seq, encode::fact(it))).collect())
    }
}
