//! What a turn costs: time on the clock, and time of both sides' processors.

use std::process;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::machine::cpu_time;
use crate::process::Process;

pub struct Meter {
    server_id: u32,
    started: Instant,
    server: Duration,
    client: Duration,
}

/// Seconds.
#[derive(Debug, Clone, Copy)]
pub struct Spent {
    pub wall: f64,
    pub server: f64,
    client: f64,
}

impl Meter {
    pub fn start(server: &Process) -> Result<Self> {
        let server_id = server.id();
        let (server, client) = (cpu_time(server_id)?, cpu_time(process::id())?);
        Ok(Self {
            server_id,
            started: Instant::now(),
            server,
            client,
        })
    }

    pub fn read(&self) -> Result<Spent> {
        let wall = self.started.elapsed().as_secs_f64();
        let server = cpu_time(self.server_id)?
            .saturating_sub(self.server)
            .as_secs_f64();
        let client = cpu_time(process::id())?
            .saturating_sub(self.client)
            .as_secs_f64();
        Ok(Spent {
            wall,
            server,
            client,
        })
    }
}

impl Spent {
    /// How much of the time each side was busy. A client near 1 beside a server far below it means
    /// that the client was measured.
    pub fn shares(self) -> [(&'static str, f64); 2] {
        [
            ("server_busy", self.server / self.wall),
            ("client_busy", self.client / self.wall),
        ]
    }
}
