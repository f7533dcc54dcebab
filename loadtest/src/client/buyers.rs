//! Groups of buyers; the members of a group race for one period after another.

use std::time::Instant;

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use super::engine::{Engine, Listener};
use crate::wire::heard::{Heard, hear};
use crate::wire::say::{self, Ids};

/// A period that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    pub grid: String,
    pub start: u64,
}

struct Group {
    periods: Vec<Period>,
    /// The one that is raced for.
    current: usize,
    /// Which one each buyer holds; the server lets him hold one.
    held: Vec<Option<usize>>,
    unanswered: usize,
    winners: usize,
}

/// A buyer on his line, and what he has asked last.
struct Buyer {
    ids: Ids,
    asked: String,
    at: Instant,
}

pub struct Buyers {
    groups: Vec<Group>,
    people: Vec<Buyer>,
    /// Members of each group.
    rivals: usize,
    greeted: usize,
    outgoing: Vec<(usize, Vec<u8>)>,
    to_start: u64,
    pub finished: u64,
    /// Races with another number of winners than one.
    pub wrong: u64,
    /// Times that the server asked to try again.
    pub unavailable: u64,
    /// Milliseconds until each winner and each loser had his answer.
    pub winner_ms: Vec<f64>,
    pub loser_ms: Vec<f64>,
}

impl Buyers {
    /// Group `g` has the lines from `g * rivals` on, and periods that no other group races for.
    pub fn new(ids: Vec<Ids>, rivals: usize, courses: Vec<Vec<Period>>) -> Result<Self> {
        let group = |periods: Vec<Period>| {
            ensure!(
                periods.len() > rivals,
                "a group with {} periods",
                periods.len()
            );
            let held = vec![None; rivals];
            Ok(Group {
                periods,
                current: 0,
                held,
                unanswered: 0,
                winners: 0,
            })
        };
        let groups = courses.into_iter().map(group).collect::<Result<_>>()?;
        let buyer = |ids| Buyer {
            ids,
            asked: String::new(),
            at: Instant::now(),
        };
        Ok(Self {
            groups,
            people: ids.into_iter().map(buyer).collect(),
            rivals,
            greeted: 0,
            outgoing: Vec::new(),
            to_start: 0,
            finished: 0,
            wrong: 0,
            unavailable: 0,
            winner_ms: Vec::new(),
            loser_ms: Vec::new(),
        })
    }

    /// Everybody has come in anew, for so many races.
    pub fn line_up(&mut self, races: u64) {
        (self.greeted, self.to_start, self.finished, self.wrong) = (0, races, 0, 0);
        self.unavailable = 0;
        self.winner_ms.clear();
        self.loser_ms.clear();
    }

    pub fn are_ready(&self) -> bool {
        self.greeted == self.people.len()
    }

    pub fn start(&mut self) {
        (0..self.groups.len()).for_each(|group| self.start_race(group));
    }

    /// Sends what was decided while listening.
    pub fn flush(&mut self, engine: &mut Engine) -> Result<()> {
        self.outgoing
            .drain(..)
            .try_for_each(|(line, frame)| engine.send(line, &frame))
    }

    fn start_race(&mut self, place: usize) {
        if self.to_start == 0 {
            return;
        }
        self.to_start -= 1;
        let group = &mut self.groups[place];
        group.advance();
        (group.unanswered, group.winners) = (self.rivals, 0);
        let first = group.current;
        // Another one is asked first each time, so that not always the same one wins.
        for turn in 0..self.rivals {
            let line = place * self.rivals + (first + turn) % self.rivals;
            let buyer = &mut self.people[line];
            (buyer.asked, buyer.at) = (buyer.ids.next(), Instant::now());
            self.ask(line);
        }
    }

    /// Asks for the period that is raced for, under the id that the buyer has stamped for it.
    fn ask(&mut self, line: usize) {
        let group = &self.groups[line / self.rivals];
        let Period { grid, start } = &group.periods[group.current];
        let input = json!({"grid": grid, "start": start});
        let mut frame = Vec::new();
        say::command(&self.people[line].asked, "slot.hold", &input, &mut frame);
        self.outgoing.push((line, frame));
    }

