//! Token buckets: one suite for this process's own and for those in Redis.

use std::{sync::Arc, time::Duration};

use parley::{
    adapters::{
        limits::InProcessLimits,
        redis::{Place, Redis, RedisLimits},
    },
    domain::limits::{Bucket, LimitKey, Limited, Limits, Rates},
    hub::bus::Bus,
    kernel::{
        ids::NodeId,
        time::{Clock, SystemClock},
    },
};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::support::{eventually, redis::Redis as Server};

/// Three tries of a person, one more each second; two from an address. Slow enough for a busy machine.
fn rates() -> Rates {
    let mut rates = Rates::of_window(3, 2, 1);
    rates.login_of_person.refill_ms = 1000;
    rates
}

fn person(name: &str) -> LimitKey {
    LimitKey::new(Bucket::LoginOfPerson, name)
}

fn in_process() -> Arc<dyn Limits> {
    Arc::new(InProcessLimits::new(
        Arc::new(SystemClock::default()),
        rates(),
    ))
}

async fn joined(server: &Server) -> Arc<Redis> {
    let node = NodeId::mint(SystemClock::default().machine());
    let place = Place {
        url: &server.url(),
        prefix: "test",
        node,
    };
    let (tasks, stop) = (TaskTracker::new(), CancellationToken::new());
    let redis = Redis::join(place, &tasks, stop).expect("an address");
    eventually("Redis is reached", async || redis.is_up().then_some(())).await;
    redis
}

async fn wait(limits: &dyn Limits, key: LimitKey, cost: u32) -> u32 {
    match limits.take(key, cost).await {
        Ok(()) => 0,
        Err(Limited::RetryAfter { ms }) => ms,
        Err(Limited::Fault(fault)) => panic!("{fault}"),
    }
}

async fn keep_their_promises(limits: &dyn Limits) {
    let ana = person("ana");
    for _ in 0..3 {
        assert_eq!(wait(limits, ana, 1).await, 0);
    }
    let ms = wait(limits, ana, 1).await;
    assert!((1..=1000).contains(&ms), "{ms}");
    // Others, and the same name in another bucket, are not touched; a cost can be more than one.
    assert_eq!(wait(limits, person("li"), 3).await, 0);
    assert_eq!(
        wait(limits, LimitKey::new(Bucket::LoginFromAddress, "ana"), 2).await,
        0
    );
    // What was right after all is given back; never more than a full bucket.
    limits.put_back(person("li"), 2).await.expect("given back");
    assert_eq!(wait(limits, person("li"), 2).await, 0);
    limits
        .put_back(person("carla"), 5)
        .await
        .expect("given back");
    assert_eq!(wait(limits, person("carla"), 3).await, 0);
    assert!(wait(limits, person("carla"), 1).await > 0);
    // It fills again as it said.
    tokio::time::sleep(Duration::from_millis(u64::from(ms) + 10)).await;
    assert_eq!(wait(limits, ana, 1).await, 0);
}

#[tokio::test]
async fn limits_of_this_process() {
    keep_their_promises(&*in_process()).await;
}

#[tokio::test]
async fn limits_in_redis() {
    let Some(server) = Server::own() else { return };
    keep_their_promises(&RedisLimits::new(
        joined(&server).await,
        rates(),
        in_process(),
    ))
    .await;
}

#[tokio::test]
async fn nodes_share_their_buckets() {
    let Some(server) = Server::own() else { return };
    let one = RedisLimits::new(joined(&server).await, rates(), in_process());
    let two = RedisLimits::new(joined(&server).await, rates(), in_process());
    assert_eq!(wait(&one, person("ana"), 3).await, 0);
    assert!(wait(&two, person("ana"), 1).await > 0);
}

#[tokio::test]
async fn limits_go_on_in_this_process_while_redis_is_away() {
    let Some(mut server) = Server::own() else {
        return;
    };
    let limits = RedisLimits::new(joined(&server).await, rates(), in_process());
    server.stop();
    assert_eq!(wait(&limits, person("ana"), 3).await, 0);
    assert!(wait(&limits, person("ana"), 1).await > 0);
    limits.put_back(person("ana"), 1).await.expect("given back");
    assert_eq!(wait(&limits, person("ana"), 1).await, 0);
}
