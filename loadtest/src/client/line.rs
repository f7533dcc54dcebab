//! One connection: dialled, upgraded, then frames in and frames out.

use std::io::{ErrorKind, Read, Write};
use std::net::{Ipv4Addr, SocketAddr};

use anyhow::{Context, Result, bail};
use mio::net::TcpStream;
use socket2::{Domain, Socket, Type};

use super::engine::Listener;
use crate::wire::{frame, http};

/// As much as one read may take, so that a burst of frames costs one call.
const READ: usize = 256 * 1024;
/// A read lands behind what the last one left over, which is less than one longest frame.
const ROOM: usize = READ + (2 << 20);
/// A source address has 28,232 ports and a closed connection keeps its port for a minute.
const SOURCES: usize = 16;

/// Buffers that all lines share, because only one is read at a time.
pub struct Bench {
    buffer: Box<[u8]>,
    /// What the listener wants said on the line that is being read.
    say: Vec<u8>,
}

impl Bench {
    pub fn new() -> Self {
        Self {
            buffer: vec![0; ROOM].into_boxed_slice(),
            say: Vec::new(),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Upgrading,
    Open,
}

pub struct Line {
    pub stream: TcpStream,
    stage: Stage,
    unsent: Vec<u8>,
    kept: Vec<u8>,
}

/// Whether the line is still there after it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum After {
    Alive,
    /// With the close code, if the server gave one.
    Ended(Option<u16>),
}

impl Line {
    pub fn dial(server: SocketAddr, number: usize, request: Vec<u8>) -> Result<Self> {
        let socket = Socket::new(Domain::IPV4, Type::STREAM, None)?;
        socket.set_nonblocking(true)?;
        socket.set_tcp_nodelay(true)?;
        let last = u8::try_from(2 + number % SOURCES)?;
        let source = SocketAddr::from((Ipv4Addr::new(127, 0, 0, last), 0));
        socket
            .bind(&source.into())
            .context("no source address left")?;
        match socket.connect(&server.into()) {
            Err(error)
                if error.raw_os_error() != Some(rustix::io::Errno::INPROGRESS.raw_os_error()) =>
            {
                return Err(error).context("connecting");
            }
            _ => {}
        }
        let stream = TcpStream::from_std(socket.into());
        Ok(Self {
            stream,
            stage: Stage::Upgrading,
            unsent: request,
            kept: Vec::new(),
        })
    }

    pub fn is_open(&self) -> bool {
        self.stage == Stage::Open
    }

    pub fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.unsent.extend_from_slice(bytes);
        self.flush()
    }

    pub fn flush(&mut self) -> Result<()> {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(sent) => drop(self.unsent.drain(..sent)),
                Err(error) if waits(error.kind()) => break,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                // The read side tells how the line ended.
                Err(error) if is_end(error.kind()) => self.unsent.clear(),
                Err(error) => return Err(error).context("writing"),
            }
        }
        Ok(())
    }

    pub fn read(
        &mut self,
        id: usize,
        bench: &mut Bench,
        listener: &mut impl Listener,
    ) -> Result<After> {
        loop {
            let start = self.kept.len();
            bench.buffer[..start].copy_from_slice(&self.kept);
            let got = match self.stream.read(&mut bench.buffer[start..start + READ]) {
                Ok(0) => return Ok(After::Ended(None)),
                Ok(got) => got,
                Err(error) if waits(error.kind()) => return Ok(After::Alive),
                Err(error) if error.kind() == ErrorKind::Interrupted => continue,
                Err(error) if is_end(error.kind()) => return Ok(After::Ended(None)),
                Err(error) => return Err(error).context("reading"),
            };
            self.kept.clear();
            let after = self.digest(id, start + got, bench, listener)?;
            if !bench.say.is_empty() {
                self.send(&bench.say)?;
                bench.say.clear();
            }
            // A short read has drained the socket; the next edge tells of more.
            if after != After::Alive || got < READ {
                return Ok(after);
            }
        }
    }

    fn digest(
        &mut self,
        id: usize,
        filled: usize,
        bench: &mut Bench,
        listener: &mut impl Listener,
    ) -> Result<After> {
        let Bench { buffer, say } = bench;
        let mut bytes = &buffer[..filled];
        if self.stage == Stage::Upgrading {
            let Some(end) = http::end_of_head(bytes) else {
                self.kept.extend_from_slice(bytes);
                return Ok(After::Alive);
            };
            agreed(&bytes[..end])?;
            self.stage = Stage::Open;
            listener.opened(id, say)?;
            bytes = &bytes[end..];
        }
        while let Some(head) = frame::header(bytes)?.filter(|head| head.total() <= bytes.len()) {
            let payload = &bytes[head.length..head.total()];
            match head.opcode {
                frame::TEXT => listener.text(id, payload, say)?,
                frame::PING => frame::from_client(frame::PONG, payload, say),
                frame::PONG => {}
                frame::CLOSE => return Ok(After::Ended(close_code(payload))),
                other => bail!("a frame of kind {other:#x}"),
            }
            bytes = &bytes[head.total()..];
        }
        self.kept.extend_from_slice(bytes);
        Ok(After::Alive)
    }
}

fn agreed(head: &[u8]) -> Result<()> {
    let head = String::from_utf8_lossy(head);
    if http::status(&head)? != 101 {
        bail!("the server did not upgrade: {head}");
    }
    Ok(())
}

fn close_code(payload: &[u8]) -> Option<u16> {
    payload.first_chunk().map(|code| u16::from_be_bytes(*code))
}

/// `NotConnected` is a socket whose connecting has not ended yet.
fn waits(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::WouldBlock | ErrorKind::NotConnected)
}

fn is_end(kind: ErrorKind) -> bool {
    matches!(
        kind,
        ErrorKind::ConnectionReset | ErrorKind::BrokenPipe | ErrorKind::ConnectionAborted
    )
}
