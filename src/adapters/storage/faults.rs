//! What a database error means for the caller.

use std::{ffi::c_int, io};

use rusqlite::ffi;
use sqlx::Error;

use crate::kernel::fault::{Fault, FaultKind};

/// Sorts an error of PostgreSQL, or of the road there, into what can be done about it.
pub(super) fn fault(error: Error) -> Fault {
    let kind = match &error {
        Error::Database(it) => of_state(it.code().as_deref().unwrap_or_default()),
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

/// The same for SQLite, as it is served; what its migrations and backups meet through sqlx ends the program anyway.
pub(super) fn of_sqlite(error: rusqlite::Error) -> Fault {
    let kind = match error.sqlite_error() {
        Some(it) => of_result(it.extended_code),
        None => FaultKind::Other,
    };
    Fault::new(kind, error)
}

/// Whether an error is a constraint's: the statement had no effect, and all else stands.
pub(super) fn is_violation(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation)
}

/// PostgreSQL's SQLSTATE.
fn of_state(code: &str) -> FaultKind {
    match code {
        // Deadlock, serialization failure, lock timeout: somebody holds the row for longer than this transaction may
        // wait: a second and a half or, in a batch of several commands, 50 ms.
        "40P01" | "40001" | "55P03" => FaultKind::Retry,
        "53100" => FaultKind::Full,
        // Shutdown, crash recovery, too many connections, a session ended by a timeout of ours, cancelled statement,
        // a server that only reads.
        "57P01" | "57P02" | "57P03" | "53300" | "25P03" | "57014" | "25006" => {
            FaultKind::Unavailable
        }
        state if state.starts_with("08") => FaultKind::Unavailable,
        _ => FaultKind::Other,
    }
}

/// SQLite's extended result code, whose low byte is the primary one.
fn of_result(code: c_int) -> FaultKind {
    match code & 0xff {
        ffi::SQLITE_FULL => FaultKind::Full,
        ffi::SQLITE_BUSY | ffi::SQLITE_IOERR | ffi::SQLITE_READONLY | ffi::SQLITE_CANTOPEN => {
            FaultKind::Unavailable
        }
        _ => FaultKind::Other,
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

#[cfg(test)]
mod tests {
    use rusqlite::ffi;

    use super::{of_result, of_state};
    use crate::kernel::fault::FaultKind;

    #[test]
    fn codes_say_what_can_be_done() {
        for (state, kind) in [
            ("55P03", FaultKind::Retry),
            ("53100", FaultKind::Full),
            ("08006", FaultKind::Unavailable),
            ("23505", FaultKind::Other),
            // A number of SQLite's means nothing here.
            ("13", FaultKind::Other),
        ] {
            assert_eq!(of_state(state), kind, "{state}");
        }
        for (code, kind) in [
            (ffi::SQLITE_FULL, FaultKind::Full),
            (ffi::SQLITE_BUSY_SNAPSHOT, FaultKind::Unavailable),
            (ffi::SQLITE_IOERR_FSYNC, FaultKind::Unavailable),
            (ffi::SQLITE_CONSTRAINT_UNIQUE, FaultKind::Other),
        ] {
            assert_eq!(of_result(code), kind, "{code}");
        }
    }
}
