//! Everybody is cut at once and comes back with epoch and `since`; a tenth have facts to fetch.
//! Nothing may be lost and nothing may come twice.

use std::time::{Duration, Instant};

use anyhow::Result;
use clap::Args;

use super::Conditions;
use super::rounds::{Field, Sample};
use crate::client::crew::Ear;
use crate::client::hall::{Audience, Hall, PATIENCE};
use crate::meter::Meter;
use crate::report::Report;
use crate::stats::value;
use crate::systems::Target;

#[derive(Debug, Args)]
pub struct Options {
    /// Connections cut at once
    #[arg(long, default_value_t = 5000)]
    connections: usize,
    /// Facts that the tenth has missed
    #[arg(long, default_value_t = 3)]
    missed: u64,
    /// Leave Parley out
    #[arg(long)]
    without_parley: bool,
}

/// The server has noticed by then that everybody is gone.
const NOTICED: Duration = Duration::from_secs(1);
/// How often somebody publishes in the middle of the storm.
const PACE: Duration = Duration::from_millis(50);
/// Facts for everybody after the storm, to see that nobody is deaf.
const AFTERWARDS: u64 = 3;
/// A fact that has not come by then is lost.
const LATEST: Duration = Duration::from_secs(10);

/// What happens while people come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Weather {
    /// Nothing else: what a resume costs.
    Quiet,
    /// Facts for all of them, which must fall neither between replay and live nor into both.
    Busy,
}

pub fn run(options: &Options, conditions: Conditions) -> Result<Report> {
    let connections = conditions.size.pick(options.connections, 50);
    let field = Field::start(conditions, 64, options.without_parley)?;
    let settings = [
        ("connections", connections as u64),
        ("missed", options.missed),
        ("frame_bytes", field.frame_bytes),
    ];
    let mut report = conditions.report("reconnect-storm", &settings);
    let storm = |weather: Weather| {
        move |target: &Target| Storm::gather(target, connections)?.pass(weather, options.missed)
    };
    field.compare("quiet", conditions, &mut report, storm(Weather::Quiet))?;
    field.count("busy", &mut report, storm(Weather::Busy))?;
    Ok(report)
}

/// What publishers were told: how often, and the last number.
#[derive(Debug, Default)]
struct Told {
    last: u64,
    count: u64,
}

impl Ear for Told {
    fn fact(&mut self, _: u64) {}

    fn acknowledged(&mut self, seq: u64) {
        self.count += 1;
        self.last = seq;
    }
}

/// The line of each of `Target::publishers`.
const ALL: usize = 0;
const A_TENTH: usize = 1;

struct Storm<'a> {
    target: &'a Target,
    hall: Hall<'a, Told>,
    connections: usize,
    /// Commands said so far.
    said: u64,
    /// The last number of each publisher's topic.
    heads: [u64; 2],
}

impl<'a> Storm<'a> {
    fn gather(target: &'a Target, connections: usize) -> Result<Self> {
        let crowd = (target.crowd.as_slice(), connections);
        let mut hall = Hall::new(target, &target.publishers, crowd, Told::default())?;
        hall.fill()?;
        let head = |place: usize| hall.audience.crew.head(&target.publishers[place].topic);
        let heads = [head(ALL), head(A_TENTH)];
        Ok(Self {
            target,
            hall,
            connections,
            said: 0,
            heads,
        })
    }

    fn pass(mut self, weather: Weather, missed: u64) -> Result<Sample> {
        let cut = Meter::start(&self.target.process)?;
        self.hall.cut();
        self.hall.listen(NOTICED)?;
        let cut = cut.read()?;
        self.publish(A_TENTH, missed)?;
        let meter = Meter::start(&self.target.process)?;
        match weather {
            Weather::Quiet => self.hall.fill()?,
            Weather::Busy => self.fill_amid_news()?,
        }
        let spent = meter.read()?;
        self.publish(ALL, AFTERWARDS)?;
        let lost = self.wait_for_the_last()?;
        let mut tally = self.hall.audience.crew.tally;
        tally.lost += lost;
        let each = value(self.connections as u64);
        let mut figures = vec![
            ("all_back_s", spent.wall),
            ("cut_cpu_us_per_op", cut.server * 1e6 / each),
        ];
        figures.extend(spent.shares());
        Ok(Sample {
            cpu_us_per_op: spent.server * 1e6 / each,
            figures,
            tally,
        })
    }

    /// Publishes and waits for the acknowledgements.
    fn publish(&mut self, publisher: usize, count: u64) -> Result<()> {
        self.say(publisher, count)?;
        let said = self.said;
        let told = |audience: &Audience<Told>| audience.crew.ear.count == said;
        self.hall.until("acknowledging", PATIENCE, told)?;
        self.heads[publisher] = self.hall.audience.crew.ear.last;
        Ok(())
    }

    fn say(&mut self, publisher: usize, count: u64) -> Result<()> {
        let mut block = Vec::new();
        for next in 1..=count {
            let seq = self.heads[publisher] + next;
            self.target.publishers[publisher].publish(seq, &mut block);
        }
        self.said += count;
        self.hall.say(publisher, &block)
    }

    fn fill_amid_news(&mut self) -> Result<()> {
        let (mut next, until) = (Instant::now(), Instant::now() + PATIENCE);
        loop {
            if Instant::now() >= next {
                self.say(ALL, 1)?;
                self.heads[ALL] += 1;
                next += PACE;
            }
            if self.hall.fill_a_little()? {
                return Ok(());
            }
            anyhow::ensure!(
                Instant::now() < until,
                "not everybody back within {PATIENCE:?}"
            );
        }
    }

    /// How many facts somebody has still not heard when nobody should be waiting any more.
    fn wait_for_the_last(&mut self) -> Result<u64> {
        let until = Instant::now() + LATEST;
        loop {
            let crew = &self.hall.audience.crew;
            let topics = self
                .target
                .publishers
                .iter()
                .map(|publisher| publisher.topic.as_str());
            let missing = topics
                .zip(self.heads)
                .map(|(topic, head)| crew.missing(topic, head))
                .sum();
            if missing == 0 || Instant::now() > until {
                return Ok(missing);
            }
            self.hall.listen(Duration::from_millis(50))?;
        }
    }
}
