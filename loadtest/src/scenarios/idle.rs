//! Signed-in connections with two topics each that do nothing: what does one cost in user space,
//! and does the server give everything back when they leave?

use std::path::Path;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use clap::Args;
use indicatif::ProgressBar;

use super::{Conditions, progress};
use crate::client::hall::Hall;
use crate::machine::resident;
use crate::meter::Meter;
use crate::report::{Of, Report};
use crate::stats::{spread, value};
use crate::systems::{Target, parley, relay};

#[derive(Debug, Args)]
pub struct Options {
    /// Connections; a process has at most 20,000 open files where the hard limit says so
    #[arg(long, default_value_t = 10_000)]
    connections: usize,
    /// Times that everybody connects and leaves
    #[arg(long, default_value_t = 10)]
    cycles: usize,
    /// Leave Parley out
    #[arg(long)]
    without_parley: bool,
}

/// After this long a server has handled everything that came before.
const SETTLES: Duration = Duration::from_secs(2);
const SETTLES_IN_SMOKE: Duration = Duration::from_millis(200);

pub fn run(options: &Options, conditions: Conditions) -> Result<Report> {
    let stay = Stay {
        connections: conditions.size.pick(options.connections, 50),
        cycles: conditions.size.pick(options.cycles, 2).max(2),
        settles: conditions.size.pick(SETTLES, SETTLES_IN_SMOKE),
    };
    let Stay {
        connections,
        cycles,
        ..
    } = stay;
    let settings = [
        ("connections", connections as u64),
        ("cycles", cycles as u64),
    ];
    let mut report = conditions.report("idle", &settings);
    let case = format!("connections={connections}");
    let bar = progress(3 * cycles);
    let folder = tempfile::tempdir()?;
    for system in ["floor", "parley", "bun"] {
        let of = Of {
            case: &case,
            system,
        };
        bar.set_message(system);
        if system == "parley" && options.without_parley {
            continue;
        }
        let target = start(system, conditions, folder.path());
        match target {
            Ok(target) => stay
                .measure(&target, of, &mut report, &bar)
                .context(system)?,
            Err(reason) if system == "bun" => {
                report.add(of, "skipped", format!("skipped: {reason}").as_str());
            }
            Err(error) => return Err(error.context(system)),
        }
    }
    bar.finish_and_clear();
    Ok(report)
}

/// A fresh server each time: memory that was used before would hide what is used now.
fn start(system: &str, conditions: Conditions, folder: &Path) -> Result<Target> {
    match system {
        "floor" => relay::floor(conditions.pinning, 0),
        "bun" => relay::bun(conditions, 0, folder),
        _ => parley::start(conditions.pinning, 0),
    }
}

#[derive(Debug, Clone, Copy)]
struct Stay {
    connections: usize,
    cycles: usize,
    settles: Duration,
}

/// What one cycle took: bytes while everybody was there and after all had left, and server time.
struct Cycle {
    full: f64,
    left: f64,
    cpu_us: f64,
}

impl Stay {
    fn measure(
        self,
        target: &Target,
        of: Of<'_>,
        report: &mut Report,
        bar: &ProgressBar,
    ) -> Result<()> {
        let empty = value(resident(target.process.id())?);
        let mut cycles = Vec::with_capacity(self.cycles);
        for _ in 0..self.cycles {
            cycles.push(self.come_and_go(target)?);
            bar.inc(1);
        }
        let (first, second, last) = (&cycles[0], &cycles[1], &cycles[cycles.len() - 1]);
        let each = |bytes: f64| (bytes - empty) / value(self.connections as u64);
        report.add(of, "bytes_per_connection", each(first.full));
        report.add(of, "bytes_per_connection_last", each(last.full));
        // The first cycle grows what is kept; from the second on nothing may.
        report.add(
            of,
            "growth_percent",
            (last.full / second.full - 1.0) * 100.0,
        );
        report.add(of, "rss_empty", empty);
        report.add(of, "rss_full_first", first.full);
        report.add(of, "rss_full_last", last.full);
        report.add(of, "rss_left_first", first.left);
        report.add(of, "rss_left_last", last.left);
        let cpu: Vec<f64> = cycles.iter().map(|cycle| cycle.cpu_us).collect();
        report.add_spread(of, "connect_cpu_us", spread(&cpu));
        Ok(())
    }

    fn come_and_go(self, target: &Target) -> Result<Cycle> {
        let server = target.process.id();
        let mut hall = Hall::new(target, &[], (&target.crowd, self.connections), ())?;
        let meter = Meter::start(&target.process)?;
        hall.fill()?;
        let cpu_us = meter.read()?.server * 1e6 / value(self.connections as u64);
        hall.listen(self.settles)?;
        let full = value(resident(server)?);
        drop(hall);
        thread::sleep(self.settles);
        let left = value(resident(server)?);
        Ok(Cycle { full, left, cpu_us })
    }
}
