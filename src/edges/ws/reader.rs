//! Messages as tungstenite reads them, with what a client may waste on the way bounded.

use std::io;

use tungstenite::{
    Error, Message, WebSocket,
    error::CapacityError,
    protocol::{Role, WebSocketConfig},
};

use super::socket::{Socket, Wanted};
use crate::hub::mailbox::Farewell;

/// The longest message: prose travels in binary frames of up to 320 KiB.
const MESSAGE_BYTES: usize = 320 * 1024;
/// Bytes since the last whole message, and bytes beyond its payload, after which a client is only wasting them:
/// a fragment of nothing costs six bytes on the wire and a round of the parser.
const RAW_BYTES: usize = 336 * 1024;
const OVERHEAD_BYTES: usize = 16 * 1024;
/// Small, because ten thousand connections wait with it; it grows by itself for a longer message.
const READ_BUFFER: usize = 256;

const PROTOCOL_ERROR: Farewell = Farewell {
    code: 1002,
    reason: "broken frames",
};
const BAD_TEXT: Farewell = Farewell {
    code: 1007,
    reason: "not UTF-8",
};
const ABUSE: Farewell = Farewell {
    code: 1008,
    reason: "fragments without content",
};
/// A message is longer than its kind may be.
pub const TOO_LONG: Farewell = Farewell {
    code: 1009,
    reason: "message too long",
};

/// Why the reading of a connection ends.
#[derive(Debug)]
pub enum End {
    /// The peer is gone, or has said good-bye.
    Gone,
    /// It is told why.
    Farewell(Farewell),
}

/// The reading half of a connection: what comes out is whole, and within the limits.
pub struct Reader(WebSocket<Socket>);

impl Reader {
    /// Reads `socket` as a server does.
    pub fn of(socket: Socket) -> Self {
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .write_buffer_size(0)
            .max_write_buffer_size(64 * 1024)
            .max_message_size(Some(MESSAGE_BYTES))
            .max_frame_size(Some(MESSAGE_BYTES));
        Self(WebSocket::from_raw_socket(
            socket,
            Role::Server,
            Some(config),
        ))
    }

    /// Waits for the socket. The parser may hold messages besides: read until there is none.
    pub async fn ready(&mut self, wanted: Wanted) -> io::Result<()> {
        self.0.get_mut().ready(wanted).await
    }

    /// Writes what waits as far as the socket takes it; true when nothing is left.
    pub fn flush(&self) -> io::Result<bool> {
        self.0.get_ref().flush()
    }

    /// The next message, or none when there is no more to read now. A ping or a close has been answered already;
    /// the next read ends after a close.
    pub fn read(&mut self) -> Result<Option<Message>, End> {
        let message = self.0.read();
        let raw = self.0.get_ref().raw();
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
        if raw > message.len() + OVERHEAD_BYTES || raw > RAW_BYTES {
            return Err(End::Farewell(ABUSE));
        }
        self.0.get_mut().reset_raw();
        if !message.is_text() && !message.is_binary() && self.0.flush().is_err() {
            return Err(End::Gone);
        }
        Ok(Some(message))
    }

    /// Ends our side and hears the peer out.
    pub async fn hang_up(&mut self) {
        self.0.get_mut().hang_up().await;
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
