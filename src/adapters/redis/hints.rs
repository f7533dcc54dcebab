//! Hints as they travel: a line of JSON, and after it the bytes of an ephemeral frame where there is one.
//!
//! A node of another version may say what this one does not understand; it is passed over, and the log is polled.

use std::sync::Arc;

use bytes::Bytes;
use serde::{Deserialize, Serialize};

use crate::{
    hub::bus::{Heard, Wake},
    kernel::ids::NodeId,
};

/// The line before the frame.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Hint {
    /// Who says it; a node passes over its own.
    pub from: NodeId,
    /// Topics with facts up to a number.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub wakes: Vec<(Arc<str>, i64)>,
    /// Topics in which somebody came or went.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub here: Vec<Arc<str>>,
    /// The topic whose listeners get the frame.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Arc<str>>,
}

impl Hint {
    /// A hint that says nothing yet.
    pub fn from(from: NodeId) -> Self {
        Self {
            from,
            wakes: Vec::new(),
            here: Vec::new(),
            to: None,
        }
    }

    /// Whether there is nothing to be said.
    pub fn is_empty(&self) -> bool {
        self.wakes.is_empty() && self.here.is_empty() && self.to.is_none()
    }

    /// The message, `frame` behind the line.
    pub fn encode(&self, frame: &[u8]) -> Vec<u8> {
        let mut message = serde_json::to_vec(self).expect("names and numbers are JSON");
        message.push(b'\n');
        message.extend_from_slice(frame);
        message
    }
}

/// What a message of another node means to node `me`.
pub(super) fn decode(message: &[u8], me: NodeId) -> Vec<Heard> {
    let mut parts = message.splitn(2, |byte| *byte == b'\n');
    let line = parts.next().unwrap_or_default();
    let Ok(hint) = serde_json::from_slice::<Hint>(line) else {
        tracing::debug!("a hint that this version does not understand");
        return Vec::new();
    };
    if hint.from == me {
        return Vec::new();
    }
    let mut heard = Vec::new();
    if !hint.wakes.is_empty() {
        let wakes = hint.wakes.into_iter();
        heard.push(Heard::Wakes(
            wakes.map(|(topic, head)| Wake { topic, head }).collect(),
        ));
    }
    heard.extend(hint.here.into_iter().map(Heard::Presence));
    if let (Some(topic), Some(frame)) = (hint.to, parts.next()) {
        heard.push(Heard::Ephemeral(topic, Bytes::copy_from_slice(frame)));
    }
    heard
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::MachineTime;

    #[test]
    fn a_hint_survives_its_way_and_is_not_heard_by_its_sender() {
        let [me, other] = [1, 2].map(|ms| NodeId::mint(MachineTime::from_ms(ms)));
        let hint = Hint {
            from: other,
            wakes: vec![("inbox/x".into(), 7)],
            here: vec!["negotiation/y".into()],
            to: Some("negotiation/z".into()),
        };
        let message = hint.encode(b"a\nb");
        let wake = Wake {
            topic: "inbox/x".into(),
            head: 7,
        };
        assert_eq!(
            decode(&message, me),
            [
                Heard::Wakes(vec![wake]),
                Heard::Presence("negotiation/y".into()),
                Heard::Ephemeral("negotiation/z".into(), Bytes::from_static(b"a\nb")),
            ]
        );
        assert!(decode(&message, other).is_empty());
    }

    #[test]
    fn what_is_not_a_hint_is_passed_over() {
        let me = NodeId::mint(MachineTime::from_ms(1));
        for message in [&b""[..], b"\n", b"{}", b"[1]\nx", b"\xff\xfe"] {
            assert!(decode(message, me).is_empty(), "{message:?}");
        }
    }
}
