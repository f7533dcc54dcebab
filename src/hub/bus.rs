//! The port between nodes, and the bus of a node that is alone.
//!
//! The bus may lose or repeat: the log is the truth, the bus is a hint. Nothing acknowledged depends on it.

use std::sync::Arc;

use async_trait::async_trait;
use bytes::Bytes;
use tokio::sync::mpsc;

use crate::kernel::ids::UserId;

/// Hints that may wait for the receiving node. When it is full they are dropped: the poll finds the facts.
pub const HEARD_DEPTH: usize = 4096;

/// "This topic has facts up to `head`."
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wake {
    /// The topic's name.
    pub topic: Arc<str>,
    /// Its newest number, as far as the sender knows.
    pub head: i64,
}

/// What another node said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// Facts were committed: one message per commit, whatever the number of topics.
    Wakes(Vec<Wake>),
    /// Somebody came or went.
    Presence(Arc<str>),
    /// A frame without a number, for whoever listens.
    Ephemeral(Arc<str>, Bytes),
    /// The connection was lost and is back: anything may have been said meanwhile.
    Back,
}

/// Carries hints between nodes. No call waits for the network.
pub trait Bus: Send + Sync {
    /// Tells the other nodes what was committed here.
    fn wake(&self, wakes: Vec<Wake>);
    /// Sends an ephemeral frame to the other nodes.
    fn ephemeral(&self, topic: Arc<str>, frame: Bytes);
    /// What the other nodes say; called once, at start.
    fn heard(&self) -> mpsc::Receiver<Heard>;
    /// Whether hints get through now. While they do not, the log is polled five times a second.
    fn is_up(&self) -> bool;
}

/// Who is present on all nodes, by leases that end with their node.
#[async_trait]
pub trait Elsewhere: Send + Sync {
    /// Notes who is present in `topic` on this node, and tells the others that it changed. It must not wait: it
    /// is called under the lock of those who are present.
    fn set(&self, topic: Arc<str>, here: Vec<UserId>);
    /// Who is present in `topic` on the other nodes; none while that is not known.
    async fn others(&self, topic: &str) -> Option<Vec<UserId>>;
}

/// The bus and presence of a node that is alone.
#[derive(Debug, Default)]
pub struct Alone;

impl Bus for Alone {
    fn wake(&self, _: Vec<Wake>) {}

    fn ephemeral(&self, _: Arc<str>, _: Bytes) {}

    fn heard(&self) -> mpsc::Receiver<Heard> {
        // The sender is dropped at once: there is nobody to say anything.
        mpsc::channel(1).1
    }

    fn is_up(&self) -> bool {
        true
    }
}

#[async_trait]
impl Elsewhere for Alone {
    fn set(&self, _: Arc<str>, _: Vec<UserId>) {}

    async fn others(&self, _: &str) -> Option<Vec<UserId>> {
        Some(Vec::new())
    }
}
