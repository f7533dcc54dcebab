//! What a database error means for the caller.

use std::io;

use sqlx::Error;

use super::Dialect;
use crate::kernel::fault::{Fault, FaultKind};

/// Sorts an error into what can be done about it.
pub(super) fn fault(error: Error) -> Fault {
    let kind = match &error {
        Error::Database(it) => code_kind(it.code().as_deref().unwrap_or_default()),
        Error::Io(it) if it.kind() == io::ErrorKind::StorageFull => FaultKind::Full,
        Error::Io(_)
        | Error::Tls(_)
        | Error::Protocol(_)
        | Error::PoolTimedOut
        | Error::PoolClosed
        | Error::WorkerCrashed => FaultKind::Unavailable,
        _ => FaultKind::Other,
    };
    Fault::new(kind, error)
}

/// PostgreSQL's SQLSTATE, or SQLite's extended result code as a decimal.
fn code_kind(code: &str) -> FaultKind {
    match code {
        // Deadlock, serialization failure, lock timeout (another node holds the row for more than two seconds).
        "40P01" | "40001" | "55P03" => FaultKind::Retry,
        "53100" => FaultKind::Full,
        // Shutdown, crash recovery, too many connections, a session ended by a timeout of ours, cancelled statement.
        "57P01" | "57P02" | "57P03" | "53300" | "25P03" | "57014" | "25006" => {
            FaultKind::Unavailable
        }
        state if state.len() == 5 && state.starts_with("08") => FaultKind::Unavailable,
        number => match number.parse::<u32>().map(|it| it & 0xff) {
            // SQLITE_FULL, then SQLITE_BUSY, SQLITE_IOERR, SQLITE_READONLY, SQLITE_CANTOPEN.
            Ok(13) if number.len() < 5 => FaultKind::Full,
            Ok(5 | 8 | 10 | 14) if number.len() < 5 => FaultKind::Unavailable,
            _ => FaultKind::Other,
        },
    }
}

/// Whether a command's fault leaves its transaction usable (after a rollback to its savepoint).
///
/// On SQLite any database error but a constraint violation may have rolled everything back (DESIGN 1, law 8);
/// PostgreSQL's savepoints hold as long as the connection does.
pub(super) fn contained(fault: &Fault, dialect: Dialect) -> bool {
    if fault.kind() != FaultKind::Other {
        return false;
    }
    match fault.source_as::<Error>() {
        // A defect of ours: the database never heard of it.
        None => true,
        Some(Error::Database(it)) if dialect == Dialect::Sqlite => {
            it.is_unique_violation() || it.is_foreign_key_violation() || it.is_check_violation()
        }
        Some(_) => dialect == Dialect::Postgres,
    }
}
