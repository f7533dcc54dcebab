//! RFC 6455 to the letter, against an echo behind the product's own socket edge, and then against the product.

use serde_json::json;
use tokio::net::TcpListener;
use tokio_util::{
    sync::{CancellationToken, DropGuard},
    task::TaskTracker,
};

use crate::support::{
    client::Person,
    raw::{BINARY, CLOSE, FIN, MORE, PING, PONG, RSV1, Raw, TEXT, masked},
    server::{Server, Setup},
};

#[path = "../../examples/echo.rs"]
#[expect(dead_code, reason = "its `main` is for those who run the example")]
mod echo;

/// The product's longest message.
const LONGEST: usize = 320 * 1024;

/// A socket to an echo of its own, which ends with the guard.
async fn echoing(headers: &str) -> (Raw, DropGuard) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("it is bound");
    let stop = CancellationToken::new();
    TaskTracker::new().spawn(echo::listen(listener, stop.clone()));
    (Raw::open(address, headers).await, stop.drop_guard())
}

/// A close frame's payload.
fn farewell(code: u16, reason: &[u8]) -> Vec<u8> {
    [&code.to_be_bytes(), reason].concat()
}

/// Frames one after the other, as bytes.
fn frames(frames: &[(u8, &[u8])]) -> Vec<u8> {
    let bytes = frames.iter().map(|(first, it)| masked(*first, it));
    bytes.collect::<Vec<_>>().concat()
}

/// What a server must not take: what it is, how it looks, and the code it closes with.
fn refused() -> Vec<(&'static str, Vec<u8>, u16)> {
    let mut all = vec![
        ("not masked", b"\x81\x02hi".to_vec(), 1002),
        ("no beginning", frames(&[(FIN | MORE, b"x")]), 1002),
        (
            "a message within a message",
            frames(&[(TEXT, b"x"), (FIN | TEXT, b"y")]),
            1002,
        ),
        ("a ping of 126", frames(&[(FIN | PING, &[0; 126])]), 1002),
        ("a ping in parts", frames(&[(PING, b"x")]), 1002),
        ("compression", frames(&[(FIN | RSV1 | TEXT, b"x")]), 1002),
        (
            "a part compressed",
            frames(&[(TEXT, b"x"), (FIN | RSV1 | MORE, b"y")]),
            1002,
        ),
        ("half a close code", frames(&[(FIN | CLOSE, b"\x03")]), 1002),
        (
            "a close reason that is not text",
            frames(&[(FIN | CLOSE, &farewell(1000, b"\xff"))]),
            1007,
        ),
        ("not text", frames(&[(FIN | TEXT, b"\xce\xba\xff")]), 1007),
        (
            "a surrogate",
            frames(&[(FIN | TEXT, b"\xed\xa0\x80")]),
            1007,
        ),
        ("overlong", frames(&[(FIN | TEXT, b"\xc0\xaf")]), 1007),
        ("half a character", frames(&[(FIN | TEXT, b"\xce")]), 1007),
        (
            "not text in a later part",
            frames(&[(TEXT, b"\xce"), (MORE, b"\xba"), (FIN | MORE, b"\xff")]),
            1007,
        ),
        (
            "too long",
            frames(&[(FIN | BINARY, &vec![0; LONGEST + 1])]),
            1009,
        ),
        (
            "too long in parts",
            frames(&[
                (BINARY, &vec![0; LONGEST]),
                (FIN | MORE, &[0]),
                (FIN | TEXT, &vec![b'x'; 1024 * 1024]),
            ]),
            1009,
        ),
        (
            "ten thousand parts of one byte",
            [
                frames(&[(TEXT, b"x")]),
                masked(MORE, b"x").repeat(10_000),
                masked(FIN | MORE, b""),
            ]
            .concat(),
            1008,
        ),
        (
            "a million parts of nothing",
            [frames(&[(TEXT, b"")]), masked(MORE, b"").repeat(1_000_000)].concat(),
            1008,
        ),
    ];
    for bit in [0x40, 0x20, 0x10] {
        all.push(("a reserved bit", frames(&[(FIN | bit | PING, b"")]), 1002));
    }
    for opcode in (0x3..=0x7).chain(0xb..=0xf) {
        all.push(("a reserved opcode", frames(&[(FIN | opcode, b"x")]), 1002));
    }
    for code in [
        0, 999, 1004, 1005, 1006, 1015, 1016, 1100, 2999, 5000, 65535,
    ] {
        let close = frames(&[(FIN | CLOSE, &farewell(code, b"bye"))]);
        all.push(("a close code nobody may send", close, 1002));
    }
    all
}

