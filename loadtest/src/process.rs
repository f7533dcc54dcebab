//! Child processes that are measured, and that end with the value that stands for them.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process};

use crate::machine::{Core, Pinning};

/// Longer than any system needs to close its connections.
const TIME_TO_END: Duration = Duration::from_secs(35);

#[derive(Debug)]
pub struct Process {
    child: Child,
    /// The process whose time and memory count; another one if a launcher stands before it.
    measured: u32,
}

impl Process {
    /// Starts `command` on the core of servers.
    pub fn start(command: &mut Command, pinning: Pinning) -> Result<Self> {
        pinning.pin(Core::Server)?;
        let started = command.stdin(Stdio::null()).spawn();
        pinning.pin(Core::Client)?;
        let child =
            started.with_context(|| format!("starting {}", command.get_program().display()))?;
        let measured = child.id();
        Ok(Self { child, measured })
    }

    /// Starts `command` and waits for the first line that it prints.
    pub fn start_and_hear(
        command: &mut Command,
        pinning: Pinning,
        patience: Duration,
    ) -> Result<(Self, String)> {
        let mut process = Self::start(command.stdout(Stdio::piped()), pinning)?;
        let output = process.child.stdout.take().context("no output to read")?;
        let (tell, told) = mpsc::sync_channel(1);
        thread::spawn(move || {
            let mut lines = BufReader::new(output).lines();
            // The receiver may have lost patience; then nobody is left to be told.
            let _ = tell.send(lines.next());
            lines.for_each(drop);
        });
        match told.recv_timeout(patience) {
            Ok(Some(line)) => Ok((process, line?)),
            Ok(None) => bail!("ended without a word"),
            Err(_) => bail!("said nothing for {patience:?}"),
        }
    }

    pub fn id(&self) -> u32 {
        self.measured
    }

    /// The process that the launcher started is the one to measure and to end.
    pub fn measure_instead(&mut self, process: u32) {
        self.measured = process;
    }

    /// Whether it has ended by itself.
    pub fn has_ended(&mut self) -> bool {
        !matches!(self.child.try_wait(), Ok(None))
    }

    fn ask_to_end(&mut self) {
        let id = i32::try_from(self.measured).ok().and_then(Pid::from_raw);
        if let (false, Some(id)) = (self.has_ended(), id) {
            // A launcher may outlive what it launched; then there is nobody left to ask.
            let _ = kill_process(id, Signal::TERM);
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.ask_to_end();
        let until = Instant::now() + TIME_TO_END;
        while !self.has_ended() && Instant::now() < until {
            thread::sleep(Duration::from_millis(10));
        }
        // Both fail only for a child that has already ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
