//! The epoll loop over all lines.

use std::net::SocketAddr;
use std::ops::Range;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use mio::{Events, Interest, Poll, Token};

use super::line::{After, Bench, Line};

/// Dialled but not yet open at the same time; fewer than any server's accept queue holds.
const OPENING: usize = 256;

/// What a scenario does with what its lines hear. What it appends to `say` leaves on the same line.
pub trait Listener {
    fn opened(&mut self, line: usize, say: &mut Vec<u8>) -> Result<()>;
    fn text(&mut self, line: usize, text: &[u8], say: &mut Vec<u8>) -> Result<()>;

    /// A line that the server ended. If this is no error, `dial_missing` will dial it anew.
    fn ended(&mut self, line: usize, code: Option<u16>) -> Result<()> {
        bail!("line {line} was ended by the server, close code {code:?}")
    }
}

pub struct Engine {
    poll: Poll,
    events: Events,
    bench: Bench,
    server: SocketAddr,
    lines: Vec<Option<Line>>,
    /// Lines before this one have been dialled.
    next: usize,
    /// Dialled and not yet open.
    opening: usize,
}

impl Engine {
    /// An engine with room for `count` lines, none of them dialled yet.
    pub fn new(server: SocketAddr, count: usize) -> Result<Self> {
        let (poll, events) = (Poll::new()?, Events::with_capacity(1024));
        let mut lines = Vec::new();
        lines.resize_with(count, || None);
        Ok(Self {
            poll,
            events,
            bench: Bench::new(),
            server,
            lines,
            next: 0,
            opening: 0,
        })
    }

    /// Dials lines that are not there, a few at a time. Whether all of them are open.
    pub fn dial_missing(&mut self, request: impl Fn(usize) -> Vec<u8>) -> Result<bool> {
        while self.next < self.lines.len() && self.opening < OPENING {
            if self.lines[self.next].is_none() {
                self.dial(self.next, request(self.next))?;
            }
            self.next += 1;
        }
        Ok(self.next == self.lines.len() && self.opening == 0)
    }

    /// Turns until `done` says so; an error after `patience` without it.
    pub fn until<L: Listener>(
        &mut self,
        what: &str,
        patience: Duration,
        listener: &mut L,
        done: impl Fn(&L) -> bool,
    ) -> Result<()> {
        let until = Instant::now() + patience;
        while !done(listener) {
            self.turn(Duration::from_millis(100), listener)?;
            if Instant::now() > until {
                bail!("{what}: not within {patience:?}");
            }
        }
        Ok(())
    }

    /// Listens for a while, whatever comes.
    pub fn listen(&mut self, how_long: Duration, listener: &mut impl Listener) -> Result<()> {
        let until = Instant::now() + how_long;
        while let Some(left) = until.checked_duration_since(Instant::now()) {
            self.turn(left, listener)?;
        }
        Ok(())
    }

    /// Waits once and handles what came.
    pub fn turn(&mut self, patience: Duration, listener: &mut impl Listener) -> Result<()> {
        match self.poll.poll(&mut self.events, Some(patience)) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => return Ok(()),
            polled => polled?,
        }
        for event in &self.events {
            let Token(id) = event.token();
            let Some(line) = &mut self.lines[id] else {
                continue;
            };
            let was_open = line.is_open();
            line.flush()?;
            let after = line.read(id, &mut self.bench, listener)?;
            self.opening -= usize::from(!was_open && (line.is_open() || after != After::Alive));
            if let After::Ended(code) = after {
                self.lines[id] = None;
                listener.ended(id, code)?;
                self.next = self.next.min(id);
            }
        }
        Ok(())
    }

    pub fn send(&mut self, line: usize, bytes: &[u8]) -> Result<()> {
        self.lines[line]
            .as_mut()
            .context("the line has ended")?
            .send(bytes)
    }

    /// Closes these lines at once, as when a hall loses its network.
    pub fn cut(&mut self, lines: Range<usize>) {
        self.next = self.next.min(lines.start);
        self.lines[lines].iter_mut().for_each(|line| *line = None);
    }

    fn dial(&mut self, id: usize, request: Vec<u8>) -> Result<()> {
        let mut line = Line::dial(self.server, id, request)?;
        let interest = Interest::READABLE | Interest::WRITABLE;
        self.poll
            .registry()
            .register(&mut line.stream, Token(id), interest)?;
        self.lines[id] = Some(line);
        self.opening += 1;
        Ok(())
    }
}
