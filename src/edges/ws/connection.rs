//! One connection: reads, and writes what the socket did not take at once.

use std::{
    io,
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use tokio::{task::yield_now, time::timeout};
use tungstenite::Message;

use super::{
    dispatch, greet,
    reader::{End, Reader, TOO_LONG},
    socket::{Socket, Wanted},
};
use crate::{
    edges::shared::Shared,
    hub::{
        mailbox::{DRAINED, Farewell, Mailbox},
        registry::Connection,
        seats::Seat,
    },
};

/// Messages read before others get their turn.
const READ_AT_ONCE: usize = 32;
/// How long what is queued may take to leave once the connection is to end.
const LAST_WORDS: Duration = Duration::from_secs(5);

const NOT_TEXT: Farewell = Farewell {
    code: 1003,
    reason: "no binary frames here",
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

/// The signed-in state of a connection.
pub(super) struct Line {
    pub shared: Shared,
    pub connection: Arc<Connection>,
    /// Messages that made no sense so far.
    pub nonsense: u32,
}

struct Actor {
    shared: Shared,
    reader: Reader,
    mailbox: Arc<Mailbox>,
}

/// Serves a socket until it ends; whatever way it ends, it leaves the registry and every topic.
pub(super) async fn run(shared: Shared, socket: Socket, mailbox: Arc<Mailbox>, arrival: Arrival) {
    let mut actor = Actor {
        shared: shared.clone(),
        reader: Reader::of(socket),
        mailbox: mailbox.clone(),
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
    mailbox.end();
    // A wrapped stream's own tasks hear of the end here.
    let _left = actor.reader.flush();
    if timeout(LAST_WORDS, Box::pin(actor.reader.hang_up()))
        .await
        .is_err()
    {
        tracing::debug!("a peer did not hang up");
    }
    metrics::gauge!("parley_connections").decrement(1.0);
}

/// Takes the connection out of everything. What is still on its way to be heard finds that nobody wants it any more.
fn leave(shared: &Shared, connection: &Connection) {
    connection.mailbox.end();
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
            self.ready(true, false).await.map_err(|_| End::Gone)?;
            if let Some(text) = self.read()? {
                let connection = greet::hello(&self.shared, &self.mailbox, arrival, &text)
                    .await
                    .map_err(End::Farewell)?;
                self.heard(&connection);
                return Ok(Line {
                    shared: self.shared.clone(),
                    connection,
                    nonsense: 0,
                });
            }
        }
    }

    async fn ready(&mut self, reading: bool, writing: bool) -> io::Result<()> {
        self.reader.ready(Wanted { reading, writing }).await
    }

    fn heard(&self, connection: &Connection) {
        let now = self.shared.registry.elapsed_ms();
        connection.heard_at.store(now, Ordering::Relaxed);
        connection.asked.store(false, Ordering::Relaxed);
    }

    async fn serve(&mut self, line: &mut Line) -> End {
        let mailbox = self.mailbox.clone();
        let mut blocked = false;
        // Whether the parser may hold messages that were not handled yet: they may have come with the hello.
        let mut more = true;
        loop {
            let room = dispatch::has_room(&line.connection);
            let readable = tokio::select! {
                () = mailbox.woken() => false,
                () = yield_now(), if more && room => true,
                ready = self.ready(room, blocked) => match ready {
                    Ok(()) => true,
                    Err(_) => return End::Gone,
                },
            };
            if mailbox.has_ended() {
                Box::pin(self.last_words()).await;
                return End::Gone;
            }
            match self.reader.flush() {
                Ok(done) => blocked = !done,
                Err(_) => return End::Gone,
            }
            if readable {
                self.heard(&line.connection);
            }
            if readable && room {
                match self.take_in(line).await {
                    Ok(it) => more = it,
                    Err(end) => return end,
                }
            }
        }
    }

    /// Reads what is there, as far as there is room for it; says whether there may be more.
    async fn take_in(&mut self, line: &mut Line) -> Result<bool, End> {
        for _ in 0..READ_AT_ONCE {
            if !dispatch::has_room(&line.connection) {
                return Ok(true);
            }
            match self.read()? {
                Some(text) => {
                    let handled = Box::pin(dispatch::handle(line, &text)).await;
                    handled.map_err(End::Farewell)?;
                }
                None => return Ok(false),
            }
        }
        Ok(true)
    }

    /// The next text message, or none when there is no more to read now.
    fn read(&mut self) -> Result<Option<tungstenite::Utf8Bytes>, End> {
        while let Some(message) = self.reader.read()? {
            match message {
                Message::Text(text) if text.len() > self.shared.settings.limits.frame_bytes => {
                    return Err(End::Farewell(TOO_LONG));
                }
                Message::Text(text) => return Ok(Some(text)),
                Message::Binary(_) => return Err(End::Farewell(NOT_TEXT)),
                Message::Ping(_) | Message::Pong(_) | Message::Close(_) | Message::Frame(_) => {}
            }
        }
        Ok(None)
    }

    /// Writes what is queued, the farewell last, as long as the peer takes it.
    async fn last_words(&mut self) {
        let writing = async {
            while let Ok(false) = self.reader.flush() {
                if self.ready(false, true).await.is_err() {
                    return;
                }
            }
        };
        if timeout(LAST_WORDS, writing).await.is_err() {
            tracing::debug!("a peer did not take its farewell");
        }
    }
}
