//! What clients send: one envelope for commands over the socket and over HTTP.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::code::{Code, No};

/// How long an id chosen by a client may be.
const ID: usize = 64;

/// A message from a socket.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClientMessage<'a> {
    /// The client's name for it; for a writing command the `UUIDv7` that makes it repeatable.
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// The command.
    #[serde(rename = "do", borrow)]
    pub command: Cow<'a, str>,
    /// Its input.
    #[serde(rename = "in", borrow)]
    pub input: &'a RawValue,
}

impl<'a> ClientMessage<'a> {
    /// Reads one text frame.
    pub fn read(text: &'a str) -> Result<Self, No> {
        let message: Self = read(text)?;
        if message.id.is_empty() || message.id.len() > ID {
            return Err(No::invalid("id", "1_to_64_characters"));
        }
        Ok(message)
    }
}

/// The body of `POST /api/v1/do/{command}`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Posted<'a> {
    /// As [`ClientMessage::id`].
    #[serde(borrow)]
    pub id: Cow<'a, str>,
    /// As [`ClientMessage::input`].
    #[serde(rename = "in", borrow)]
    pub input: &'a RawValue,
}

/// Reads JSON of a known shape; U+0000, which no database column takes, is refused on every door.
pub fn read<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, No> {
    if holds_nul(text) {
        return Err(No::new(Code::Malformed).more("at", "U+0000"));
    }
    serde_json::from_str(text).map_err(|error| No::malformed(&error))
}

/// Whether a JSON text contains U+0000, written out or escaped.
fn holds_nul(text: &str) -> bool {
    let mut bytes = text.as_bytes().iter();
    while let Some(byte) = bytes.next() {
        match byte {
            0 => return true,
            b'\\' => {
                let rest = bytes.as_slice();
                if rest.starts_with(b"u0000") {
                    return true;
                }
                bytes.next();
            }
            _ => {}
        }
    }
    false
}

/// `hello`: the first message of a socket.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Hello {
    /// A one-time ticket; without it the cookie of the upgrade counts.
    #[serde(default)]
    #[ts(optional)]
    pub ticket: Option<String>,
    /// A script's key, for programs that are not browsers.
    #[serde(default)]
    #[ts(optional)]
    pub key: Option<String>,
    /// The program's name and version.
    #[serde(default)]
    #[ts(optional)]
    pub client: Option<String>,
}

/// `subscribe`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Subscribe {
    /// The topic's name.
    pub topic: String,
    /// The epoch in which `since` was counted.
    #[serde(default)]
    #[ts(optional)]
    pub epoch: Option<String>,
    /// The number of the newest fact the client has.
    #[serde(default)]
    #[ts(optional, type = "number")]
    pub since: Option<i64>,
}

/// `unsubscribe`.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Unsubscribe {
    /// The topic's name.
    pub topic: String,
}

#[cfg(test)]
mod tests {
    use super::{ClientMessage, holds_nul};

    #[test]
    fn nul_is_found_however_it_is_written() {
        assert!(holds_nul(r#""a\u0000b""#));
        assert!(holds_nul("\"a\0b\""));
        assert!(!holds_nul(r#""a\\u0000b""#));
        assert!(holds_nul(r#""a\\\u0000b""#));
    }

    #[test]
    fn an_envelope_is_exact() {
        assert!(ClientMessage::read(r#"{"id":"1","do":"ping","in":{}}"#).is_ok());
        for bad in [
            "",
            "[]",
            r#"{"id":"","do":"ping","in":{}}"#,
            r#"{"id":1,"do":"ping","in":{}}"#,
            r#"{"id":"1","do":"ping"}"#,
            r#"{"id":"1","do":"ping","in":{},"x":1}"#,
            r#"{"id":"1","id":"2","do":"ping","in":{}}"#,
        ] {
            assert!(ClientMessage::read(bad).is_err(), "{bad}");
        }
    }
}
