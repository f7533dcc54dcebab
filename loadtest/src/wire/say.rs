//! What a client says: the upgrade, `hello`, `subscribe`, and commands with their ids.

use std::net::SocketAddr;
use std::time::Instant;

use serde_json::{Value, json};
use uuid::{Timestamp, Uuid};

use super::frame;

/// The key of RFC 6455's own example; nothing here depends on its being random.
const KEY: &str = "dGhlIHNhbXBsZSBub25jZQ==";

/// Where a resuming client left a topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Since {
    pub epoch: String,
    pub seq: u64,
}

/// The request that turns a connection into a socket. The cookie signs it in.
pub fn upgrade(server: SocketAddr, cookie: Option<&str>) -> Vec<u8> {
    let cookie = cookie
        .map(|cookie| format!("Cookie: {cookie}\r\n"))
        .unwrap_or_default();
    format!(
        "GET /ws HTTP/1.1\r\nHost: {server}\r\nOrigin: http://{server}\r\nUpgrade: websocket\r\n\
         Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: {KEY}\r\n\
         Sec-WebSocket-Protocol: parley.v1\r\n{cookie}\r\n"
    )
    .into_bytes()
}

pub fn hello(into: &mut Vec<u8>) {
    command("hello", "hello", &json!({"client": "loadtest"}), into);
}

pub fn subscribe(id: &str, topic: &str, since: Option<&Since>, into: &mut Vec<u8>) {
    let input = match since {
        Some(Since { epoch, seq }) => json!({"topic": topic, "epoch": epoch, "since": seq}),
        None => json!({"topic": topic}),
    };
    command(id, "subscribe", &input, into);
}

pub fn command(id: &str, name: &str, input: &Value, into: &mut Vec<u8>) {
    let text = format!(r#"{{"id":"{id}","do":"{name}","in":{input}}}"#);
    frame::from_client(frame::TEXT, text.as_bytes(), into);
}

/// Ids of writing commands, stamped with the server's machine time as `hello` told it.
#[derive(Debug, Clone)]
pub struct Ids {
    machine: u64,
    heard: Instant,
}

impl Ids {
    pub fn told(machine: u64) -> Self {
        Self {
            machine,
            heard: Instant::now(),
        }
    }

    pub fn next(&self) -> String {
        let passed = u64::try_from(self.heard.elapsed().as_millis()).unwrap_or(0);
        let millis = self.machine + passed;
        let nanos = u32::try_from(millis % 1000).unwrap_or(0) * 1_000_000;
        Uuid::new_v7(Timestamp::from_unix(uuid::NoContext, millis / 1000, nanos)).to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_carry_the_servers_time() {
        let id = Uuid::parse_str(&Ids::told(1_763_800_000_123).next()).expect("a UUID");
        let (seconds, nanos) = id.get_timestamp().expect("version 7").to_unix();
        assert!(
            (1_763_800_000_123..1_763_800_001_000)
                .contains(&(seconds * 1000 + u64::from(nanos) / 1_000_000))
        );
    }

    #[test]
    fn a_resuming_subscribe_names_epoch_and_seq() {
        let mut bytes = Vec::new();
        let since = Since {
            epoch: "7f3a".to_owned(),
            seq: 41,
        };
        subscribe("c2", "fair/1", Some(&since), &mut bytes);
        let head = frame::header(&bytes)
            .expect("well formed")
            .expect("complete");
        frame::toggle(head.mask.expect("masked"), &mut bytes[head.length..]);
        let said: Value = serde_json::from_slice(&bytes[head.length..]).expect("JSON");
        let input = json!({"topic": "fair/1", "epoch": "7f3a", "since": 41});
        assert_eq!(said, json!({"id": "c2", "do": "subscribe", "in": input}));
    }
}
