//! The floor of a race: the same claims, as bare SQL in group commit. No socket, no rights, no
//! rules, no facts; only the rows that decide who wins, and a commit that is on disk.

use std::collections::VecDeque;
use std::env;
use std::io::{Write, stdout};
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use clap::Args;
use serde::{Deserialize, Serialize};

use super::base::{Base, Bound};
use crate::machine::Pinning;
use crate::process::Process;
use crate::stats::value;

/// What Parley's writer takes at most in one commit.
const BATCH: usize = 32;
/// A period of 30 minutes is six quanta, claimed for the buyer and for the salesperson.
const QUANTA: i64 = 6;
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
    } = race;
    command.args(["bare-sql", "--database-url", database_url]);
    command.args([
        "--buyers",
        &buyers.to_string(),
        "--at-once",
        &at_once.to_string(),
    ]);
    command.args(["--races", &races.to_string()]);
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
        let schema: [&'static str; 2] = [
            "DROP TABLE IF EXISTS loadtest_claims",
            "CREATE TABLE loadtest_claims (person TEXT NOT NULL, quantum BIGINT NOT NULL,
             holder TEXT NOT NULL, PRIMARY KEY (person, quantum))",
        ];
        for statement in schema {
            base.rows(statement, Vec::new()).await?;
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
            self.base.rows("COMMIT", Vec::new()).await?;
            batch
                .iter()
                .zip(won)
                .for_each(|(attempt, won)| self.answer(*attempt, won));
        }
        let seconds = clock.elapsed().as_secs_f64();
        self.base
            .rows("DROP TABLE loadtest_claims", Vec::new())
            .await?;
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
        let people = [buyer(attempt), format!("sales-{}", attempt.group)];
        let first = attempt.period * QUANTA;
        let insert = "INSERT INTO loadtest_claims (person, quantum, holder) VALUES ($1, $2, $3),
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
        let (own, sales) = (buyer(attempt), format!("sales-{}", attempt.group));
        let delete = "DELETE FROM loadtest_claims
             WHERE person IN ($1, $2) AND quantum >= $3 AND quantum < $4 AND holder = $1
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

fn buyer(attempt: Attempt) -> String {
    format!("buyer-{}-{}", attempt.group, attempt.buyer)
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
        let race = Race {
            database_url,
            buyers: 3,
            at_once: 2,
            races: 25,
        };
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build()?;
        let outcome = runtime.block_on(async { Arena::open(&race).await?.run().await })?;
        assert_eq!((outcome.races, outcome.wrong), (25, 0));
        Ok(())
    }
}
