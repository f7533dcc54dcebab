//! Signed-in clients as a browser would be one: `hello`, then a subscription per topic, then facts,
//! each checked for its place in the order.

use std::mem;
use std::rc::Rc;

use anyhow::{Context, Result, bail, ensure};

use super::engine::Listener;
use crate::wire::heard::{Answer, Heard, hear};
use crate::wire::say::{self, Since};

/// The close code of a server that could not even greet.
const TRY_LATER: u16 = 1013;

/// A signed-in person, who may have many sockets.
#[derive(Debug, Clone)]
pub struct Session {
    pub cookie: Option<String>,
    pub topics: Rc<[String]>,
}

/// What a server sends for a subscription without `since`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Start {
    /// A snapshot, as the protocol says.
    Snapshot,
    /// Nothing: relays keep no state.
    Bare,
}

/// Everything that was counted. `lost` and `twice` fail a run.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Tally {
    pub facts: u64,
    pub lost: u64,
    pub twice: u64,
    /// Resumes that were answered with a snapshot instead of the missing facts.
    pub resets: u64,
    /// Times that the server asked to try again.
    pub unavailable: u64,
}

impl std::ops::AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.facts += other.facts;
        self.lost += other.lost;
        self.twice += other.twice;
        self.resets += other.resets;
        self.unavailable += other.unavailable;
    }
}

/// One subscription of one socket.
#[derive(Debug, Default, Clone, Copy)]
struct Track {
    /// The number heard last.
    last: u64,
    /// The number it must reach to be up to date, once the server has answered.
    head: Option<u64>,
    /// Whether `last` means something: a snapshot came, or it resumes.
    placed: bool,
}

impl Track {
    fn is_ready(&self) -> bool {
        self.placed && self.head.is_some_and(|head| self.last >= head)
    }

    fn hear(&mut self, seq: u64, tally: &mut Tally) {
        tally.facts += 1;
        if seq <= self.last {
            tally.twice += 1;
            return;
        }
        tally.lost += seq - self.last - 1;
        self.last = seq;
    }
}

struct Member {
    session: Rc<Session>,
    tracks: Vec<Track>,
    ready: bool,
}

impl Member {
    fn track(&mut self, topic: &[u8]) -> Result<&mut Track> {
        let place = self
            .session
            .topics
            .iter()
            .position(|own| own.as_bytes() == topic);
        place
            .and_then(|place| self.tracks.get_mut(place))
            .with_context(|| format!("a topic not asked for: {}", String::from_utf8_lossy(topic)))
    }
}

/// Hears each fact after it was checked, and what publishers are told.
pub trait Ear {
    fn fact(&mut self, seq: u64);
    fn acknowledged(&mut self, seq: u64);
}

impl Ear for () {
    fn fact(&mut self, _: u64) {}
    fn acknowledged(&mut self, _: u64) {}
}

pub struct Crew<E> {
    pub ear: E,
    pub tally: Tally,
    /// The length of the fact heard last.
    pub fact_bytes: usize,
    /// Lines and topics whose subscription was not possible and is to be asked for again.
    again: Vec<(usize, usize)>,
    members: Vec<Member>,
    ready: usize,
    start: Start,
    epoch: String,
    resuming: bool,
}

impl<E: Ear> Crew<E> {
    /// `count` sockets, shared out among the sessions.
    pub fn new(sessions: &[Session], count: usize, start: Start, ear: E) -> Self {
        let sessions: Vec<Rc<Session>> = sessions.iter().cloned().map(Rc::new).collect();
        let member = |session: &Rc<Session>| Member {
            session: Rc::clone(session),
            tracks: vec![Track::default(); session.topics.len()],
            ready: false,
        };
        let members = sessions.iter().cycle().take(count).map(member).collect();
        let (tally, epoch) = (Tally::default(), String::new());
        Self {
            ear,
            tally,
            fact_bytes: 0,
            again: Vec::new(),
            members,
            ready: 0,
            start,
            epoch,
            resuming: false,
        }
    }

