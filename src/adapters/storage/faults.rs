//! What a database error means for the caller.

use std::io;

use sqlx::Error;

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

/// The same for SQLite.
pub(super) fn of_sqlite(error: rusqlite::Error) -> Fault {
    let kind = match error.sqlite_error() {
        Some(it) => code_kind(&it.extended_code.to_string()),
        None => FaultKind::Other,
    };
    Fault::new(kind, error)
}

/// Whether an error is a constraint's: the statement had no effect, and all else stands.
pub(super) fn is_violation(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
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

/// Whether the database itself failed at a statement, rather than a defect of ours around it.
pub(super) fn of_database(fault: &Fault) -> bool {
    fault.source_as::<Error>().is_some() || fault.source_as::<rusqlite::Error>().is_some()
}

/// Whether a command's fault leaves its transaction usable (after a rollback to its savepoint).
///
/// On SQLite any database error but a constraint violation may have rolled everything back (DESIGN 1, law 8);
/// PostgreSQL's savepoints hold as long as the connection does.
pub(super) fn contained(fault: &Fault) -> bool {
    fault.kind() == FaultKind::Other
        && fault
            .source_as::<rusqlite::Error>()
            .is_none_or(is_violation)
}
