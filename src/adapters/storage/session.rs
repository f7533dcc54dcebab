//! One transaction as the features see it: queries in, rows out, facts collected.

use async_trait::async_trait;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Transaction};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    faults::fault,
    sql::{Arg, Row, bind},
};
use crate::{
    args,
    domain::{
        Books, Heads, Tx,
        journal::{Due, Journal, NewJob},
    },
    kernel::{
        fact::NewFact,
        fault::Fault,
        ids::JobId,
        time::{FairTime, MachineTime},
        topic::Topic,
    },
};

enum Conn<'c> {
    /// A reader's: rolled back when the session is dropped, and its turn given to the next.
    Owned {
        tx: Transaction<'static, Any>,
        _turn: OwnedSemaphorePermit,
    },
    /// A lane's: its batch begins and commits.
    Lent(&'c mut AnyConnection),
}

/// A transaction at one moment of both clocks.
pub struct Session<'c> {
    conn: Conn<'c>,
    now: FairTime,
    machine: MachineTime,
    pub(super) facts: Vec<NewFact>,
    /// Whether a job was written: the node looks for due ones after the commit.
    pub(super) scheduled: bool,
}

impl<'c> Session<'c> {
    pub(super) fn lent(conn: &'c mut AnyConnection, now: FairTime, machine: MachineTime) -> Self {
        Self {
            conn: Conn::Lent(conn),
            now,
            machine,
            facts: Vec::new(),
            scheduled: false,
        }
    }

    pub(super) fn conn(&mut self) -> &mut AnyConnection {
        match &mut self.conn {
            Conn::Owned { tx, .. } => tx,
            Conn::Lent(it) => it,
        }
    }

    /// All rows of `sql`.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        let query = bind(sqlx::query(sql), args);
        let rows = query.fetch_all(self.conn()).await.map_err(fault)?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// All rows of a text that was put together for its number of rows ([`super::sql::values`]).
    ///
    /// The text never holds a value: those are always bound.
    pub async fn all_built(&mut self, sql: String, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        let query = bind(sqlx::query(AssertSqlSafe(sql)), args);
        let rows = query.fetch_all(self.conn()).await.map_err(fault)?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// The first row of `sql`, if any.
    pub async fn one(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>, Fault> {
        let query = bind(sqlx::query(sql), args);
        Ok(query
            .fetch_optional(self.conn())
            .await
            .map_err(fault)?
            .map(Row))
    }

    /// Runs `sql`; answers how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, Fault> {
        let query = bind(sqlx::query(sql), args);
        Ok(query
            .execute(self.conn())
            .await
            .map_err(fault)?
            .rows_affected())
    }
}

impl Session<'static> {
    pub(super) fn owned(
        (tx, turn): (Transaction<'static, Any>, OwnedSemaphorePermit),
        now: FairTime,
        machine: MachineTime,
    ) -> Self {
        Self {
            conn: Conn::Owned { tx, _turn: turn },
            now,
            machine,
            facts: Vec::new(),
            scheduled: false,
        }
    }
}

#[async_trait]
impl Journal for Session<'_> {
    fn now(&self) -> FairTime {
        self.now
    }

    fn machine(&self) -> MachineTime {
        self.machine
    }

    fn emit(&mut self, fact: NewFact) {
        self.facts.push(fact);
    }

    async fn schedule(&mut self, job: NewJob) -> Result<(), Fault> {
        // A job written anew while a node holds the old one gets another fence, so the old run cannot finish it.
        let due = match job.due {
            Due::Now => i64::MIN,
            Due::Fair(at) => at.ms(),
        };
        self.scheduled = true;
        self.run(
            "INSERT INTO jobs (id, kind, object, due, body) VALUES ($1, $2, $3, $4, $5)
             ON CONFLICT (kind, object) DO UPDATE SET due = excluded.due, body = excluded.body,
               fence = jobs.fence + 1, lease_until = 0, attempts = 0, parked = 0, error = NULL",
            args![
                JobId::mint(self.machine),
                job.kind,
                job.object,
                due,
                job.body.to_string()
            ],
        )
        .await
        .map(drop)
    }

    async fn unschedule(&mut self, kind: &'static str, object: &str) -> Result<(), Fault> {
        self.run(
            "DELETE FROM jobs WHERE kind = $1 AND object = $2",
            args![kind, object],
        )
        .await
        .map(drop)
    }
}

#[async_trait]
impl Heads for Session<'_> {
    async fn head(&mut self, topic: &Topic) -> Result<i64, Fault> {
        let row = self
            .one(
                "SELECT head FROM topics WHERE name = $1",
                args![topic.to_string()],
            )
            .await?;
        row.map_or(Ok(0), |it| it.int("head"))
    }
}

impl Books for Session<'_> {}
impl Tx for Session<'_> {}
