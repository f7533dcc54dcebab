//! The command line.

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Parser, Subcommand};
use tokio_util::task::TaskTracker;

use super::{
    App, demo,
    editions::{self, EditionAdd},
    people::{self, People},
    wiring::open_store,
};
use crate::{
    adapters::storage::{Committed, Store, backup},
    config::Config,
    domain::Refusal,
    kernel::{fact::Fact, fault::Fault, time::SystemClock},
};

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
    /// Open an edition, before anybody organises one.
    #[command(subcommand)]
    Edition(Editions),
    /// Make every client begin anew, after a restore with the database's own tools.
    NewEpoch,
}

#[derive(Debug, Subcommand)]
enum Editions {
    /// Open one; its organiser changes the rest of its rules later.
    Add(Box<EditionAdd>),
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
            Command::Edition(Editions::Add(it)) => edition(&config, *it).await,
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
    if !config.profile.allows_demonstration() {
        app.refuse_demonstration().await?;
    }
    app.start_simulation().await?;
    if config.profile.seeds_demonstration() {
        say(&demo::welcome(&address));
    } else {
        let bound = app.bound();
        if address.ends_with(&bound.to_string()) {
            say(&format!("Parley listens on {address}"));
        } else {
            say(&format!("Parley listens on {bound}, for {address}"));
        }
    }
    app.run().await
}

async fn people(config: &Config, command: People) -> Result<(), Fault> {
    let path = with_store(config, async |store| people::run(store, command).await).await?;
    print(&(config.http.address(config.http.bind) + &path));
    Ok(())
}

async fn edition(config: &Config, new: EditionAdd) -> Result<(), Fault> {
    let opened = with_store(config, async |store| {
        editions::open(store, new.into()).await
    })
    .await?;
    print(&opened);
    Ok(())
}

/// Opens the database that `config` names for one deed of an operator's.
async fn with_store<T>(
    config: &Config,
    deed: impl AsyncFnOnce(&Store) -> Result<T, Refusal>,
) -> Result<T, Fault> {
    let (clock, tasks) = (Arc::new(SystemClock::default()), TaskTracker::new());
    let store = open_store(config, &clock, Arc::new(Unheard), &tasks).await?;
    let done = deed(&store).await;
    store.close();
    tasks.close();
    tasks.wait().await;
    done.map_err(|refusal| Fault::other(refusal.to_string()))
}

/// Nobody is served while an operator's deed is done; nodes that run find its facts by their poll.
struct Unheard;

impl Committed for Unheard {
    fn committed(&self, _: Vec<Fact>) {}
}

#[expect(clippy::print_stdout, reason = "it is what was asked for")]
fn print(text: &str) {
    println!("{text}");
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
