//! One publisher, N subscribers, W messages outstanding. A message is complete when everybody has
//! it and its sender has the acknowledgement.

use std::collections::VecDeque;
use std::slice;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use clap::Args;

use super::Conditions;
use super::rounds::{Field, Sample};
use crate::client::crew::{Crew, Ear, Session};
use crate::client::hall::{Audience, Hall, PATIENCE};
use crate::meter::{Meter, Spent};
use crate::report::Report;
use crate::stats::{quantile, value};
use crate::systems::{Publisher, Target};

#[derive(Debug, Args)]
pub struct Options {
    /// Subscribers
    #[arg(long, default_value_t = 1000)]
    n: usize,
    /// Messages outstanding, one case each
    #[arg(long, value_delimiter = ',', default_values_t = [1, 32])]
    w: Vec<usize>,
    /// Seconds per turn
    #[arg(long, default_value_t = 3.0)]
    seconds: f64,
    /// Characters of each announcement
    #[arg(long, default_value_t = 64)]
    text: usize,
    /// Leave Parley out
    #[arg(long)]
    without_parley: bool,
}

/// Before counting starts, so that caches and queues have their size.
const WARM_UP: Duration = Duration::from_millis(500);

pub fn run(options: &Options, conditions: Conditions) -> Result<Report> {
    let n = conditions.size.pick(options.n, 50);
    let length = Duration::from_secs_f64(conditions.size.pick(options.seconds, 1.0));
    let field = Field::start(conditions, options.text, options.without_parley)?;
    let settings = [("n", n as u64), ("frame_bytes", field.frame_bytes)];
    let mut report = conditions.report("fanout", &settings);
    for w in &options.w {
        field.compare(&format!("W={w}"), conditions, &mut report, |target| {
            turn(target, n, *w, length)
        })?;
    }
    Ok(report)
}

fn turn(target: &Target, n: usize, w: usize, length: Duration) -> Result<Sample> {
    let publisher = &target.publishers[0];
    let only_that = |person: &Session| Session {
        topics: [publisher.topic.clone()].into(),
        ..person.clone()
    };
    let people: Vec<Session> = target.crowd.iter().map(only_that).collect();
    let window = Window {
        crowd: n,
        ..Window::default()
    };
    let mut hall = Hall::new(target, slice::from_ref(publisher), (&people, n), window)?;
    hall.fill()?;
    let crew = &mut hall.audience.crew;
    crew.ear.next = crew.head(&publisher.topic) + 1;
    keep_outstanding(&mut hall, publisher, w, WARM_UP)?;
    hall.audience.crew.ear.latencies.clear();
    let meter = Meter::start(&target.process)?;
    keep_outstanding(&mut hall, publisher, w, length)?;
    let spent = meter.read()?;
    sample(&mut hall.audience.crew, spent)
}

fn sample(crew: &mut Crew<Window>, spent: Spent) -> Result<Sample> {
    let (tally, window) = (crew.tally, &mut crew.ear);
    let deliveries = value((window.latencies.len() * window.crowd) as u64);
    let latencies = &mut window.latencies;
    let mut figures = vec![
        ("deliveries_per_s", deliveries / spent.wall),
        (
            "p50_ms",
            quantile(latencies, 0.5).context("no message in time")?,
        ),
        (
            "p99_ms",
            quantile(latencies, 0.99).context("no message in time")?,
        ),
    ];
    figures.extend(spent.shares());
    Ok(Sample {
        cpu_us_per_op: spent.server * 1e6 / deliveries,
        figures,
        tally,
    })
}

/// Keeps `w` messages on their way for a while, then waits for the last ones.
fn keep_outstanding(
    hall: &mut Hall<'_, Window>,
    publisher: &Publisher,
    w: usize,
    length: Duration,
) -> Result<()> {
    let until = Instant::now() + length;
    let mut block = Vec::new();
    while Instant::now() < until {
        let window = &mut hall.audience.crew.ear;
        while window.outstanding.len() < w {
            publisher.publish(window.send(), &mut block);
        }
        if !block.is_empty() {
            hall.say(0, &block)?;
            block.clear();
        }
        hall.turn()?;
    }
    let settled = |audience: &Audience<Window>| audience.crew.ear.outstanding.is_empty();
    hall.until("delivering to all", PATIENCE, settled)
}

/// The messages on their way, oldest first.
#[derive(Debug, Default)]
struct Window {
    crowd: usize,
    /// The number that the next message will get.
    next: u64,
    outstanding: VecDeque<Message>,
    /// Milliseconds from sending to completeness.
    latencies: Vec<f64>,
}

#[derive(Debug)]
struct Message {
    sent: Instant,
    heard: usize,
    acknowledged: bool,
}

impl Window {
    fn send(&mut self) -> u64 {
        let message = Message {
            sent: Instant::now(),
            heard: 0,
            acknowledged: false,
        };
        self.outstanding.push_back(message);
        self.next += 1;
        self.next - 1
    }

    fn message(&mut self, seq: u64) -> Option<&mut Message> {
        let oldest = self.next - self.outstanding.len() as u64;
        let place = usize::try_from(seq.checked_sub(oldest)?).ok()?;
        self.outstanding.get_mut(place)
    }

    fn complete(&mut self) {
        let crowd = self.crowd;
        while let Some(message) = self
            .outstanding
            .pop_front_if(|message| message.heard >= crowd && message.acknowledged)
        {
            self.latencies
                .push(message.sent.elapsed().as_secs_f64() * 1e3);
        }
    }
}

impl Ear for Window {
    fn fact(&mut self, seq: u64) {
        let crowd = self.crowd;
        let Some(message) = self.message(seq) else {
            return;
        };
        message.heard += 1;
        if message.heard == crowd {
            self.complete();
        }
    }

    fn acknowledged(&mut self, seq: u64) {
        if let Some(message) = self.message(seq) {
            message.acknowledged = true;
        }
        self.complete();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_is_complete_when_all_have_it_and_its_sender_knows() {
        let mut window = Window {
            crowd: 2,
            next: 7,
            ..Window::default()
        };
        assert_eq!((window.send(), window.send()), (7, 8));
        window.fact(7);
        window.fact(8);
        window.fact(8);
        window.acknowledged(8);
        assert_eq!(
            window.outstanding.len(),
            2,
            "the older one is still on its way"
        );
        window.fact(7);
        assert_eq!(window.outstanding.len(), 2, "its sender does not know yet");
        window.acknowledged(7);
        assert_eq!((window.outstanding.len(), window.latencies.len()), (0, 2));
    }
}
