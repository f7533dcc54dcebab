//! The store's promises on SQLite; `contract` runs what the features ask of it on PostgreSQL, too.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicBool, Ordering},
};

use serde_json::json;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::{Committed, Options, Store, open};
use crate::{
    domain::{
        CommandRefusal, Refusal,
        journal::{Due, NewJob, Tell},
        ledger::{Answer, CommandKey, Ledger, Unit, Work},
        topics,
    },
    kernel::{
        fact::Fact,
        fault::FaultKind,
        ids::{self, UserId},
        time::{Clock, DAY, FairTime, MachineTime, SystemClock},
        topic::Topic,
    },
};

#[derive(Default)]
struct Seen(Mutex<Vec<(String, i64)>>);

impl Committed for Seen {
    fn committed(&self, facts: Vec<Fact>) {
        let mut seen = self.0.lock().expect("no test panics while holding it");
        seen.extend(facts.into_iter().map(|it| (it.topic.to_string(), it.seq)));
    }
}

struct Bench {
    store: Store,
    seen: Arc<Seen>,
    clock: Arc<SystemClock>,
    folder: tempfile::TempDir,
}

impl Bench {
    /// By how much the clock was moved, if it ever was.
    async fn moved(&self) -> Option<String> {
        let moved = self.store.meta(super::meta::CLOCK_OFFSET).await;
        moved.expect("read")
    }
}

async fn bench() -> Bench {
    bench_in(tempfile::tempdir().expect("a temporary folder")).await
}

async fn bench_in(folder: tempfile::TempDir) -> Bench {
    let options = Options {
        url: format!("sqlite:{}", folder.path().join("parley.db").display()),
        readers: 2,
        lanes: 1,
    };
    let seen = Arc::new(Seen::default());
    let clock = Arc::new(SystemClock::default());
    let store = open(&options, clock.clone(), seen.clone(), &TaskTracker::new())
        .await
        .expect("the store opens");
    Bench {
        store,
        seen,
        clock,
        folder,
    }
}

/// Takes the jobs that are due; how many there are.
async fn take(bench: &Bench) -> usize {
    let taken = Arc::new(Mutex::new(0));
    let count = taken.clone();
    let work: Work = Arc::new(move |tx| {
        let count = count.clone();
        Box::pin(async move {
            let jobs = tx.take_jobs().await?;
            *count.lock().expect("no test panics while holding it") = jobs.len();
            Ok(Answer::empty())
        })
    });
    bench.store.run(0, Unit::of(work)).await.expect("taken");
    *taken.lock().expect("no test panics while holding it")
}

fn telling(user: UserId, count: i64) -> Work {
    Arc::new(move |tx| {
        Box::pin(async move {
            for _ in 0..count {
                tx.tell(Topic::Inbox(user), "notice.added", None, &json!({"it": 1}))?;
            }
            Ok(Answer::empty().seq_in(Topic::Inbox(user)))
        })
    })
}

fn refusing(user: UserId) -> Work {
    Arc::new(move |tx| {
        Box::pin(async move {
            tx.tell(Topic::Inbox(user), "notice.added", None, &json!({}))?;
            Err(topics::Refusal::NoRight.into())
        })
    })
}

/// Starts the clock, once in a database, by as many milliseconds as `object` is long, and tells of it.
fn writing(user: UserId, object: &'static str, refused: bool) -> Work {
    Arc::new(move |tx| {
        Box::pin(async move {
            tx.start_clock(i64::try_from(object.len()).unwrap_or_default())
                .await?;
            tx.tell(Topic::Inbox(user), "notice.added", None, &object)?;
            if refused {
                return Err(CommandRefusal::LeaseLost.into());
            }
            Ok(Answer::empty().seq_in(Topic::Inbox(user)))
        })
    })
}

fn key(actor: &str, id: Uuid, body: u8) -> CommandKey {
    CommandKey {
        actor: actor.to_owned(),
        id,
        hash: [body; 32],
    }
}

fn unit(key: impl Into<Option<CommandKey>>, work: Work) -> Unit {
    Unit {
        key: key.into(),
        fence: None,
        caller: None,
        work,
    }
}

