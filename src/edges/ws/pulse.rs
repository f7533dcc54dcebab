//! Finds peers that are gone without a word: one task looks at all connections, so that none needs a timer.

use std::{sync::atomic::Ordering, time::Duration};

use tokio::time::{MissedTickBehavior, interval};

use crate::{
    edges::shared::Shared,
    hub::{
        frame::{self, Opcode},
        registry::Connection,
    },
};

/// How often it looks.
const EVERY: Duration = Duration::from_secs(2);
/// Silence after which a ping is sent, in milliseconds.
const ASK_AFTER_MS: u64 = 25_000;
/// Silence after which a peer is taken for dead: with the time between two looks and that of the last words, it is
/// found within 45 s.
const DEAD_AFTER_MS: u64 = 35_000;

/// Looks after every connection of this node, until it drains.
pub async fn watch(shared: Shared) {
    let mut ticks = interval(EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = ticks.tick() => {}
            () = shared.draining.cancelled() => return,
        }
        let now = shared.registry.elapsed_ms();
        for connection in shared.registry.all() {
            look_at(&connection, now);
        }
    }
}

/// Asks a silent peer whether it is there; ends the connection of one that did not answer.
fn look_at(connection: &Connection, now: u64) {
    let silent = now.saturating_sub(connection.heard_at.load(Ordering::Relaxed));
    if silent >= DEAD_AFTER_MS {
        tracing::debug!("a silent peer is taken for dead");
        connection.mailbox.end();
    } else if silent >= ASK_AFTER_MS && !connection.asked.swap(true, Ordering::Relaxed) {
        connection.mailbox.push(frame::frame(Opcode::Ping, b""));
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use bytes::Bytes;

    use super::{ASK_AFTER_MS, DEAD_AFTER_MS, look_at};
    use crate::{
        hub::{
            mailbox::Mailbox,
            registry::{Connection, Via},
        },
        kernel::{
            ids::{SessionId, UserId},
            time::MachineTime,
        },
    };

    #[test]
    fn a_silent_peer_is_asked_once_and_then_taken_for_dead() {
        let now = MachineTime::from_ms(1);
        let who = (UserId::mint(now), Via::Session(SessionId::mint(now)));
        let silent = Connection::new(1, who, Arc::new(Mailbox::new(None, 100)));
        look_at(&silent, ASK_AFTER_MS - 1);
        assert!(silent.mailbox.take().is_empty());
        look_at(&silent, ASK_AFTER_MS);
        look_at(&silent, ASK_AFTER_MS + 2000);
        assert_eq!(silent.mailbox.take(), [Bytes::from_static(&[0x89, 0])]);
        assert!(!silent.mailbox.has_ended());
        look_at(&silent, DEAD_AFTER_MS);
        assert!(silent.mailbox.has_ended());
    }
}
