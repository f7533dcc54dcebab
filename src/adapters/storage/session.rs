//! One transaction as the features see it: queries in, rows out, facts collected.

use std::collections::HashSet;

use async_trait::async_trait;
use sqlx::{Any, AssertSqlSafe, SqlSafeStr, SqlStr, Transaction};
use tokio::sync::OwnedSemaphorePermit;

use super::{
    Dialect,
    conn::{Conn, Target},
    memory::Memory,
    sql::{Arg, Row, values},
    sqlite::Borrowed,
};
use crate::{
    args,
    domain::{
        Books, Heads, Span, Tx,
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
    /// Whether the command that runs has written anything.
    wrote: bool,
    now: FairTime,
    machine: MachineTime,
    pub(super) facts: Vec<NewFact>,
    /// Topics whose history is closed with the commit.
    pub(super) closing: Vec<Topic>,
    /// Whether a job was written: the node looks for due ones after the commit.
    pub(super) scheduled: bool,
    pub(super) memory: Memory,
    /// Rows that this transaction has locked, by table and key; PostgreSQL only.
    locked: HashSet<String>,
}

impl<'c> Session<'c> {
    pub(super) fn lent(conn: &'c mut Conn, now: (FairTime, MachineTime)) -> Self {
        let memory = conn.memory();
        let mut session = Self::new(Held::Lent(conn), now);
        session.memory = memory;
        session
    }

    /// The transaction was committed, or ended before it wrote anything: what was read stays true for SQLite's one writer.
    pub(super) fn remember(self) {
        if let Held::Lent(Conn::Sqlite { memory, .. }) = self.held {
            **memory = self.memory;
        }
    }

    fn new(held: Held<'c>, (now, machine): (FairTime, MachineTime)) -> Self {
        Self {
            held,
            guard: Guard::Off,
            wrote: false,
            now,
            machine,
            facts: Vec::new(),
            closing: Vec::new(),
            scheduled: false,
            memory: Memory::default(),
            locked: HashSet::new(),
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
        self.wrote = false;
    }

    /// Whether the command that runs can be undone: by its savepoint, or, alone, with its whole transaction.
    pub(super) fn can_undo(&self) -> bool {
        self.guard != Guard::Armed
    }

    /// Undoes what the command that runs has written. Without neighbours the whole transaction is rolled back later.
    pub(super) async fn undo(&mut self) -> Result<(), Fault> {
        if self.wrote {
            // What was read since its first write, and the locks it took, are undone too; the rest is read again.
            self.memory = Memory::default();
            self.locked.clear();
        }
        if self.guard == Guard::Set {
            self.plain("ROLLBACK TO SAVEPOINT command").await?;
        }
        Ok(())
    }

    /// Before a row is locked: whoever asks again behind the lock wants to know what another node changed meanwhile. With
    /// SQLite there is none.
    pub(super) fn before_lock(&mut self) {
        if self.dialect() == Dialect::Postgres {
            self.memory.forget_shared();
        }
    }

    /// Whether `row` is to be locked now: not with SQLite's one writer, nor twice. Whoever asks for a lock that is held
    /// still wants to know what changed around it.
    pub(super) fn is_to_lock(&mut self, row: String) -> bool {
        self.before_lock();
        self.dialect() == Dialect::Postgres && self.locked.insert(row)
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

    /// Before a write: forgets what it changes, and makes the savepoint if it is the first of a guarded command.
    async fn before(&mut self, sql: &str) -> Result<(), Fault> {
        if sql.starts_with("SELECT") {
            return Ok(());
        }
        self.memory.written(sql);
        self.wrote = true;
        if self.guard == Guard::Armed {
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

    /// Sends `before VALUES … after` for all of `args`, as many of them to a row as there are `columns`; nothing if there
    /// are none.
    pub(super) async fn send_rows(
        &mut self,
        (before, columns, after): (&str, usize, &str),
        args: Vec<Arg>,
    ) -> Result<Vec<Row>, Fault> {
        if args.is_empty() {
            return Ok(Vec::new());
        }
        let rows = values(args.len() / columns, columns);
        self.all_built(format!("{before} VALUES {rows} {after}"), args)
            .await
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

    fn close_history(&mut self, topic: Topic) {
        self.closing.push(topic);
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
        Ok(self.span(topic).await?.head)
    }

    async fn span(&mut self, topic: &Topic) -> Result<Span, Fault> {
        let row = self
            .one(
                "SELECT head, closed FROM topics WHERE name = $1",
                args![topic.to_string()],
            )
            .await?;
        row.map_or(Ok(Span::default()), |it| {
            Ok(Span {
                head: it.int("head")?,
                closed: it.int("closed")?,
            })
        })
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
