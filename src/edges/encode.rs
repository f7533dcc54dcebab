//! Each fact becomes one frame, once, whoever hears it.

use bytes::Bytes;

use crate::{
    hub::frame,
    kernel::fact::Fact,
    protocol::server::{ServerMessage, WireFact},
};

/// The frame of a fact.
pub fn fact(fact: &Fact) -> Bytes {
    frame::text(&ServerMessage::Fact(WireFact::from(fact)).text())
}

/// The frame of any other message.
pub fn message(message: &ServerMessage<'_>) -> Bytes {
    frame::text(&message.text())
}
