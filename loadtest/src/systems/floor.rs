//! The raw floor: one thread, one epoll, one write per subscriber, messages that are read together
//! written together. No rights, no storage, no JSON. Nothing that speaks WebSocket can be cheaper
//! by much, so every other system is given as a ratio to it.

use std::collections::{HashMap, VecDeque};
use std::io::{ErrorKind, Read, Write, stdout};
use std::mem;
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result};
use mio::net::{TcpListener, TcpStream};
use mio::{Events, Interest, Poll, Token};
use tungstenite::handshake::derive_accept_key;

use crate::wire::heard::leading_number;
use crate::wire::{frame, http};

const LISTENER: Token = Token(usize::MAX);
const READ: usize = 64 * 1024;
/// Facts kept for those who resume; no scenario leaves anyone further behind.
const LOG: usize = 512;

struct Peer {
    stream: TcpStream,
    upgraded: bool,
    kept: Vec<u8>,
    unsent: Vec<u8>,
    topics: Vec<usize>,
}

#[derive(Default)]
struct Topic {
    count: u64,
    log: VecDeque<Box<[u8]>>,
    members: Vec<usize>,
    /// Frames read in this turn and not yet sent.
    block: Vec<u8>,
}

struct Floor {
    poll: Poll,
    listener: TcpListener,
    peers: Vec<Option<Peer>>,
    free: Vec<usize>,
    names: HashMap<Box<[u8]>, usize>,
    topics: Vec<Topic>,
}

/// Serves until the process is ended. The first line says where.
pub fn serve() -> Result<()> {
    let poll = Poll::new()?;
    let mut listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))?;
    poll.registry()
        .register(&mut listener, LISTENER, Interest::READABLE)?;
    writeln!(
        stdout(),
        "{} {}",
        std::process::id(),
        listener.local_addr()?.port()
    )?;
    let (peers, free, names, topics) = (Vec::new(), Vec::new(), HashMap::new(), Vec::new());
    let mut floor = Floor {
        poll,
        listener,
        peers,
        free,
        names,
        topics,
    };
    let (mut events, mut buffer) = (Events::with_capacity(1024), vec![0; 2 * READ]);
    loop {
        floor.poll.poll(&mut events, None)?;
        for event in &events {
            match event.token() {
                LISTENER => floor.accept()?,
                Token(id) => floor.serve(id, &mut buffer)?,
            }
        }
    }
}

impl Floor {
    fn accept(&mut self) -> Result<()> {
        loop {
            let mut stream = match self.listener.accept() {
                Ok((stream, _)) => stream,
                Err(error) if error.kind() == ErrorKind::WouldBlock => return Ok(()),
                Err(error) => return Err(error.into()),
            };
            stream.set_nodelay(true)?;
            let id = self.free.pop().unwrap_or(self.peers.len());
            let interest = Interest::READABLE | Interest::WRITABLE;
            self.poll
                .registry()
                .register(&mut stream, Token(id), interest)?;
            let (kept, unsent, topics) = (Vec::new(), Vec::new(), Vec::new());
            let peer = Peer {
                stream,
                upgraded: false,
                kept,
                unsent,
                topics,
            };
            if id == self.peers.len() {
                self.peers.push(Some(peer));
            } else {
                self.peers[id] = Some(peer);
            }
        }
    }

    fn serve(&mut self, id: usize, buffer: &mut [u8]) -> Result<()> {
        let Some(mut peer) = self.peers[id].take() else {
            return Ok(());
        };
        peer.send(&[]);
        while let Some(got) = peer.read(buffer) {
            if got == 0 {
                self.forget(id, &peer);
                return Ok(());
            }
            let filled = peer.kept.len() + got;
            peer.kept.clear();
            let mut answers = Vec::new();
            let used = self.understand(id, &mut peer, &mut buffer[..filled], &mut answers)?;
            peer.kept.extend_from_slice(&buffer[used..filled]);
            peer.send(&answers);
            if got < READ {
                break;
            }
        }
        self.peers[id] = Some(peer);
        self.fan_out();
        Ok(())
    }

    /// How many of the bytes were whole messages.
    fn understand(
        &mut self,
        id: usize,
        peer: &mut Peer,
        bytes: &mut [u8],
        answers: &mut Vec<u8>,
    ) -> Result<usize> {
        let mut used = 0;
        if !peer.upgraded {
            let Some(end) = http::end_of_head(bytes) else {
                return Ok(0);
            };
            upgrade(&bytes[..end], answers)?;
            (peer.upgraded, used) = (true, end);
        }
        while let Some(head) = frame::header(&bytes[used..])? {
            let Some(message) = bytes.get_mut(used..used + head.total()) else {
                break;
            };
            let text = &mut message[head.length..];
            frame::toggle(head.mask.context("clients mask")?, text);
            if head.opcode == frame::TEXT {
                self.obey(id, peer, text, answers)?;
            }
            used += head.total();
        }
        Ok(used)
    }

