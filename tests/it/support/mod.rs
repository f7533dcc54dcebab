//! What the tests stand on: databases, a Redis, the real server, clients with names, and a bad network.

pub mod client;
pub mod ledger;
pub mod local;
mod outages;
mod person;
pub mod pictures;
pub mod raw;
pub mod redis;
pub mod relay;
pub mod server;

use std::time::Duration;

use tokio::time::{Instant, MissedTickBehavior, interval, timeout};

pub use local::BOUND;

/// Waits until `check` gives something, within [`BOUND`].
pub async fn eventually<T>(what: &str, mut check: impl AsyncFnMut() -> Option<T>) -> T {
    let start = Instant::now();
    let mut tick = interval(Duration::from_millis(10));
    tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let waiting = async {
        loop {
            tick.tick().await;
            if let Some(it) = check().await {
                return it;
            }
        }
    };
    timeout(BOUND, waiting)
        .await
        .unwrap_or_else(|_| panic!("{what}: not within {:?}", start.elapsed()))
}

/// A number that whoever runs the tests may choose by a variable.
pub fn given(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |it| it.parse().expect("a number"))
}
