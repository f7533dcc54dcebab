//! The port of the store as a whole: commands run in transactions, reads in read-only ones.

use std::sync::Arc;

use async_trait::async_trait;
use futures::future::BoxFuture;
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Books, Refusal, Tx};
use crate::kernel::{
    fault::Fault,
    ids::{JobId, NodeId, UserId},
    time::MachineTime,
    topic::Topic,
};

/// What a command's work gives back.
#[derive(Debug, Default)]
pub struct Answer {
    /// The fields of `ok`; at most 1 KB when encoded.
    pub fields: serde_json::Map<String, serde_json::Value>,
    /// Fields of the first answer only: a secret shown once is not kept with the command's id.
    pub once: serde_json::Map<String, serde_json::Value>,
    /// The topic whose fact's number is answered as `seq`, if one is.
    pub seq_in: Option<Topic>,
}

impl Answer {
    /// An empty `ok`.
    pub fn empty() -> Self {
        Self::default()
    }

    /// An `ok` with one more field.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.fields.insert(name.to_owned(), value.into());
        self
    }

    /// An `ok` with one more field that only the first answer shows.
    #[must_use]
    pub fn with_once(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.once.insert(name.to_owned(), value.into());
        self
    }

    /// An `ok` with the `seq` that this command's last fact got in `topic`.
    #[must_use]
    pub fn seq_in(mut self, topic: Topic) -> Self {
        self.seq_in = Some(topic);
        self
    }
}

/// A command's work: run inside a transaction, possibly again after a deadlock, so it must not remember.
///
/// Between begin and commit it awaits nothing but the store (DESIGN 1, law 7).
pub type Work = Arc<
    dyn for<'t> Fn(&'t mut (dyn Tx + 't)) -> BoxFuture<'t, Result<Answer, Refusal>> + Send + Sync,
>;

/// The key under which a command's answer is remembered (DESIGN 1, law 6).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CommandKey {
    /// A user's or an API key's id.
    pub actor: String,
    /// The `UUIDv7` its sender stamped.
    pub id: Uuid,
    /// SHA-256 of command name and body.
    pub hash: [u8; 32],
}

/// A job's lease: the transaction that finishes the job deletes exactly this row, or does nothing at all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fence {
    /// The job.
    pub job: JobId,
    /// The fencing number under which this node took it.
    pub number: i64,
}

/// One command on its way to the store.
#[derive(Clone)]
pub struct Unit {
    /// Bounds one job's run: its fence must still stand when the transaction begins.
    pub fence: Option<Fence>,
    /// None for the server's own work (jobs), which repeats by its own rules.
    pub key: Option<CommandKey>,
    /// Who its work asks for first, and the session or key he is signed in by: the store reads those of a batch at once.
    pub caller: Option<(UserId, String)>,
    /// What to do.
    pub work: Work,
}

impl Unit {
    /// The server's own work: under no command's id, bound to no job.
    pub fn of(work: Work) -> Self {
        Self {
            fence: None,
            key: None,
            caller: None,
            work,
        }
    }
}

/// A job this node holds.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Which, and under which number.
    pub fence: Fence,
    /// What is to be done.
    pub kind: String,
    /// What it is about.
    pub object: String,
    /// What the handler needs besides.
    pub body: serde_json::Value,
}

/// What the server writes for its own sake: jobs, leases, and what the database knows about itself.
#[async_trait]
pub trait Housekeeping: Send {
    /// Takes the jobs due at this transaction's fair time, oldest first, each for as long as a lease lasts.
    async fn take_jobs(&mut self) -> Result<Vec<Taken>, Fault>;
    /// Gives a failed job back with a growing pause, or parks it where operators see it.
    async fn give_back(&mut self, fence: Fence, error: &str) -> Result<(), Fault>;
    /// Renews a node's lease until `until` and notes the last rights change it applied.
    async fn renew_lease(
        &mut self,
        node: NodeId,
        until: MachineTime,
        applied: i64,
    ) -> Result<(), Fault>;
    /// Ends a node's lease at once: it has stopped delivering.
    async fn end_lease(&mut self, node: NodeId) -> Result<(), Fault>;
    /// Forgets a bounded number of answers older than they are kept; gives how many.
    async fn forget_answers(&mut self) -> Result<u64, Fault>;
    /// Forgets a bounded number of links that are used or stale, and of tickets that are stale; gives how many.
    async fn forget_secrets(&mut self) -> Result<u64, Fault>;
    /// Starts simulated fair time `by_ms` ahead of machine time, unless it was started before; says whether it did.
    async fn start_clock(&mut self, by_ms: i64) -> Result<bool, Fault>;
    /// Moves simulated fair time forward; gives fair time minus machine time afterwards, in milliseconds.
    async fn move_clock(&mut self, by_ms: i64) -> Result<i64, Fault>;
}

/// A command's answer, once its batch is on disk.
pub type Reply = Result<Arc<RawValue>, Refusal>;

/// Runs commands and reads. The only way the rings above reach the database.
#[async_trait]
pub trait Ledger: Send + Sync {
    /// Queues `unit`; the future it gives answers once the batch is on disk, or refused after it was committed.
    ///
    /// Units queued with the same `lane` take effect in the order queued. Dropping the future drops the answer only.
    async fn submit(&self, lane: u64, unit: Unit) -> Result<BoxFuture<'static, Reply>, Fault>;

    /// A read-only view of one moment, of the database as it is now.
    async fn read(&self) -> Result<Box<dyn Books>, Fault>;

    /// Runs `unit` and waits for its answer.
    async fn run(&self, lane: u64, unit: Unit) -> Reply {
        self.submit(lane, unit).await?.await
    }
}