    fn obey(
        &mut self,
        id: usize,
        peer: &mut Peer,
        text: &[u8],
        answers: &mut Vec<u8>,
    ) -> Result<()> {
        if text.starts_with(br#"{"on":"#) {
            let place = self.place(quoted(text, br#"{"on":"#)?);
            let count = self.topics[place].publish(text);
            return answer(answers, b"p", "seq", &count);
        }
        let command = quoted(text, br#"{"id":"#)?;
        let Ok(topic) = quoted(text, br#""topic":"#) else {
            return answer(answers, command, "epoch", &r#""floor""#);
        };
        let place = self.place(topic);
        let topic = &mut self.topics[place];
        topic.members.push(id);
        peer.topics.push(place);
        answer(answers, command, "head", &topic.count)?;
        if let Some(since) = after(text, br#""since":"#).and_then(leading_number) {
            let missed = usize::try_from(topic.count.saturating_sub(since))?;
            let seen = topic.log.len().saturating_sub(missed);
            topic
                .log
                .range(seen..)
                .for_each(|fact| answers.extend_from_slice(fact));
        }
        Ok(())
    }

    fn place(&mut self, name: &[u8]) -> usize {
        if let Some(place) = self.names.get(name) {
            return *place;
        }
        self.names.insert(name.into(), self.topics.len());
        self.topics.push(Topic::default());
        self.topics.len() - 1
    }

    fn fan_out(&mut self) {
        for topic in self
            .topics
            .iter_mut()
            .filter(|topic| !topic.block.is_empty())
        {
            for member in &topic.members {
                if let Some(peer) = &mut self.peers[*member] {
                    peer.send(&topic.block);
                }
            }
            topic.block.clear();
        }
    }

    fn forget(&mut self, id: usize, peer: &Peer) {
        for place in &peer.topics {
            let members = &mut self.topics[*place].members;
            if let Some(at) = members.iter().position(|member| *member == id) {
                members.swap_remove(at);
            }
        }
        self.free.push(id);
    }
}

impl Topic {
    fn publish(&mut self, text: &[u8]) -> u64 {
        let start = self.block.len();
        frame::from_server(frame::TEXT, text, &mut self.block);
        if self.log.len() == LOG {
            self.log.pop_front();
        }
        self.log.push_back(self.block[start..].into());
        self.count += 1;
        self.count
    }
}

impl Peer {
    /// What was read, 0 at the end, nothing if there is nothing.
    fn read(&mut self, buffer: &mut [u8]) -> Option<usize> {
        let start = self.kept.len();
        buffer[..start].copy_from_slice(&self.kept);
        match self.stream.read(&mut buffer[start..start + READ]) {
            Ok(got) => Some(got),
            Err(error) if error.kind() == ErrorKind::WouldBlock => None,
            Err(_) => Some(0),
        }
    }

    /// Writes what was left over and then `bytes`; keeps what does not fit. Errors show at the read.
    fn send(&mut self, bytes: &[u8]) {
        if self.unsent.is_empty() {
            let sent = if bytes.is_empty() {
                0
            } else {
                self.stream.write(bytes).unwrap_or(0)
            };
            self.unsent.extend_from_slice(&bytes[sent..]);
            return;
        }
        let mut waiting = mem::take(&mut self.unsent);
        waiting.extend_from_slice(bytes);
        let sent = self.stream.write(&waiting).unwrap_or(0);
        self.unsent.extend_from_slice(&waiting[sent..]);
    }
}

fn upgrade(head: &[u8], answers: &mut Vec<u8>) -> Result<()> {
    let key = after(head, b"Sec-WebSocket-Key: ").context("no key")?;
    let end = key
        .iter()
        .position(|byte| *byte == b'\r')
        .context("no key")?;
    write!(
        answers,
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
         Sec-WebSocket-Accept: {}\r\n\r\n",
        derive_accept_key(&key[..end])
    )?;
    Ok(())
}

fn answer(
    answers: &mut Vec<u8>,
    command: &[u8],
    field: &str,
    value: &dyn std::fmt::Display,
) -> Result<()> {
    let command = std::str::from_utf8(command)?;
    let text = format!(r#"{{"re":"{command}","ok":{{"{field}":{value}}}}}"#);
    frame::from_server(frame::TEXT, text.as_bytes(), answers);
    Ok(())
}

fn after<'a>(text: &'a [u8], mark: &[u8]) -> Option<&'a [u8]> {
    let at = text.windows(mark.len()).position(|window| window == mark)?;
    Some(&text[at + mark.len()..])
}

/// The text in quotes behind `mark`.
fn quoted<'a>(text: &'a [u8], mark: &[u8]) -> Result<&'a [u8]> {
    let rest = after(text, mark).and_then(|rest| rest.strip_prefix(b"\""));
    rest.and_then(|rest| rest.split(|byte| *byte == b'"').next())
        .context("an odd message")
}
