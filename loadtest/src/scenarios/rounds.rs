//! Floor, ours, peer, ours, floor: every figure stands between two readings of the floor, because
//! the machine itself moves more than the systems differ.

use std::collections::BTreeMap;

use anyhow::{Context, Result};

use super::{Conditions, progress};
use crate::client::crew::Tally;
use crate::report::{Of, Report};
use crate::stats::{is_void, spread};
use crate::systems::{Target, parley, relay};

/// The length of a fact when there is none of Parley's to measure.
const WITHOUT_PARLEY: usize = 270;

/// The systems of a run, kept running while they take turns.
pub struct Field {
    floor: Target,
    parley: Option<Target>,
    /// Or why it is left out.
    bun: Result<Target>,
    pub frame_bytes: u64,
}

/// What one system did in one turn.
pub struct Sample {
    pub cpu_us_per_op: f64,
    pub figures: Vec<(&'static str, f64)>,
    pub tally: Tally,
}

impl Field {
    /// The relays' facts are as long as Parley's, which has `text` characters of its own in it.
    pub fn start(conditions: Conditions, text: usize, without_parley: bool) -> Result<Self> {
        let (pinning, folder) = (conditions.pinning, tempfile::tempdir()?);
        let parley = (!without_parley)
            .then(|| parley::start(pinning, text))
            .transpose()?;
        let frame_bytes = parley
            .as_ref()
            .map_or(Ok(WITHOUT_PARLEY), parley::fact_bytes)?;
        let floor = relay::floor(pinning, frame_bytes).context("the floor")?;
        let bun = relay::bun(conditions, frame_bytes, folder.path());
        Ok(Self {
            floor,
            parley,
            bun,
            frame_bytes: frame_bytes as u64,
        })
    }

    fn turns(&self) -> Vec<&Target> {
        let (floor, ours) = (Some(&self.floor), self.parley.as_ref());
        [floor, ours, self.bun.as_ref().ok(), ours, floor]
            .into_iter()
            .flatten()
            .collect()
    }

    /// Takes turns until there are enough rounds, or twice as many were void.
    pub fn compare(
        &self,
        case: &str,
        conditions: Conditions,
        report: &mut Report,
        mut measure: impl FnMut(&Target) -> Result<Sample>,
    ) -> Result<()> {
        let turns = self.turns();
        let mut tables = Tables::default();
        let bar = progress(conditions.rounds * turns.len());
        while tables.rounds < conditions.rounds && tables.void < 2 * conditions.rounds {
            let mut round = Vec::with_capacity(turns.len());
            for target in &turns {
                bar.set_message(format!("{case} {}, {} void", target.name, tables.void));
                let sample = measure(target).with_context(|| format!("{case} {}", target.name))?;
                round.push((target.name, sample));
                bar.inc(1);
            }
            if !tables.add(round) {
                bar.inc_length(turns.len().try_into()?);
            }
        }
        bar.finish_and_clear();
        self.report_skipped(case, report);
        tables.report(case, report);
        let of = Of {
            case,
            system: "loadtest",
        };
        report.add(of, "rounds", tables.rounds as u64);
        report.add(of, "void_rounds", tables.void as u64);
        Ok(())
    }

    /// One turn each, for what is only counted.
    pub fn count(
        &self,
        case: &str,
        report: &mut Report,
        mut measure: impl FnMut(&Target) -> Result<Sample>,
    ) -> Result<()> {
        let mut tables = Tables::default();
        let bar = progress(3);
        let bun = self.bun.as_ref().ok();
        for target in [Some(&self.floor), self.parley.as_ref(), bun]
            .into_iter()
            .flatten()
        {
            bar.set_message(format!("{case} {}", target.name));
            let sample = measure(target).with_context(|| format!("{case} {}", target.name))?;
            tables.note(target.name, sample.tally, sample.figures);
            bar.inc(1);
        }
        bar.finish_and_clear();
        self.report_skipped(case, report);
        tables.report(case, report);
        Ok(())
    }

    fn report_skipped(&self, case: &str, report: &mut Report) {
        if let Err(reason) = &self.bun {
            report.add(
                Of {
                    case,
                    system: "bun",
                },
                "skipped",
                format!("skipped: {reason}").as_str(),
            );
        }
    }
}

#[derive(Default)]
struct Tables {
    rounds: usize,
    void: usize,
    columns: BTreeMap<(&'static str, &'static str), Vec<f64>>,
    tallies: BTreeMap<&'static str, Tally>,
}

impl Tables {
    /// Takes a round in, or only its counts if the floors were too far apart.
    fn add(&mut self, round: Vec<(&'static str, Sample)>) -> bool {
        let floor = |sample: Option<&(_, Sample)>| sample.map_or(0.0, |(_, it)| it.cpu_us_per_op);
        let (before, after) = (floor(round.first()), floor(round.last()));
        if is_void(before, after) {
            self.void += 1;
            for (name, sample) in round {
                self.note(name, sample.tally, Vec::new());
            }
            return false;
        }
        self.rounds += 1;
        for (name, sample) in round {
            let ratio = sample.cpu_us_per_op / f64::midpoint(before, after);
            let mut figures = sample.figures;
            figures.extend([
                ("cpu_us_per_op", sample.cpu_us_per_op),
                ("ratio_to_floor", ratio),
            ]);
            self.note(name, sample.tally, figures);
        }
        true
    }

    fn note(&mut self, name: &'static str, tally: Tally, figures: Vec<(&'static str, f64)>) {
        *self.tallies.entry(name).or_default() += tally;
        for (metric, value) in figures {
            self.columns.entry((name, metric)).or_default().push(value);
        }
    }

    fn report(&self, case: &str, report: &mut Report) {
        for ((system, metric), values) in &self.columns {
            report.add_spread(Of { case, system }, metric, spread(values));
        }
        for (system, tally) in &self.tallies {
            let of = Of { case, system };
            report.add(of, "facts", tally.facts);
            report.add(of, "unavailable", tally.unavailable);
            report.add_forbidden(of, "lost", tally.lost);
            report.add_forbidden(of, "twice", tally.twice);
            report.add_forbidden(of, "resets", tally.resets);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round(before: f64, ours: f64, after: f64) -> Vec<(&'static str, Sample)> {
        let sample = |cpu_us_per_op| Sample {
            cpu_us_per_op,
            figures: vec![("p50_ms", 1.0)],
            tally: Tally {
                facts: 10,
                ..Tally::default()
            },
        };
        vec![
            ("floor", sample(before)),
            ("parley", sample(ours)),
            ("floor", sample(after)),
        ]
    }

    #[test]
    fn ratios_are_to_the_mean_of_the_two_floors() {
        let mut tables = Tables::default();
        assert!(tables.add(round(4.0, 6.0, 5.0)));
        assert_eq!(tables.columns[&("parley", "ratio_to_floor")], [6.0 / 4.5]);
    }

    #[test]
    fn a_void_round_gives_counts_but_no_figures() {
        let mut tables = Tables::default();
        assert!(!tables.add(round(4.0, 6.0, 6.0)));
        assert!(tables.columns.is_empty());
        assert_eq!(
            (tables.rounds, tables.void, tables.tallies["parley"].facts),
            (0, 1, 10)
        );
    }
}
