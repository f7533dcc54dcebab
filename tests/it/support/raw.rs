//! A WebSocket client that sends any bytes, right or wrong: what no library would let one say.

use std::net::SocketAddr;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};

use super::BOUND;

/// The last frame of a message.
pub const FIN: u8 = 0x80;
/// The bit that compression would use.
pub const RSV1: u8 = 0x40;
/// More of the message that a frame without [`FIN`] began.
pub const MORE: u8 = 0x0;
/// A text message begins.
pub const TEXT: u8 = 0x1;
/// A binary message begins.
pub const BINARY: u8 = 0x2;
/// Good-bye.
pub const CLOSE: u8 = 0x8;
/// Asks for a pong.
pub const PING: u8 = 0x9;
/// Answers a ping.
pub const PONG: u8 = 0xa;

/// Masks what this client sends; any four bytes do.
const MASK: [u8; 4] = [0x37, 0xfa, 0x21, 0x3d];

/// A socket after its handshake.
pub struct Raw {
    stream: TcpStream,
    /// What the server answered to the handshake, in lower case.
    pub handshake: String,
}

impl Raw {
    /// Opens a socket; `headers` are further lines, each with its end.
    pub async fn open(address: SocketAddr, headers: &str) -> Self {
        let mut stream = TcpStream::connect(address).await.expect("it listens");
        let request = format!(
            "GET /ws HTTP/1.1\r\nHost: {address}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\
             Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n{headers}\r\n"
        );
        stream.write_all(request.as_bytes()).await.expect("sent");
        let mut handshake = Vec::new();
        while !handshake.ends_with(b"\r\n\r\n") {
            handshake.push(stream.read_u8().await.expect("a handshake"));
        }
        let handshake = String::from_utf8(handshake).expect("text").to_lowercase();
        assert!(handshake.starts_with("http/1.1 101 "), "{handshake}");
        Self { stream, handshake }
    }

    /// Sends a frame: `first` is its first byte, such as `FIN | TEXT`.
    pub async fn frame(&mut self, first: u8, payload: &[u8]) {
        self.bytes(&masked(first, payload)).await;
    }

    /// Sends bytes as they are; that the server has hung up shows when it is read.
    pub async fn bytes(&mut self, bytes: &[u8]) {
        let _gone = self.stream.write_all(bytes).await;
    }

    /// The next frame: its first byte and its payload; none at the end of the stream.
    pub async fn next(&mut self) -> Option<(u8, Vec<u8>)> {
        let read = timeout(BOUND, self.read()).await;
        read.expect("the server answers or hangs up")
    }

    async fn read(&mut self) -> Option<(u8, Vec<u8>)> {
        let first = self.stream.read_u8().await.ok()?;
        let length = match self.stream.read_u8().await.ok()? {
            126 => u64::from(self.stream.read_u16().await.ok()?),
            127 => self.stream.read_u64().await.ok()?,
            length => {
                assert!(length < 126, "a server does not mask");
                u64::from(length)
            }
        };
        let length = usize::try_from(length).expect("it fits");
        let mut payload = vec![0; length];
        self.stream.read_exact(&mut payload).await.ok()?;
        Some((first, payload))
    }

    /// Sends a message in one frame, and hears the same.
    pub async fn echoes(&mut self, opcode: u8, payload: &[u8]) {
        self.frame(FIN | opcode, payload).await;
        self.hears(FIN | opcode, payload).await;
    }

    /// The next frame is this one.
    pub async fn hears(&mut self, first: u8, payload: &[u8]) {
        let heard = self.next().await.expect("a frame");
        assert!(
            heard.0 == first && heard.1 == payload,
            "{:#x} with {} bytes instead of {first:#x} with {}",
            heard.0,
            heard.1.len(),
            payload.len()
        );
    }

    /// The code the server closes with (0: without one), and that it then hangs up without RST.
    pub async fn closed(&mut self) -> u16 {
        let code = loop {
            let (first, payload) = self.next().await.expect("a close frame");
            if first == FIN | CLOSE {
                break payload
                    .first_chunk()
                    .map_or(0, |it| u16::from_be_bytes(*it));
            }
        };
        let mut rest = Vec::new();
        let end = timeout(BOUND, self.stream.read_to_end(&mut rest)).await;
        assert!(
            matches!(end, Ok(Ok(0))),
            "{end:?} after the close frame: {rest:?}"
        );
        code
    }
}

/// A frame as a client sends it.
pub fn masked(first: u8, payload: &[u8]) -> Vec<u8> {
    // The second byte says "masked" and the length, or how many bytes the length takes.
    let mut out = vec![first];
    match payload.len() {
        length @ 0..126 => out.push(0x80 | u8::try_from(length).expect("below 126")),
        length @ 126..0x1_0000 => {
            out.push(0xfe);
            out.extend(u16::try_from(length).expect("two bytes").to_be_bytes());
        }
        length => {
            out.push(0xff);
            out.extend((length as u64).to_be_bytes());
        }
    }
    out.extend(MASK);
    out.extend(payload.iter().zip(MASK.iter().cycle()).map(|(a, b)| a ^ b));
    out
}
