//! Servers of this machine's own packages, on loopback. The library's own tests stand on this folder too, so it
//! holds only what both need.

pub mod postgres;
pub mod ward;

use std::{
    io::Write,
    net::TcpListener,
    sync::atomic::{AtomicU16, Ordering},
    time::{Duration, Instant},
};

/// How long a condition may take to come true: five-fold what a busy machine needs, because waiting costs nothing.
pub const BOUND: Duration = Duration::from_secs(20);

/// Says that the calling test cannot run here. The line goes around the runner's capture, because it is counted.
pub fn skip(reason: &str) {
    let thread = std::thread::current();
    let line = format!("SKIPPED {}: {reason}\n", thread.name().unwrap_or("?"));
    std::io::stderr()
        .write_all(line.as_bytes())
        .expect("stderr is open");
}

/// A port nobody listens on, outside the range from which outgoing connections take theirs.
pub fn free_port() -> u16 {
    static NEXT: AtomicU16 = AtomicU16::new(0);
    let process = u16::try_from(std::process::id() % 100).expect("below 100");
    loop {
        let step = NEXT.fetch_add(1, Ordering::Relaxed);
        let port = 20_000 + (process * 120 + step) % 12_000;
        if TcpListener::bind(("127.0.0.1", port)).is_ok() {
            return port;
        }
    }
}

/// Waits until `check` holds, within [`BOUND`], before there is anything asynchronous.
pub fn eventually_blocking(what: &str, mut check: impl FnMut() -> bool) {
    let start = Instant::now();
    while !check() {
        assert!(start.elapsed() < BOUND, "{what}: not within {BOUND:?}");
        std::thread::sleep(Duration::from_millis(10));
    }
}
