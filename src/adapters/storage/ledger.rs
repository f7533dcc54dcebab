//! The store as the rings above see it: commands in, reads out.

use std::{fs::File, sync::Arc, time::Duration};

use async_trait::async_trait;
use futures::future::BoxFuture;
use parking_lot::RwLock;
use sqlx::{AnyPool, SqlSafeStr};
use tokio::{
    sync::{Semaphore, mpsc, oneshot},
    time::timeout,
};

use super::{
    Dialect,
    batch::Pending,
    conn::Target,
    faults::fault,
    session::{Reading, Session},
    sql::{Arg, Row},
    sqlite,
};
use crate::{
    domain::{
        Books,
        ledger::{Ledger, Reply, Unit},
    },
    kernel::{fault::Fault, time::Clock},
};

/// How long a read may wait for its turn: ten thousand clients that come back at once are served one after the
/// other, and must not be told that the database is away.
const TURN_WITHIN: Duration = Duration::from_secs(10);

/// Connections that only read.
pub(super) enum Readers {
    Sqlite(Arc<sqlite::Readers>),
    Postgres(AnyPool),
}

impl Readers {
    async fn begin(&self) -> Result<Reading, Fault> {
        let begin = |it: Dialect| it.begin_read();
        match self {
            Self::Sqlite(it) => {
                let mut reader = it.take()?;
                reader.link().query(begin(Dialect::Sqlite), &[])?;
                Ok(Reading::Sqlite(reader))
            }
            Self::Postgres(it) => {
                let tx = it.begin_with(begin(Dialect::Postgres)).await;
                tx.map(Reading::Postgres).map_err(fault)
            }
        }
    }
}

/// The database, opened.
pub struct Store {
    dialect: Dialect,
    lanes: RwLock<Vec<mpsc::Sender<Pending>>>,
    readers: Readers,
    /// One permit per reader, so that waiting for a turn is not mistaken for waiting for a connection.
    turns: Arc<Semaphore>,
    clock: Arc<dyn Clock>,
    /// Held for the life of the process; SQLite only.
    _lock: Option<File>,
}

impl Store {
    pub(super) fn new(
        dialect: Dialect,
        lanes: Vec<mpsc::Sender<Pending>>,
        (readers, turns): (Readers, usize),
        clock: Arc<dyn Clock>,
        lock: Option<File>,
    ) -> Self {
        Self {
            dialect,
            lanes: RwLock::new(lanes),
            readers,
            turns: Arc::new(Semaphore::new(turns)),
            clock,
            _lock: lock,
        }
    }

    /// Which database answers.
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Takes no more commands; those that wait are still answered, then the lanes end.
    pub fn close(&self) {
        self.lanes.write().clear();
    }

    /// A read-only transaction.
    pub async fn session(&self) -> Result<Session<'static>, Fault> {
        let turn = timeout(TURN_WITHIN, self.turns.clone().acquire_owned())
            .await
            .map_err(|_| Fault::unavailable("too many reads wait"))?
            .map_err(Fault::other)?;
        Ok(Session::owned(
            (self.readers.begin().await?, turn),
            (self.clock.fair(), self.clock.machine()),
        ))
    }

    pub(super) fn clock(&self) -> &dyn Clock {
        &*self.clock
    }

    /// One read by itself, beside those that wait for their turn.
    pub(super) async fn rows(&self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        let sql = sql.into_sql_str();
        match &self.readers {
            Readers::Sqlite(it) => Target::Sqlite(it.take()?.link()).all(sql, args).await,
            Readers::Postgres(it) => {
                let mut conn = it.acquire().await.map_err(fault)?;
                Target::Postgres(&mut conn).all(sql, args).await
            }
        }
    }
}

#[async_trait]
impl Ledger for Store {
    async fn submit(&self, lane: u64, unit: Unit) -> Result<BoxFuture<'static, Reply>, Fault> {
        let (reply, answered) = oneshot::channel();
        let gone = || Fault::unavailable("the store is closing");
        let sender = {
            let lanes = self.lanes.read();
            let count = u64::try_from(lanes.len().max(1)).unwrap_or(1);
            let index = usize::try_from(lane % count).unwrap_or_default();
            lanes.get(index).cloned().ok_or_else(gone)?
        };
        sender
            .send(Pending::new(unit, reply))
            .await
            .map_err(|_| gone())?;
        Ok(Box::pin(async move { answered.await.map_err(|_| gone())? }))
    }

    async fn read(&self) -> Result<Box<dyn Books>, Fault> {
        Ok(Box::new(self.session().await?))
    }
}
