//! K buyers race for one period, again and again: exactly one may win each time, and the losers
//! must be told soon. The floor is the same claims as bare SQL.

use std::mem;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};
use clap::Args;

use super::{Conditions, progress};
use crate::client::buyers::Buyers;
use crate::client::engine::Engine;
use crate::client::hall::PATIENCE;
use crate::meter::Meter;
use crate::report::{Of, Report};
use crate::stats::{is_void, quantile, spread, value};
use crate::systems::bare_sql::{self, Race, Writes};
use crate::systems::parley::House;
use crate::wire::say;

#[derive(Debug, Args)]
pub struct Options {
    /// Buyers who race for each period
    #[arg(long, default_value_t = 8)]
    buyers: usize,
    /// Races at the same time, each among buyers of its own
    #[arg(long, default_value_t = 8)]
    at_once: usize,
    /// Races in all, shared out among the rounds
    #[arg(long, default_value_t = 10_000)]
    races: u64,
    /// Race on this PostgreSQL database too; Parley makes its tables in it
    #[arg(long)]
    database_url: Option<String>,
    /// Leave Parley out
    #[arg(long)]
    without_parley: bool,
}

const A_LITTLE: Duration = Duration::from_millis(10);
/// Ten thousand races, even on a slow disk.
const RACES_END: Duration = Duration::from_mins(10);

pub fn run(options: &Options, conditions: Conditions) -> Result<Report> {
    let rounds = conditions.rounds as u64;
    let races = conditions.size.pick(options.races.div_ceil(rounds), 50);
    let buyers = conditions.size.pick(options.buyers, 4);
    let at_once = conditions.size.pick(options.at_once, 2);
    let settings = [
        ("buyers", buyers as u64),
        ("at_once", at_once as u64),
        ("races_per_round", races),
    ];
    let mut report = conditions.report("book-race", &settings);
    let folder = tempfile::tempdir()?;
    let own = format!(
        "sqlite:{}?mode=rwc",
        folder.path().join("race.db").display()
    );
    let mut courses = vec![("sqlite", own, None)];
    if let Some(url) = &options.database_url {
        courses.push(("postgres", url.clone(), Some(url.as_str())));
    }
    for (name, floor_url, parley_url) in courses {
        let floor = Race {
            database_url: floor_url,
            buyers,
            at_once,
            races,
            writes: Writes::Rows,
        };
        let house = (!options.without_parley)
            .then(|| House::open(conditions.pinning, parley_url))
            .transpose()?;
        let course = Course {
            case: format!("{name} K={buyers}"),
            floor,
            house,
            conditions,
        };
        course.run(&mut report).context(name)?;
    }
    Ok(report)
}

struct Course {
    case: String,
    floor: Race,
    house: Option<House>,
    conditions: Conditions,
}

/// The figures of all valid rounds so far.
#[derive(Default)]
struct Figures {
    floor: Vec<f64>,
    claims: Vec<f64>,
    parley: Vec<f64>,
    ratio: Vec<f64>,
    claims_ratio: Vec<f64>,
    cpu_us: Vec<f64>,
    winner_ms: Vec<f64>,
    loser_ms: Vec<f64>,
    void: u64,
    wrong_floor: u64,
    wrong: u64,
    unavailable: u64,
}

impl Course {
    fn run(&self, report: &mut Report) -> Result<()> {
        let rounds = self.conditions.rounds;
        let mut racers = self
            .house
            .as_ref()
            .map(|house| self.assemble(house))
            .transpose()?;
        let mut figures = Figures::default();
        let bar = progress(rounds);
        while figures.floor.len() < rounds && figures.void < 2 * rounds as u64 {
            bar.set_message(format!("{}, {} void", self.case, figures.void));
            self.round(racers.as_mut(), &mut figures)?;
            bar.set_position(figures.floor.len() as u64);
        }
        bar.finish_and_clear();
        self.report(figures, report);
        Ok(())
    }

    fn assemble(&self, house: &House) -> Result<Racers> {
        let organiser = house.organiser()?;
        let edition = house.let_buyers_hold(&organiser)?;
        let Race {
            buyers: rivals,
            at_once,
            ..
        } = self.floor;
        let people = house.invite_buyers(&organiser, rivals * at_once)?;
        let courses = house.share_out_periods(&organiser, &edition, at_once)?;
        let (cookies, ids) = people.into_iter().map(|one| (one.cookie, one.ids)).unzip();
        Ok(Racers {
            cookies,
            buyers: Buyers::new(ids, rivals, courses)?,
        })
    }

