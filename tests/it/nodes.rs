//! Bus and presence: one suite for a node alone and for nodes over Redis, then what only several nodes can show.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use bytes::Bytes;
use parley::{
    adapters::redis::{Place, Redis},
    hub::{
        bus::{Alone, Bus, Elsewhere, Heard, Wake},
        lease::LEASE,
        presence::{Changed, Presence},
    },
    kernel::{
        ids::{NodeId, UserId},
        time::{Clock, SystemClock},
    },
};
use tokio::{sync::mpsc, time::timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::support::{
    BOUND, eventually,
    redis::Redis as Server,
    relay::{Relay, Weather},
};

struct Unheard;

impl Changed for Unheard {
    fn changed(&self, _: Arc<str>) {}
}

/// A node as the hub sees it.
struct Node {
    redis: Arc<Redis>,
    heard: mpsc::Receiver<Heard>,
    stop: CancellationToken,
    tasks: TaskTracker,
}

impl Node {
    fn at(url: &str) -> Self {
        let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
        let redis = join(url, "test", &tasks, stop.clone());
        Self {
            heard: redis.heard(),
            redis,
            stop,
            tasks,
        }
    }

    async fn up(url: &str) -> Self {
        let node = Self::at(url);
        eventually("Redis is reached", async || {
            node.redis.is_up().then_some(())
        })
        .await;
        node
    }

    async fn hears(&mut self, what: &Heard) {
        let hearing = async {
            while let Some(it) = self.heard.recv().await {
                if it == *what {
                    return;
                }
            }
        };
        timeout(BOUND, hearing)
            .await
            .unwrap_or_else(|_| panic!("never heard {what:?}"));
    }

    async fn sees(&self, topic: &str, wanted: Option<&[UserId]>) {
        eventually("presence elsewhere", async || {
            let mut seen = self.redis.others(topic).await;
            if let Some(users) = &mut seen {
                users.sort_unstable();
            }
            (seen.as_deref() == wanted).then_some(())
        })
        .await;
    }
}

fn join(url: &str, prefix: &str, tasks: &TaskTracker, stop: CancellationToken) -> Arc<Redis> {
    let node = NodeId::mint(now());
    let place = Place { url, prefix, node };
    Redis::join(place, tasks, stop).expect("an address")
}

fn now() -> parley::kernel::time::MachineTime {
    SystemClock::default().machine()
}

fn users() -> [UserId; 2] {
    let mut users = [UserId::mint(now()), UserId::mint(now())];
    users.sort_unstable();
    users
}

fn wake(topic: &str, head: i64) -> Wake {
    Wake {
        topic: topic.into(),
        head,
    }
}

/// What a node may expect of any bus while nobody else is there.
async fn keeps_the_promises_of_a_node_alone(bus: Arc<dyn Bus>, elsewhere: Arc<dyn Elsewhere>) {
    let [ana, li] = users();
    let topic: Arc<str> = "negotiation/1".into();
    assert!(bus.is_up());
    let presence = Presence::new(elsewhere, Arc::new(Unheard));
    assert_eq!(presence.here(&topic).await, Some(vec![]));
    let tab = presence.enter(topic.clone(), ana);
    let second_tab = presence.enter(topic.clone(), ana);
    let other = presence.enter(topic.clone(), li);
    assert_eq!(presence.here(&topic).await, Some(vec![ana, li]));
    drop(tab);
    assert_eq!(presence.here(&topic).await, Some(vec![ana, li]));
    drop((second_tab, other));
    assert_eq!(presence.here(&topic).await, Some(vec![]));

    // A node does not hear itself, and no call waits however much is said.
    let mut heard = bus.heard();
    for head in 0..20_000 {
        bus.wake(vec![wake("inbox/1", head)]);
        bus.ephemeral(topic.clone(), Bytes::from_static(b"x"));
    }
    let quiet = timeout(Duration::from_millis(300), heard.recv()).await;
    assert!(!matches!(quiet, Ok(Some(_))), "{quiet:?}");
    // Two listeners would each hear half.
    assert_eq!(bus.heard().recv().await, None);
}

#[tokio::test]
async fn a_node_alone_keeps_its_promises() {
    let alone = Arc::new(Alone);
    keeps_the_promises_of_a_node_alone(alone.clone(), alone).await;
}

#[tokio::test]
async fn a_node_on_redis_keeps_the_same_promises() {
    let Some(server) = Server::own() else { return };
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let redis = join(&server.url(), "test", &tasks, stop);
    eventually("Redis is reached", async || redis.is_up().then_some(())).await;
    keeps_the_promises_of_a_node_alone(redis.clone(), redis).await;
}

#[tokio::test]
async fn nodes_hear_each_other() {
    let Some(server) = Server::own() else { return };
    let (one, mut two) = (Node::up(&server.url()).await, Node::up(&server.url()).await);
    let wakes = vec![wake("inbox/1", 7)];
    one.redis.wake(wakes.clone());
    two.hears(&Heard::Wakes(wakes)).await;
    let frame = Bytes::from_static(b"{\"now\":\"typing\"}\n");
    one.redis.ephemeral("negotiation/1".into(), frame.clone());
    two.hears(&Heard::Ephemeral("negotiation/1".into(), frame))
        .await;
}

#[tokio::test]
async fn fairs_with_different_prefixes_do_not_meet() {
    let Some(server) = Server::own() else { return };
    let mut one = Node::up(&server.url()).await;
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let other = join(&server.url(), "other", &tasks, stop);
    eventually("Redis is reached", async || other.is_up().then_some(())).await;
    other.set("negotiation/1".into(), users().to_vec());
    other.wake(vec![wake("inbox/1", 1)]);
    let quiet = timeout(Duration::from_millis(300), one.heard.recv()).await;
    assert!(quiet.is_err(), "{quiet:?}");
    one.sees("negotiation/1", Some(&[])).await;
}

#[tokio::test]
async fn presence_is_seen_on_the_other_node_and_ends_with_a_word() {
    let Some(server) = Server::own() else { return };
    let (one, mut two) = (Node::up(&server.url()).await, Node::up(&server.url()).await);
    let [ana, li] = users();
    let topic: Arc<str> = "negotiation/1".into();
    one.redis.set(topic.clone(), vec![ana, li]);
    two.hears(&Heard::Presence(topic.clone())).await;
    two.sees(&topic, Some(&[ana, li])).await;
    one.redis.set(topic.clone(), vec![li]);
    two.hears(&Heard::Presence(topic.clone())).await;
    two.sees(&topic, Some(&[li])).await;
    assert_eq!(one.redis.others(&topic).await, Some(vec![]));

    one.stop.cancel();
    two.hears(&Heard::Presence(topic.clone())).await;
    two.sees(&topic, Some(&[])).await;
    one.tasks.close();
    one.tasks.wait().await;
}

#[tokio::test]
async fn a_killed_node_leaves_no_ghost_longer_than_its_lease() {
    let Some(server) = Server::own() else { return };
    let relay = Relay::to(([127, 0, 0, 1], server.port()).into()).await;
    let one = Node::up(&format!("redis://{}", relay.address())).await;
    let mut two = Node::up(&server.url()).await;
    let [ana, li] = users();
    let topic: Arc<str> = "negotiation/1".into();
    two.redis.set(topic.clone(), vec![li]);
    one.redis.set(topic.clone(), vec![ana]);
    two.sees(&topic, Some(&[ana])).await;
    two.hears(&Heard::Presence(topic.clone())).await;

    // Nothing of it gets through any more, not even that its connection ended.
    relay.set(Weather::Stalled);
    let killed = Instant::now();
    two.hears(&Heard::Presence(topic.clone())).await;
    two.sees(&topic, Some(&[])).await;
    let ghost = killed.elapsed();
    // A second more for a busy machine.
    assert!(ghost <= LEASE + Duration::from_secs(1), "{ghost:?}");

    // It was not dead, only cut off: it says again that it is there.
    relay.set(Weather::Clear);
    two.sees(&topic, Some(&[ana])).await;
}

#[tokio::test]
async fn presence_is_unknown_while_redis_is_away_and_known_again_after() {
    let Some(mut server) = Server::own() else {
        return;
    };
    let (mut one, mut two) = (Node::up(&server.url()).await, Node::up(&server.url()).await);
    let [ana, li] = users();
    let topic: Arc<str> = "negotiation/1".into();
    one.redis.set(topic.clone(), vec![ana]);
    two.redis.set(topic.clone(), vec![li]);
    two.sees(&topic, Some(&[ana])).await;

    server.stop();
    two.sees(&topic, None).await;
    assert!(!two.redis.is_up());
    one.redis.wake(vec![wake("inbox/1", 1)]);

    server.restart();
    for node in [&mut one, &mut two] {
        node.hears(&Heard::Back).await;
    }
    // Never a moment at which the others seem to have left.
    eventually("presence is known again", async || {
        let seen = two.redis.others(&topic).await?;
        assert_eq!(seen, [ana]);
        Some(())
    })
    .await;
    two.hears(&Heard::Presence(topic.clone())).await;
    one.redis.wake(vec![wake("inbox/1", 2)]);
    two.hears(&Heard::Wakes(vec![wake("inbox/1", 2)])).await;
}

#[tokio::test]
async fn an_emptied_redis_is_told_again() {
    let Some(server) = Server::own() else { return };
    let (one, two) = (Node::up(&server.url()).await, Node::up(&server.url()).await);
    let [ana, _] = users();
    one.redis.set("negotiation/1".into(), vec![ana]);
    two.sees("negotiation/1", Some(&[ana])).await;
    server.flush();
    two.sees("negotiation/1", Some(&[ana])).await;
    let wakes = vec![wake("inbox/1", 1)];
    let mut two = two;
    one.redis.wake(wakes.clone());
    two.hears(&Heard::Wakes(wakes)).await;
}

#[tokio::test]
async fn a_redis_that_hangs_is_away_within_two_seconds() {
    let Some(server) = Server::own() else { return };
    let mut one = Node::up(&server.url()).await;
    server.freeze();
    let frozen = Instant::now();
    eventually("it counts as away", async || {
        (!one.redis.is_up()).then_some(())
    })
    .await;
    assert!(
        frozen.elapsed() < Duration::from_secs(3),
        "{:?}",
        frozen.elapsed()
    );
    server.thaw();
    one.hears(&Heard::Back).await;
    assert!(one.redis.is_up());
}

#[tokio::test]
async fn a_listener_that_does_not_listen_costs_hints_and_is_told_so() {
    let Some(server) = Server::own() else { return };
    let (one, mut two) = (Node::up(&server.url()).await, Node::up(&server.url()).await);
    eventually("more hints than fit", async || {
        for _ in 0..1000 {
            one.redis
                .ephemeral("negotiation/1".into(), Bytes::from_static(b"x"));
        }
        two.heard.capacity().eq(&0).then_some(())
    })
    .await;
    for _ in 0..1000 {
        one.redis
            .ephemeral("negotiation/1".into(), Bytes::from_static(b"x"));
    }
    two.hears(&Heard::Back).await;
}

#[tokio::test]
async fn nobody_hurries_while_nothing_happens() {
    let Some(mut server) = Server::own() else {
        return;
    };
    let _one = Node::up(&server.url()).await;
    let _two = Node::up(&server.url()).await;
    let before = server.served();
    tokio::time::sleep(Duration::from_secs(2)).await;
    let idle = server.served() - before;
    assert!(idle < 60, "{idle} commands in two idle seconds");

    // Away and back: a pause that grows, so few attempts.
    server.stop();
    tokio::time::sleep(Duration::from_secs(2)).await;
    server.restart();
    let tried = server.served();
    assert!(tried < 30, "{tried} commands right after the return");
}
