//! Opening the database: the lock, the migrations, and how every connection is set up.

use std::{
    fs::File,
    path::{Path, PathBuf},
    sync::Arc,
    time::Duration,
};

use parking_lot::Mutex;
use sqlx::{AnyConnection, Connection, Executor, any::AnyPoolOptions, migrate::Migrator};
use tokio::{sync::mpsc, time::timeout};
use tokio_util::task::TaskTracker;

use super::{
    Committed, Dialect, Store,
    conn::Conn,
    faults::fault,
    lanes::Lane,
    ledger::Readers,
    merging::{self, Merging},
    meta, sqlite,
};
use crate::kernel::{fault::Fault, time::Clock};

static SQLITE: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a connection may take to be made: a client is refused within two seconds when the database is away.
const CONNECT_WITHIN: Duration = Duration::from_millis(1500);
/// Commands that may wait for one lane. When it is full, connections stop reading their sockets.
const LANE_DEPTH: u16 = 1024;

/// Connections beside those of the readers, for what this node reads for itself: pages of the log, heads, the poll.
const BESIDE: u32 = 2;

/// Where the database is, and how many connections it is worth.
#[derive(Clone, Debug)]
pub struct Options {
    /// `sqlite:PATH` or `postgres://…`.
    pub url: String,
    /// Connections that only read.
    pub readers: u32,
    /// Connections that write; SQLite has one whatever this says.
    pub lanes: usize,
}

/// Makes connections, all set up alike.
pub(super) struct Opener {
    dialect: Dialect,
    url: String,
}

impl Opener {
    pub(super) fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// A connection that writes.
    pub(super) async fn writer(&self) -> Result<Conn, Fault> {
        if self.dialect == Dialect::Sqlite {
            return Conn::sqlite(&sqlite_path(&self.url));
        }
        let connecting = async {
            let mut conn = AnyConnection::connect(&self.url).await.map_err(fault)?;
            for statement in self.dialect.writer_setup() {
                conn.execute(*statement).await.map_err(fault)?;
            }
            meta::check_identity(&mut conn).await?;
            Ok(Conn::Postgres(conn))
        };
        timeout(CONNECT_WITHIN, connecting)
            .await
            .unwrap_or_else(|_| Err(Fault::unavailable("the database does not answer")))
    }

    fn readers(&self, count: u32) -> Result<Readers, Fault> {
        let dialect = self.dialect;
        if dialect == Dialect::Sqlite {
            let readers = sqlite::Readers::of(sqlite_path(&self.url));
            return Ok(Readers::Sqlite(readers));
        }
        let pool = AnyPoolOptions::new()
            .max_connections(count)
            .acquire_timeout(CONNECT_WITHIN)
            .after_connect(move |conn, _| {
                Box::pin(async move {
                    for statement in dialect.reader_setup() {
                        conn.execute(*statement).await?;
                    }
                    Ok(())
                })
            })
            .connect_lazy(&self.url);
        pool.map(Readers::Postgres).map_err(fault)
    }
}

/// Opens the database, brings its schema up to date, and starts the lanes on `tasks`.
pub async fn open(
    options: &Options,
    clock: Arc<dyn Clock>,
    on_commit: Arc<dyn Committed>,
    tasks: &TaskTracker,
) -> Result<Store, Fault> {
    sqlx::any::install_default_drivers();
    let dialect = Dialect::of(&options.url)
        .ok_or_else(|| Fault::other("storage.url names neither sqlite nor postgres"))?;
    let (url, lock) = match dialect {
        Dialect::Sqlite => {
            let path = sqlite_path(&options.url);
            (
                format!("sqlite:{}?mode=rwc", path.display()),
                Some(lock_beside(&path)?),
            )
        }
        Dialect::Postgres => (options.url.clone(), None),
    };
    let opener = Arc::new(Opener { dialect, url });
    migrate(&opener).await?;

    let count = if dialect == Dialect::Sqlite {
        1
    } else {
        options.lanes.max(1)
    };
    let mut lanes: Vec<mpsc::Sender<_>> = Vec::with_capacity(count);
    let merged = merging::Shared::default();
    for _ in 0..count {
        let (sender, waiting) = mpsc::channel(usize::from(LANE_DEPTH));
        let lane = Lane {
            opener: opener.clone(),
            clock: clock.clone(),
            on_commit: on_commit.clone(),
            waiting,
            merging: Merging::of(&merged, (lanes.first().cloned(), count), LANE_DEPTH),
            contended: Mutex::default(),
        };
        tasks.spawn(lane.run());
        lanes.push(sender);
    }
    let turns = options.readers.max(1);
    let readers = opener.readers(turns + BESIDE)?;
    let turns = usize::try_from(turns).unwrap_or(1);
    Ok(Store::new(dialect, lanes, (readers, turns), clock, lock))
}

async fn migrate(opener: &Opener) -> Result<(), Fault> {
    // No statement timeout here: a migration may take its time.
    let mut conn = AnyConnection::connect(&opener.url).await.map_err(fault)?;
    if opener.dialect == Dialect::Sqlite {
        for statement in opener.dialect.writer_setup() {
            conn.execute(*statement).await.map_err(fault)?;
        }
    }
    let migrator = match opener.dialect {
        Dialect::Sqlite => &SQLITE,
        Dialect::Postgres => &POSTGRES,
    };
    migrator.run(&mut conn).await.map_err(Fault::other)?;
    meta::initialise(&mut conn, opener.dialect).await?;
    if opener.dialect == Dialect::Sqlite {
        // One process runs the jobs: what the last one was at when it ended is nobody's now. A job that failed waits on.
        conn.execute("UPDATE jobs SET lease_until = 0 WHERE error IS NULL")
            .await
            .map_err(fault)?;
    }
    conn.close().await.map_err(fault)
}

/// The file a `sqlite:` URL names.
pub fn sqlite_path(url: &str) -> PathBuf {
    let rest = url.trim_start_matches("sqlite:").trim_start_matches("//");
    PathBuf::from(rest.split('?').next().unwrap_or(rest))
}

/// Takes the lock that says one process writes here; it falls with the process.
pub fn lock_beside(database: &Path) -> Result<File, Fault> {
    let folder = match database.parent() {
        Some(it) if !it.as_os_str().is_empty() => it,
        _ => Path::new("."),
    };
    std::fs::create_dir_all(folder).map_err(Fault::other)?;
    // Named after its database: two of them may lie side by side.
    let name = database.with_extension("lock");
    let file = File::create(&name).map_err(Fault::other)?;
    file.try_lock().map_err(|_| {
        let (database, name) = (database.display(), name.display());
        Fault::other(format!("another process holds {database} ({name})"))
    })?;
    Ok(file)
}
