//! Who writes: one lane on SQLite, a few on PostgreSQL. A lane is a connection that takes what waits.

use std::{
    panic::AssertUnwindSafe,
    sync::Arc,
    time::{Duration, Instant},
};

use futures::FutureExt;
use parking_lot::Mutex;
use sqlx::SqlSafeStr;
use tokio::{runtime::Handle, sync::mpsc, task::spawn_blocking};

use super::{
    Dialect,
    batch::{self, Pending},
    conn::Conn,
    merging::Merging,
    open::Opener,
};
use crate::{
    domain::ledger::Unit,
    kernel::{
        fact::Fact,
        fault::{Fault, FaultKind},
        time::Clock,
    },
};

/// Commands of one batch: the one writer is held for milliseconds, and a fault costs at most this many retries.
const BATCH: usize = 32;
/// How long commands run alone after the first lane's batch met another node's: one by one they lock in one order, and
/// wait for each other but never in a ring.
const APART_FOR: Duration = Duration::from_secs(2);
/// How long one command may be run again after deadlocks and locks that others held, before it is refused as
/// `unavailable`.
const RETRY_FOR: Duration = Duration::from_millis(1500);
/// A batch that held its lane up for so long and failed was waiting for a database that is away.
const STUCK: Duration = Duration::from_secs(1);

/// What happens to facts once they are on disk. It must not wait: fan-out never holds up the writer.
pub trait Committed: Send + Sync {
    /// Facts of one batch, in the order of their numbers within each topic.
    fn committed(&self, facts: Vec<Fact>);

    /// A batch wrote a job. Whoever runs none ignores it.
    fn scheduled(&self) {}
}

/// A batch that was tried: its connection, its commands, and what became of them.
type Attempt = (Conn, Vec<Pending>, Result<batch::Committed, Fault>);

/// One writing connection and the commands that wait for it.
pub(super) struct Lane {
    pub opener: Arc<Opener>,
    pub clock: Arc<dyn Clock>,
    pub on_commit: Arc<dyn Committed>,
    pub waiting: mpsc::Receiver<Pending>,
    /// Where lanes become one that stood in each other's way.
    pub merging: Merging,
    /// When a batch last met one that does not come through the same lane: another node's, while the lanes are one.
    pub contended: Mutex<Option<Instant>>,
}

impl Lane {
    /// Runs until every sender is gone and everything sent has been answered.
    pub(super) async fn run(mut self) {
        let mut conn = None;
        let mut taken = Vec::with_capacity(BATCH);
        while self.waiting.recv_many(&mut taken, BATCH).await > 0 {
            if self.merging.is_on() && self.merging.hand_over(&mut taken).await {
                continue;
            }
            self.merging.ended().await;
            metrics::histogram!("parley_commit_batch").record(batch_len(&taken));
            let began = Instant::now();
            conn = self.serve(conn.take(), std::mem::take(&mut taken)).await;
            if conn.is_none() && began.elapsed() >= STUCK {
                // Who waited behind a database that does not answer has waited long enough.
                let fault = Fault::unavailable("the database does not answer");
                refuse(std::iter::from_fn(|| self.waiting.try_recv().ok()), &fault);
            }
        }
        if let Some(it) = conn {
            it.close().await;
        }
    }

    /// Answers `pending`; gives the connection back if it is still good.
    async fn serve(&self, conn: Option<Conn>, pending: Vec<Pending>) -> Option<Conn> {
        let conn = match conn {
            Some(it) => it,
            None => match self.opener.writer().await {
                Ok(it) => it,
                Err(fault) => {
                    refuse(pending, &fault);
                    return None;
                }
            },
        };
        if pending.len() > 1 && self.is_contended() {
            return self.one_by_one(Some(conn), pending).await;
        }
        let (conn, pending, done) = self.attempt(conn, pending).await?;
        match done {
            Ok(done) => {
                self.settle(pending, done);
                Some(conn)
            }
            Err(fault) if self.may_go_on(&fault) => {
                let met = fault.kind() == FaultKind::Retry && pending.len() > 1;
                if met && !self.merging.begin() {
                    *self.contended.lock() = Some(Instant::now());
                }
                self.one_by_one(self.rolled_back(conn).await, pending).await
            }
            Err(fault) => {
                refuse(pending, &fault);
                conn.close().await;
                None
            }
        }
    }

    /// Whether a failed batch's commands are run alone: after a deadlock or a lock that another held for too long, and
    /// on PostgreSQL after an error that only one of them can have made.
    fn may_go_on(&self, fault: &Fault) -> bool {
        match fault.kind() {
            FaultKind::Retry => true,
            FaultKind::Other => self.opener.dialect() == Dialect::Postgres,
            _ => false,
        }
    }

