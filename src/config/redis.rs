//! What nodes wake each other through.

use serde::Deserialize;

use super::{Problems, SecretUrl};

/// The section `redis`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Redis {
    /// Where Redis is; empty where a node is alone. Ask [`Redis::given`].
    pub url: SecretUrl,
    /// What every name in it begins with: nodes of one database share it, and nobody else does.
    pub prefix: String,
}

impl Redis {
    /// The address, if there is one.
    pub fn given(&self) -> Option<&SecretUrl> {
        (!self.url.is_empty()).then_some(&self.url)
    }

    pub(super) fn validate(&self, problems: &mut Problems) {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.' | ':');
        if self.prefix.is_empty() || self.prefix.len() > 64 || !self.prefix.chars().all(plain) {
            problems.add(
                "redis.prefix",
                "one to 64 letters, digits, dots, dashes, colons and underscores",
            );
        }
        let Some(url) = self.given() else { return };
        match (url.scheme(), url.parse()) {
            ("redis" | "unix" | "redis+unix", Ok(_)) => {}
            ("redis" | "unix" | "redis+unix", Err(text)) => problems.add("redis.url", text),
            ("rediss", _) => problems.add(
                "redis.url",
                "TLS is not built in: reach Redis through a private network or a tunnel",
            ),
            _ => problems.add("redis.url", "does not begin with redis://"),
        }
    }
}
