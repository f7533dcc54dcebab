//! The floors of a race: bare SQL in group commit, each commit on disk. No socket, no rights, no rules; nobody is told
//! anything, and who loses is offered nothing.
//!
//! `claims` writes only the rows that decide who wins. `rows` also writes what every winner leaves behind: the answer
//! under his command's id, his hold, its timer, and the facts with their numbers. That is what Parley's own SQL
//! does for a winner, without the look-ups.

mod rows;

use std::collections::VecDeque;
use std::env;
use std::io::{Write, stdout};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::{Args, ValueEnum};
use serde::{Deserialize, Serialize};

use super::base::{Base, Bound};
use crate::machine::Pinning;
use crate::process::Process;
use crate::stats::value;

/// What Parley's writer takes at most in one commit.
const BATCH: usize = 32;
/// A period of 30 minutes is six quanta, claimed for the buyer and for the salesperson.
const QUANTA: i64 = 6;
/// The tables of Parley that a race writes to, with their keys and indexes and without their foreign keys.
const TABLES: [&str; 6] = [
    "loadtest_claims (person TEXT NOT NULL, quantum BIGINT NOT NULL, hold TEXT, until BIGINT,
     PRIMARY KEY (person, quantum))",
    "loadtest_holds (buyer TEXT NOT NULL PRIMARY KEY, grid TEXT NOT NULL, starts_at BIGINT NOT NULL,
     until BIGINT NOT NULL)",
    "loadtest_jobs (id TEXT NOT NULL PRIMARY KEY, kind TEXT NOT NULL, object TEXT NOT NULL,
     due BIGINT NOT NULL, fence BIGINT NOT NULL, UNIQUE (kind, object))",
    "loadtest_topics (name TEXT NOT NULL PRIMARY KEY, head BIGINT NOT NULL)",
    "loadtest_facts (topic TEXT NOT NULL, seq BIGINT NOT NULL, kind TEXT NOT NULL, at BIGINT NOT NULL,
     body TEXT NOT NULL, PRIMARY KEY (topic, seq))",
    "loadtest_commands (actor TEXT NOT NULL, id TEXT NOT NULL, answer TEXT, at BIGINT NOT NULL,
     PRIMARY KEY (actor, id))",
];
const INDEXES: [&str; 3] = [
    "CREATE INDEX loadtest_claims_hold ON loadtest_claims (hold)",
    "CREATE INDEX loadtest_jobs_due ON loadtest_jobs (due)",
    "CREATE INDEX loadtest_commands_at ON loadtest_commands (at)",
];
/// Ten thousand races, even on a slow disk.
const PATIENCE: Duration = Duration::from_mins(10);

#[derive(Debug, Clone, Args)]
pub struct Race {
    #[arg(long)]
    pub database_url: String,
    /// Rivals for each period
    #[arg(long)]
    pub buyers: usize,
    /// Races at the same time
    #[arg(long)]
    pub at_once: usize,
    /// Races in all
    #[arg(long)]
    pub races: u64,
    /// What is written
    #[arg(long, value_enum, default_value_t = Writes::Rows)]
    pub writes: Writes,
}

/// What a winner writes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Writes {
    /// The rows that decide.
    Claims,
    /// The rows of each table that Parley writes to.
    Rows,
}

impl Writes {
    /// Its name on the command line.
    fn name(self) -> &'static str {
        match self {
            Self::Claims => "claims",
            Self::Rows => "rows",
        }
    }
}

#[derive(Debug, Serialize, Deserialize)]
pub struct Outcome {
    pub races: u64,
    /// Races with another number of winners than one.
    pub wrong: u64,
    pub seconds: f64,
}

impl Outcome {
    /// Races per second.
    pub fn rate(&self) -> f64 {
        value(self.races) / self.seconds
    }
}

