//! What the database knows about itself: its epoch, which server it lives on, and how far fair time was moved.

use sqlx::AnyConnection;

use super::{
    Dialect, Store,
    faults::fault,
    sql::{Arg, Row, bind},
};
use crate::{args, kernel::fault::Fault};

const EPOCH: &str = "epoch";
const IDENTITY: &str = "identity";
/// Fair time minus machine time of a simulated clock, in milliseconds.
pub const CLOCK_OFFSET: &str = "clock_offset_ms";

async fn one(
    conn: &mut AnyConnection,
    sql: &'static str,
    args: Vec<Arg>,
) -> Result<Option<Row>, Fault> {
    Ok(bind(sqlx::query(sql), args)
        .fetch_optional(conn)
        .await
        .map_err(fault)?
        .map(Row::any))
}

async fn put(conn: &mut AnyConnection, key: &str, value: String) -> Result<(), Fault> {
    one(
        conn,
        "INSERT INTO meta (key, value) VALUES ($1, $2)
         ON CONFLICT (key) DO UPDATE SET value = excluded.value RETURNING key",
        args![key, value],
    )
    .await
    .map(drop)
}

/// A fresh epoch: 128 random bits.
fn fresh_epoch() -> String {
    format!("{:032x}", rand::random::<u128>())
}

/// Gives a new database its epoch, and PostgreSQL's the identity of the server it lives on.
pub(super) async fn initialise(conn: &mut AnyConnection, dialect: Dialect) -> Result<(), Fault> {
    // Two nodes may start at once: whoever comes first decides.
    one(
        conn,
        "INSERT INTO meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO NOTHING RETURNING key",
        args![EPOCH, fresh_epoch()],
    )
    .await?;
    if dialect == Dialect::Postgres {
        check_identity(conn).await
    } else {
        Ok(())
    }
}

/// Writes a new epoch (restore, copy).
pub async fn renew_epoch(conn: &mut AnyConnection) -> Result<(), Fault> {
    put(conn, EPOCH, fresh_epoch()).await
}

/// Compares PostgreSQL's system and time line with the stored pair; a difference begins a new epoch (law 4).
pub(super) async fn check_identity(conn: &mut AnyConnection) -> Result<(), Fault> {
    let now = one(
        conn,
        "SELECT system_identifier::text || '/' || left(pg_walfile_name(pg_current_wal_lsn()), 8) AS it
         FROM pg_control_system()",
        Vec::new(),
    )
    .await?
    .ok_or_else(|| Fault::other("the server has no identity"))?
    .text("it")?;
    let stored = one(
        conn,
        "SELECT value FROM meta WHERE key = $1",
        args![IDENTITY],
    )
    .await?;
    match stored.map(|it| it.text("value")).transpose()? {
        Some(known) if known == now => Ok(()),
        Some(_) => {
            tracing::warn!("the database lives on another server or time line: a new epoch begins");
            renew_epoch(conn).await?;
            put(conn, IDENTITY, now).await
        }
        None => put(conn, IDENTITY, now).await,
    }
}

impl Store {
    /// The value kept under `key`.
    pub async fn meta(&self, key: &str) -> Result<Option<String>, Fault> {
        let rows = self
            .rows("SELECT value FROM meta WHERE key = $1", args![key])
            .await?;
        rows.first().map(|it| it.text("value")).transpose()
    }

    /// The database's epoch.
    pub async fn epoch(&self) -> Result<String, Fault> {
        self.meta(EPOCH)
            .await?
            .ok_or_else(|| Fault::other("the database has no epoch"))
    }

    /// The database's clock minus this machine's, in milliseconds; 0 on SQLite, where they are one.
    pub async fn clock_skew(&self) -> Result<i64, Fault> {
        if self.dialect() == Dialect::Sqlite {
            return Ok(0);
        }
        let before = self.clock().machine().ms();
        let rows = self.rows(self.dialect().now_ms(), Vec::new()).await?;
        let after = self.clock().machine().ms();
        let row = rows.first();
        let there = row.ok_or_else(|| Fault::other("the database told no time"))?;
        Ok(there.int("ms")? - before.midpoint(after))
    }
}