    pub fn is_ready(&self) -> bool {
        self.ready == self.members.len()
    }

    pub fn len(&self) -> usize {
        self.members.len()
    }

    /// Everybody is away; the next `hello` resumes where each one left.
    pub fn cut(&mut self) {
        self.ready = 0;
        self.resuming = true;
        for member in &mut self.members {
            member.ready = false;
            member.tracks.iter_mut().for_each(|track| track.head = None);
        }
    }

    /// The highest number that anybody has heard of a topic.
    pub fn head(&self, topic: &str) -> u64 {
        let own = self.subscriptions().filter(|(name, _)| *name == topic);
        own.map(|(_, track)| track.last).max().unwrap_or(0)
    }

    /// How many facts of a topic, up to number `head`, its subscribers have not heard.
    pub fn missing(&self, topic: &str, head: u64) -> u64 {
        let own = self.subscriptions().filter(|(name, _)| *name == topic);
        own.map(|(_, track)| head.saturating_sub(track.last)).sum()
    }

    fn subscriptions(&self) -> impl Iterator<Item = (&str, &Track)> {
        self.members.iter().flat_map(|member| {
            member
                .session
                .topics
                .iter()
                .map(String::as_str)
                .zip(&member.tracks)
        })
    }

    fn answered(&mut self, line: usize, answer: &Answer, say: &mut Vec<u8>) -> Result<()> {
        let Some(ok) = &answer.ok else {
            return self.refused(line, answer);
        };
        if answer.re == "hello" {
            if let Some(epoch) = ok.get("epoch").and_then(|epoch| epoch.as_str()) {
                epoch.clone_into(&mut self.epoch);
            }
            self.subscribe(line, say);
            return Ok(());
        }
        let place: usize = answer.re.parse().context("an answer to nothing")?;
        let head = answer
            .number("head")
            .context("a subscription without a head")?;
        let member = &mut self.members[line];
        let track = member
            .tracks
            .get_mut(place)
            .context("an answer to nothing")?;
        track.head = Some(head);
        if !self.resuming && self.start == Start::Bare {
            (track.last, track.placed) = (head, true);
        }
        self.note_ready(line);
        Ok(())
    }

    /// `unavailable` means: later. After a `hello` the server closes the line, which is dialled anew.
    fn refused(&mut self, line: usize, answer: &Answer) -> Result<()> {
        let code = answer.no.as_ref().map(|no| no.code.as_str());
        ensure!(
            code == Some("unavailable"),
            "line {line} was refused: {answer:?}"
        );
        self.tally.unavailable += 1;
        if answer.re != "hello" {
            self.again.push((line, answer.re.parse()?));
        }
        Ok(())
    }

    /// The subscriptions to ask for again, each with its line.
    pub fn ask_again(&mut self) -> Vec<(usize, Vec<u8>)> {
        let again = mem::take(&mut self.again);
        let asked = again.into_iter().map(|(line, place)| {
            let mut say = Vec::new();
            self.subscribe_to(line, place, &mut say);
            (line, say)
        });
        asked.collect()
    }

    fn subscribe(&self, line: usize, say: &mut Vec<u8>) {
        let topics = 0..self.members[line].tracks.len();
        topics.for_each(|place| self.subscribe_to(line, place, say));
    }

    fn subscribe_to(&self, line: usize, place: usize, say: &mut Vec<u8>) {
        let Member {
            session, tracks, ..
        } = &self.members[line];
        let (epoch, seq) = (self.epoch.clone(), tracks[place].last);
        let since = self.resuming.then_some(Since { epoch, seq });
        say::subscribe(
            &place.to_string(),
            &session.topics[place],
            since.as_ref(),
            say,
        );
    }

    fn note_ready(&mut self, line: usize) {
        let member = &mut self.members[line];
        if !member.ready && member.tracks.iter().all(Track::is_ready) {
            member.ready = true;
            self.ready += 1;
        }
    }
}

