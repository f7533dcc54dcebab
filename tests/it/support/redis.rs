//! Redis on loopback, from the machine's own package.

use std::{
    io::{Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    time::Duration,
};

use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::local::{
    eventually_blocking, free_port, skip,
    ward::{Ward, send},
};

/// A server for one test (it starts in milliseconds), with nothing on disk.
pub struct Redis {
    folder: TempDir,
    port: u16,
    child: Child,
    ward: Ward,
    is_stopped: bool,
}

impl Redis {
    /// Starts one; nothing (and `SKIPPED`) where it is not installed.
    pub fn own() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let Some((child, ward)) = run(&folder, port) else {
            skip("Redis is not installed");
            return None;
        };
        Some(Self {
            folder,
            port,
            child,
            ward,
            is_stopped: false,
        })
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Its address.
    pub fn url(&self) -> String {
        format!("redis://127.0.0.1:{}", self.port)
    }

    /// Lets connections hang.
    pub fn freeze(&self) {
        send(&self.child, Signal::SIGSTOP);
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        send(&self.child, Signal::SIGCONT);
    }

    /// Kills it: connections are refused, and it forgets everything.
    pub fn stop(&mut self) {
        send(&self.child, Signal::SIGKILL);
        self.child.wait().expect("our own child");
        self.is_stopped = true;
    }

    /// Whether it was stopped and has not been started again.
    pub fn is_stopped(&self) -> bool {
        self.is_stopped
    }

    /// Starts it again, empty, on the same port after [`Redis::stop`].
    pub fn restart(&mut self) {
        (self.child, self.ward) = run(&self.folder, self.port).expect("it was installed before");
        self.is_stopped = false;
    }

    /// Forgets everything without dropping a connection.
    pub fn flush(&self) {
        assert_eq!(ask(self.port, "FLUSHALL").as_deref(), Some("+OK"));
    }

    /// Commands it has served in all, which tells an idle client from a busy loop.
    pub fn served(&self) -> u64 {
        let info = ask(self.port, "INFO stats").expect("it answers");
        let line = info
            .lines()
            .find_map(|it| it.strip_prefix("total_commands_processed:"))
            .expect("Redis counts its commands");
        line.trim().parse().expect("a number")
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        let _gone = self.child.kill();
        let _gone = self.child.wait();
    }
}

fn run(folder: &TempDir, port: u16) -> Option<(Child, Ward)> {
    let child = Command::new("redis-server")
        .args(["--bind", "127.0.0.1", "--port", &port.to_string()])
        .args(["--save", "", "--appendonly", "no", "--dir"])
        .arg(folder.path())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .ok()?;
    let ward = Ward::over(&child, "KILL", None);
    eventually_blocking("Redis answers", || {
        ask(port, "PING").as_deref() == Some("+PONG")
    });
    Some((child, ward))
}

/// One inline command over a connection of its own.
fn ask(port: u16, command: &str) -> Option<String> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).ok()?;
    stream.set_read_timeout(Some(Duration::from_secs(5))).ok()?;
    write!(stream, "{command}\r\nQUIT\r\n").ok()?;
    let mut text = String::new();
    stream.read_to_string(&mut text).ok()?;
    // The answer to QUIT ends it.
    text.strip_suffix("+OK\r\n")
        .map(|it| it.trim_end().to_owned())
}
