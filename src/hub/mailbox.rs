//! The bounded queue of one connection, and the one lock that owns its write half.
//!
//! The socket is tried directly: only what does not fit is queued. The lock covers "is the queue empty?", the write
//! and the remainder together, so frames leave in the order offered and never in halves.

use std::{
    collections::VecDeque,
    hint::black_box,
    io::{self, IoSlice},
    os::fd::AsRawFd,
    sync::atomic::{AtomicBool, Ordering},
};

use bytes::{Buf, Bytes};
use parking_lot::Mutex;
use socket2::SockRef;
use tokio::{net::TcpStream, sync::Notify};

use super::frame::{self, Class};

/// Blocks handed to the kernel in one call.
const BLOCKS_PER_WRITE: usize = 16;

/// Why a connection is closed by the server: RFC 6455 codes and ours above 4400.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Farewell {
    /// The close code.
    pub code: u16,
    /// A short reason in ASCII.
    pub reason: &'static str,
}

/// The mailbox was full.
pub const TOO_SLOW: Farewell = Farewell {
    code: 4409,
    reason: "too slow, resume from the last seq",
};

/// This node is about to stop.
pub const DRAINED: Farewell = Farewell {
    code: 1001,
    reason: "drain",
};

/// The sending side of one connection.
#[derive(Debug)]
pub struct Mailbox {
    half: Mutex<Half>,
    /// The plain socket; none behind TLS or in tests, where a task writes what is queued.
    stream: Option<TcpStream>,
    limit: usize,
    /// The connection is to end once what waits is written.
    ended: AtomicBool,
    /// The connection's task has something to do: bytes wait, reading can go on, or it is to end.
    wake: Notify,
    /// Everything queued has been written, or the connection is to end.
    settled: Notify,
}

#[derive(Debug, Default)]
struct Half {
    queue: VecDeque<Bytes>,
    bytes: usize,
    /// Whether the front of the queue is the rest of a frame whose beginning is on the wire.
    begun: bool,
    closed: bool,
}

impl Mailbox {
    /// A mailbox of at most `limit` bytes in front of `stream`.
    pub fn new(stream: Option<TcpStream>, limit: usize) -> Self {
        Self {
            half: Mutex::default(),
            stream,
            limit,
            ended: AtomicBool::new(false),
            wake: Notify::new(),
            settled: Notify::new(),
        }
    }

    /// The plain socket, if there is one.
    pub fn stream(&self) -> Option<&TcpStream> {
        self.stream.as_ref()
    }

    /// Brings what a delivery will need into the cache. A fan-out asks several mailboxes ahead of itself, so that
    /// their cache misses pass together.
    pub(super) fn touch(&self) {
        black_box(self.half.is_locked());
        black_box(self.stream.as_ref().map(AsRawFd::as_raw_fd));
    }

    /// Sends a block of whole frames, or queues what does not fit the socket now.
    pub fn offer(&self, block: &Bytes, class: Class) {
        let durable = class != Class::Ephemeral;
        let kept = self.put(block.clone(), |half, rest| {
            let fits = half.bytes + rest.len() <= self.limit;
            if !fits && durable {
                half.cut(TOO_SLOW);
            }
            fits
        });
        if !kept && durable {
            metrics::counter!("parley_mailbox_cut").increment(1);
            self.end();
        }
    }

    /// Queues bytes whatever the limit: a page of a replay, read when the last one was written, or a pong.
    pub fn push(&self, block: Bytes) {
        let _kept = self.put(block, |_, _| true);
    }

    /// Sends `block` if nothing waits before it, and queues the rest of one that has begun or that `may_wait`; false
    /// if it may not. After a farewell there is nothing to send.
    fn put(&self, block: Bytes, may_wait: impl FnOnce(&mut Half, &Bytes) -> bool) -> bool {
        let mut half = self.half.lock();
        if half.closed {
            return true;
        }
        let (whole, mut rest) = (block.len(), block);
        if half.queue.is_empty() {
            self.write(&mut rest);
        }
        if rest.is_empty() {
            return true;
        }
        let begun = rest.len() < whole;
        if !begun && !may_wait(&mut half, &rest) {
            return false;
        }
        half.begun |= begun;
        half.bytes += rest.len();
        half.queue.push_back(rest);
        drop(half);
        self.wake.notify_one();
        true
    }

    /// Says farewell: what is queued is still written, then the connection ends.
    pub fn close(&self, farewell: Farewell) {
        let mut half = self.half.lock();
        if !half.closed {
            let last = frame::close(farewell.code, farewell.reason);
            half.bytes += last.len();
            half.queue.push_back(last);
            half.closed = true;
        }
        drop(half);
        self.end();
    }

    /// The connection is to end once what waits is written.
    pub fn end(&self) {
        self.ended.store(true, Ordering::Release);
        self.wake.notify_one();
        self.settled.notify_waiters();
    }

