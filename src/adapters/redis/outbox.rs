//! What waits to leave: joined per topic, so that a burst of commits is one message.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use bytes::Bytes;

use super::hints::Hint;
use crate::{hub::bus::Wake, kernel::ids::NodeId};

/// Topics whose wake-ups may wait. When it is full, further topics are left to the poll.
const WAKES: usize = 4096;
/// Ephemeral frames that may wait. When it is full, newer ones are dropped.
const FRAMES: usize = 1024;

#[derive(Default)]
pub(super) struct Outbox {
    wakes: HashMap<Arc<str>, i64>,
    frames: Vec<(Arc<str>, Bytes)>,
    /// Topics whose presence on this node is to be written; as many as have somebody present.
    moved: HashSet<Arc<str>>,
}

/// What leaves together.
pub(super) struct Parcel {
    /// Wake-ups and presence, then a message per frame.
    pub messages: Vec<Vec<u8>>,
    /// Topics whose presence is written before the messages are sent.
    pub moved: Vec<Arc<str>>,
}

impl Outbox {
    pub fn wake(&mut self, wakes: Vec<Wake>) {
        for Wake { topic, head } in wakes {
            if self.wakes.len() < WAKES || self.wakes.contains_key(&topic) {
                let known = self.wakes.entry(topic).or_insert(head);
                *known = head.max(*known);
            }
        }
    }

    pub fn frame(&mut self, topic: Arc<str>, frame: Bytes) {
        if self.frames.len() < FRAMES {
            self.frames.push((topic, frame));
        }
    }

    pub fn moved(&mut self, topic: Arc<str>) {
        self.moved.insert(topic);
    }

    /// Everything that waits; nothing waits afterwards.
    pub fn take(&mut self, me: NodeId) -> Parcel {
        let Self {
            wakes,
            frames,
            moved,
        } = std::mem::take(self);
        let moved: Vec<_> = moved.into_iter().collect();
        let hint = Hint {
            wakes: wakes.into_iter().collect(),
            here: moved.clone(),
            ..Hint::from(me)
        };
        let first = (!hint.is_empty()).then(|| hint.encode(&[]));
        let frames = frames.into_iter().map(|(topic, frame)| {
            let hint = Hint {
                to: Some(topic),
                ..Hint::from(me)
            };
            hint.encode(&frame)
        });
        Parcel {
            messages: first.into_iter().chain(frames).collect(),
            moved,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{adapters::redis::hints::decode, hub::bus::Heard, kernel::time::MachineTime};

    #[test]
    fn a_burst_is_one_message_with_each_topics_newest_number() {
        let [me, other] = [1, 2].map(|ms| NodeId::mint(MachineTime::from_ms(ms)));
        let mut outbox = Outbox::default();
        for head in [1, 3, 2] {
            let topic: Arc<str> = "inbox/x".into();
            outbox.wake(vec![Wake { topic, head }]);
        }
        let parcel = outbox.take(me);
        let [message] = &parcel.messages[..] else {
            panic!("one message");
        };
        let wake = Wake {
            topic: "inbox/x".into(),
            head: 3,
        };
        assert_eq!(decode(message, other), [Heard::Wakes(vec![wake])]);
        assert!(outbox.take(me).messages.is_empty());
    }

    #[test]
    fn what_does_not_fit_is_dropped() {
        let mut outbox = Outbox::default();
        for number in 0..2 * WAKES {
            let topic: Arc<str> = format!("inbox/{number}").into();
            outbox.wake(vec![Wake {
                topic: topic.clone(),
                head: 1,
            }]);
            outbox.frame(topic, Bytes::new());
        }
        assert_eq!((outbox.wakes.len(), outbox.frames.len()), (WAKES, FRAMES));
    }
}