impl<E: Ear> Listener for Crew<E> {
    fn ended(&mut self, line: usize, code: Option<u16>) -> Result<()> {
        ensure!(
            code == Some(TRY_LATER),
            "line {line} was ended by the server: {code:?}"
        );
        Ok(())
    }

    fn opened(&mut self, _: usize, say: &mut Vec<u8>) -> Result<()> {
        say::hello(say);
        Ok(())
    }

    fn text(&mut self, line: usize, text: &[u8], say: &mut Vec<u8>) -> Result<()> {
        match hear(text)? {
            Heard::Fact { topic, seq } => {
                let member = &mut self.members[line];
                member.track(topic)?.hear(seq, &mut self.tally);
                if !member.ready {
                    self.note_ready(line);
                }
                self.fact_bytes = text.len();
                self.ear.fact(seq);
            }
            Heard::Answer(answer) => self.answered(line, &answer, say)?,
            Heard::Reset { topic, seq, last } => {
                let track = self.members[line].track(topic)?;
                track.last = seq;
                track.placed |= last;
                self.tally.resets += u64::from(self.resuming && last);
                self.note_ready(line);
            }
            Heard::Gone | Heard::Bye => bail!("not expected: {}", String::from_utf8_lossy(text)),
            Heard::Other => {}
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn crew(start: Start) -> Crew<()> {
        let topics = Rc::from(["fair/1".to_owned(), "inbox/1".to_owned()]);
        Crew::new(
            &[Session {
                cookie: None,
                topics,
            }],
            1,
            start,
            (),
        )
    }

    fn tell(crew: &mut Crew<()>, texts: &[&str]) -> Result<()> {
        texts
            .iter()
            .try_for_each(|text| crew.text(0, text.as_bytes(), &mut Vec::new()))
    }

    #[test]
    fn a_member_is_ready_when_both_topics_are_up_to_date() -> Result<()> {
        let mut crew = crew(Start::Snapshot);
        tell(
            &mut crew,
            &[
                r#"{"re":"0","ok":{"head":4}}"#,
                r#"{"on":"fair/1","reset":{"seq":4,"part":1,"of":1,"state":{}}}"#,
                r#"{"re":"1","ok":{"head":2}}"#,
            ],
        )?;
        assert!(!crew.is_ready());
        tell(
            &mut crew,
            &[r#"{"on":"inbox/1","reset":{"seq":2,"part":1,"of":1,"state":{}}}"#],
        )?;
        assert!(crew.is_ready());
        Ok(())
    }

    #[test]
    fn holes_and_repetitions_are_counted() -> Result<()> {
        let mut crew = crew(Start::Bare);
        tell(
            &mut crew,
            &[
                r#"{"re":"0","ok":{"head":4}}"#,
                r#"{"re":"1","ok":{"head":0}}"#,
            ],
        )?;
        for seq in [5, 6, 6, 9] {
            tell(
                &mut crew,
                &[&format!(r#"{{"on":"fair/1","seq":{seq},"v":1}}"#)],
            )?;
        }
        assert_eq!(
            crew.tally,
            Tally {
                facts: 4,
                lost: 2,
                twice: 1,
                ..Tally::default()
            }
        );
        Ok(())
    }

    #[test]
    fn a_resume_waits_for_the_facts_it_missed() -> Result<()> {
        let mut crew = crew(Start::Bare);
        tell(
            &mut crew,
            &[
                r#"{"re":"0","ok":{"head":4}}"#,
                r#"{"re":"1","ok":{"head":0}}"#,
            ],
        )?;
        crew.cut();
        tell(
            &mut crew,
            &[
                r#"{"re":"0","ok":{"head":5}}"#,
                r#"{"re":"1","ok":{"head":0}}"#,
            ],
        )?;
        assert!(!crew.is_ready());
        tell(&mut crew, &[r#"{"on":"fair/1","seq":5,"v":1}"#])?;
        assert!(crew.is_ready());
        assert_eq!(
            crew.tally,
            Tally {
                facts: 1,
                ..Tally::default()
            }
        );
        Ok(())
    }
}
