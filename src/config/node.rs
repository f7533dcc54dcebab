//! This process among the others.

use serde::Deserialize;

use super::Problems;

/// The section `node`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Node {
    /// Its name in logs and metrics; empty where its id is enough.
    pub name: String,
}

impl Node {
    pub(super) fn validate(&self, problems: &mut Problems) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        if self.name.len() > 64 || !self.name.chars().all(plain) {
            problems.add(
                "node.name",
                "up to 64 letters, digits, dots, dashes and underscores",
            );
        }
    }
}
