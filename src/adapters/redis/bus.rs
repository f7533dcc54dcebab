//! Hints to the other nodes and from them.

use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::mpsc;

use super::Redis;
use crate::hub::bus::{Bus, Heard, Wake};

impl Bus for Redis {
    fn wake(&self, wakes: Vec<Wake>) {
        if self.is_up() && !wakes.is_empty() {
            self.outbox.lock().wake(wakes);
            self.stirred.notify_one();
        }
    }

    fn ephemeral(&self, topic: Arc<str>, frame: Bytes) {
        if self.is_up() {
            self.outbox.lock().frame(topic, frame);
            self.stirred.notify_one();
        }
    }

    fn heard(&self) -> mpsc::Receiver<Heard> {
        // A second caller hears nothing: two listeners would each hear half.
        let first = self.listener.lock().take();
        first.unwrap_or_else(|| mpsc::channel(1).1)
    }

    fn is_up(&self) -> bool {
        self.contact.lock().is_some()
    }
}