    fn round(&self, racers: Option<&mut Racers>, figures: &mut Figures) -> Result<()> {
        let pinning = self.conditions.pinning;
        let before = bare_sql::measure(&self.floor, pinning)?;
        let ours = match (racers, &self.house) {
            (Some(racers), Some(house)) => {
                let raced = racers.race(house, self.floor.races);
                Some(raced.with_context(|| format!("the server's log:\n{}", house.last_words()))?)
            }
            _ => None,
        };
        let after = bare_sql::measure(&self.floor, pinning)?;
        let bare = Race {
            writes: Writes::Claims,
            ..self.floor.clone()
        };
        let claims = bare_sql::measure(&bare, pinning)?;
        figures.wrong_floor += before.wrong + after.wrong + claims.wrong;
        if let Some(sample) = &ours {
            figures.wrong += sample.wrong;
            figures.unavailable += sample.unavailable;
        }
        let (before, after) = (before.rate(), after.rate());
        if is_void(before, after) {
            figures.void += 1;
            return Ok(());
        }
        let floor = f64::midpoint(before, after);
        figures.floor.push(floor);
        figures.claims.push(claims.rate());
        if let Some(sample) = ours {
            figures.ratio.push(sample.races_per_s / floor);
            figures
                .claims_ratio
                .push(sample.races_per_s / claims.rate());
            figures.parley.push(sample.races_per_s);
            figures.cpu_us.push(sample.cpu_us);
            figures.winner_ms.extend(sample.winner_ms);
            figures.loser_ms.extend(sample.loser_ms);
        }
        Ok(())
    }

    fn report(&self, mut figures: Figures, report: &mut Report) {
        let floor = Of {
            case: &self.case,
            system: "floor",
        };
        report.add_spread(floor, "races_per_s", spread(&figures.floor));
        report.add_forbidden(floor, "not_one_winner", figures.wrong_floor);
        let claims = Of {
            case: &self.case,
            system: "claims alone",
        };
        report.add_spread(claims, "races_per_s", spread(&figures.claims));
        let own = Of {
            case: &self.case,
            system: "loadtest",
        };
        report.add(own, "rounds", figures.floor.len() as u64);
        report.add(own, "void_rounds", figures.void);
        if self.house.is_none() {
            return;
        }
        let parley = Of {
            case: &self.case,
            system: "parley",
        };
        report.add_spread(parley, "races_per_s", spread(&figures.parley));
        report.add_spread(parley, "rate_to_floor", spread(&figures.ratio));
        report.add_spread(parley, "rate_to_claims", spread(&figures.claims_ratio));
        report.add_spread(parley, "cpu_us_per_op", spread(&figures.cpu_us));
        let answers = [
            ("winner", &mut figures.winner_ms),
            ("loser", &mut figures.loser_ms),
        ];
        for (who, waited) in answers {
            for (name, share) in [("p50", 0.5), ("p99", 0.99)] {
                if let Some(value) = quantile(waited, share) {
                    report.add(parley, &format!("{who}_{name}_ms"), value);
                }
            }
        }
        report.add(parley, "unavailable", figures.unavailable);
        report.add_forbidden(parley, "not_one_winner", figures.wrong);
    }
}

struct Racers {
    cookies: Vec<String>,
    buyers: Buyers,
}

/// One round of Parley's.
struct Sample {
    races_per_s: f64,
    /// Per attempt, not per race.
    cpu_us: f64,
    winner_ms: Vec<f64>,
    loser_ms: Vec<f64>,
    wrong: u64,
    unavailable: u64,
}

impl Racers {
    fn race(&mut self, house: &House, races: u64) -> Result<Sample> {
        let Self { cookies, buyers } = self;
        buyers.line_up(races);
        let mut engine = Engine::new(house.server, cookies.len())?;
        let until = Instant::now() + PATIENCE;
        while !(engine.dial_missing(|line| say::upgrade(house.server, Some(&cookies[line])))?
            && buyers.are_ready())
        {
            engine.turn(A_LITTLE, buyers)?;
            ensure!(Instant::now() < until, "not all buyers have come");
        }
        let meter = Meter::start(&house.process)?;
        buyers.start();
        let until = Instant::now() + RACES_END;
        while buyers.finished < races {
            buyers.flush(&mut engine)?;
            engine.turn(A_LITTLE, buyers)?;
            ensure!(Instant::now() < until, "only {} races", buyers.finished);
        }
        let spent = meter.read()?;
        let attempts = value((buyers.winner_ms.len() + buyers.loser_ms.len()) as u64);
        Ok(Sample {
            races_per_s: value(races) / spent.wall,
            cpu_us: spent.server * 1e6 / attempts,
            winner_ms: mem::take(&mut buyers.winner_ms),
            loser_ms: mem::take(&mut buyers.loser_ms),
            wrong: buyers.wrong,
            unavailable: buyers.unavailable,
        })
    }
}
