//! The one task that talks to Redis for this node.

use std::{
    collections::{HashMap, VecDeque},
    future::pending,
    sync::{Arc, Weak, atomic::Ordering},
    time::Duration,
};

use redis::{
    AsyncConnectionConfig, ErrorKind, PushInfo, PushKind, RedisError, RedisResult, Value,
    aio::{MultiplexedConnection, SendError},
};
use tokio::{
    sync::Notify,
    time::{Instant, MissedTickBehavior, interval, sleep, timeout},
};
use tokio_util::sync::CancellationToken;

use super::{Contact, LEASE, Redis, hints};
use crate::hub::bus::Heard;

/// How long Redis may take to answer before it counts as away.
const ANSWER: Duration = Duration::from_secs(1);
/// How often the lease is renewed and the other nodes' are looked at.
const BEAT: Duration = Duration::from_secs(1);
/// Pauses between attempts: the first, and the longest.
const PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Keeps contact until `stop`, then says good-bye.
pub(super) async fn keep(redis: Arc<Redis>, stop: CancellationToken) {
    let mut began = Began::AtStart;
    let mut pause = PAUSE;
    loop {
        let lost = tokio::select! {
            lost = session(&redis, began) => lost,
            () = stop.cancelled() => break,
        };
        let was_up = redis.contact.lock().take().is_some();
        metrics::gauge!("parley_bus_up").set(0.0);
        // What gathered meanwhile would be old news; who is present is said again anyway.
        redis.outbox.lock().take(redis.names.me);
        if was_up || began == Began::AtStart {
            tracing::warn!(error = %lost, "Redis is away: this node goes on by itself");
        }
        if was_up {
            pause = PAUSE;
        }
        began = Began::Again;
        // Half of the pause is chance, so that the nodes do not return in step.
        let random = rand::random_range(0.5..=1.0);
        tokio::select! {
            () = sleep(pause.mul_f64(random)) => {}
            () = stop.cancelled() => break,
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
    let contact = redis.contact.lock().take();
    if let Some(mut it) = contact
        && let Err(error) = redis.leave(&mut it.connection).await
    {
        tracing::debug!(%error, "this node's presence ends with its lease");
    }
}

/// Whether Redis, and with it the other nodes, may have to be told again what they knew.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Began {
    AtStart,
    Again,
}

/// One connection from its beginning to its loss.
async fn session(redis: &Arc<Redis>, began: Began) -> RedisError {
    let lost = Arc::new(Notify::new());
    let opened = match timeout(2 * ANSWER, open(redis, &lost)).await {
        Ok(Ok(it)) => it,
        Ok(Err(error)) => return error,
        Err(_) => return (ErrorKind::Io, "no answer").into(),
    };
    let settled = began == Began::AtStart;
    *redis.contact.lock() = Some(Contact {
        connection: opened.clone(),
        settled,
    });
    metrics::gauge!("parley_bus_up").set(1.0);
    let mut session = Session {
        redis,
        connection: opened,
        settles: (!settled).then(|| Instant::now() + LEASE),
        owed: VecDeque::new(),
        absent: HashMap::new(),
    };
    if began == Began::Again {
        tracing::info!("Redis is back");
        session.owed.push_back(Heard::Back);
    }
    tokio::select! {
        error = session.run() => error,
        () = lost.notified() => (ErrorKind::Io, "the connection was lost").into(),
    }
}

/// Connects, listens, and tells who is here. Hints get through from here on.
async fn open(redis: &Arc<Redis>, lost: &Arc<Notify>) -> RedisResult<MultiplexedConnection> {
    let (listener, lost) = (Arc::downgrade(redis), lost.clone());
    let config = AsyncConnectionConfig::new()
        .set_connection_timeout(Some(ANSWER))
        .set_response_timeout(Some(ANSWER))
        .set_push_sender(move |push| pushed(&listener, &lost, push));
    let mut connection = redis
        .client
        .get_multiplexed_async_connection_with_config(&config)
        .await?;
    connection.subscribe(redis.names.hints()).await?;
    redis.say_again(&mut connection).await?;
    Ok(connection)
}

/// Takes what Redis says unasked. It runs in the connection's reader and must not wait.
fn pushed(redis: &Weak<Redis>, lost: &Notify, push: PushInfo) -> Result<(), SendError> {
    let redis = redis.upgrade().ok_or(SendError)?;
    match (push.kind, &push.data[..]) {
        (PushKind::Disconnection, _) => lost.notify_one(),
        (PushKind::Message, [_, Value::BulkString(message)]) => {
            for it in hints::decode(message, redis.names.me) {
                redis.hear(it);
            }
        }
        _ => {}
    }
    Ok(())
}

/// A connection that stands.
struct Session<'a> {
    redis: &'a Arc<Redis>,
    connection: MultiplexedConnection,
    /// When the others have had the time to say again who is there; none once they had it.
    settles: Option<Instant>,
    /// What this node's own listener must still hear; as many as topics with somebody present here.
    owed: VecDeque<Heard>,
    /// Other nodes, and at how many looks in a row they had no lease.
    absent: HashMap<String, u8>,
}

