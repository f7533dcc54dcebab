//! A database as bare as it comes: one connection, prepared statements, no pool, no task in between.

use anyhow::{Result, bail};
use rusqlite::{Connection as Sqlite, params_from_iter, types::Value};
use sqlx::{
    AssertSqlSafe, Connection, Executor, PgConnection, Postgres, postgres::PgArguments,
    query::Query,
};

/// One bound value.
#[derive(Debug, Clone)]
pub enum Bound {
    Text(String),
    Int(i64),
}

/// The connection.
pub enum Base {
    Sqlite(Sqlite),
    Postgres(PgConnection),
}

impl Base {
    /// Opens `sqlite:PATH` or `postgres://…`, an acknowledged commit on disk.
    pub async fn open(url: &str) -> Result<Self> {
        if let Some(path) = url.strip_prefix("sqlite:") {
            let path = path.split('?').next().unwrap_or(path);
            let base = Sqlite::open(path)?;
            base.execute_batch("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL")?;
            return Ok(Self::Sqlite(base));
        }
        if !url.starts_with("postgres") {
            bail!("neither SQLite nor PostgreSQL: {url}");
        }
        let mut base = PgConnection::connect(url).await?;
        base.execute("SET client_min_messages = warning").await?;
        Ok(Self::Postgres(base))
    }

    /// What opens a transaction that writes.
    pub fn begin(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => "BEGIN IMMEDIATE",
            Self::Postgres(_) => "BEGIN",
        }
    }

    /// What makes a table lie in the order of its key, where that is said.
    pub fn clustered(&self) -> &'static str {
        match self {
            Self::Sqlite(_) => " WITHOUT ROWID",
            Self::Postgres(_) => "",
        }
    }

    /// Runs `sql`, prepared once; says how many rows it gave.
    pub async fn rows(&mut self, sql: &str, bound: Vec<Bound>) -> Result<usize> {
        match self {
            Self::Sqlite(base) => {
                let bound = bound.into_iter().map(|it| match it {
                    Bound::Text(it) => Value::Text(it),
                    Bound::Int(it) => Value::Integer(it),
                });
                // A number is found at once, a name among all names.
                let mut statement = base.prepare_cached(&sql.replace('$', "?"))?;
                let mut rows = statement.query(params_from_iter(bound))?;
                let mut count = 0;
                while rows.next()?.is_some() {
                    count += 1;
                }
                Ok(count)
            }
            Self::Postgres(base) => {
                let query = bound
                    .into_iter()
                    .fold(sqlx::query(AssertSqlSafe(sql.to_owned())), bind);
                Ok(query.fetch_all(base).await?.len())
            }
        }
    }
}

fn bind(query: Query<'_, Postgres, PgArguments>, it: Bound) -> Query<'_, Postgres, PgArguments> {
    match it {
        Bound::Text(it) => query.bind(it),
        Bound::Int(it) => query.bind(it),
    }
}
