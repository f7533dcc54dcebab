//! Connections by id and by user. The tables are cold: they are never touched on the delivery path, and never held
//! across an await.

use std::{
    collections::HashMap,
    sync::{
        Arc, OnceLock,
        atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering},
    },
    time::Instant,
};

use dashmap::DashMap;
use parking_lot::Mutex;

use super::{
    mailbox::Mailbox,
    presence,
    topic::{Entry, Subscription},
};
use crate::kernel::{
    actor::Language,
    ids::{ApiKeyId, SessionId, UserId},
    topic::Topic,
};

/// By what a connection is signed in; when it ends, the connection ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Via {
    /// A browser's session.
    Session(SessionId),
    /// A script's key.
    Key(ApiKeyId),
}

impl Via {
    /// The id of the session or the key.
    pub fn id(self) -> String {
        match self {
            Self::Session(id) => id.to_string(),
            Self::Key(id) => id.to_string(),
        }
    }
}

/// One live subscription of a connection.
pub struct Ear {
    /// The topic as parsed.
    pub topic: Topic,
    /// Its entry in the hub.
    pub entry: Arc<Entry>,
    /// What the hub delivers to.
    pub subscription: Arc<Subscription>,
    /// Present while subscribed, where presence is shown.
    pub guard: Option<presence::Guard>,
}

/// A signed-in connection.
pub struct Connection {
    /// Unique on this node; also the lane of its commands.
    pub id: u64,
    /// Who.
    pub user: UserId,
    /// By what.
    pub via: Via,
    /// The language he reads, once it is known.
    pub language: OnceLock<Language>,
    /// Its sending side.
    pub mailbox: Arc<Mailbox>,
    /// What it asked to hear last, by topic name, with the turn in which it asked: what was asked before, or taken
    /// back since, comes to nothing however long it takes.
    pub wanted: Mutex<HashMap<String, u64>>,
    /// Counts the turns.
    pub turns: AtomicU64,
    /// Commands and subscriptions under way.
    pub under_way: AtomicU32,
    /// When the peer was last heard, in milliseconds of [`Registry::elapsed_ms`].
    pub heard_at: AtomicU64,
    /// Whether it was asked since whether it is there.
    pub asked: AtomicBool,
    /// What it hears, by topic name.
    pub ears: Mutex<HashMap<Arc<str>, Ear>>,
}

impl Connection {
    /// The connection of `user` with number `id`, signed in by `via`.
    pub fn new(id: u64, (user, via): (UserId, Via), mailbox: Arc<Mailbox>) -> Self {
        Self {
            id,
            user,
            via,
            language: OnceLock::new(),
            mailbox,
            wanted: Mutex::default(),
            turns: AtomicU64::default(),
            under_way: AtomicU32::default(),
            heard_at: AtomicU64::default(),
            asked: AtomicBool::default(),
            ears: Mutex::default(),
        }
    }
}

/// All connections of this node.
pub struct Registry {
    started: Instant,
    next: AtomicU64,
    by_id: DashMap<u64, Arc<Connection>>,
    by_user: DashMap<UserId, Vec<u64>>,
}

impl Default for Registry {
    fn default() -> Self {
        Self {
            started: Instant::now(),
            next: AtomicU64::default(),
            by_id: DashMap::default(),
            by_user: DashMap::default(),
        }
    }
}

impl Registry {
    /// Milliseconds since this node started, by the monotonic clock.
    pub fn elapsed_ms(&self) -> u64 {
        u64::try_from(self.started.elapsed().as_millis()).unwrap_or(u64::MAX)
    }

    /// A number no other connection of this node has.
    pub fn next_id(&self) -> u64 {
        self.next.fetch_add(1, Ordering::Relaxed)
    }

    /// Enters a signed-in connection.
    pub fn insert(&self, connection: &Arc<Connection>) {
        self.by_user
            .entry(connection.user)
            .or_default()
            .push(connection.id);
        self.by_id.insert(connection.id, connection.clone());
    }

    /// Removes it.
    pub fn remove(&self, connection: &Connection) {
        self.by_id.remove(&connection.id);
        self.by_user.remove_if_mut(&connection.user, |_, ids| {
            ids.retain(|it| *it != connection.id);
            ids.is_empty()
        });
    }

    /// Every connection of `user`.
    pub fn of(&self, user: UserId) -> Vec<Arc<Connection>> {
        let ids = self
            .by_user
            .get(&user)
            .map(|it| it.clone())
            .unwrap_or_default();
        ids.iter()
            .filter_map(|id| self.by_id.get(id).map(|it| it.clone()))
            .collect()
    }

    /// Every connection.
    pub fn all(&self) -> Vec<Arc<Connection>> {
        self.by_id.iter().map(|it| it.clone()).collect()
    }

    /// How many.
    pub fn len(&self) -> usize {
        self.by_id.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.by_id.is_empty()
    }
}
