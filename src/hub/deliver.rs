//! Fan-out: what a commit wrote, to everyone who hears it.

use std::{
    collections::{HashMap, HashSet},
    hash::{BuildHasher, RandomState},
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::{sync::mpsc, task::yield_now, time::sleep};
use tokio_util::task::TaskTracker;

use super::{
    frame::{self, Class},
    lease::Lease,
    replay::Log,
    topic::{Entry, GoLive, Ready, Subscription},
};
use crate::kernel::fault::Fault;

/// Tables of topics: enough that two commits seldom meet at one lock.
const TABLES: usize = 64;
/// Commits that may wait for fan-out. When it is full the topic is read from the log instead.
const QUEUE: usize = 8192;
/// How long a fact may wait for an earlier one before the log is read.
const GAP: Duration = Duration::from_millis(20);
/// Sockets after which a fan-out lets others run.
const YIELD_EVERY: usize = 256;
/// Subscribers whose memory is fetched together: one by one, the waiting costs a fifth of the delivery.
const AHEAD: usize = 16;

/// Encoded facts of one topic, in order.
pub type Frames = Vec<(i64, Bytes)>;

enum Order {
    /// With the moment at which the commit was known here.
    Deliver(Arc<str>, Frames, Instant),
    Ephemeral(Arc<str>, Bytes, Class),
}

/// Everyone who hears something on this node.
pub struct Hub {
    tables: Vec<Mutex<HashMap<Arc<str>, Arc<Entry>>>>,
    hasher: RandomState,
    queues: Vec<mpsc::Sender<Order>>,
    /// Topics whose frames did not fit the queue: to be read from the log.
    overflow: Mutex<HashSet<Arc<str>>>,
    log: Arc<dyn Log>,
    lease: Arc<Lease>,
    tasks: TaskTracker,
}

impl Hub {
    /// A hub whose fan-out runs on `workers` tasks; each topic belongs to one of them.
    pub fn start(
        log: Arc<dyn Log>,
        lease: Arc<Lease>,
        tasks: &TaskTracker,
        workers: usize,
    ) -> Arc<Self> {
        let (queues, receivers): (Vec<_>, Vec<_>) =
            (0..workers.max(1)).map(|_| mpsc::channel(QUEUE)).unzip();
        let hub = Arc::new(Self {
            tables: (0..TABLES).map(|_| Mutex::default()).collect(),
            hasher: RandomState::new(),
            queues,
            overflow: Mutex::default(),
            log,
            lease,
            tasks: tasks.clone(),
        });
        for orders in receivers {
            tasks.spawn(work(Arc::downgrade(&hub), orders));
        }
        hub
    }

    /// This node's right to deliver.
    pub fn lease(&self) -> &Arc<Lease> {
        &self.lease
    }

    /// Delivers facts committed on this node. Never waits.
    pub fn publish(&self, topic: Arc<str>, frames: Frames) {
        if self.find(&topic).is_none() {
            return;
        }
        let queue = self.queue(&topic);
        let order = Order::Deliver(topic.clone(), frames, Instant::now());
        if let Some(Err(_)) = queue.map(|it| it.try_send(order)) {
            metrics::counter!("parley_fanout_overflow").increment(1);
            self.overflow.lock().insert(topic);
        }
    }

    /// Delivers a frame without a number to everyone who hears `topic` now.
    pub fn announce(&self, topic: Arc<str>, frame: Bytes, class: Class) {
        if self.find(&topic).is_some() {
            let queue = self.queue(&topic);
            // An ephemeral frame that does not fit is dropped; presence is announced again with the next change.
            let _full = queue.map(|it| it.try_send(Order::Ephemeral(topic, frame, class)));
        }
    }

    /// Another node committed facts up to `head`: the log is read if this node has not delivered them.
    pub fn wake(self: &Arc<Self>, topic: &str, head: i64) {
        if let Some(entry) = self.find(topic) {
            let behind = entry.state.lock().delivered.is_some_and(|it| it < head);
            if behind {
                self.fill(entry, Duration::ZERO);
            }
        }
    }

    /// Reads the log for every topic here: hints may have been lost, or the lease was.
    pub fn catch_up(self: &Arc<Self>) {
        for table in &self.tables {
            let entries: Vec<_> = table.lock().values().cloned().collect();
            for entry in entries {
                self.fill(entry, Duration::ZERO);
            }
        }
    }

    /// The topic's entry with the log's head read, made if nobody here hears it yet.
    pub async fn enter(&self, topic: &str) -> Result<Arc<Entry>, Fault> {
        let entry = {
            let mut table = self.table(topic).lock();
            if let Some(it) = table.get(topic) {
                it.clone()
            } else {
                let name: Arc<str> = topic.into();
                let fresh = Arc::new(Entry::new(name.clone()));
                table.insert(name, fresh.clone());
                fresh
            }
        };
        // Frames committed after the entry stands in the table wait in its stash until the head is known.
        let primed = entry
            .primed
            .get_or_try_init(|| async {
                let head = self.log.head(topic).await?;
                entry.state.lock().prime(head);
                Ok(())
            })
            .await;
        match primed {
            Ok(()) => Ok(entry),
            Err(fault) => {
                self.retire(&entry);
                Err(fault)
            }
        }
    }

    /// Makes a subscription that has been told everything up to `position` live, reading on as far as needed:
    /// `more` writes a page to the connection and answers once it is written.
    pub async fn go_live<F>(
        &self,
        topic: &str,
        subscription: impl Fn(i64) -> Arc<Subscription>,
        mut position: i64,
        mut more: impl FnMut(Frames) -> F,
    ) -> Result<(Arc<Entry>, Arc<Subscription>), Fault>
    where
        F: Future<Output = ()>,
    {
        loop {
            let entry = self.enter(topic).await?;
            let live = subscription(position);
            match entry.go_live(&live, position) {
                GoLive::Live => return Ok((entry, live)),
                GoLive::Retired => {}
                GoLive::Behind => {
                    let page = match entry.recent(position) {
                        Some(it) => it,
                        None => self.log.page(topic, position).await?,
                    };
                    position = page.last().map_or(position, |(seq, _)| *seq);
                    more(page).await;
                }
            }
        }
    }

    /// Ends a subscription; the topic leaves the table with its last one.
    pub fn leave(&self, entry: &Arc<Entry>, subscription: &Arc<Subscription>) {
        subscription.cut();
        {
            let mut state = entry.state.lock();
            Arc::make_mut(&mut state.subscribers).retain(|it| !Arc::ptr_eq(it, subscription));
        }
        self.retire(entry);
    }

    /// Numbers for operators: topics here, and subscriptions to them.
    pub fn size(&self) -> (usize, usize) {
        let mut topics = 0;
        let mut subscriptions = 0;
        for table in &self.tables {
            let table = table.lock();
            topics += table.len();
            subscriptions += table
                .values()
                .map(|it| it.state.lock().subscribers.len())
                .sum::<usize>();
        }
        (topics, subscriptions)
    }

    /// Takes a topic that nobody hears out of the table, be it that it was entered and is not heard after all.
    pub fn retire(&self, entry: &Arc<Entry>) {
        let mut table = self.table(&entry.name).lock();
        let mut state = entry.state.lock();
        if state.subscribers.is_empty() && !state.retired {
            state.retired = true;
            table.remove(&entry.name);
        }
    }

    fn find(&self, topic: &str) -> Option<Arc<Entry>> {
        self.table(topic).lock().get(topic).cloned()
    }

    fn table(&self, topic: &str) -> &Mutex<HashMap<Arc<str>, Arc<Entry>>> {
        let index = self.slot(topic, TABLES);
        self.tables
            .get(index)
            .expect("a slot is below the number of tables")
    }

    fn queue(&self, topic: &str) -> Option<&mpsc::Sender<Order>> {
        self.queues.get(self.slot(topic, self.queues.len()))
    }

    fn slot(&self, topic: &str, count: usize) -> usize {
        let count = u64::try_from(count).unwrap_or(1);
        usize::try_from(self.hasher.hash_one(topic) % count).unwrap_or_default()
    }

    /// Reads the log after `pause` and delivers what this node has missed. One reader per topic at a time.
    fn fill(self: &Arc<Self>, entry: Arc<Entry>, pause: Duration) {
        if std::mem::replace(&mut entry.state.lock().filling, true) {
            return;
        }
        let hub = Arc::downgrade(self);
        self.tasks.spawn(async move {
            sleep(pause).await;
            let position = {
                let mut state = entry.state.lock();
                // From here on a new hint starts a new reader: what this one reads is at least as new.
                state.filling = false;
                state.delivered
            };
            let (Some(hub), Some(mut position)) = (hub.upgrade(), position) else { return };
            loop {
                match hub.log.page(&entry.name, position).await {
                    Ok(page) if page.is_empty() => return,
                    Ok(page) => {
                        position = page.last().map_or(position, |(seq, _)| *seq);
                        hub.publish(entry.name.clone(), page);
                    }
                    Err(fault) => {
                        tracing::warn!(%fault, "the log could not be read for a topic that is behind");
                        hub.overflow.lock().insert(entry.name.clone());
                        return;
                    }
                }
            }
        });
    }

    /// Topics whose frames were dropped or could not be read are tried again.
    pub fn mend(self: &Arc<Self>) {
        let behind = std::mem::take(&mut *self.overflow.lock());
        for topic in behind {
            if let Some(entry) = self.find(&topic) {
                self.fill(entry, Duration::ZERO);
            }
        }
    }

    async fn deliver(self: &Arc<Self>, entry: Arc<Entry>, frames: Frames) {
        let (ready, gap) = {
            let mut state = entry.state.lock();
            let ready = state.admit(frames, self.lease.holds());
            (ready, state.delivered.is_some() && !state.stash.is_empty())
        };
        if let Some(Ready {
            frames,
            first,
            subscribers,
        }) = ready
        {
            let count = u64::try_from(frames.len() * subscribers.len()).unwrap_or_default();
            metrics::counter!("parley_deliveries").increment(count);
            let block = frame::join(&frames);
            for (index, few) in subscribers.chunks(AHEAD).enumerate() {
                for it in few {
                    it.touch();
                }
                for it in few {
                    it.hear(first, &frames, &block);
                }
                if ((index + 1) * AHEAD).is_multiple_of(YIELD_EVERY) {
                    yield_now().await;
                }
            }
        }
        if gap && self.lease.holds() {
            self.fill(entry, GAP);
        }
    }
}

/// One worker: the only one that delivers its topics, so order within a topic needs no lock across a fan-out.
async fn work(hub: std::sync::Weak<Hub>, mut orders: mpsc::Receiver<Order>) {
    let mut taken = Vec::new();
    while orders.recv_many(&mut taken, 64).await > 0 {
        let Some(hub) = hub.upgrade() else { return };
        // Facts of one topic that waited together leave as one block.
        let mut joined: Vec<(Arc<str>, Frames, Instant)> = Vec::new();
        for order in taken.drain(..) {
            match order {
                Order::Deliver(topic, frames, since) => {
                    match joined.iter_mut().find(|(name, ..)| *name == topic) {
                        Some((_, before, _)) => before.extend(frames),
                        None => joined.push((topic, frames, since)),
                    }
                }
                Order::Ephemeral(topic, frame, class) => {
                    if let Some(entry) = hub.find(&topic).filter(|_| hub.lease.holds()) {
                        let subscribers = entry.state.lock().subscribers.clone();
                        for it in subscribers.iter().filter(|it| it.is_open()) {
                            it.mailbox.offer(&frame, class);
                        }
                    }
                }
            }
        }
        for (topic, frames, since) in joined {
            if let Some(entry) = hub.find(&topic) {
                hub.deliver(entry, frames).await;
                // Until the last subscriber's socket or mailbox has it.
                metrics::histogram!("parley_delivery_delay_seconds").record(since.elapsed());
            }
        }
        hub.mend();
    }
}
