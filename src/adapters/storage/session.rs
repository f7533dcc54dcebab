//! One transaction as the features see it: queries in, rows out, facts collected.

use std::collections::HashMap;

use async_trait::async_trait;
use futures::TryStreamExt;
use sqlx::{Any, AnyConnection, AssertSqlSafe, Either, Executor, SqlSafeStr, SqlStr, Transaction};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    Dialect,
    faults::fault,
    script::{self, Part},
    sql::{Arg, Row, bind},
};
use crate::{
    args,
    domain::{
        Books, Heads, Tx,
        journal::{Due, Journal, NewJob},
    },
    kernel::{
        actor::Actor,
        fact::NewFact,
        fault::Fault,
        ids::{JobId, UserId},
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

/// How the command that runs can be undone without its neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Guard {
    /// Nothing writes here, or the whole transaction is one command's.
    Off,
    /// By a savepoint that its first write will make: most refusals come before one, and every statement costs.
    Armed,
    /// By the savepoint that stands.
    Set,
}

const SAVEPOINT: &str = "SAVEPOINT command";

/// A transaction at one moment of both clocks.
pub struct Session<'c> {
    conn: Conn<'c>,
    dialect: Dialect,
    guard: Guard,
    now: FairTime,
    machine: MachineTime,
    pub(super) facts: Vec<NewFact>,
    /// Whether a job was written: the node looks for due ones after the commit.
    pub(super) scheduled: bool,
    /// People read in this transaction, by id: those of one batch are mostly the same few.
    pub(super) actors: HashMap<UserId, Option<Actor>>,
}

impl<'c> Session<'c> {
    pub(super) fn lent(
        conn: &'c mut AnyConnection,
        dialect: Dialect,
        now: (FairTime, MachineTime),
    ) -> Self {
        Self::new(Conn::Lent(conn), dialect, now)
    }

    fn new(conn: Conn<'c>, dialect: Dialect, (now, machine): (FairTime, MachineTime)) -> Self {
        Self {
            conn,
            dialect,
            guard: Guard::Off,
            now,
            machine,
            facts: Vec::new(),
            scheduled: false,
            actors: HashMap::new(),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// The next command begins; `among_others` if it must be possible to undo it without them.
    pub(super) fn guard(&mut self, among_others: bool) {
        self.guard = if among_others {
            Guard::Armed
        } else {
            Guard::Off
        };
    }

    /// Whether the command that runs has a savepoint before its first write.
    pub(super) fn can_undo(&self) -> bool {
        self.guard != Guard::Armed
    }

    /// Undoes what the command that runs has written. Without neighbours the whole transaction is rolled back later.
    pub(super) async fn undo(&mut self) -> Result<(), Fault> {
        self.actors.clear();
        if self.guard == Guard::Set {
            let dialect = self.dialect;
            let undo = Part::plain("ROLLBACK TO SAVEPOINT command");
            script::run(self.conn(), dialect, vec![undo]).await?;
        }
        Ok(())
    }

    fn is_first_write(&self, sql: &str) -> bool {
        self.guard == Guard::Armed && !sql.starts_with("SELECT")
    }

    /// The text to send for `sql`: the first write of a guarded command takes its savepoint along.
    async fn guarded(&mut self, sql: SqlStr) -> Result<SqlStr, Fault> {
        if !self.is_first_write(sql.as_str()) {
            return Ok(sql);
        }
        self.guard = Guard::Set;
        if self.dialect == Dialect::Sqlite {
            let both = format!("{SAVEPOINT}; {}", sql.as_str());
            return Ok(AssertSqlSafe(both).into_sql_str());
        }
        let dialect = self.dialect;
        script::run(self.conn(), dialect, vec![Part::plain(SAVEPOINT)]).await?;
        Ok(sql)
    }

    pub(super) fn conn(&mut self) -> &mut AnyConnection {
        match &mut self.conn {
            Conn::Owned { tx, .. } => tx,
            Conn::Lent(it) => it,
        }
    }

    /// All rows of `sql`.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        self.rows(sql.into_sql_str(), args).await
    }

    /// All rows of a text that was put together for its number of rows ([`super::sql::values`]).
    ///
    /// The text never holds a value: those are always bound.
    pub async fn all_built(&mut self, sql: String, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        self.rows(AssertSqlSafe(sql).into_sql_str(), args).await
    }

    async fn rows(&mut self, sql: SqlStr, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        let query = bind(sqlx::query(self.guarded(sql).await?), args);
        let rows = query.fetch_all(self.conn()).await.map_err(fault)?;
        Ok(rows.into_iter().map(Row).collect())
    }

    /// The first row of `sql`, if any.
    pub async fn one(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>, Fault> {
        if !self.is_first_write(sql) {
            let query = bind(sqlx::query(sql), args);
            let row = query.fetch_optional(self.conn()).await.map_err(fault)?;
            return Ok(row.map(Row));
        }
        // "Optional" looks at the first result only, which would be the savepoint's.
        Ok(self
            .rows(sql.into_sql_str(), args)
            .await?
            .into_iter()
            .next())
    }

    /// Runs `sql`; answers how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, Fault> {
        let query = bind(sqlx::query(self.guarded(sql.into_sql_str()).await?), args);
        // Of the last statement: a savepoint before it answers with the count of whatever came before that.
        let mut touched = 0;
        let mut results = self.conn().fetch_many(query);
        while let Some(result) = results.try_next().await.map_err(fault)? {
            if let Either::Left(it) = result {
                touched = it.rows_affected();
            }
        }
        Ok(touched)
    }
}

impl Session<'static> {
    pub(super) fn owned(
        (tx, turn): (Transaction<'static, Any>, OwnedSemaphorePermit),
        dialect: Dialect,
        now: (FairTime, MachineTime),
    ) -> Self {
        Self::new(Conn::Owned { tx, _turn: turn }, dialect, now)
    }
}

impl Session<'_> {
    /// Machine time of this transaction, for those who know no [`Journal`].
    pub(super) fn machine_now(&self) -> MachineTime {
        self.machine
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
