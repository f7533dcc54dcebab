//! One transaction as the features see it: queries in, rows out, facts collected.

use std::collections::HashMap;

use async_trait::async_trait;
use sqlx::{Any, AssertSqlSafe, SqlSafeStr, SqlStr, Transaction};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    Dialect,
    conn::{Conn, Target},
    sql::{Arg, Row},
    sqlite::Borrowed,
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

/// A transaction that only reads: rolled back when its session is dropped.
pub(super) enum Reading {
    Sqlite(Borrowed),
    Postgres(Transaction<'static, Any>),
}

enum Held<'c> {
    /// A reader's; its turn is given to the next when the session is dropped.
    Reader {
        reading: Reading,
        _turn: OwnedSemaphorePermit,
    },
    /// A lane's: its batch begins and commits.
    Lent(&'c mut Conn),
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

/// A transaction at one moment of both clocks.
pub struct Session<'c> {
    held: Held<'c>,
    guard: Guard,
    now: FairTime,
    machine: MachineTime,
    pub(super) facts: Vec<NewFact>,
    /// Whether a job was written: the node looks for due ones after the commit.
    pub(super) scheduled: bool,
    /// People read in this transaction, by id: those of one batch are mostly the same few.
    pub(super) actors: HashMap<UserId, Option<Actor>>,
    /// The same by the session or key they are signed in by, and whose it is.
    pub(super) callers: HashMap<String, (UserId, Option<Actor>)>,
}

impl<'c> Session<'c> {
    pub(super) fn lent(conn: &'c mut Conn, now: (FairTime, MachineTime)) -> Self {
        Self::new(Held::Lent(conn), now)
    }

    fn new(held: Held<'c>, (now, machine): (FairTime, MachineTime)) -> Self {
        Self {
            held,
            guard: Guard::Off,
            now,
            machine,
            facts: Vec::new(),
            scheduled: false,
            actors: HashMap::new(),
            callers: HashMap::new(),
        }
    }

    pub(super) fn dialect(&self) -> Dialect {
        match &self.held {
            Held::Reader {
                reading: Reading::Sqlite(_),
                ..
            } => Dialect::Sqlite,
            Held::Reader {
                reading: Reading::Postgres(_),
                ..
            } => Dialect::Postgres,
            Held::Lent(it) => it.dialect(),
        }
    }

    /// The next command begins; `among_others` if it must be possible to undo it without them.
    pub(super) fn guard(&mut self, among_others: bool) {
        self.guard = if among_others {
            Guard::Armed
        } else {
            Guard::Off
        };
    }

    /// Whether the command that runs can be undone: by its savepoint, or, alone, with its whole transaction.
    pub(super) fn can_undo(&self) -> bool {
        self.guard != Guard::Armed
    }

    /// Undoes what the command that runs has written. Without neighbours the whole transaction is rolled back later.
    pub(super) async fn undo(&mut self) -> Result<(), Fault> {
        self.forget_people();
        if self.guard == Guard::Set {
            self.plain("ROLLBACK TO SAVEPOINT command").await?;
        }
        Ok(())
    }

    /// Somebody's rights, sessions or keys have changed in this transaction.
    pub(super) fn forget_people(&mut self) {
        self.actors.clear();
        self.callers.clear();
    }

    fn target(&mut self) -> Target<'_> {
        match &mut self.held {
            Held::Reader {
                reading: Reading::Sqlite(it),
                ..
            } => Target::Sqlite(it.link()),
            Held::Reader {
                reading: Reading::Postgres(it),
                ..
            } => Target::Postgres(it),
            Held::Lent(it) => it.target(),
        }
    }

    /// A statement of the batch itself, without values.
    pub(super) async fn plain(&mut self, sql: &'static str) -> Result<(), Fault> {
        let done = self.target().run(sql.into_sql_str(), Vec::new());
        done.await.map(drop)
    }

    /// Makes the savepoint if `sql` is the first write of a guarded command.
    async fn before(&mut self, sql: &str) -> Result<(), Fault> {
        if self.guard == Guard::Armed && !sql.starts_with("SELECT") {
            self.plain("SAVEPOINT command").await?;
            self.guard = Guard::Set;
        }
        Ok(())
    }

    /// All rows of `sql`.
    pub async fn all(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        self.before(sql).await?;
        self.target().all(sql.into_sql_str(), args).await
    }

    /// All rows of a text that was put together for its number of rows ([`super::sql::values`]).
    ///
    /// The text never holds a value: those are always bound.
    pub async fn all_built(&mut self, sql: String, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
        self.before(&sql).await?;
        let sql: SqlStr = AssertSqlSafe(sql).into_sql_str();
        self.target().all(sql, args).await
    }

    /// The first row of `sql`, if any.
    pub async fn one(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<Option<Row>, Fault> {
        self.before(sql).await?;
        self.target().one(sql.into_sql_str(), args).await
    }

    /// Runs `sql`; answers how many rows it touched.
    pub async fn run(&mut self, sql: &'static str, args: Vec<Arg>) -> Result<u64, Fault> {
        self.before(sql).await?;
        self.target().run(sql.into_sql_str(), args).await
    }
}

impl Session<'static> {
    pub(super) fn owned(
        (reading, turn): (Reading, OwnedSemaphorePermit),
        now: (FairTime, MachineTime),
    ) -> Self {
        let held = Held::Reader {
            reading,
            _turn: turn,
        };
        Self::new(held, now)
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

    async fn parked_jobs(&mut self) -> Result<i64, Fault> {
        let row = self
            .one(
                "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM jobs WHERE parked = 1",
                args![],
            )
            .await?;
        row.map_or(Ok(0), |it| it.int("n"))
    }
}

impl Books for Session<'_> {}
impl Tx for Session<'_> {}
