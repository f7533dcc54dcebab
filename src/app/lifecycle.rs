//! From start to the last good-bye.

use std::time::Duration;

use tokio::{
    signal::unix::{Signal, SignalKind, signal},
    time::{sleep, timeout},
};

use crate::{
    edges::{encode, shared::Shared},
    hub::{frame::Class, mailbox::DRAINED},
    protocol::server::{Bye, ServerMessage},
};

/// Over how long a drain spreads its good-byes, so that clients do not return all at once.
const SPREAD_MS: u64 = 8_000;
/// How long everything may take to end; SIGKILL follows after 30 s at most places.
const WITHIN: Duration = Duration::from_secs(20);

/// The signals that end the program. Listened to before anybody is served: until then a signal ends it hard.
pub(super) struct StopSignals {
    terminate: Signal,
    interrupt: Signal,
}

impl StopSignals {
    /// Begins to listen.
    pub fn listen() -> std::io::Result<Self> {
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    /// Waits for the next one.
    pub async fn next(&mut self) {
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
        }
    }
}

/// Sends everybody elsewhere, spread over time; ends early when all are gone.
pub(super) async fn say_goodbye(shared: &Shared) {
    let connections = shared.registry.all();
    if connections.is_empty() {
        return;
    }
    tracing::info!(connections = connections.len(), "draining");
    let count = u64::try_from(connections.len()).unwrap_or(1);
    // A handful leaves at once; a hall is spread.
    let spread = SPREAD_MS.min(count * 2);
    for (index, it) in connections.iter().enumerate() {
        let after_ms = rand::random_range(0..=spread.max(200));
        let bye = ServerMessage::Bye {
            bye: Bye {
                code: "drain",
                after_ms,
            },
        };
        it.mailbox.offer(&encode::message(&bye), Class::Signalling);
        it.mailbox.close(DRAINED);
        if index % 64 == 63 {
            sleep(Duration::from_millis(64 * spread / count)).await;
        }
    }
}

/// Waits for what is under way, for a bounded time; a second signal ends at once.
pub(super) async fn wait_for(tasks: &tokio_util::task::TaskTracker, signals: &mut StopSignals) {
    tasks.close();
    tokio::select! {
        done = timeout(WITHIN, tasks.wait()) => {
            if done.is_err() {
                tracing::warn!(left = tasks.len(), "not everything ended in time");
            }
        }
        () = signals.next() => tracing::warn!("ended by a second signal"),
    }
}
