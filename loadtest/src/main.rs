//! Measures a Parley server beside the raw floor of the machine it runs on and beside its peers.
//!
//! It speaks only the public protocol, starts everything that it measures, and counts every fact.
//! A run fails when something was lost or came twice; a figure alone never fails it.

mod client;
mod machine;
mod meter;
mod options;
mod process;
mod report;
mod scenarios;
mod stats;
mod systems;
mod wire;

use std::io::stdout;

use anyhow::Result;
use clap::Parser;
use rustix::process::{Resource, getrlimit, setrlimit};

use machine::{Core, Pinning};
use options::{Options, Scenario};
use scenarios::{Conditions, Size, book_race, fanout, idle, reconnect_storm};

fn main() -> Result<()> {
    let options = Options::parse();
    let pinning = Pinning::of_this_machine();
    match &options.scenario {
        Scenario::ServeFloor => return systems::floor::serve(),
        Scenario::BareSql(race) => return systems::bare_sql::run(race),
        _ => {}
    }
    allow_many_files()?;
    pinning.pin(Core::Client)?;
    let (size, rounds) = if options.quick {
        (Size::Smoke, 1)
    } else {
        (Size::Full, options.rounds)
    };
    let conditions = Conditions {
        pinning,
        rounds,
        size,
    };
    let report = match &options.scenario {
        Scenario::Fanout(options) => fanout::run(options, conditions)?,
        Scenario::Idle(options) => idle::run(options, conditions)?,
        Scenario::ReconnectStorm(options) => reconnect_storm::run(options, conditions)?,
        Scenario::BookRace(options) => book_race::run(options, conditions)?,
        Scenario::ServeFloor | Scenario::BareSql(_) => return Ok(()),
    };
    report.write_table(&mut stdout().lock())?;
    if let Some(file) = &options.json {
        report.write_json(file)?;
    }
    report.verdict()
}

/// Every connection is a file here and another one in the server, which inherits the limit.
fn allow_many_files() -> Result<()> {
    let mut limit = getrlimit(Resource::Nofile);
    limit.current = limit.maximum;
    Ok(setrlimit(Resource::Nofile, limit)?)
}
