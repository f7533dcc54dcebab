//! One connection: reads, writes what the socket did not take at once, and finds out when the peer is gone.

use std::{
    io,
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    net::TcpStream,
    sync::{Notify, Semaphore},
    time::{sleep_until, timeout},
};
use tungstenite::{
    Error, Message, WebSocket,
    error::CapacityError,
    protocol::{Role, WebSocketConfig},
};

use super::{dispatch, greet, socket::Socket};
use crate::{
    edges::shared::Shared,
    hub::{
        frame::{self, Opcode},
        mailbox::{DRAINED, Farewell, Mailbox},
        registry::Connection,
        seats::Seat,
    },
};

/// The longest message: prose travels in binary frames of up to 320 KiB.
const MESSAGE_BYTES: usize = 320 * 1024;
/// Bytes since the last whole message, and bytes beyond its payload, after which a client is only wasting them:
/// a fragment of nothing costs six bytes on the wire and a round of the parser.
const RAW_BYTES: usize = 336 * 1024;
const OVERHEAD_BYTES: usize = 16 * 1024;
/// Small, because ten thousand connections wait with it; it grows by itself for a longer message.
const READ_BUFFER: usize = 1024;
/// Commands and subscriptions of one connection that may be under way. When all are, its socket is not read.
const UNDER_WAY: usize = 64;
/// Messages read before others get their turn.
const READ_AT_ONCE: usize = 32;
/// Silence after which a ping is sent, and how long its pong may take: a dead peer is found within 45 s.
const PING_AFTER: Duration = Duration::from_secs(25);
const PONG_WITHIN: Duration = Duration::from_secs(10);
/// How long what is queued may take to leave once the connection is to end.
const LAST_WORDS: Duration = Duration::from_secs(5);

const PROTOCOL_ERROR: Farewell = Farewell {
    code: 1002,
    reason: "broken frames",
};
const NOT_TEXT: Farewell = Farewell {
    code: 1003,
    reason: "no binary frames here",
};
const BAD_TEXT: Farewell = Farewell {
    code: 1007,
    reason: "not UTF-8",
};
const ABUSE: Farewell = Farewell {
    code: 1008,
    reason: "fragments without content",
};
const TOO_LONG: Farewell = Farewell {
    code: 1009,
    reason: "message too long",
};
const NO_HELLO: Farewell = Farewell {
    code: 4408,
    reason: "no hello in time",
};

/// What is known of a socket before it says hello.
pub(super) struct Arrival {
    /// The session cookie's token, if the page's origin is allowed.
    pub cookie: Option<String>,
    /// Counts the socket against its address until it is signed in.
    pub _greeting: Seat,
}

/// The signed-in state of a connection and what it has under way.
pub(super) struct Line {
    pub shared: Shared,
    pub connection: Arc<Connection>,
    /// One permit per command or subscription under way.
    pub under_way: Arc<Semaphore>,
    /// A permit came back.
    pub freed: Arc<Notify>,
    /// Messages that made no sense so far.
    pub nonsense: u32,
}

struct Actor {
    shared: Shared,
    socket: WebSocket<Socket>,
    mailbox: Arc<Mailbox>,
    /// Written to by this task; none where a wrapped stream has a task for that.
    direct: Option<Arc<TcpStream>>,
    heard_at: Instant,
    pinged: bool,
}

/// Why the reading of a connection ends.
enum End {
    /// The peer is gone, or has said good-bye.
    Gone,
    /// It is told why.
    Farewell(Farewell),
}

/// Serves a socket until it ends; whatever way it ends, it leaves the registry and every topic.
pub(super) async fn run(shared: Shared, socket: Socket, mailbox: Arc<Mailbox>, arrival: Arrival) {
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .write_buffer_size(0)
        .max_write_buffer_size(64 * 1024)
        .max_message_size(Some(MESSAGE_BYTES))
        .max_frame_size(Some(MESSAGE_BYTES));
    let mut actor = Actor {
        shared: shared.clone(),
        direct: socket.direct(),
        socket: WebSocket::from_raw_socket(socket, Role::Server, Some(config)),
        mailbox: mailbox.clone(),
        heard_at: Instant::now(),
        pinged: false,
    };
    metrics::gauge!("parley_connections").increment(1.0);
    // Boxed, as whatever is large and brief here: ten thousand connections wait in `serve` with the size of the
    // largest future this one could ever become.
    let greeting = timeout(shared.settings.greeting, Box::pin(actor.greet(&arrival)));
    let greeting = tokio::select! {
        greeting = greeting => greeting,
        // Somebody who never says hello must not hold up the end.
        () = shared.draining.cancelled() => Ok(Err(End::Farewell(DRAINED))),
    };
    drop(arrival);
    let end = match greeting {
        Err(_) => End::Farewell(NO_HELLO),
        Ok(Err(end)) => end,
        Ok(Ok(mut line)) => {
            let end = actor.serve(&mut line).await;
            leave(&shared, &line.connection);
            end
        }
    };
    if let End::Farewell(farewell) = end {
        mailbox.close(farewell);
        Box::pin(actor.last_words()).await;
    }
    mailbox.ending().cancel();
    metrics::gauge!("parley_connections").decrement(1.0);
}

