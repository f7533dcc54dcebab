//! The program's own log.

use serde::Deserialize;
use tracing_subscriber::EnvFilter;

use super::Problems;

/// The section `log`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Log {
    /// For people or for collectors.
    pub format: LogFormat,
    /// How much, in all and by module.
    pub level: String,
}

/// How a line of the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LogFormat {
    /// For people.
    Text,
    /// For collectors.
    Json,
}

impl Log {
    pub(super) fn validate(&self, problems: &mut Problems) {
        if EnvFilter::try_new(&self.level).is_err() {
            problems.add(
                "log.level",
                "not a level such as \"info\" or \"info,parley::hub=debug\"",
            );
        }
    }
}
