//! Redis between nodes: hints, presence and limits. It holds nothing that cannot be lost.
//!
//! * One task owns the connection: it subscribes, says again who is here, sends what has gathered, renews this
//!   node's lease, and begins anew after a pause with jitter when anything of that fails.
//! * Nothing waits for it. What a caller hands over is joined per topic until it can leave, so memory is bounded by
//!   the topics, and dropped while Redis is away: the log is the truth, and it is polled meanwhile.
//! * Presence lives in one hash per node that ends with the node's lease. While Redis is away, and for a moment
//!   after it is back (others have yet to say again who is there), presence is unknown, not empty.

mod bus;
mod contact;
mod hints;
mod limits;
mod names;
mod outbox;
mod presence;

use std::{
    collections::HashMap,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use parking_lot::Mutex;
use redis::{Client, IntoConnectionInfo, ProtocolVersion, aio::MultiplexedConnection};
use tokio::sync::{Notify, mpsc};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use self::{names::Names, outbox::Outbox};
use crate::{
    hub::bus::{HEARD_DEPTH, Heard},
    kernel::{
        fault::Fault,
        ids::{NodeId, UserId},
    },
};

pub use limits::RedisLimits;

/// How long a node's presence outlives its last renewal. With the two looks a second apart that find its end, a
/// killed node's people are gone after five seconds (`hub::lease::LEASE`).
const LEASE: Duration = Duration::from_secs(3);

/// Where nodes meet.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// Where Redis is.
    pub url: &'a str,
    /// What the names of those who meet begin with.
    pub prefix: &'a str,
    /// Who joins.
    pub node: NodeId,
}

/// This node's place among the others.
pub struct Redis {
    client: Client,
    names: Names,
    contact: Mutex<Option<Contact>>,
    outbox: Mutex<Outbox>,
    stirred: Notify,
    /// Who is present on this node, to be said again to a Redis that forgot it.
    here: Mutex<HashMap<Arc<str>, Vec<UserId>>>,
    heard: mpsc::Sender<Heard>,
    listener: Mutex<Option<mpsc::Receiver<Heard>>>,
    /// A hint did not fit into `heard`.
    missed: AtomicBool,
}

/// A connection over which hints get through.
#[derive(Clone)]
struct Contact {
    connection: MultiplexedConnection,
    /// Whether the other nodes have had the time to say again who is there.
    settled: bool,
}

impl Redis {
    /// Joins the other nodes, from a task that ends with `stop`.
    ///
    /// Redis may be away: the node works by itself until it comes.
    pub fn join(
        place: Place<'_>,
        tasks: &TaskTracker,
        stop: CancellationToken,
    ) -> Result<Arc<Self>, Fault> {
        let info = place.url.into_connection_info().map_err(Fault::other)?;
        let settings = info.redis_settings().clone();
        let info = info.set_redis_settings(settings.set_protocol(ProtocolVersion::RESP3));
        let (heard, listener) = mpsc::channel(HEARD_DEPTH);
        let redis = Arc::new(Self {
            client: Client::open(info).map_err(Fault::other)?,
            names: Names::new(place.prefix, place.node),
            contact: Mutex::default(),
            outbox: Mutex::default(),
            stirred: Notify::new(),
            here: Mutex::default(),
            heard,
            listener: Mutex::new(Some(listener)),
            missed: AtomicBool::new(false),
        });
        tasks.spawn(contact::keep(redis.clone(), stop));
        Ok(redis)
    }

    /// The connection, while hints get through.
    fn connection(&self) -> Option<MultiplexedConnection> {
        let contact = self.contact.lock();
        contact.as_ref().map(|it| it.connection.clone())
    }

    /// Passes on what was heard. Called by the connection's reader, which must not wait.
    fn hear(&self, heard: Heard) {
        if self.heard.try_send(heard).is_err() {
            metrics::counter!("parley_bus_hints_dropped").increment(1);
            self.missed.store(true, Ordering::Release);
        }
    }
}