/// Takes the connection out of everything. What is still on its way to be heard finds that nobody wants it any more.
fn leave(shared: &Shared, connection: &Connection) {
    connection.mailbox.ending().cancel();
    connection.wanted.lock().clear();
    shared.registry.remove(connection);
    let ears = std::mem::take(&mut *connection.ears.lock());
    for ear in ears.into_values() {
        shared.hub.leave(&ear.entry, &ear.subscription);
    }
}

impl Actor {
    /// Waits for `hello`, and nothing else.
    async fn greet(&mut self, arrival: &Arrival) -> Result<Line, End> {
        loop {
            self.socket
                .get_mut()
                .readable()
                .await
                .map_err(|_| End::Gone)?;
            if let Some(text) = self.read()? {
                let connection = greet::hello(&self.shared, &self.mailbox, arrival, &text)
                    .await
                    .map_err(End::Farewell)?;
                return Ok(Line {
                    shared: self.shared.clone(),
                    connection,
                    under_way: Arc::new(Semaphore::new(UNDER_WAY)),
                    freed: Arc::default(),
                    nonsense: 0,
                });
            }
        }
    }

    async fn serve(&mut self, line: &mut Line) -> End {
        let mut blocked = false;
        let direct = self.direct.clone();
        let ending = self.mailbox.ending().clone();
        loop {
            let room = line.under_way.available_permits() > 0;
            let deadline = self.heard_at
                + if self.pinged {
                    PING_AFTER + PONG_WITHIN
                } else {
                    PING_AFTER
                };
            tokio::select! {
                () = ending.cancelled() => {
                    Box::pin(self.last_words()).await;
                    return End::Gone;
                }
                readable = self.socket.get_mut().readable(), if room => {
                    if readable.is_err() {
                        return End::Gone;
                    }
                    if let Err(end) = self.take_in(line).await {
                        return end;
                    }
                }
                () = line.freed.notified(), if !room => {}
                () = self.mailbox.woken(), if direct.is_some() => {
                    match self.mailbox.flush() {
                        Ok(done) => blocked = !done,
                        Err(_) => return End::Gone,
                    }
                }
                writable = writable(direct.as_deref()), if blocked => {
                    match writable.and_then(|()| self.mailbox.flush()) {
                        Ok(done) => blocked = !done,
                        Err(_) => return End::Gone,
                    }
                }
                () = sleep_until(deadline.into()) => {
                    if self.pinged {
                        tracing::debug!("a silent peer is taken for dead");
                        return End::Gone;
                    }
                    self.pinged = true;
                    self.mailbox.push(frame::frame(Opcode::Ping, b""));
                }
            }
        }
    }

    /// Reads what is there, as far as there is room for it.
    async fn take_in(&mut self, line: &mut Line) -> Result<(), End> {
        for _ in 0..READ_AT_ONCE {
            if line.under_way.available_permits() == 0 {
                return Ok(());
            }
            match self.read()? {
                Some(text) => {
                    let handled = Box::pin(dispatch::handle(line, &text)).await;
                    handled.map_err(End::Farewell)?;
                }
                None => return Ok(()),
            }
        }
        Ok(())
    }

    /// The next text message, or none when there is no more to read now.
    fn read(&mut self) -> Result<Option<tungstenite::Utf8Bytes>, End> {
        loop {
            let message = self.socket.read();
            let raw = self.socket.get_ref().raw();
            let message = match message {
                Ok(it) => it,
                Err(Error::Io(error)) if error.kind() == io::ErrorKind::WouldBlock => {
                    return if raw > RAW_BYTES {
                        Err(End::Farewell(ABUSE))
                    } else {
                        Ok(None)
                    };
                }
                Err(error) => return Err(end_of(&error)),
            };
            self.heard_at = Instant::now();
            self.pinged = false;
            if raw > message.len() + OVERHEAD_BYTES || raw > RAW_BYTES {
                return Err(End::Farewell(ABUSE));
            }
            self.socket.get_mut().reset_raw();
            match message {
                Message::Text(text) if text.len() > self.shared.settings.limits.frame_bytes => {
                    return Err(End::Farewell(TOO_LONG));
                }
                Message::Text(text) => return Ok(Some(text)),
                Message::Binary(_) => return Err(End::Farewell(NOT_TEXT)),
                // tungstenite has answered a ping or a close; the next read ends after a close.
                Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {
                    if self.socket.flush().is_err() {
                        return Err(End::Gone);
                    }
                }
            }
        }
    }

    /// Writes what is queued, the farewell last, as long as the peer takes it.
    async fn last_words(&mut self) {
        let Some(direct) = self.direct.clone() else {
            return;
        };
        let writing = async {
            while let Ok(false) = self.mailbox.flush() {
                if direct.writable().await.is_err() {
                    return;
                }
            }
        };
        if timeout(LAST_WORDS, writing).await.is_err() {
            tracing::debug!("a peer did not take its farewell");
        }
    }
}

async fn writable(direct: Option<&TcpStream>) -> io::Result<()> {
    match direct {
        Some(stream) => stream.writable().await,
        None => std::future::pending().await,
    }
}

fn end_of(error: &Error) -> End {
    match error {
        Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_) => End::Gone,
        Error::Capacity(CapacityError::MessageTooLong { .. }) => End::Farewell(TOO_LONG),
        Error::Utf8(_) => End::Farewell(BAD_TEXT),
        _ => End::Farewell(PROTOCOL_ERROR),
    }
}
