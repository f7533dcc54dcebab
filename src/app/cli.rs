//! The command line.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

use clap::{Parser, Subcommand};

use super::{
    App, demo,
    people::{self, People},
};
use crate::{adapters::storage::backup, config::Config, kernel::fault::Fault};

/// The server on which buyers and exhibitors of a trade fair meet.
#[derive(Debug, Parser)]
#[command(version)]
pub struct Cli {
    /// A configuration file; `PARLEY__SECTION__KEY` variables change single keys.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve (the default).
    Serve,
    /// Write a copy of the SQLite database to FILE, while it may be served.
    Backup {
        /// Where the copy goes; it must not exist yet.
        file: PathBuf,
    },
    /// Put a backup in the place of the SQLite database; every client begins anew.
    Restore {
        /// The backup.
        file: PathBuf,
    },
    /// Enter the first people, and help those who lost their password.
    #[command(subcommand)]
    User(People),
    /// Make every client begin anew, after a restore with the database's own tools.
    NewEpoch,
}

impl Cli {
    /// Does what was asked; problems go to standard error, one line each.
    pub async fn run(self) -> ExitCode {
        let config = match Config::load(self.config.as_deref(), std::env::vars_os()) {
            Ok(it) => it,
            Err(problems) => {
                say(&problems.to_string());
                return ExitCode::from(2);
            }
        };
        let done = match self.command.unwrap_or(Command::Serve) {
            Command::Serve => serve(&config).await,
            Command::Backup { file } => backup::backup(config.storage.url.expose(), &file).await,
            Command::Restore { file } => restore(&config, &file).await,
            Command::User(it) => people(&config, it).await,
            Command::NewEpoch => backup::begin_epoch(config.storage.url.expose()).await,
        };
        match done {
            Ok(()) => ExitCode::SUCCESS,
            Err(fault) => {
                say(&fault.to_string());
                ExitCode::FAILURE
            }
        }
    }
}

async fn serve(config: &Config) -> Result<(), Fault> {
    let app = App::build(config).await?;
    let address = config.http.address(app.bound());
    if config.profile.seeds_demonstration() {
        app.seed().await?;
    }
    app.start_simulation().await?;
    if config.profile.seeds_demonstration() {
        say(&demo::welcome(&address));
    } else {
        say(&format!("Parley listens on {address}"));
    }
    app.run().await
}

#[expect(clippy::print_stdout, reason = "the link is what was asked for")]
async fn people(config: &Config, command: People) -> Result<(), Fault> {
    println!("{}", people::run(config, command).await?);
    Ok(())
}

async fn restore(config: &Config, file: &Path) -> Result<(), Fault> {
    let kept = backup::restore(config.storage.url.expose(), file).await?;
    if let Some(it) = kept {
        say(&format!("What was there before is in {}", it.display()));
    }
    Ok(())
}

#[expect(clippy::print_stderr, reason = "the command line speaks to a person")]
fn say(text: &str) {
    eprintln!("{text}");
}
