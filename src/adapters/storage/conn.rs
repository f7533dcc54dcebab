//! One connection, whichever database it leads to.

use std::{mem, path::Path, time::Duration};

use sqlx::{AnyConnection, Connection, SqlStr};
use tokio::time::timeout;

use super::{
    Dialect,
    faults::fault,
    memory::Memory,
    sql::{Arg, Row, bind},
    sqlite::Link,
};
use crate::kernel::fault::Fault;

/// How long PostgreSQL may take for one statement: a little longer than it may wait for a lock. Not for a whole batch:
/// on a long road that has many.
const ANSWER_WITHIN: Duration = Duration::from_secs(2);

/// The answer of PostgreSQL, if it comes in time.
async fn in_time<T>(work: impl Future<Output = Result<T, sqlx::Error>>) -> Result<T, Fault> {
    match timeout(ANSWER_WITHIN, work).await {
        Ok(answer) => answer.map_err(fault),
        Err(_) => Err(Fault::unavailable("the database does not answer")),
    }
}

/// What a statement answered.
pub(super) struct Answered {
    /// The rows it gave.
    pub rows: Vec<Row>,
    /// How many rows it wrote.
    pub touched: u64,
}

/// A connection that writes.
pub(super) enum Conn {
    Sqlite {
        link: Link,
        /// What the one writer has read: nobody else changes it.
        memory: Box<Memory>,
    },
    Postgres(AnyConnection),
}

impl Conn {
    /// The writing connection to a SQLite file.
    pub(super) fn sqlite(path: &Path) -> Result<Self, Fault> {
        let link = Link::open(path, Dialect::Sqlite.writer_setup())?;
        Ok(Self::Sqlite {
            link,
            memory: Box::default(),
        })
    }

    /// Takes what is remembered; it is lost unless it is given back.
    pub(super) fn memory(&mut self) -> Memory {
        match self {
            Self::Sqlite { memory, .. } => mem::take(&mut **memory),
            Self::Postgres(_) => Memory::default(),
        }
    }

    /// Which database it leads to.
    pub(super) fn dialect(&self) -> Dialect {
        match self {
            Self::Sqlite { .. } => Dialect::Sqlite,
            Self::Postgres(_) => Dialect::Postgres,
        }
    }

    /// Where its statements go.
    pub(super) fn target(&mut self) -> Target<'_> {
        match self {
            Self::Sqlite { link, .. } => Target::Sqlite(link),
            Self::Postgres(it) => Target::Postgres(it),
        }
    }

    /// Ends it. One whose transaction is in doubt is never used again.
    pub(super) async fn close(self) {
        match self {
            // Closing SQLite's last connection checkpoints its log.
            Self::Sqlite { link, .. } => drop(link),
            Self::Postgres(it) => {
                if let Err(fault) = in_time(it.close()).await {
                    tracing::debug!(%fault, "a connection did not close cleanly");
                }
            }
        }
    }
}

/// Where a statement goes.
pub(super) enum Target<'c> {
    Sqlite(&'c mut Link),
    Postgres(&'c mut AnyConnection),
}

impl Target<'_> {
    /// Runs `sql`; gives all its rows.
    pub(super) async fn all(self, sql: SqlStr, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        match self {
            Self::Sqlite(link) => Ok(link.query(sql.as_str(), &args)?.rows),
            Self::Postgres(conn) => {
                let rows = in_time(bind(sqlx::query(sql), args).fetch_all(conn));
                Ok(rows.await?.into_iter().map(Row::any).collect())
            }
        }
    }

    /// Runs `sql`; gives its first row.
    pub(super) async fn one(self, sql: SqlStr, args: Vec<Arg>) -> Result<Option<Row>, Fault> {
        match self {
            Self::Sqlite(link) => Ok(link.query(sql.as_str(), &args)?.rows.into_iter().next()),
            Self::Postgres(conn) => {
                let row = in_time(bind(sqlx::query(sql), args).fetch_optional(conn));
                Ok(row.await?.map(Row::any))
            }
        }
    }

    /// Runs `sql`; says how many rows it wrote.
    pub(super) async fn run(self, sql: SqlStr, args: Vec<Arg>) -> Result<u64, Fault> {
        match self {
            Self::Sqlite(link) => Ok(link.query(sql.as_str(), &args)?.touched),
            Self::Postgres(conn) => {
                let done = in_time(bind(sqlx::query(sql), args).execute(conn));
                Ok(done.await?.rows_affected())
            }
        }
    }
}
