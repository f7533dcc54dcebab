//! What every edge needs: the ports of the rings inside, and the operator's settings that concern a door.

use std::{
    sync::{
        Arc,
        atomic::{AtomicI64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use metrics_exporter_prometheus::PrometheusHandle;
use parking_lot::RwLock;
use tokio::sync::Semaphore;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::commands::Table;
use crate::{
    config::{Http, Limits},
    domain::{accounts::login::SignIn, ledger::Ledger, pictures::ports::Studio},
    hub::{Hub, bus::Bus, presence::Presence, registry::Registry, seats::Seats},
    kernel::{
        fault::Fault,
        ids::UserId,
        time::{Clock, MachineTime},
    },
    protocol::server::ClockKind,
};

/// Settings of the doors.
#[derive(Clone, Debug)]
pub struct Settings {
    /// The listener and what browsers may do.
    pub http: Http,
    /// How much one client may ask for.
    pub limits: Limits,
    /// Origins whose pages may post and open sockets with a cookie.
    pub origins: Vec<String>,
    /// How long a socket may take to say hello.
    pub greeting: Duration,
}

/// Waits until a revocation has reached every node (DESIGN 1, law 9).
#[async_trait]
pub trait Revocations: Send + Sync {
    /// Waits until every node with a lease has applied everything `rights` says now.
    async fn settle(&self) -> Result<(), Fault>;
}

/// Whether commands find room on the disk, as far as they tell.
#[derive(Debug, Default)]
pub struct Room {
    /// When one last found none, in milliseconds of machine time; 0 when a later one did.
    full_at: AtomicI64,
}

impl Room {
    /// How long one refusal speaks for the disk: nobody may try again, and an old alarm is a false one.
    const SPEAKS_MS: i64 = 60_000;

    /// A command found none.
    pub fn none(&self, now: MachineTime) {
        self.full_at.store(now.ms(), Ordering::Relaxed);
    }

    /// A command was stored.
    pub fn found(&self) {
        // Read first: this line is hot, and nearly always there is nothing to change.
        if self.full_at.load(Ordering::Relaxed) != 0 {
            self.full_at.store(0, Ordering::Relaxed);
        }
    }

    /// Whether there is some.
    pub fn is_there(&self, now: MachineTime) -> bool {
        now.ms() - self.full_at.load(Ordering::Relaxed) > Self::SPEAKS_MS
    }
}

/// Uploads under way: each is held in memory until its picture is drawn.
pub struct Uploads {
    /// Those of one person.
    pub of_person: Arc<Seats<UserId>>,
    /// Those of everybody.
    pub all: Arc<Semaphore>,
}

impl Uploads {
    /// How many one person may have under way: as many as a browser sends to one host, less one for everything else.
    pub const OF_PERSON: usize = 5;
    /// How many there may be at a time: 16 of ten megabytes.
    const ALL: usize = 16;
}

impl Default for Uploads {
    fn default() -> Self {
        Self {
            of_person: Arc::default(),
            all: Arc::new(Semaphore::new(Self::ALL)),
        }
    }
}

/// Everything an edge needs, cheap to clone.
#[derive(Clone)]
pub struct Shared(Arc<Parts>);

/// The parts of [`Shared`].
pub struct Parts {
    /// The store.
    pub ledger: Arc<dyn Ledger>,
    /// Passwords and one-time links.
    pub sign_in: SignIn,
    /// Who draws pictures anew.
    pub studio: Arc<dyn Studio>,
    /// Uploads under way.
    pub uploads: Uploads,
    /// Fan-out.
    pub hub: Arc<Hub>,
    /// Connections of this node.
    pub registry: Arc<Registry>,
    /// Sockets per address.
    pub sockets: Arc<Seats>,
    /// Sockets per address that have not said hello.
    pub greetings: Arc<Seats>,
    /// Who is where.
    pub presence: Arc<Presence>,
    /// Both clocks.
    pub clock: Arc<dyn Clock>,
    /// The database's epoch; another one after a restore or a failover.
    pub epoch: Arc<RwLock<String>>,
    /// The commands.
    pub table: Table,
    /// What the operator set.
    pub settings: Settings,
    /// Revocations on their way to all nodes.
    pub revocations: Arc<dyn Revocations>,
    /// Whether fair time is simulated and may be moved.
    pub simulated: bool,
    /// Hints between nodes.
    pub bus: Arc<dyn Bus>,
    /// Whether the disk takes what is written.
    pub room: Room,
    /// Numbers for operators.
    pub metrics: PrometheusHandle,
    /// Cancelled when this node begins to drain.
    pub draining: CancellationToken,
    /// Every task is tracked.
    pub tasks: TaskTracker,
}

impl Shared {
    /// Shares `parts`.
    pub fn new(parts: Parts) -> Self {
        Self(Arc::new(parts))
    }

    /// Which clock the fair goes by.
    pub fn clock_kind(&self) -> ClockKind {
        if self.simulated {
            ClockKind::Simulated
        } else {
            ClockKind::Real
        }
    }
}

impl std::ops::Deref for Shared {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