/// Runs the race in a process of its own on the core of servers.
pub fn measure(race: &Race, pinning: Pinning) -> Result<Outcome> {
    let mut command = Command::new(env::current_exe()?);
    let Race {
        database_url,
        buyers,
        at_once,
        races,
        writes,
    } = race;
    command.args(["bare-sql", "--database-url", database_url]);
    command.args([
        "--buyers",
        &buyers.to_string(),
        "--at-once",
        &at_once.to_string(),
    ]);
    command.args(["--races", &races.to_string(), "--writes", writes.name()]);
    let (_process, line) = Process::start_and_hear(&mut command, pinning, PATIENCE)?;
    Ok(serde_json::from_str(&line)?)
}

/// The child's side: runs the race and prints its outcome.
pub fn run(race: &Race) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(async { Arena::open(race).await?.run().await })?;
    writeln!(stdout(), "{}", serde_json::to_string(&outcome)?)?;
    Ok(())
}

/// One buyer's attempt at the period that his group races for.
#[derive(Debug, Clone, Copy)]
struct Attempt {
    group: usize,
    buyer: usize,
    period: i64,
}

impl Attempt {
    fn buyer_id(self) -> String {
        id(1, self.group, self.buyer)
    }

    fn sales_id(self) -> String {
        id(2, self.group, 0)
    }
}

/// As long as an id of Parley's.
fn id(kind: usize, group: usize, place: usize) -> String {
    format!("{kind:08x}-0000-7000-8000-{group:06x}{place:06x}")
}

#[derive(Debug, Default, Clone)]
struct Group {
    next_period: i64,
    unanswered: usize,
    winners: usize,
    /// What each of its buyers holds.
    held: Vec<Option<i64>>,
}

struct Arena {
    base: Base,
    race: Race,
    groups: Vec<Group>,
    waiting: VecDeque<Attempt>,
    started: u64,
    finished: u64,
    wrong: u64,
}

impl Arena {
    async fn open(race: &Race) -> Result<Self> {
        let mut base = Base::open(&race.database_url).await?;
        drop_tables(&mut base).await?;
        for table in TABLES {
            let sql = format!("CREATE TABLE {table}{}", base.clustered());
            base.rows(&sql, Vec::new()).await?;
        }
        for index in INDEXES {
            base.rows(index, Vec::new()).await?;
        }
        let group = Group {
            held: vec![None; race.buyers],
            ..Group::default()
        };
        Ok(Self {
            base,
            race: race.clone(),
            groups: vec![group; race.at_once],
            waiting: VecDeque::new(),
            started: 0,
            finished: 0,
            wrong: 0,
        })
    }

    async fn run(mut self) -> Result<Outcome> {
        let clock = Instant::now();
        (0..self.groups.len()).for_each(|group| self.start_race(group));
        while !self.waiting.is_empty() {
            let batch: Vec<Attempt> = self
                .waiting
                .drain(..self.waiting.len().min(BATCH))
                .collect();
            self.base.rows(self.base.begin(), Vec::new()).await?;
            let mut won = Vec::with_capacity(batch.len());
            for attempt in &batch {
                won.push(self.attempt(*attempt).await?);
            }
            if self.race.writes == Writes::Rows {
                let winners = batch.iter().zip(&won).filter(|(_, won)| **won);
                let winners: Vec<Attempt> = winners.map(|(attempt, _)| *attempt).collect();
                rows::after(&mut self.base, &winners).await?;
            }
            self.base.rows("COMMIT", Vec::new()).await?;
            batch
                .iter()
                .zip(won)
                .for_each(|(attempt, won)| self.answer(*attempt, won));
        }
        let seconds = clock.elapsed().as_secs_f64();
        drop_tables(&mut self.base).await?;
        ensure!(
            self.finished == self.race.races,
            "only {} races",
            self.finished
        );
        Ok(Outcome {
            races: self.finished,
            wrong: self.wrong,
            seconds,
        })
    }

    fn start_race(&mut self, group: usize) {
        if self.started == self.race.races {
            return;
        }
        self.started += 1;
        let own = &mut self.groups[group];
        let period = own.next_period;
        own.next_period += 1;
        (own.unanswered, own.winners) = (self.race.buyers, 0);
        let rivals = (0..self.race.buyers).map(|buyer| Attempt {
            group,
            buyer,
            period,
        });
        self.waiting.extend(rivals);
    }