    /// Whether a batch met another node's a moment ago: several commands in one transaction would hold rows that others
    /// wait for.
    fn is_contended(&self) -> bool {
        let at = *self.contended.lock();
        at.is_some_and(|at| at.elapsed() < APART_FOR)
    }

    /// Runs `pending` in one transaction; nothing comes back if the process is about to end.
    ///
    /// A batch that panics is a fault of its own, so that its callers hear what happened; a command's panic is met
    /// where it runs, so this is a defect of the store.
    /// SQLite's statements run where they stand and its COMMIT waits for the disk, so they get a thread that may wait.
    async fn attempt(&self, mut conn: Conn, pending: Vec<Pending>) -> Option<Attempt> {
        let (dialect, clock) = (conn.dialect(), self.clock.clone());
        let running = async move {
            let units: Vec<&Unit> = pending.iter().map(|it| &it.unit).collect();
            let running = batch::run(&mut conn, &*clock, &units);
            let running = AssertUnwindSafe(running).catch_unwind();
            let done = running.await.unwrap_or_else(|_| {
                tracing::error!("a batch panicked");
                Err(Fault::other("a defect of the store: a batch panicked"))
            });
            (conn, pending, done)
        };
        if dialect == Dialect::Postgres {
            return Some(running.await);
        }
        let ran = spawn_blocking(move || Handle::current().block_on(running)).await;
        ran.inspect_err(|error| tracing::error!(%error, "a batch was not run to its end"))
            .ok()
    }

    /// Runs commands alone, in order, each a bounded number of times.
    async fn one_by_one(&self, mut conn: Option<Conn>, pending: Vec<Pending>) -> Option<Conn> {
        for next in pending {
            let open = match conn.take() {
                Some(it) => it,
                None => match self.opener.writer().await {
                    Ok(it) => it,
                    Err(fault) => {
                        refuse([next], &fault);
                        continue;
                    }
                },
            };
            conn = self.alone(open, next).await;
        }
        conn
    }

    /// Runs one command; gives the connection back if it is still good, with no transaction open.
    async fn alone(&self, conn: Conn, next: Pending) -> Option<Conn> {
        let started = Instant::now();
        let (mut conn, mut next) = (conn, vec![next]);
        loop {
            let (open, pending, done) = self.attempt(conn, next).await?;
            let fault = match done {
                Ok(done) => {
                    self.settle(pending, done);
                    return Some(open);
                }
                Err(it) => it,
            };
            if fault.kind() != FaultKind::Retry {
                refuse(pending, &fault);
                open.close().await;
                return None;
            }
            let Some(again) = self.rolled_back(open).await else {
                refuse(pending, &Fault::unavailable("connection lost"));
                return None;
            };
            if started.elapsed() >= RETRY_FOR {
                refuse(pending, &Fault::unavailable(fault.to_string()));
                return Some(again);
            }
            (conn, next) = (again, pending);
            metrics::counter!("parley_commit_retries").increment(1);
            tokio::time::sleep(jitter()).await;
        }
    }

    /// Ends a transaction that failed; a connection that cannot do that is not used again.
    async fn rolled_back(&self, mut conn: Conn) -> Option<Conn> {
        let ended = conn.target().run("ROLLBACK".into_sql_str(), Vec::new());
        match ended.await {
            Ok(_) => Some(conn),
            Err(fault) => {
                tracing::debug!(%fault, "a connection was lost with its transaction");
                conn.close().await;
                None
            }
        }
    }

    fn settle(&self, pending: Vec<Pending>, done: batch::Committed) {
        for (it, reply) in pending.into_iter().zip(done.replies) {
            // The caller may have gone; the command took effect all the same, and its id will tell.
            let _gone = it.reply.send(reply);
        }
        if !done.facts.is_empty() {
            self.on_commit.committed(done.facts);
        }
        if done.scheduled {
            self.on_commit.scheduled();
        }
    }
}

fn batch_len(taken: &[Pending]) -> f64 {
    u32::try_from(taken.len()).map_or(f64::MAX, f64::from)
}

fn jitter() -> Duration {
    Duration::from_millis(rand::random_range(2..20))
}

fn refuse(pending: impl IntoIterator<Item = Pending>, fault: &Fault) {
    tracing::warn!(%fault, "a batch failed; nothing of it is acknowledged");
    for it in pending {
        let _gone = it.reply.send(Err(fault.again().into()));
    }
}