#[tokio::test]
async fn numbers_have_no_holes_and_refusals_leave_none() {
    let it = bench().await;
    let user = UserId::mint(it.clock.machine());
    let first = it
        .store
        .run(0, unit(None, telling(user, 2)))
        .await
        .expect("accepted");
    assert_eq!(first.get(), r#"{"seq":2}"#);
    it.store
        .run(0, unit(None, refusing(user)))
        .await
        .expect_err("refused");
    let second = it
        .store
        .run(0, unit(None, telling(user, 1)))
        .await
        .expect("accepted");
    assert_eq!(second.get(), r#"{"seq":3}"#);
    let page = it
        .store
        .page(&Topic::Inbox(user).to_string(), 0)
        .await
        .expect("a page");
    assert_eq!(
        page.iter().map(|fact| fact.seq).collect::<Vec<_>>(),
        [1, 2, 3]
    );
    assert_eq!(it.seen.0.lock().expect("unpoisoned").len(), 3);
}

#[tokio::test]
async fn the_same_id_is_answered_once_and_another_body_is_refused() {
    let it = bench().await;
    let now = it.clock.machine();
    let user = UserId::mint(now);
    let id = ids::mint(now);
    // Sent at once, so that twins meet in one batch; sent again later, so that the stored answer is read.
    let (one, two) = tokio::join!(
        it.store.run(0, unit(key("a", id, 1), telling(user, 1))),
        it.store.run(0, unit(key("a", id, 1), telling(user, 1))),
    );
    let three = it
        .store
        .run(0, unit(key("a", id, 1), telling(user, 1)))
        .await;
    for answer in [one, two, three] {
        assert_eq!(answer.expect("answered").get(), r#"{"seq":1}"#);
    }
    let other = it
        .store
        .run(0, unit(key("a", id, 2), telling(user, 1)))
        .await;
    assert!(matches!(
        other,
        Err(Refusal::Command(CommandRefusal::Reused))
    ));
    let stranger = it
        .store
        .run(0, unit(key("b", id, 2), telling(user, 1)))
        .await;
    assert_eq!(
        stranger.expect("another actor's id is another id").get(),
        r#"{"seq":2}"#
    );
}

#[tokio::test]
async fn a_refused_use_of_an_id_leaves_it_to_the_next() {
    let it = bench().await;
    let now = it.clock.machine();
    let user = UserId::mint(now);
    let id = ids::mint(now);
    // One batch: the second use takes effect, so the third is its twin and the fourth another body.
    let (refused, taken, twin, other) = tokio::join!(
        it.store.run(0, unit(key("a", id, 1), refusing(user))),
        it.store.run(0, unit(key("a", id, 2), telling(user, 1))),
        it.store.run(0, unit(key("a", id, 2), telling(user, 1))),
        it.store.run(0, unit(key("a", id, 1), telling(user, 1))),
    );
    refused.expect_err("refused by itself");
    for answer in [taken, twin] {
        assert_eq!(answer.expect("answered").get(), r#"{"seq":1}"#);
    }
    assert!(matches!(
        other,
        Err(Refusal::Command(CommandRefusal::Reused))
    ));
    let again = it
        .store
        .run(0, unit(key("a", id, 2), telling(user, 1)))
        .await;
    assert_eq!(again.expect("kept").get(), r#"{"seq":1}"#);
}

#[tokio::test]
async fn what_a_refused_command_wrote_is_undone_and_its_neighbours_stay() {
    let it = bench().await;
    let user = UserId::mint(it.clock.machine());
    let (bad, good, last) = tokio::join!(
        it.store.run(0, unit(None, writing(user, "four", true))),
        it.store
            .run(0, unit(None, writing(user, "of seven", false))),
        it.store.run(0, unit(None, telling(user, 1))),
    );
    bad.expect_err("refused");
    assert_eq!(good.expect("took effect").get(), r#"{"seq":1}"#);
    assert_eq!(last.expect("took effect").get(), r#"{"seq":2}"#);
    let moved = it.moved().await;
    assert_eq!(moved.as_deref(), Some("8"), "what the neighbour wrote");
}

#[tokio::test]
async fn a_command_that_is_refused_alone_takes_its_whole_transaction_along() {
    let it = bench().await;
    let user = UserId::mint(it.clock.machine());
    it.store
        .run(0, unit(None, writing(user, "alone", true)))
        .await
        .expect_err("refused");
    assert_eq!(it.moved().await, None, "nothing it wrote stands");
    let topic = Topic::Inbox(user).to_string();
    assert_eq!(it.store.head_of(&topic).await.expect("read"), 0);
}

#[tokio::test]
async fn ids_from_another_time_are_refused() {
    let it = bench().await;
    let now = it.clock.machine();
    let user = UserId::mint(now);
    let old = it.store.run(
        0,
        unit(
            key("a", ids::mint(now.plus(-31 * DAY)), 1),
            telling(user, 1),
        ),
    );
    assert!(matches!(
        old.await,
        Err(Refusal::Command(CommandRefusal::TooOld))
    ));
    let ahead = it.store.run(
        0,
        unit(key("a", ids::mint(now.plus(DAY)), 1), telling(user, 1)),
    );
    assert!(matches!(
        ahead.await,
        Err(Refusal::Command(CommandRefusal::Ahead))
    ));
}

#[tokio::test]
async fn a_panic_in_one_command_leaves_its_neighbours_alone() {
    let it = bench().await;
    let user = UserId::mint(it.clock.machine());
    let panicking: Work = Arc::new(|_| Box::pin(async { panic!("a defect") }));
    let (bad, good) = tokio::join!(
        it.store.run(0, unit(None, panicking)),
        it.store.run(0, unit(None, telling(user, 1))),
    );
    assert!(bad.is_err());
    assert_eq!(
        good.expect("the neighbour took effect").get(),
        r#"{"seq":1}"#
    );
}

/// Panics once when it is told to: a stand-in for a defect of the store itself.
#[derive(Default)]
struct Broken {
    inner: SystemClock,
    armed: AtomicBool,
}

impl Clock for Broken {
    fn fair(&self) -> FairTime {
        assert!(!self.armed.swap(false, Ordering::AcqRel), "a defect");
        self.inner.fair()
    }

    fn machine(&self) -> MachineTime {
        self.inner.machine()
    }
}

#[tokio::test]
async fn a_batch_that_panics_says_so_and_the_next_is_served() {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let options = Options {
        url: format!("sqlite:{}", folder.path().join("parley.db").display()),
        readers: 2,
        lanes: 1,
    };
    let clock = Arc::new(Broken::default());
    let seen = Arc::new(Seen::default());
    let store = open(&options, clock.clone(), seen, &TaskTracker::new())
        .await
        .expect("the store opens");
    let user = UserId::mint(clock.machine());
    clock.armed.store(true, Ordering::Release);
    let met = store.run(0, unit(None, telling(user, 1))).await;
    match met.expect_err("nothing took effect") {
        Refusal::Fault(it) => assert_eq!(it.kind(), FaultKind::Other, "{it}"),
        other => panic!("{other:?}"),
    }
    let next = store.run(0, unit(None, telling(user, 1))).await;
    assert_eq!(next.expect("served").get(), r#"{"seq":1}"#);
}

#[tokio::test]
async fn the_jobs_of_a_process_that_ended_are_free_at_once() {
    let bench = bench().await;
    let work: Work = Arc::new(|tx| {
        Box::pin(async move {
            tx.schedule(NewJob {
                kind: "a.kind",
                object: "it".to_owned(),
                due: Due::Now,
                body: json!({}),
            })
            .await?;
            Ok(Answer::empty())
        })
    });
    bench.store.run(0, Unit::of(work)).await.expect("scheduled");
    assert_eq!(take(&bench).await, 1);
    assert_eq!(take(&bench).await, 0, "it is held");
    let Bench { store, folder, .. } = bench;
    drop(store);
    let next = bench_in(folder).await;
    assert_eq!(take(&next).await, 1, "whoever held it is gone");
}
