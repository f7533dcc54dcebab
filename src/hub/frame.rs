//! Server frames of RFC 6455: never masked, never fragmented, encoded once and shared.

use bytes::{BufMut, Bytes, BytesMut};

/// What "full" means for a frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// A numbered fact: a full mailbox cuts the connection, which resumes from its last `seq`.
    Durable,
    /// An answer, a reset, presence: losing one loses something, so a full mailbox cuts the connection.
    Signalling,
    /// Typing, a cursor: dropped when the mailbox is full.
    Ephemeral,
}

/// The opcodes a server sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Opcode {
    /// JSON.
    Text = 0x1,
    /// Prose.
    Binary = 0x2,
    /// The closing handshake.
    Close = 0x8,
    /// Finds a dead peer.
    Ping = 0x9,
}

/// One frame with `payload`.
pub fn frame(opcode: Opcode, payload: &[u8]) -> Bytes {
    let mut out = BytesMut::with_capacity(payload.len() + 10);
    put(&mut out, opcode, payload);
    out.freeze()
}

/// A text frame.
pub fn text(payload: &str) -> Bytes {
    frame(Opcode::Text, payload.as_bytes())
}

/// A close frame with its code and a short reason.
pub fn close(code: u16, reason: &str) -> Bytes {
    // A control frame carries at most 125 bytes; the reason is ours and ASCII.
    let mut payload = code.to_be_bytes().to_vec();
    payload.extend(reason.bytes().take(120));
    frame(Opcode::Close, &payload)
}

fn put(out: &mut BytesMut, opcode: Opcode, payload: &[u8]) {
    out.put_u8(0x80 | opcode as u8);
    match (u8::try_from(payload.len()), u16::try_from(payload.len())) {
        (Ok(len), _) if len < 126 => out.put_u8(len),
        (_, Ok(len)) => {
            out.put_u8(126);
            out.put_u16(len);
        }
        _ => {
            out.put_u8(127);
            out.put_u64(payload.len() as u64);
        }
    }
    out.put_slice(payload);
}

/// Frames that leave together, as one block and one write.
pub fn join(frames: &[Bytes]) -> Bytes {
    match frames {
        [only] => only.clone(),
        many => {
            let mut out = BytesMut::with_capacity(many.iter().map(Bytes::len).sum());
            for it in many {
                out.put_slice(it);
            }
            out.freeze()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{close, text};

    #[test]
    fn lengths_take_the_shortest_form() {
        assert_eq!(&text("hi")[..], b"\x81\x02hi");
        assert_eq!(&text(&"x".repeat(125))[..2], &[0x81, 125]);
        assert_eq!(&text(&"x".repeat(126))[..4], &[0x81, 126, 0, 126]);
        assert_eq!(&text(&"x".repeat(65_535))[..4], &[0x81, 126, 0xff, 0xff]);
        assert_eq!(
            &text(&"x".repeat(65_536))[..10],
            &[0x81, 127, 0, 0, 0, 0, 0, 1, 0, 0]
        );
        assert_eq!(&close(1001, "drain")[..], b"\x88\x07\x03\xe9drain");
    }
}
