//! What an installation is for, and what follows from it.

use serde::Deserialize;

use super::{Config, Problems};

/// What the installation is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Profile {
    /// To be tried: a demonstration fair with its accounts is made at first start.
    Demo,
    /// To be worked on: nothing is made, nothing is refused.
    Development,
    /// For people: what would endanger them is refused.
    Production,
}

impl Profile {
    /// Whether the demonstration fair is made at first start.
    pub fn seeds_demonstration(self) -> bool {
        self == Self::Demo
    }

    /// Whether a database that holds demonstration accounts may be opened.
    pub fn allows_demonstration(self) -> bool {
        self != Self::Production
    }

    pub(super) fn validate(self, config: &Config, problems: &mut Problems) {
        if self != Self::Production {
            return;
        }
        if config.simulates_time() {
            problems.add(
                "clock",
                "the profile production refuses the simulated clock",
            );
        }
        if config.http.public_url.is_empty() {
            problems.add(
                "http.public_url",
                "the profile production needs the address people type",
            );
        }
        if !config.http.secure_cookie() {
            problems.add(
                "http.cookie_secure",
                "the profile production refuses cookies without Secure: \
                 set http.public_url to an https address, or this to \"always\"",
            );
        }
    }
}

/// Which clock the fair goes by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ClockSetting {
    /// Simulated for a demonstration, real otherwise.
    Auto,
    /// The machine's time, or the database's.
    Real,
    /// Machine time plus a stored offset that an organiser can raise.
    Simulated,
}

impl ClockSetting {
    pub(super) fn simulated(self, profile: Profile) -> bool {
        match self {
            Self::Auto => profile == Profile::Demo,
            Self::Real => false,
            Self::Simulated => true,
        }
    }
}
