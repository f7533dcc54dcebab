//! A hall full of people: a crew of listeners on the first lines, those who publish on the last.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};

use super::crew::{Crew, Ear, Session};
use super::engine::{Engine, Listener};
use crate::systems::{Publisher, Target};
use crate::wire::heard::{Heard, hear};
use crate::wire::say;

/// Long enough for ten thousand clients to connect to a server on a busy core.
pub const PATIENCE: Duration = Duration::from_mins(3);
const A_LITTLE: Duration = Duration::from_millis(10);

pub struct Hall<'a, E> {
    server: SocketAddr,
    /// The crowd's cookies, then the publishers'.
    cookies: Vec<Option<&'a str>>,
    engine: Engine,
    pub audience: Audience<E>,
}

pub struct Audience<E> {
    pub crew: Crew<E>,
    /// Publishers that have not been greeted yet.
    ungreeted: usize,
}

impl<'a, E: Ear> Hall<'a, E> {
    /// A hall of `count` sockets shared out among `people`, still empty.
    pub fn new(
        target: &'a Target,
        publishers: &'a [Publisher],
        (people, count): (&'a [Session], usize),
        ear: E,
    ) -> Result<Self> {
        let of_crowd = people
            .iter()
            .cycle()
            .take(count)
            .map(|person| person.cookie.as_deref());
        let all = of_crowd.chain(
            publishers
                .iter()
                .map(|publisher| publisher.cookie.as_deref()),
        );
        let cookies: Vec<_> = all.collect();
        let crew = Crew::new(people, count, target.start, ear);
        let audience = Audience {
            crew,
            ungreeted: publishers.len(),
        };
        let engine = Engine::new(target.server, cookies.len())?;
        Ok(Self {
            server: target.server,
            cookies,
            engine,
            audience,
        })
    }

    /// Lets in everybody who is not inside, and waits until all are up to date.
    pub fn fill(&mut self) -> Result<()> {
        let until = Instant::now() + PATIENCE;
        while !self.fill_a_little()? {
            ensure!(
                Instant::now() < until,
                "not everybody up to date within {PATIENCE:?}"
            );
        }
        Ok(())
    }

    /// Goes on letting people in. Whether all are up to date.
    pub fn fill_a_little(&mut self) -> Result<bool> {
        let (server, cookies) = (self.server, &self.cookies);
        let all_open = self
            .engine
            .dial_missing(|line| say::upgrade(server, cookies[line]))?;
        if all_open && self.audience.is_ready() {
            return Ok(true);
        }
        self.engine.turn(A_LITTLE, &mut self.audience)?;
        for (line, subscription) in self.audience.crew.ask_again() {
            self.engine.send(line, &subscription)?;
        }
        Ok(false)
    }

    /// Cuts the crowd off, all at once. Those who publish stay.
    pub fn cut(&mut self) {
        self.engine.cut(0..self.audience.crew.len());
        self.audience.crew.cut();
    }

    /// Sends a block of commands on a publisher's line.
    pub fn say(&mut self, publisher: usize, block: &[u8]) -> Result<()> {
        self.engine
            .send(self.audience.crew.len() + publisher, block)
    }

    /// Handles what has come, without sleeping. Waking a client that sleeps is charged to whoever writes to it, some
    /// 4 us a write on a virtual machine; whoever keeps the client busy would be let off, and the faster ones are.
    pub fn turn(&mut self) -> Result<()> {
        self.engine.turn(Duration::ZERO, &mut self.audience)
    }

    pub fn listen(&mut self, how_long: Duration) -> Result<()> {
        self.engine.listen(how_long, &mut self.audience)
    }

    pub fn until(
        &mut self,
        what: &str,
        patience: Duration,
        done: impl Fn(&Audience<E>) -> bool,
    ) -> Result<()> {
        self.engine.until(what, patience, &mut self.audience, done)
    }
}

impl<E: Ear> Audience<E> {
    fn is_ready(&self) -> bool {
        self.ungreeted == 0 && self.crew.is_ready()
    }
}

impl<E: Ear> Listener for Audience<E> {
    fn ended(&mut self, line: usize, code: Option<u16>) -> Result<()> {
        self.crew.ended(line, code)
    }

    fn opened(&mut self, line: usize, say: &mut Vec<u8>) -> Result<()> {
        self.crew.opened(line, say)
    }

    fn text(&mut self, line: usize, text: &[u8], say: &mut Vec<u8>) -> Result<()> {
        if line < self.crew.len() {
            return self.crew.text(line, text, say);
        }
        let Heard::Answer(answer) = hear(text)? else {
            return Ok(());
        };
        match (&answer.ok, answer.number("seq")) {
            (None, _) => bail!("a publisher was refused: {answer:?}"),
            (Some(_), Some(seq)) => self.crew.ear.acknowledged(seq),
            (Some(_), None) => self.ungreeted = self.ungreeted.saturating_sub(1),
        }
        Ok(())
    }
}
