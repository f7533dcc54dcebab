//! How much one client, one address and all of them may ask for.

use serde::Deserialize;

use super::Problems;

/// The section `limits`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Limits {
    /// What may wait for one socket before it is cut off.
    pub mailbox_bytes: usize,
    /// The largest text frame taken from a client.
    pub frame_bytes: usize,
    /// The largest body of a POST.
    pub body_bytes: usize,
    /// Sockets in all.
    pub connections: usize,
    /// Sockets of one address.
    pub connections_per_address: usize,
    /// Sockets of one address that have not said hello.
    pub greeting_per_address: usize,
    /// Wrong passwords.
    pub login: LoginLimits,
}

/// The section `limits.login`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LoginLimits {
    /// Wrong passwords before an account has to wait.
    pub per_account: u32,
    /// Wrong passwords before an address has to wait.
    pub per_address: u32,
    /// The time in which they are counted, in seconds.
    pub window_s: u32,
}

impl Limits {
    pub(super) fn validate(&self, problems: &mut Problems) {
        // A page of a snapshot is 256 KiB (DESIGN 1, law 5): a smaller mailbox would cut every reader.
        between(
            problems,
            "limits.mailbox_bytes",
            self.mailbox_bytes,
            262_144,
            1 << 30,
        );
        between(
            problems,
            "limits.frame_bytes",
            self.frame_bytes,
            1_024,
            1 << 20,
        );
        between(
            problems,
            "limits.body_bytes",
            self.body_bytes,
            1_024,
            1 << 20,
        );
        between(
            problems,
            "limits.connections",
            self.connections,
            1,
            1_000_000,
        );
        let of_all = [
            (
                "limits.connections_per_address",
                self.connections_per_address,
            ),
            ("limits.greeting_per_address", self.greeting_per_address),
        ];
        for (path, count) in of_all {
            between(problems, path, count, 1, 1_000_000);
        }
        let login = [
            ("limits.login.per_account", self.login.per_account),
            ("limits.login.per_address", self.login.per_address),
            ("limits.login.window_s", self.login.window_s),
        ];
        for (path, count) in login {
            between(problems, path, count as usize, 1, 86_400);
        }
    }
}

fn between(problems: &mut Problems, path: &str, value: usize, least: usize, most: usize) {
    if !(least..=most).contains(&value) {
        problems.add(path, format!("{value} is not between {least} and {most}"));
    }
}
