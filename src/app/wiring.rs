//! Adapters → services → hub → edges.

use std::{
    net::SocketAddr,
    sync::{Arc, OnceLock},
    time::Duration,
};

use parking_lot::RwLock;
use tokio::{net::TcpListener, sync::mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use super::{
    demo,
    follower::Follower,
    jobs, lifecycle,
    nodes::Nodes,
    people,
    publisher::{EncodedLog, Publisher},
    rights::{Applier, Settle},
    telemetry,
};
use crate::{
    adapters::{
        hasher::{Argon, Cost},
        pool::Pool,
        storage::{self, Committed, Dialect, Options, Store, meta},
        studio::Darkroom,
    },
    config::Config,
    domain::{
        accounts::login::SignIn,
        fair::{self, Edition, ports::Fairs},
        ledger::{Answer, Ledger, Unit},
        limits::Limits,
    },
    edges::{
        commands::Table,
        http::{router::router, serve::serve},
        shared::{Parts, Room, Settings, Shared, Uploads},
        ws::pulse,
    },
    hub::{
        Hub,
        lease::Lease,
        presence::{Changed, Presence},
        registry::Registry,
    },
    kernel::{
        fault::Fault,
        ids::NodeId,
        time::{Clock, SystemClock},
    },
};

/// How long a socket may take to say hello.
const GREETING: Duration = Duration::from_secs(10);
/// Presence changes that may wait to be told; one that does not fit is told with the next.
const PRESENCE_DEPTH: usize = 4096;
/// How often answers older than they are kept are forgotten.
const FORGET_EVERY: Duration = Duration::from_mins(1);

/// A server that is ready to listen.
pub struct App {
    /// What the edges share.
    pub shared: Shared,
    store: Arc<Store>,
    publisher: Arc<Publisher>,
    follower: Arc<Follower>,
    nodes: Nodes,
    clock: Arc<SystemClock>,
    presence_moved: mpsc::Receiver<Arc<str>>,
    listener: TcpListener,
    bound: SocketAddr,
    /// Lanes and connections: what is waited for at the end.
    tasks: TaskTracker,
    /// Fan-out and followers: they end with the process.
    background: TaskTracker,
}

struct Announcer(mpsc::Sender<Arc<str>>);

impl Changed for Announcer {
    fn changed(&self, topic: Arc<str>) {
        let _full = self.0.try_send(topic);
    }
}

impl App {
    /// Opens everything; nothing is served yet.
    pub async fn build(config: &Config) -> Result<Self, Fault> {
        telemetry::start_log(&config.log);
        let metrics = telemetry::start_metrics()?;
        let listener = listen(config.http.bind).await?;
        let bound = listener.local_addr().map_err(Fault::other)?;

        let (tasks, background) = (TaskTracker::new(), TaskTracker::new());
        let clock = Arc::new(SystemClock::default());
        let node = NodeId::mint(clock.machine());
        let nodes = Nodes::join(&config.redis, node)?;
        let bus = nodes.bus.clone();
        let publisher = Arc::new(Publisher::new(bus.clone()));
        let place = Arc::new(OnceLock::new());
        let store = Arc::new(open_store(config, &clock, publisher.clone(), &tasks).await?);
        let _first = place.set(store.clone());
        set_clock(config, &store, &clock).await?;

        let lease = Arc::new(match store.dialect() {
            Dialect::Sqlite => Lease::unlimited(),
            Dialect::Postgres => Lease::pending(),
        });
        let log = Arc::new(EncodedLog(place));
        let workers = std::thread::available_parallelism()
            .map_or(1, usize::from)
            .min(4);
        let hub = Hub::start(log, lease.clone(), &background, workers);
        publisher.deliver_to(hub.clone());
        // Whatever was revoked before this node began is not this node's to apply.
        lease.set_applied(
            store
                .head_of(&crate::kernel::topic::Topic::Rights.to_string())
                .await?,
        );

        let (announcer, presence_moved) = mpsc::channel(PRESENCE_DEPTH);
        let presence = Presence::new(nodes.elsewhere.clone(), Arc::new(Announcer(announcer)));
        let applier = Arc::new(Applier::new(
            store.clone(),
            clock.clone(),
            lease.clone(),
            publisher.jobs.clone(),
        ));
        let epoch = Arc::new(RwLock::new(store.epoch().await?));
        // As much is computed at a time as this machine spares.
        let pool = Pool::new(workers);
        let shared = Shared::new(Parts {
            ledger: store.clone(),
            sign_in: sign_in(
                nodes.limits(&config.limits.login, &clock),
                store.clone(),
                clock.clone(),
                pool.clone(),
            )?,
            studio: Arc::new(Darkroom::new(pool)),
            uploads: Uploads::default(),
            hub,
            registry: Arc::new(Registry::default()),
            presence,
            sockets: Arc::default(),
            greetings: Arc::default(),
            clock: clock.clone(),
            epoch,
            table: Table::complete(),
            settings: Settings {
                http: config.http.clone(),
                limits: config.limits.clone(),
                origins: config.http.origins(bound),
                greeting: GREETING,
            },
            revocations: Arc::new(Settle {
                store: store.clone(),
                clock: clock.clone(),
                lease,
            }),
            simulated: config.simulates_time(),
            bus: bus.clone(),
            room: Room::default(),
            metrics,
            draining: CancellationToken::new(),
            tasks: tasks.clone(),
        });
        let follower = Arc::new(Follower {
            shared: shared.clone(),
            store: store.clone(),
            clock: clock.clone(),
            applier,
            node,
        });
        Ok(Self {
            shared,
            store,
            publisher,
            follower,
            nodes,
            clock,
            presence_moved,
            listener,
            bound,
            tasks,
            background,
        })
    }

    /// Where it listens.
    pub fn bound(&self) -> SocketAddr {
        self.bound
    }

    /// The store, for what is done before anybody is served.
    pub fn store(&self) -> &Arc<Store> {
        &self.store
    }

    /// Makes the demonstration fair in an empty database.
    pub async fn seed(&self) -> Result<(), Fault> {
        let seeded = demo::seed(&*self.store, &hasher()?).await;
        seeded.map(drop).map_err(jobs::into_fault)
    }

    /// Refuses a database in which somebody could sign in with the printed password.
    pub async fn refuse_demonstration(&self) -> Result<(), Fault> {
        let mut books = self.store.read().await?;
        let seeded = demo::is_seeded(&mut *books, &hasher()?).await;
        if seeded.map_err(jobs::into_fault)? {
            return Err(Fault::other(
                "profile: this database holds demonstration accounts; the profile production refuses them",
            ));
        }
        Ok(())
    }

    /// Moves a simulated clock that was never moved to the morning before the current fair.
    pub async fn start_simulation(&self) -> Result<(), Fault> {
        if !self.shared.simulated || self.store.meta(meta::CLOCK_OFFSET).await?.is_some() {
            return Ok(());
        }
        let editions = self.store.session().await?.editions().await?;
        let Some(eve) = editions.iter().find(|it| it.current).and_then(Edition::eve) else {
            return Ok(());
        };
        let by_ms = eve.since(self.clock.fair()).max(0);
        let unit = Unit::of(Arc::new(move |tx| {
            Box::pin(async move {
                fair::clock::start(tx, by_ms).await?;
                Ok(Answer::empty())
            })
        }));
        self.store.run(0, unit).await.map_err(jobs::into_fault)?;
        // Another node may have been quicker: what is stored counts.
        if let Some(text) = self.store.meta(meta::CLOCK_OFFSET).await? {
            self.clock.set_moved(text.parse().map_err(Fault::other)?);
        }
        Ok(())
    }

    /// Serves until a signal comes, then drains.
    pub async fn run(self) -> Result<(), Fault> {
        let Self {
            shared,
            store,
            publisher,
            follower,
            nodes,
            clock,
            tasks,
            background,
            ..
        } = self;
        let stop = shared.draining.clone();
        let mut signals = lifecycle::StopSignals::listen().map_err(Fault::other)?;
        let mark = store.current_mark().await?;
        background.spawn(follower.clone().follow_rights(publisher.rights.clone()));
        background.spawn(follower.clone().listen(nodes.bus.heard()));
        background.spawn(tell_presence(follower.clone(), self.presence_moved));
        let leasing = follower.is_shared().then(|| {
            background.spawn(follower.clone().poll(mark));
            background.spawn(follower.clone().keep_lease())
        });
        let working = background.spawn(jobs::run(
            store.clone(),
            clock.clone(),
            publisher.jobs.clone(),
            stop.clone(),
        ));
        background.spawn(pulse::watch(shared.clone()));
        background.spawn(people::sweep(store.clone(), clock.clone(), stop.clone()));
        background.spawn(jobs::forget(store.clone(), FORGET_EVERY, stop.clone()));
        let accepting = background.spawn(serve(
            self.listener,
            router(shared.clone()),
            stop.clone(),
            tasks.clone(),
        ));

        signals.next().await;
        stop.cancel();
        lifecycle::say_goodbye(&shared).await;
        for task in [Some(accepting), Some(working), leasing]
            .into_iter()
            .flatten()
        {
            if let Err(error) = task.await {
                tracing::error!(%error, "a task ended badly");
            }
        }
        store.close();
        lifecycle::wait_for(&tasks, &mut signals).await;
        nodes.leave().await;
        Ok(())
    }
}

async fn listen(at: SocketAddr) -> Result<TcpListener, Fault> {
    let listener = TcpListener::bind(at).await;
    listener.map_err(|error| Fault::other(format!("http.bind: cannot listen on {at}: {error}")))
}

/// Hashes with every core, before anybody is served.
fn hasher() -> Result<Argon, Fault> {
    let threads = std::thread::available_parallelism().map_or(1, usize::from);
    Argon::new(Cost::Serious, Pool::new(threads))
}

/// Opens the database that `config` names.
pub(super) async fn open_store(
    config: &Config,
    clock: &Arc<SystemClock>,
    on_commit: Arc<dyn Committed>,
    tasks: &TaskTracker,
) -> Result<Store, Fault> {
    let options = Options {
        url: config.storage.url.expose().to_owned(),
        readers: config.storage.readers,
        lanes: usize::try_from(config.storage.lanes).unwrap_or(1),
    };
    storage::open(&options, clock.clone(), on_commit, tasks).await
}

/// Goes by the database's clock, moved as far as the simulation was.
async fn set_clock(config: &Config, store: &Store, clock: &SystemClock) -> Result<(), Fault> {
    clock.set_skew(store.clock_skew().await?);
    let moved = store.meta(meta::CLOCK_OFFSET).await?;
    match moved {
        Some(text) if config.simulates_time() => {
            clock.set_moved(text.parse().map_err(Fault::other)?);
            Ok(())
        }
        // Appointments made in a future that was only played would never come due.
        Some(_) => Err(Fault::other(
            "clock: this database's fair time was simulated; it cannot go by real time",
        )),
        None => Ok(()),
    }
}

/// The door for passwords and one-time links.
fn sign_in(
    limits: Arc<dyn Limits>,
    ledger: Arc<Store>,
    clock: Arc<SystemClock>,
    pool: Pool,
) -> Result<SignIn, Fault> {
    Ok(SignIn {
        ledger,
        hasher: Arc::new(Argon::new(Cost::Serious, pool)?),
        limits,
        clock,
    })
}

async fn tell_presence(follower: Arc<Follower>, mut moved: mpsc::Receiver<Arc<str>>) {
    while let Some(topic) = moved.recv().await {
        follower.tell_presence(topic).await;
    }
}
