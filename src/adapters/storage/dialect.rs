//! Where the two databases truly differ, one value decides.

/// Which database answers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// One process, one writer.
    Sqlite,
    /// Many nodes, many writers.
    Postgres,
}

impl Dialect {
    /// The database a URL names.
    pub fn of(url: &str) -> Option<Self> {
        match url.split_once(':')?.0 {
            "sqlite" => Some(Self::Sqlite),
            "postgres" | "postgresql" => Some(Self::Postgres),
            _ => None,
        }
    }

    /// What each connection that writes is told first.
    pub(super) const fn writer_setup(self) -> &'static [&'static str] {
        match self {
            // FULL: an acknowledged commit survives a power loss. The cost is shared by the batch.
            Self::Sqlite => &[
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA busy_timeout = 5000",
                "PRAGMA temp_store = MEMORY",
                // 32 MB of log: what is written again and again is copied to the database once. Whoever commits waits
                // for the copying, and a start after a kill reads the log.
                "PRAGMA wal_autocheckpoint = 8000",
                "PRAGMA journal_size_limit = 67108864",
            ],
            // A stopped node must block no topic: its locks and open transactions end by themselves.
            Self::Postgres => &[
                "SET lock_timeout = '1500ms'",
                "SET idle_in_transaction_session_timeout = '1s'",
                "SET statement_timeout = '5s'",
            ],
        }
    }

    /// What each connection that only reads is told first.
    pub(super) const fn reader_setup(self) -> &'static [&'static str] {
        match self {
            // A reader waits for nobody in WAL, but for an open or a recovery of the log that is under way, and while it
            // does it keeps a worker of the runtime.
            Self::Sqlite => &[
                "PRAGMA query_only = ON",
                "PRAGMA busy_timeout = 250",
                "PRAGMA temp_store = MEMORY",
            ],
            // Longer than a writer's: a snapshot read may wait for its turn between two pages.
            Self::Postgres => &[
                "SET idle_in_transaction_session_timeout = '5s'",
                "SET statement_timeout = '5s'",
            ],
        }
    }

    /// Opens a transaction that writes.
    pub(super) const fn begin_write(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Told to the transaction of several commands: it holds the rows of all of them, so it waits for nobody's long
    /// enough to stand in a ring (PostgreSQL finds one only after a second) and is run command by command instead.
    pub(super) const fn among_others(self) -> Option<&'static str> {
        match self {
            Self::Sqlite => None,
            Self::Postgres => Some("SET LOCAL lock_timeout = '50ms'"),
        }
    }

    /// Opens a transaction that sees one moment and writes nothing.
    pub(super) const fn begin_read(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// The database's own clock, in milliseconds since 1970 UTC.
    pub(super) const fn now_ms(self) -> &'static str {
        match self {
            Self::Sqlite => "SELECT CAST(unixepoch('subsec') * 1000 AS BIGINT) AS ms",
            Self::Postgres => {
                "SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT) AS ms"
            }
        }
    }
}
