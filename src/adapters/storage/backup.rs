//! Copies of a SQLite database, taken while it is served, and put back while it is not.
//!
//! A copy appears under its name only when it is whole and on disk. A restored database begins a new epoch, so that
//! every client forgets what it heard after the backup (DESIGN 1, law 4).

use std::{
    fs::{self, File},
    path::{Path, PathBuf},
};

use sqlx::{AnyConnection, Connection};

use super::{
    Dialect,
    faults::fault,
    meta,
    open::{lock_beside, sqlite_path},
    sql::{Row, bind},
};
use crate::{args, kernel::fault::Fault};

/// Writes everything committed up to now to `file`, while a server may go on writing.
pub async fn backup(url: &str, file: &Path) -> Result<(), Fault> {
    let database = of_sqlite(url)?;
    if file.exists() {
        return Err(refusal(file, "exists already; it is not overwritten"));
    }
    let part = beside(file, ".part");
    remove(&part)?;
    let mut conn = connect(&database).await?;
    let name = part.to_string_lossy().into_owned();
    bind(sqlx::query("VACUUM INTO $1"), args![name])
        .execute(&mut conn)
        .await
        .map_err(fault)?;
    conn.close().await.map_err(fault)?;
    let mut copy = connect(&part).await?;
    check(&mut copy, &part).await?;
    copy.close().await.map_err(fault)?;
    put_in_place(&part, file)
}

/// Puts the backup `file` in the place of the database, under a new epoch. What was there is kept beside it, under
/// the name that is answered. Refuses while a server holds the database.
pub async fn restore(url: &str, file: &Path) -> Result<Option<PathBuf>, Fault> {
    let database = of_sqlite(url)?;
    let _lock = lock_beside(&database)?;
    let part = beside(&database, ".part");
    remove_with_journals(&part)?;
    fs::copy(file, &part).map_err(|error| refusal(file, &error.to_string()))?;
    let mut conn = connect(&part).await?;
    check(&mut conn, file).await?;
    meta::renew_epoch(&mut conn).await?;
    // Everything into the one file that is moved.
    sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
        .execute(&mut conn)
        .await
        .map_err(fault)?;
    conn.close().await.map_err(fault)?;
    let kept = keep_aside(&database)?;
    put_in_place(&part, &database)?;
    Ok(kept)
}

/// Begins a new epoch, after `PostgreSQL`'s own tools have put another state in place.
pub async fn begin_epoch(url: &str) -> Result<(), Fault> {
    sqlx::any::install_default_drivers();
    let (url, _lock) = match Dialect::of(url) {
        Some(Dialect::Sqlite) => {
            let path = sqlite_path(url);
            let lock = lock_beside(&path)?;
            (format!("sqlite:{}?mode=rw", path.display()), Some(lock))
        }
        _ => (url.to_owned(), None),
    };
    let mut conn = AnyConnection::connect(&url).await.map_err(fault)?;
    // Transaction ids of another server mean nothing here.
    sqlx::query("UPDATE facts SET xid = 0 WHERE xid <> 0")
        .execute(&mut conn)
        .await
        .map_err(fault)?;
    meta::renew_epoch(&mut conn).await?;
    conn.close().await.map_err(fault)
}

fn of_sqlite(url: &str) -> Result<PathBuf, Fault> {
    match Dialect::of(url) {
        Some(Dialect::Sqlite) => Ok(sqlite_path(url)),
        _ => Err(Fault::other(
            "PostgreSQL has tools of its own: pg_dump and pg_restore, then `parley new-epoch`",
        )),
    }
}

async fn connect(database: &Path) -> Result<AnyConnection, Fault> {
    sqlx::any::install_default_drivers();
    AnyConnection::connect(&format!("sqlite:{}?mode=rw", database.display()))
        .await
        .map_err(|error| refusal(database, &error.to_string()))
}

/// Refuses what is damaged, or whole but not Parley's.
async fn check(conn: &mut AnyConnection, file: &Path) -> Result<(), Fault> {
    let damaged = |error: sqlx::Error| refusal(file, &error.to_string());
    let row = sqlx::query("PRAGMA quick_check(1)")
        .fetch_one(&mut *conn)
        .await
        .map_err(damaged)?;
    let found = Row::any(row).text("quick_check")?;
    if found != "ok" {
        return Err(refusal(file, &format!("damaged: {found}")));
    }
    sqlx::query("SELECT value FROM meta WHERE key = 'epoch'")
        .fetch_optional(conn)
        .await
        .map_err(damaged)?
        .map(drop)
        .ok_or_else(|| refusal(file, "not a database of Parley"))
}

/// Moves the database and its journals out of the way.
fn keep_aside(database: &Path) -> Result<Option<PathBuf>, Fault> {
    if !database.exists() {
        return Ok(None);
    }
    let kept = beside(database, ".before-restore");
    remove_with_journals(&kept)?;
    for suffix in ["-wal", "-shm", ""] {
        let from = beside(database, suffix);
        if from.exists() {
            fs::rename(from, beside(&kept, suffix)).map_err(Fault::other)?;
        }
    }
    Ok(Some(kept))
}

/// Gives a whole file its name, on disk.
fn put_in_place(part: &Path, file: &Path) -> Result<(), Fault> {
    let on_disk = || {
        File::open(part)?.sync_all()?;
        fs::rename(part, file)?;
        let folder = file.parent().filter(|it| !it.as_os_str().is_empty());
        File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
    };
    on_disk().map_err(|error: std::io::Error| refusal(file, &error.to_string()))
}

fn remove_with_journals(database: &Path) -> Result<(), Fault> {
    for suffix in ["", "-wal", "-shm"] {
        remove(&beside(database, suffix))?;
    }
    Ok(())
}

fn remove(file: &Path) -> Result<(), Fault> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(refusal(file, &error.to_string()))
        }
        _ => Ok(()),
    }
}

fn beside(file: &Path, suffix: &str) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

fn refusal(file: &Path, why: &str) -> Fault {
    Fault::other(format!("{}: {why}", file.display()))
}
