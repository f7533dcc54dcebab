//! What an operator can set: one file per section, checked completely before a port is bound.
//!
//! `config/default.toml` is compiled in and names every key; a file and then `PARLEY__…` variables change
//! single keys. Unknown keys are refused, and all problems are reported together, with their paths.

mod http;
mod layers;
mod limits;
mod log;
mod node;
mod problem;
mod profile;
mod redis;
mod secret;
mod storage;
#[cfg(test)]
mod tests;

use std::{ffi::OsString, path::Path};

use serde::Deserialize;

pub use self::{
    http::{CookieSecure, Http},
    limits::{Limits, LoginLimits},
    log::{Log, LogFormat},
    node::Node,
    problem::{Problem, Problems},
    profile::{ClockSetting, Profile},
    redis::Redis,
    secret::SecretUrl,
    storage::{Backend, Storage},
};

/// Everything an operator can set.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// What the installation is for.
    pub profile: Profile,
    /// Which clock the fair goes by; ask [`Config::simulates_time`].
    pub clock: ClockSetting,
    /// The listener and what browsers may do.
    pub http: Http,
    /// The database.
    pub storage: Storage,
    /// What nodes wake each other through.
    pub redis: Redis,
    /// The program's own log.
    pub log: Log,
    /// How much one client may ask for.
    pub limits: Limits,
    /// This process.
    pub node: Node,
}

impl Default for Config {
    fn default() -> Self {
        layers::defaults()
            .try_into()
            .expect("a test reads config/default.toml")
    }
}

impl Config {
    /// Reads the compiled-in defaults, then `file`, then the variables that begin with `PARLEY__`.
    pub fn load(
        file: Option<&Path>,
        variables: impl IntoIterator<Item = (OsString, OsString)>,
    ) -> Result<Self, Problems> {
        let mut problems = Problems::default();
        let config = layers::read(file, variables, &mut problems);
        config.validate(&mut problems);
        problems.into_result(config)
    }

    /// Whether fair time is simulated and can be moved forward.
    pub fn simulates_time(&self) -> bool {
        self.clock.simulated(self.profile)
    }

    fn validate(&self, problems: &mut Problems) {
        self.http.validate(problems);
        self.storage.validate(problems);
        self.redis.validate(problems);
        self.log.validate(problems);
        self.limits.validate(problems);
        self.node.validate(problems);
        self.profile.validate(self, problems);
    }
}