    /// Whether the connection is to end.
    pub fn has_ended(&self) -> bool {
        self.ended.load(Ordering::Acquire)
    }

    /// Wakes the connection's task, to write or to read on.
    pub fn nudge(&self) {
        self.wake.notify_one();
    }

    /// Writes what waits as far as the socket takes it; true when nothing is left.
    pub fn flush(&self) -> io::Result<bool> {
        let Some(stream) = &self.stream else {
            return Ok(self.waiting() == 0);
        };
        let flushed = self.half.lock().flush(stream);
        if let Ok(true) = flushed {
            self.settled.notify_waiters();
        }
        flushed
    }

    /// Waits until everything queued is written, or the connection is to end.
    pub async fn drained(&self) {
        loop {
            let settled = self.settled.notified();
            if self.waiting() == 0 || self.has_ended() {
                return;
            }
            settled.await;
        }
    }

    /// Waits until the connection is to end.
    pub async fn ended(&self) {
        loop {
            let settled = self.settled.notified();
            if self.has_ended() {
                return;
            }
            settled.await;
        }
    }

    /// Takes the bytes that wait, for a task that writes them itself.
    pub fn take(&self) -> Vec<Bytes> {
        let mut half = self.half.lock();
        half.bytes = 0;
        half.begun = false;
        let taken = half.queue.drain(..).collect();
        drop(half);
        self.settled.notify_waiters();
        taken
    }

    /// Bytes that wait for the socket.
    pub fn waiting(&self) -> usize {
        self.half.lock().bytes
    }

    /// Waits for something to do. The connection's task does.
    pub async fn woken(&self) {
        self.wake.notified().await;
    }

    /// Tries the socket with `block`, under the lock; what it does not take is left in `block`.
    ///
    /// Past the runtime's own record of what is writable: that lies in yet another place of memory, and a refusal
    /// is found out by the task that writes the rest.
    fn write(&self, block: &mut Bytes) {
        let Some(stream) = &self.stream else { return };
        while !block.is_empty() {
            match SockRef::from(stream).send(block) {
                Ok(0) | Err(_) => return,
                Ok(count) => block.advance(count),
            }
        }
    }
}

impl Half {
    fn flush(&mut self, stream: &TcpStream) -> io::Result<bool> {
        while !self.queue.is_empty() {
            let slices: [IoSlice<'_>; BLOCKS_PER_WRITE] = std::array::from_fn(|index| {
                IoSlice::new(self.queue.get(index).map_or(&[], |it| &it[..]))
            });
            let filled = self.queue.len().min(BLOCKS_PER_WRITE);
            match stream.try_write_vectored(slices.get(..filled).unwrap_or_default()) {
                Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
                Ok(count) => self.written(count),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(false),
                Err(error) => return Err(error),
            }
        }
        // A burst must not keep its queue's memory for the life of the connection.
        self.queue.shrink_to(0);
        Ok(true)
    }

    fn written(&mut self, mut count: usize) {
        self.bytes -= count;
        while let Some(front) = self.queue.front_mut() {
            if count < front.len() {
                front.advance(count);
                self.begun |= count > 0;
                return;
            }
            count -= front.len();
            self.queue.pop_front();
            self.begun = false;
        }
    }

    /// Drops every frame not yet begun and ends with `farewell`.
    fn cut(&mut self, farewell: Farewell) {
        self.queue.truncate(usize::from(self.begun));
        self.queue
            .push_back(frame::close(farewell.code, farewell.reason));
        self.bytes = self.queue.iter().map(Bytes::len).sum();
        self.closed = true;
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::{Mailbox, TOO_SLOW};
    use crate::hub::frame::{self, Class};

    #[test]
    fn a_full_mailbox_drops_the_ephemeral_and_cuts_for_the_durable() {
        let mailbox = Mailbox::new(None, 10);
        mailbox.offer(&Bytes::from_static(b"12345678"), Class::Durable);
        mailbox.offer(&Bytes::from_static(b"typing"), Class::Ephemeral);
        assert!(!mailbox.has_ended());
        assert_eq!(mailbox.waiting(), 8);
        mailbox.offer(&Bytes::from_static(b"fact"), Class::Durable);
        assert!(mailbox.has_ended());
        assert_eq!(
            mailbox.take(),
            [frame::close(TOO_SLOW.code, TOO_SLOW.reason)]
        );
        mailbox.offer(&Bytes::from_static(b"late"), Class::Signalling);
        assert!(mailbox.take().is_empty());
    }

    #[test]
    fn a_farewell_comes_after_what_was_queued() {
        let mailbox = Mailbox::new(None, 100);
        mailbox.offer(&Bytes::from_static(b"fact"), Class::Durable);
        mailbox.close(super::Farewell {
            code: 1001,
            reason: "drain",
        });
        assert_eq!(
            mailbox.take(),
            [Bytes::from_static(b"fact"), frame::close(1001, "drain")]
        );
    }
}