#[tokio::test]
async fn messages_of_every_length_come_back() {
    let (mut raw, _echo) = echoing("").await;
    for length in [0, 1, 125, 126, 127, 128, 65_535, 65_536, LONGEST] {
        raw.echoes(TEXT, &vec![b'*'; length]).await;
        raw.echoes(BINARY, &vec![0xfe; length]).await;
    }
}

#[tokio::test]
async fn a_message_in_parts_comes_back_whole_and_pings_between_are_answered() {
    let (mut raw, _echo) = echoing("").await;
    raw.frame(FIN | PONG, b"nobody asked").await;
    raw.frame(TEXT, "κόσ".as_bytes()).await;
    raw.frame(FIN | PING, &[0xff; 125]).await;
    raw.hears(FIN | PONG, &[0xff; 125]).await;
    raw.frame(MORE, b"").await;
    raw.frame(FIN | PING, b"").await;
    raw.hears(FIN | PONG, b"").await;
    raw.frame(FIN | MORE, "με".as_bytes()).await;
    raw.hears(FIN | TEXT, "κόσμε".as_bytes()).await;

    // Every character of it cut into its bytes, and every byte of every frame in a packet of its own.
    let text = "Hallo, κόσμε, 展会, 🙂".as_bytes();
    let (last, first) = text.split_last().expect("not empty");
    let mut bytes = masked(TEXT, b"");
    bytes.extend(first.iter().flat_map(|it| masked(MORE, &[*it])));
    bytes.extend(masked(FIN | MORE, &[*last]));
    for byte in bytes {
        raw.bytes(&[byte]).await;
    }
    raw.hears(FIN | TEXT, text).await;
}

#[tokio::test]
async fn many_messages_in_one_packet_come_back_one_by_one() {
    let (mut raw, _echo) = echoing("").await;
    let many: Vec<String> = (0..500).map(|it| it.to_string()).collect();
    let packet: Vec<_> = many
        .iter()
        .flat_map(|it| masked(FIN | TEXT, it.as_bytes()))
        .collect();
    raw.bytes(&packet).await;
    for it in many {
        raw.hears(FIN | TEXT, it.as_bytes()).await;
    }
}

#[tokio::test]
async fn a_good_bye_is_returned_and_nothing_after_it_is_heard() {
    for code in [1000, 1001, 1003, 1007, 1011, 3000, 3999, 4000, 4999] {
        let (mut raw, _echo) = echoing("").await;
        let close = (FIN | CLOSE, &*farewell(code, "再见".as_bytes()));
        raw.bytes(&frames(&[close, (FIN | TEXT, &vec![b'x'; 200_000])]))
            .await;
        assert_eq!(raw.closed().await, code);
    }
    let (mut raw, _echo) = echoing("").await;
    raw.frame(FIN | CLOSE, b"").await;
    assert_eq!(raw.closed().await, 0);
}

#[tokio::test]
async fn what_the_rfc_forbids_is_refused_with_its_code() {
    for (what, bytes, code) in refused() {
        let (mut raw, _echo) = echoing("").await;
        raw.bytes(&bytes).await;
        assert_eq!(raw.closed().await, code, "{what}");
    }
}

#[tokio::test]
async fn compression_is_not_negotiated() {
    let offer = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n";
    let (mut raw, _echo) = echoing(offer).await;
    assert!(!raw.handshake.contains("extensions"), "{}", raw.handshake);
    raw.echoes(TEXT, b"plain").await;
    let server = Server::start(Setup::sqlite()).await;
    let offer = format!("{offer}Sec-WebSocket-Protocol: parley.v1\r\n");
    let raw = Raw::open(server.address(), &offer).await;
    assert!(!raw.handshake.contains("extensions"), "{}", raw.handshake);
}

#[tokio::test]
async fn the_product_refuses_the_same_and_nobody_else_notices() {
    let server = Server::start(Setup::sqlite()).await;
    let mut ana = Person::of_the_cast(&server, "ana").await.connect().await;
    let protocol = "Sec-WebSocket-Protocol: parley.v1\r\n";
    let mut cases = refused();
    cases.push(("prose too soon", masked(FIN | BINARY, b"x"), 1003));
    let long = masked(FIN | TEXT, &vec![b'x'; 64 * 1024 + 1]);
    cases.push(("a text over the limit", long, 1009));
    for (what, bytes, code) in cases {
        let mut raw = Raw::open(server.address(), protocol).await;
        raw.bytes(&bytes).await;
        assert_eq!(raw.closed().await, code, "{what}");
        ana.ask("ping", json!({})).await.expect(what);
    }
}
