//! The database.

use std::path::Path;

use serde::Deserialize;

use super::{Problems, SecretUrl};

/// The section `storage`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Storage {
    /// Where the database is.
    pub url: SecretUrl,
    /// Connections that read.
    pub readers: u32,
    /// Connections that write, on PostgreSQL.
    pub lanes: u32,
}

/// Which database an address names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Backend<'a> {
    /// A file of this machine, written by one process.
    Sqlite(&'a Path),
    /// A server that several nodes share.
    Postgres,
}

impl Storage {
    /// The database that `url` names.
    pub fn backend(&self) -> Backend<'_> {
        match self.url.expose().strip_prefix("sqlite:") {
            Some(rest) => Backend::Sqlite(Path::new(rest.strip_prefix("//").unwrap_or(rest))),
            None => Backend::Postgres,
        }
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        match self.url.scheme() {
            "sqlite" => {
                if let Backend::Sqlite(file) = self.backend()
                    && let Some(text) = unusable(file)
                {
                    problems.add("storage.url", text);
                }
            }
            "postgres" | "postgresql" => {
                if let Err(text) = self.url.parse() {
                    problems.add("storage.url", text);
                }
            }
            _ => problems.add("storage.url", "begins with neither sqlite: nor postgres://"),
        }
        for (path, count) in [
            ("storage.readers", self.readers),
            ("storage.lanes", self.lanes),
        ] {
            if !(1..=64).contains(&count) {
                problems.add(path, "not between 1 and 64");
            }
        }
    }
}

fn unusable(file: &Path) -> Option<&'static str> {
    let text = file.to_string_lossy();
    if text.is_empty() || text.starts_with(':') {
        // Each connection to a database in memory would open its own.
        Some("SQLite needs a file: readers and the writer share it")
    } else if text.contains('?') {
        Some("only the file: Parley sets SQLite's options itself")
    } else {
        None
    }
}
