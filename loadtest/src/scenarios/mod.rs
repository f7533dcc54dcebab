//! What is measured, one file per scenario, and the order in which systems take turns.

pub mod book_race;
pub mod fanout;
pub mod idle;
pub mod reconnect_storm;
mod rounds;

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

use crate::machine::{Pinning, processor};
use crate::report::{Of, Report};

/// What all scenarios are told.
#[derive(Debug, Clone, Copy)]
pub struct Conditions {
    pub pinning: Pinning,
    pub rounds: usize,
    pub size: Size,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// As the figures are meant.
    Full,
    /// So small that it says nothing about speed, but everything is still counted.
    Smoke,
}

impl Size {
    /// The value to use: a smoke test replaces what a full run was asked for.
    pub fn pick<T>(self, full: T, smoke: T) -> T {
        match self {
            Self::Full => full,
            Self::Smoke => smoke,
        }
    }
}

impl Conditions {
    /// The settings of a run belong in its file: a figure without them cannot be compared.
    fn report(self, scenario: &'static str, settings: &[(&str, u64)]) -> Report {
        let mut report = Report::new(scenario);
        let of = Of {
            case: "settings",
            system: "loadtest",
        };
        report.add(of, "version", env!("CARGO_PKG_VERSION"));
        report.add(of, "processor", processor().as_str());
        let apart = match self.pinning {
            Pinning::Apart => "server 0, client 1",
            Pinning::Impossible => "not pinned: one core",
        };
        report.add(of, "cores", apart);
        for (name, value) in settings {
            report.add(of, name, *value);
        }
        report
    }
}

fn progress(steps: usize) -> ProgressBar {
    let bar = ProgressBar::new(steps.try_into().unwrap_or(u64::MAX));
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {elapsed} {msg}");
    bar.set_style(style.expect("the template is well formed"));
    bar.enable_steady_tick(Duration::from_millis(500));
    bar
}
