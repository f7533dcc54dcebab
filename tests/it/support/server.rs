//! The real program, started as an operator would, and treated worse.

use std::{
    ffi::OsString,
    fs::{self, File, OpenOptions},
    net::SocketAddr,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Stdio},
};

use nix::sys::signal::Signal;
use tempfile::TempDir;

use super::{
    eventually,
    local::{
        free_port,
        ward::{Ward, send},
    },
};

/// How a server is to be started.
#[derive(Default)]
pub struct Setup {
    variables: Vec<(String, String)>,
}

impl Setup {
    /// SQLite in a folder of its own, the demonstration fair, a simulated clock.
    pub fn sqlite() -> Self {
        Self::default()
    }

    /// PostgreSQL and Redis: start two with the same addresses, and they are one fair.
    pub fn cluster(database: &str, redis: &str) -> Self {
        Self::default()
            .with("STORAGE__URL", database)
            .with("REDIS__URL", redis)
    }

    /// One more key, such as `LIMITS__CONNECTIONS`.
    #[must_use]
    pub fn with(mut self, key: &str, value: &str) -> Self {
        self.variables
            .push((format!("PARLEY__{key}"), value.to_string()));
        self
    }
}

/// A running server with its data folder; both are gone when it is dropped.
pub struct Server {
    folder: TempDir,
    port: u16,
    variables: Vec<(String, String)>,
    process: Option<Process>,
}

struct Process {
    child: Child,
    _ward: Ward,
}

impl Server {
    /// Starts one and waits until it is ready.
    pub async fn start(setup: Setup) -> Self {
        let mut server = Self::prepare(setup);
        server.restart().await;
        server
    }

    /// Everything for one but its start, for its subcommands.
    pub fn prepare(setup: Setup) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let port = free_port();
        let database = folder.path().join("parley.db");
        let mut variables = vec![
            ("PARLEY__HTTP__BIND".into(), format!("127.0.0.1:{port}")),
            (
                "PARLEY__STORAGE__URL".into(),
                format!("sqlite:{}", database.display()),
            ),
        ];
        variables.extend(setup.variables);
        Self {
            folder,
            port,
            variables,
            process: None,
        }
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        SocketAddr::from(([127, 0, 0, 1], self.port))
    }

    /// A page of it, such as `/api/v1/me`.
    pub fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.address())
    }

    /// Its data folder.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The database file, where it is SQLite.
    pub fn database(&self) -> PathBuf {
        self.folder.path().join("parley.db")
    }

    /// What it has written to its log so far, over all its starts.
    pub fn log(&self) -> String {
        fs::read_to_string(self.folder.path().join("server.log")).expect("its log")
    }

    /// Ends it at once, as `kill -9` does.
    pub fn kill(&mut self) {
        self.send(Signal::SIGKILL);
        self.child().wait().expect("our own child");
    }

    /// Stops it without ending it: a long pause of its machine.
    pub fn freeze(&mut self) {
        self.send(Signal::SIGSTOP);
    }

    /// Lets it go on.
    pub fn thaw(&mut self) {
        self.send(Signal::SIGCONT);
    }

    /// Asks it to drain; see [`Server::ended`].
    pub fn terminate(&mut self) {
        self.send(Signal::SIGTERM);
    }

    /// Waits until it has ended.
    pub async fn ended(&mut self) -> ExitStatus {
        let child = self.child();
        eventually("the server ends", async || {
            child.try_wait().expect("our own child")
        })
        .await
    }

    /// Starts it, again with the same data, port and configuration if it has ended, and waits until it is ready.
    pub async fn restart(&mut self) {
        self.process = Some(spawn(self.folder.path(), &self.variables));
        self.ready().await;
    }

    fn child(&mut self) -> &mut Child {
        &mut self.process.as_mut().expect("it was started").child
    }

    fn send(&mut self, signal: Signal) {
        send(self.child(), signal);
    }

    /// Runs a subcommand of the program with this server's configuration, such as `["backup", "FILE"]`.
    pub fn subcommand(&self, arguments: &[&str]) -> std::process::Output {
        program(self.folder.path(), &self.variables)
            .args(arguments)
            .output()
            .expect("the program runs")
    }

    async fn ready(&mut self) {
        let url = self.url("/readyz");
        let client = reqwest::Client::new();
        let folder = self.folder.path();
        let child = &mut self.process.as_mut().expect("it was started").child;
        eventually("the server is ready", async || {
            if let Some(status) = child.try_wait().expect("our own child") {
                let log = fs::read_to_string(folder.join("server.log")).unwrap_or_default();
                panic!("the server ended with {status}:\n{log}");
            }
            let answer = client.get(&url).send().await.ok()?;
            answer.status().is_success().then_some(())
        })
        .await;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if let Some(Process { child, .. }) = &mut self.process
            && child.try_wait().is_ok_and(|it| it.is_none())
        {
            let _gone = child.kill();
            let _gone = child.wait();
        }
        if std::thread::panicking() && self.process.is_some() {
            // Captured by the runner: shown with the test that failed.
            eprintln!(
                "-- log of the server on port {}:\n{}",
                self.port,
                self.log()
            );
        }
    }
}

fn spawn(folder: &Path, variables: &[(String, String)]) -> Process {
    let log = OpenOptions::new()
        .create(true)
        .append(true)
        .open(folder.join("server.log"))
        .expect("a log file");
    let child = program(folder, variables)
        .stdout(File::try_clone(&log).expect("one more handle"))
        .stderr(log)
        .spawn()
        .expect("the program starts");
    let ward = Ward::over(&child, "KILL", Some(folder));
    Process { child, _ward: ward }
}

/// The program with nothing of this process's own configuration.
fn program(folder: &Path, variables: &[(String, String)]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_parley"));
    let ours = |name: &OsString| name.to_string_lossy().starts_with("PARLEY__");
    for (name, _) in std::env::vars_os().filter(|(name, _)| ours(name)) {
        command.env_remove(name);
    }
    command
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .current_dir(folder)
        .stdin(Stdio::null());
    command
}