    fn answered(&mut self, line: usize, won: bool) {
        let waited = self.people[line].at.elapsed().as_secs_f64() * 1e3;
        let (place, rival) = (line / self.rivals, line % self.rivals);
        let group = &mut self.groups[place];
        group.unanswered -= 1;
        if won {
            group.winners += 1;
            group.held[rival] = Some(group.current);
            self.winner_ms.push(waited);
        } else {
            self.loser_ms.push(waited);
        }
        if group.unanswered == 0 {
            self.wrong += u64::from(group.winners != 1);
            self.finished += 1;
            self.start_race(place);
        }
    }
}

impl Group {
    /// To the next period that none of them holds; there are more periods than buyers.
    fn advance(&mut self) {
        loop {
            self.current = (self.current + 1) % self.periods.len();
            if !self.held.contains(&Some(self.current)) {
                return;
            }
        }
    }
}

impl Listener for Buyers {
    fn opened(&mut self, _: usize, say: &mut Vec<u8>) -> Result<()> {
        say::hello(say);
        Ok(())
    }

    fn text(&mut self, line: usize, text: &[u8], _: &mut Vec<u8>) -> Result<()> {
        let Heard::Answer(answer) = hear(text)? else {
            return Ok(());
        };
        if answer.re == "hello" {
            answer
                .ok
                .as_ref()
                .with_context(|| format!("not greeted: {answer:?}"))?;
            self.greeted += 1;
            return Ok(());
        }
        ensure!(
            answer.re == self.people[line].asked,
            "an answer to nothing: {answer:?}"
        );
        match answer.no.as_ref().map(|no| no.code.as_str()) {
            None => self.answered(line, true),
            Some("slot_taken") => self.answered(line, false),
            // Nothing was done: the same command again, under the same id.
            Some("unavailable") => {
                self.unavailable += 1;
                self.ask(line);
            }
            Some(_) => bail!("refused for another reason: {answer:?}"),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn two_buyers() -> Result<Buyers> {
        let period = |start| Period {
            grid: "g".to_owned(),
            start,
        };
        let ids = vec![Ids::told(1), Ids::told(1)];
        let mut buyers = Buyers::new(ids, 2, vec![(0..4).map(period).collect()])?;
        buyers.line_up(3);
        buyers.start();
        Ok(buyers)
    }

    fn answer(buyers: &mut Buyers, line: usize, rest: &str) -> Result<()> {
        let text = format!(r#"{{"re":"{}",{rest}}}"#, buyers.people[line].asked);
        buyers.text(line, text.as_bytes(), &mut Vec::new())
    }

    #[test]
    fn a_race_ends_with_its_last_answer() -> Result<()> {
        let mut buyers = two_buyers()?;
        answer(&mut buyers, 0, r#""ok":{"until":9}"#)?;
        assert_eq!((buyers.finished, buyers.groups[0].current), (0, 1));
        answer(&mut buyers, 1, r#""no":{"code":"slot_taken"}"#)?;
        assert_eq!(
            (buyers.finished, buyers.wrong, buyers.groups[0].current),
            (1, 0, 2)
        );
        assert_eq!((buyers.winner_ms.len(), buyers.loser_ms.len()), (1, 1));
        Ok(())
    }

    #[test]
    fn two_winners_or_none_are_wrong() -> Result<()> {
        for both in [r#""ok":{}"#, r#""no":{"code":"slot_taken"}"#] {
            let mut buyers = two_buyers()?;
            answer(&mut buyers, 0, both)?;
            answer(&mut buyers, 1, both)?;
            assert_eq!(buyers.wrong, 1);
        }
        Ok(())
    }

    #[test]
    fn nobody_races_for_what_one_of_them_holds() -> Result<()> {
        let mut buyers = two_buyers()?;
        buyers.groups[0].held = vec![Some(2), Some(3)];
        buyers.groups[0].advance();
        assert_eq!(buyers.groups[0].current, 0);
        Ok(())
    }

    #[test]
    fn another_refusal_ends_the_run() -> Result<()> {
        let mut buyers = two_buyers()?;
        assert!(answer(&mut buyers, 0, r#""no":{"code":"rate_limited"}"#).is_err());
        Ok(())
    }
}
