//! PostgreSQL on loopback, from the machine's own packages.

use std::{
    fs::{self, File},
    net::TcpStream,
    os::unix::{fs::chown, process::CommandExt},
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
    sync::{
        Mutex, MutexGuard, OnceLock, PoisonError,
        atomic::{AtomicU32, Ordering},
    },
};

use nix::{
    sys::signal::Signal,
    unistd::{Gid, Uid, User},
};
use sqlx::{Connection, Executor, PgConnection};

use super::{
    eventually_blocking, free_port, skip,
    ward::{Ward, send},
};

/// A server with a folder of its own; removed when dropped.
pub struct Postgres {
    programs: PathBuf,
    data: PathBuf,
    port: u16,
    owner: Option<(Uid, Gid)>,
    running: Mutex<Running>,
    databases: AtomicU32,
}

struct Running {
    child: Child,
    _ward: Ward,
}

/// An empty database of a shared server, or nothing (and `SKIPPED`) where PostgreSQL is not installed.
pub async fn database() -> Option<String> {
    static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
    match SHARED.get_or_init(Postgres::start) {
        Some(server) => Some(server.database().await),
        None => {
            skip("PostgreSQL is not installed");
            None
        }
    }
}

impl Postgres {
    /// A server for one test, which may stop and kill it; nothing (and `SKIPPED`) where it is not installed.
    pub fn own() -> Option<Self> {
        let server = Self::start();
        if server.is_none() {
            skip("PostgreSQL is not installed");
        }
        server
    }

    fn start() -> Option<Self> {
        let programs = programs()?;
        // It refuses to run as root.
        let owner = Uid::effective().is_root().then(|| {
            let user = User::from_name("postgres")
                .expect("the list of users")
                .expect("Debian's package makes the user postgres");
            (user.uid, user.gid)
        });
        let data = tempfile::Builder::new()
            .prefix("parley-postgres-")
            .tempdir()
            .expect("a temporary folder")
            .keep();
        if let Some((uid, gid)) = owner {
            chown(&data, Some(uid.as_raw()), Some(gid.as_raw()))
                .expect("root may give its folder away");
        }
        let mut initdb = Command::new(programs.join("initdb"));
        initdb
            .args(["--auth=trust", "--username=parley", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "--pgdata"])
            .arg(&data);
        let made = by(&mut initdb, owner, &data).output().expect("initdb runs");
        assert!(made.status.success(), "{made:?}");
        let port = free_port();
        let running = Mutex::new(run(&programs, &data, port, owner));
        Some(Self {
            programs,
            data,
            port,
            owner,
            running,
            databases: AtomicU32::new(0),
        })
    }

    /// The port on 127.0.0.1.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// The address of a fresh, empty database.
    pub async fn database(&self) -> String {
        let name = format!("test_{}", self.databases.fetch_add(1, Ordering::Relaxed));
        let mut admin = PgConnection::connect(&self.url("postgres"))
            .await
            .expect("it answers");
        admin
            .execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}")))
            .await
            .expect("a database");
        self.url(&name)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://parley@127.0.0.1:{}/{database}", self.port)
    }

    /// Stops its postmaster without ending it: connections hang.
    pub fn freeze(&self) {
        send(&self.running().child, Signal::SIGSTOP);
    }

    /// Lets it go on.
    pub fn thaw(&self) {
        send(&self.running().child, Signal::SIGCONT);
    }

    /// Ends it at once, as a power loss of its machine would; its data stays.
    pub fn stop(&self) {
        let mut running = self.running();
        send(&running.child, Signal::SIGQUIT);
        running.child.wait().expect("our own child");
    }

    /// Starts it again on the same port after [`Postgres::stop`].
    pub fn restart(&self) {
        *self.running() = run(&self.programs, &self.data, self.port, self.owner);
    }

    fn running(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut running = self.running();
        if running.child.try_wait().is_ok_and(|it| it.is_none()) {
            send(&running.child, Signal::SIGQUIT);
            let _gone = running.child.wait();
        }
        let _gone = fs::remove_dir_all(&self.data);
    }
}

fn run(programs: &Path, data: &Path, port: u16, owner: Option<(Uid, Gid)>) -> Running {
    let log = File::create(data.join("server.log")).expect("a log file");
    let mut command = Command::new(programs.join("postgres"));
    command
        .arg("-D")
        .arg(data)
        .args(["-p", &port.to_string(), "-h", "127.0.0.1", "-k"])
        .arg(data)
        // The machine does not lose power in these tests; a killed server's writes survive in the page cache.
        .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
        .args(["-c", "max_connections=300", "-c", "shared_buffers=32MB"])
        .stdout(Stdio::null())
        .stderr(log);
    let child = by(&mut command, owner, data)
        .spawn()
        .expect("postgres runs");
    let ward = Ward::over(&child, "QUIT", Some(data));
    eventually_blocking("PostgreSQL listens", || ready(programs, port));
    Running { child, _ward: ward }
}

fn ready(programs: &Path, port: u16) -> bool {
    TcpStream::connect(("127.0.0.1", port)).is_ok()
        && Command::new(programs.join("pg_isready"))
            .args(["-q", "-h", "127.0.0.1", "-p", &port.to_string()])
            .status()
            .is_ok_and(|it| it.success())
}

fn by<'c>(command: &'c mut Command, owner: Option<(Uid, Gid)>, folder: &Path) -> &'c mut Command {
    if let Some((uid, gid)) = owner {
        command.uid(uid.as_raw()).gid(gid.as_raw());
    }
    // Its user may not be able to enter the folder the tests run in.
    command.current_dir(folder)
}

/// The newest installed version's programs: Debian keeps them by version, elsewhere they are on the path.
fn programs() -> Option<PathBuf> {
    let by_version = fs::read_dir("/usr/lib/postgresql").ok().and_then(|it| {
        it.filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|it| it.join("bin/initdb").exists())
            .max_by_key(|it| {
                it.file_name()
                    .and_then(|name| name.to_str()?.parse::<u32>().ok())
            })
            .map(|it| it.join("bin"))
    });
    by_version.or_else(|| {
        std::env::split_paths(&std::env::var_os("PATH")?).find(|it| it.join("initdb").exists())
    })
}
