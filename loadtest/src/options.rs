//! The command line.

use std::path::PathBuf;

use clap::{Parser, Subcommand};

use crate::scenarios::{book_race, fanout, idle, reconnect_storm};
use crate::systems::bare_sql;

/// Measures a Parley server beside the raw floor of this machine and beside its peers
#[derive(Debug, Parser)]
#[command(version)]
pub struct Options {
    #[command(subcommand)]
    pub scenario: Scenario,
    /// Write the rows to this file too
    #[arg(long, global = true, value_name = "FILE")]
    pub json: Option<PathBuf>,
    /// Valid rounds to take the median of
    #[arg(long, global = true, default_value_t = 5)]
    pub rounds: usize,
    /// A smoke test: small, one round, says nothing about speed, counts everything
    #[arg(long, global = true)]
    pub quick: bool,
}

#[derive(Debug, Subcommand)]
pub enum Scenario {
    /// One publisher to N subscribers: server CPU per delivery
    Fanout(fanout::Options),
    /// Signed-in connections that do nothing: bytes each
    Idle(idle::Options),
    /// Everybody is cut at once and comes back for what was missed: server CPU per resume
    ReconnectStorm(reconnect_storm::Options),
    /// Buyers race for one period, again and again: one winner each, rate beside bare SQL
    BookRace(book_race::Options),
    /// The raw floor, as a process of its own
    #[command(hide = true)]
    ServeFloor,
    /// The bare SQL of a race, as a process of its own
    #[command(hide = true)]
    BareSql(bare_sql::Race),
}