    /// Claims both people's time, under a savepoint: who loses may have claimed some of it. Who wins
    /// gives his earlier period back.
    async fn attempt(&mut self, attempt: Attempt) -> Result<bool> {
        self.base.rows("SAVEPOINT command", Vec::new()).await?;
        let won = self.claim(attempt).await?;
        if won {
            self.give_back(attempt).await?;
            if self.race.writes == Writes::Rows {
                rows::keep(&mut self.base, attempt).await?;
            }
        } else {
            self.base
                .rows("ROLLBACK TO SAVEPOINT command", Vec::new())
                .await?;
        }
        self.base
            .rows("RELEASE SAVEPOINT command", Vec::new())
            .await?;
        Ok(won)
    }

    async fn claim(&mut self, attempt: Attempt) -> Result<bool> {
        let people = [attempt.buyer_id(), attempt.sales_id()];
        let first = attempt.period * QUANTA;
        let insert = "INSERT INTO loadtest_claims (person, quantum, hold) VALUES ($1, $2, $3),
             ($4, $5, $6), ($7, $8, $9), ($10, $11, $12), ($13, $14, $15), ($16, $17, $18),
             ($19, $20, $21), ($22, $23, $24), ($25, $26, $27), ($28, $29, $30), ($31, $32, $33),
             ($34, $35, $36) ON CONFLICT (person, quantum) DO NOTHING RETURNING quantum";
        let mut bound = Vec::new();
        for person in &people {
            for quantum in first..first + QUANTA {
                bound.push(Bound::Text(person.clone()));
                bound.push(Bound::Int(quantum));
                bound.push(Bound::Text(people[0].clone()));
            }
        }
        let rows = self.base.rows(insert, bound).await?;
        Ok(rows == 2 * usize::try_from(QUANTA)?)
    }

    async fn give_back(&mut self, attempt: Attempt) -> Result<()> {
        let held = &mut self.groups[attempt.group].held[attempt.buyer];
        let Some(earlier) = held.replace(attempt.period) else {
            return Ok(());
        };
        let first = earlier * QUANTA;
        let (own, sales) = (attempt.buyer_id(), attempt.sales_id());
        let delete = "DELETE FROM loadtest_claims
             WHERE person IN ($1, $2) AND quantum >= $3 AND quantum < $4 AND hold = $1
             RETURNING quantum";
        let bound = vec![
            Bound::Text(own),
            Bound::Text(sales),
            Bound::Int(first),
            Bound::Int(first + QUANTA),
        ];
        let rows = self.base.rows(delete, bound).await?;
        ensure!(i64::try_from(rows)? == 2 * QUANTA, "{rows} rows given back");
        Ok(())
    }

    fn answer(&mut self, attempt: Attempt, won: bool) {
        let own = &mut self.groups[attempt.group];
        own.unanswered -= 1;
        own.winners += usize::from(won);
        if own.unanswered == 0 {
            self.wrong += u64::from(own.winners != 1);
            self.finished += 1;
            self.start_race(attempt.group);
        }
    }
}

async fn drop_tables(base: &mut Base) -> Result<()> {
    for table in TABLES {
        let name = table.split(' ').next().unwrap_or(table);
        base.rows(&format!("DROP TABLE IF EXISTS {name}"), Vec::new())
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_race_has_one_winner() -> Result<()> {
        let folder = tempfile::tempdir()?;
        let database_url = format!(
            "sqlite:{}?mode=rwc",
            folder.path().join("race.db").display()
        );
        for writes in [Writes::Claims, Writes::Rows] {
            let race = Race {
                database_url: database_url.clone(),
                buyers: 3,
                at_once: 2,
                races: 25,
                writes,
            };
            let runtime = tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()?;
            let outcome = runtime.block_on(async { Arena::open(&race).await?.run().await })?;
            assert_eq!((outcome.races, outcome.wrong), (25, 0));
        }
        Ok(())
    }
}
