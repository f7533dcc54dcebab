//! Statements that go to the database together. Each crossing to SQLite's thread costs more than most statements do.

use std::fmt::Write;

use sqlx::{AnyConnection, AssertSqlSafe};

use super::{
    Dialect,
    faults::fault,
    sql::{Arg, Row, bind, values_after},
};
use crate::kernel::fault::Fault;

/// Values bound at once: far below SQLite's limit of 32,766 and PostgreSQL's of 65,535.
const BOUND_AT_MOST: usize = 8192;

/// One statement: a plain one, or an INSERT that was put together for its number of rows.
pub(super) struct Part {
    before: &'static str,
    rows: usize,
    after: &'static str,
    args: Vec<Arg>,
}

impl Part {
    /// A statement without values.
    pub(super) fn plain(sql: &'static str) -> Self {
        Self {
            before: sql,
            rows: 0,
            after: "",
            args: Vec::new(),
        }
    }

    /// `before` ends with `VALUES`, `after` follows the `rows` of as many values each; there is at least one.
    pub(super) fn rows(
        before: &'static str,
        rows: usize,
        after: &'static str,
        args: Vec<Arg>,
    ) -> Self {
        Self {
            before,
            rows,
            after,
            args,
        }
    }

    fn write(&self, text: &mut String, bound: usize) {
        text.push_str(self.before);
        if self.rows > 0 {
            let columns = self.args.len() / self.rows;
            let values = values_after(bound, self.rows, columns);
            write!(text, " {values} {}", self.after).expect("a string takes what is written to it");
        }
    }
}

/// Runs `parts` in order; gives the rows of all of them. PostgreSQL takes one prepared statement at a time.
pub(super) async fn run(
    conn: &mut AnyConnection,
    dialect: Dialect,
    parts: Vec<Part>,
) -> Result<Vec<Row>, Fault> {
    let mut found = Vec::new();
    let mut text = String::new();
    let mut bound: Vec<Arg> = Vec::new();
    for part in parts {
        let full = bound.len() + part.args.len() > BOUND_AT_MOST;
        if !text.is_empty() && (dialect == Dialect::Postgres || full) {
            let sql = std::mem::take(&mut text);
            found.extend(send(conn, sql, std::mem::take(&mut bound)).await?);
        }
        if !text.is_empty() {
            text.push_str("; ");
        }
        part.write(&mut text, bound.len());
        bound.extend(part.args);
    }
    found.extend(send(conn, text, bound).await?);
    Ok(found)
}

async fn send(conn: &mut AnyConnection, sql: String, args: Vec<Arg>) -> Result<Vec<Row>, Fault> {
    let rows = bind(sqlx::query(AssertSqlSafe(sql)), args)
        .fetch_all(conn)
        .await
        .map_err(fault)?;
    Ok(rows.into_iter().map(Row).collect())
}
