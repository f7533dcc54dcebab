//! WebSocket frames without copies: a reader for both directions and one encoder for each.
//!
//! Only what Parley and its peers really send is understood. Everything else is an error, so that a
//! server which answers something odd fails the run instead of being counted.

use anyhow::{Result, bail};

pub const CONTINUATION: u8 = 0x0;
pub const TEXT: u8 = 0x1;
pub const CLOSE: u8 = 0x8;
pub const PING: u8 = 0x9;
pub const PONG: u8 = 0xA;

/// The documented limit of server frames is 256 KiB; anything far beyond it is a broken length.
const LONGEST: usize = 1 << 20;

/// Masking protects proxies from pages, which a load test is not; a fixed key keeps frames shareable.
const MASK: [u8; 4] = [0x2a, 0x51, 0x0d, 0x77];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Header {
    pub opcode: u8,
    pub mask: Option<[u8; 4]>,
    pub payload: usize,
    /// Bytes before the payload.
    pub length: usize,
}

impl Header {
    pub fn total(&self) -> usize {
        self.length + self.payload
    }
}

/// The header at the start of `bytes`, or nothing while it is not complete.
pub fn header(bytes: &[u8]) -> Result<Option<Header>> {
    let [first, second, rest @ ..] = bytes else {
        return Ok(None);
    };
    if first & 0x70 != 0 {
        bail!("a frame with reserved bits: {first:#x}");
    }
    if first & 0x80 == 0 || first & 0x0f == CONTINUATION {
        bail!("a fragmented message, which no system here sends");
    }
    let wide = match second & 0x7f {
        0x7e => 2,
        0x7f => 8,
        _ => 0,
    };
    let masked = second & 0x80 != 0;
    let length = 2 + wide + if masked { 4 } else { 0 };
    if bytes.len() < length {
        return Ok(None);
    }
    let payload = match wide {
        0 => usize::from(second & 0x7f),
        _ => rest[..wide]
            .iter()
            .fold(0, |sum, byte| (sum << 8) | usize::from(*byte)),
    };
    if payload > LONGEST {
        bail!("a frame of {payload} bytes");
    }
    let mask = masked.then(|| [rest[wide], rest[wide + 1], rest[wide + 2], rest[wide + 3]]);
    Ok(Some(Header {
        opcode: first & 0x0f,
        mask,
        payload,
        length,
    }))
}

/// A frame as a server sends it.
pub fn from_server(opcode: u8, payload: &[u8], into: &mut Vec<u8>) {
    start(opcode, 0, payload.len(), into);
    into.extend_from_slice(payload);
}

/// A frame as a client must send it, masked.
pub fn from_client(opcode: u8, payload: &[u8], into: &mut Vec<u8>) {
    start(opcode, 0x80, payload.len(), into);
    into.extend_from_slice(&MASK);
    let at = into.len();
    into.extend_from_slice(payload);
    toggle(MASK, &mut into[at..]);
}

/// Masks, and unmasks what is masked.
pub fn toggle(mask: [u8; 4], payload: &mut [u8]) {
    for (at, byte) in payload.iter_mut().enumerate() {
        *byte ^= mask[at & 3];
    }
}

fn start(opcode: u8, masked: u8, payload: usize, into: &mut Vec<u8>) {
    into.push(0x80 | opcode);
    if let Ok(short @ 0..=125) = u8::try_from(payload) {
        into.push(masked | short);
    } else if let Ok(medium) = u16::try_from(payload) {
        into.push(masked | 0x7e);
        into.extend_from_slice(&medium.to_be_bytes());
    } else {
        into.push(masked | 0x7f);
        into.extend_from_slice(&payload.to_be_bytes());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn round_trip(size: usize) -> Result<()> {
        let payload: Vec<u8> = (0..=255).cycle().take(size).collect();
        let mut bytes = Vec::new();
        from_client(TEXT, &payload, &mut bytes);
        let head = header(&bytes)?.expect("a complete frame");
        assert_eq!(
            (head.opcode, head.payload, head.total()),
            (TEXT, size, bytes.len())
        );
        toggle(head.mask.expect("clients mask"), &mut bytes[head.length..]);
        assert_eq!(bytes[head.length..], payload);
        bytes.clear();
        from_server(TEXT, &payload, &mut bytes);
        let head = header(&bytes)?.expect("a complete frame");
        assert_eq!((head.mask, head.payload), (None, size));
        assert_eq!(bytes[head.length..], payload);
        Ok(())
    }

    #[test]
    fn every_length_encoding_round_trips() -> Result<()> {
        [0, 1, 125, 126, 127, 65_535, 65_536, 300_000]
            .into_iter()
            .try_for_each(round_trip)
    }

    #[test]
    fn a_header_cut_anywhere_asks_for_more() -> Result<()> {
        for size in [5, 300, 70_000] {
            let mut bytes = Vec::new();
            from_client(TEXT, &vec![b'x'; size], &mut bytes);
            let whole = header(&bytes)?.expect("a complete header");
            for cut in 0..whole.length {
                assert_eq!(header(&bytes[..cut])?, None);
            }
            assert_eq!(header(&bytes[..whole.length])?, Some(whole));
        }
        Ok(())
    }

    #[test]
    fn what_nobody_sends_is_an_error() {
        assert!(header(&[0xc1, 0x00]).is_err(), "a compressed frame");
        assert!(header(&[0x01, 0x00]).is_err(), "a first fragment");
        assert!(header(&[0x80, 0x00]).is_err(), "a last fragment");
        assert!(
            header(&[0x81, 0x7f, 0, 0, 1, 0, 0, 0, 0, 0]).is_err(),
            "a terabyte"
        );
    }
}