impl Session<'_> {
    async fn run(&mut self) -> RedisError {
        let mut beat = interval(BEAT);
        beat.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            let heard = self.redis.heard.clone();
            let owes = !self.owed.is_empty();
            let settles = self.settles;
            let done = tokio::select! {
                () = self.redis.stirred.notified() => self.flush().await,
                _ = beat.tick() => self.beat().await,
                () = until(settles) => {
                    self.settle();
                    Ok(())
                }
                permit = heard.reserve(), if owes => {
                    if let (Ok(permit), Some(it)) = (permit, self.owed.pop_front()) {
                        permit.send(it);
                    }
                    Ok(())
                }
            };
            if let Err(error) = done {
                return error;
            }
        }
    }

    /// Sends what has gathered, in one go.
    async fn flush(&mut self) -> RedisResult<()> {
        let parcel = self.redis.outbox.lock().take(self.redis.names.me);
        let mut pipe = redis::pipe();
        self.redis.write_here(&mut pipe, &parcel.moved);
        for message in parcel.messages {
            pipe.publish(self.redis.names.hints(), message);
        }
        if pipe.is_empty() {
            return Ok(());
        }
        pipe.exec_async(&mut self.connection).await
    }

    /// Renews the lease, looks who else has one, and makes up for hints that did not fit.
    async fn beat(&mut self) -> RedisResult<()> {
        let (held, mut nodes) = self.redis.renew(&mut self.connection).await?;
        if !held {
            // It ran out while this node was stopped, or Redis was emptied.
            self.redis.say_again(&mut self.connection).await?;
        }
        let me = self.redis.names.me.to_string();
        nodes.retain(|it| *it != me);
        self.look_for(nodes).await?;
        if self.redis.missed.swap(false, Ordering::AcqRel) {
            self.owed.push_back(Heard::Back);
        }
        Ok(())
    }

    /// Notices nodes that ended without a word. Two looks, because a node may just be about to say again that it
    /// is there.
    async fn look_for(&mut self, mut nodes: Vec<String>) -> RedisResult<()> {
        nodes.extend(self.absent.keys().cloned());
        nodes.sort_unstable();
        nodes.dedup();
        if nodes.is_empty() {
            return Ok(());
        }
        let mut pipe = redis::pipe();
        for node in &nodes {
            pipe.exists(self.redis.names.here(node));
        }
        let alive: Vec<bool> = pipe.query_async(&mut self.connection).await?;
        let mut ended = Vec::new();
        for (node, alive) in nodes.into_iter().zip(alive) {
            let looks = self.absent.entry(node.clone()).or_default();
            *looks = if alive { 0 } else { *looks + 1 };
            if *looks >= 2 {
                self.absent.remove(&node);
                ended.push(node);
            }
        }
        if !ended.is_empty() {
            tracing::info!(?ended, "nodes ended");
            let mut pipe = redis::pipe();
            pipe.srem(self.redis.names.nodes(), &ended);
            pipe.exec_async(&mut self.connection).await?;
            self.tell_all();
        }
        Ok(())
    }

    /// The others have said again who is there: presence is known from here on.
    fn settle(&mut self) {
        self.settles = None;
        if let Some(contact) = &mut *self.redis.contact.lock() {
            contact.settled = true;
        }
        self.tell_all();
    }

    /// Whoever is here is told anew who else is.
    fn tell_all(&mut self) {
        let topics = self.redis.here.lock();
        self.owed
            .extend(topics.keys().cloned().map(Heard::Presence));
    }
}

async fn until(moment: Option<Instant>) {
    match moment {
        Some(it) => tokio::time::sleep_until(it).await,
        None => pending().await,
    }
}
