//! PostgreSQL on loopback, from the machine's own packages.

use std::{
    fs::{self, File},
    os::unix::{fs::chown, process::CommandExt},
    path::PathBuf,
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
    /// Where its things are.
    pub site: Site,
    running: Mutex<Running>,
    databases: AtomicU32,
}

/// What stays the same over its starts.
pub struct Site {
    programs: PathBuf,
    data: PathBuf,
    port: u16,
    /// Whom it runs as: it refuses to run as root.
    owner: Option<(Uid, Gid)>,
}

/// Its postmaster.
pub struct Running {
    /// The process, which nobody else ends.
    pub child: Child,
    _ward: Ward,
}

/// An empty database of a shared server, or nothing (and `SKIPPED`) where PostgreSQL is not installed.
pub async fn database() -> Option<String> {
    static SHARED: OnceLock<Option<Postgres>> = OnceLock::new();
    if let Some(server) = SHARED.get_or_init(Postgres::start) {
        return Some(server.database().await);
    }
    skip("PostgreSQL is not installed");
    None
}

impl Postgres {
    /// A server of its own; nothing where PostgreSQL is not installed.
    pub fn start() -> Option<Self> {
        let site = Site::prepare()?;
        Some(Self {
            running: Mutex::new(site.launch()),
            site,
            databases: AtomicU32::new(0),
        })
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

    /// Its process, for whoever stops it.
    pub fn process(&self) -> MutexGuard<'_, Running> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn url(&self, database: &str) -> String {
        format!("postgres://parley@127.0.0.1:{}/{database}", self.site.port)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        let mut running = self.process();
        if running.child.try_wait().is_ok_and(|it| it.is_none()) {
            send(&running.child, Signal::SIGQUIT);
            let _gone = running.child.wait();
        }
        let _gone = fs::remove_dir_all(&self.site.data);
    }
}

impl Site {
    fn prepare() -> Option<Self> {
        let programs = programs()?;
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
        let site = Self {
            programs,
            data,
            port: free_port(),
            owner,
        };
        let made = site
            .program("initdb")
            .args(["--auth=trust", "--username=parley", "--encoding=UTF8"])
            .args(["--locale=C", "--no-sync", "--pgdata"])
            .arg(&site.data)
            .output()
            .expect("initdb runs");
        assert!(made.status.success(), "{made:?}");
        Some(site)
    }

    /// Starts it and waits until it answers.
    pub fn launch(&self) -> Running {
        let log = File::create(self.data.join("server.log")).expect("a log file");
        let child = self
            .program("postgres")
            .arg("-D")
            .arg(&self.data)
            .args(["-p", &self.port.to_string(), "-h", "127.0.0.1", "-k"])
            .arg(&self.data)
            // The machine does not lose power in these tests; a killed server's writes survive in the page cache.
            .args(["-c", "fsync=off", "-c", "full_page_writes=off"])
            .args(["-c", "max_connections=300", "-c", "shared_buffers=32MB"])
            .stdout(Stdio::null())
            .stderr(log)
            .spawn()
            .expect("postgres runs");
        let ward = Ward::over(&child, "QUIT", Some(&self.data));
        eventually_blocking("PostgreSQL listens", || {
            let asked = self
                .program("pg_isready")
                .args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()])
                .status();
            asked.is_ok_and(|it| it.success())
        });
        Running { child, _ward: ward }
    }

    fn program(&self, name: &str) -> Command {
        let mut command = Command::new(self.programs.join(name));
        if let Some((uid, gid)) = self.owner {
            command.uid(uid.as_raw()).gid(gid.as_raw());
        }
        // Its user may not be able to enter the folder the tests run in.
        command.current_dir(&self.data);
        command
    }
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
