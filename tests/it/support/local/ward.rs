//! Child processes that do not outlive the tests, however these end.

use std::{
    io::Write,
    os::unix::process::CommandExt,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

/// Ends a process and removes its folder when the test binary is gone: a shell waits for the end of a pipe that
/// only this process holds open, so that a killed run leaves nothing behind either, nor does a `static`.
/// Dropping it ends the watch; whoever drops it has ended the process.
pub struct Ward {
    shell: Child,
    pipe: Option<ChildStdin>,
}

const SCRIPT: &str = r#"
read -r _ && exit
kill -"$2" "$1" 2>/dev/null && kill -CONT "$1" 2>/dev/null
tries=0
while kill -0 "$1" 2>/dev/null && [ $tries -lt 50 ]; do sleep 0.1; tries=$((tries + 1)); done
[ -z "$3" ] || rm -rf "$3"
"#;

impl Ward {
    /// Watches over `child`, which `signal` (such as `KILL`) ends, and over `folder`.
    pub fn over(child: &Child, signal: &str, folder: Option<&Path>) -> Self {
        let mut shell = Command::new("sh")
            .args(["-c", SCRIPT, "ward", &child.id().to_string(), signal])
            .arg(folder.unwrap_or(Path::new("")))
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            // A Ctrl-C at the terminal must not end the watch before its duty is done.
            .process_group(0)
            .spawn()
            .expect("a shell");
        let pipe = shell.stdin.take();
        Self { shell, pipe }
    }
}

impl Drop for Ward {
    fn drop(&mut self) {
        if let Some(mut pipe) = self.pipe.take() {
            // A shell that is gone has nothing to watch over.
            let _gone = pipe.write_all(b"done\n");
        }
        let _gone = self.shell.wait();
    }
}

/// Sends `signal` to a process that we started and have not reaped.
pub fn send(child: &Child, signal: Signal) {
    let pid = i32::try_from(child.id()).expect("a process id");
    kill(Pid::from_raw(pid), signal).expect("our own child");
}
