//! The store's promises on SQLite; `tests/it/storage.rs` runs the same kind of checks on PostgreSQL.

use std::sync::{Arc, Mutex};

use serde_json::json;
use tokio_util::task::TaskTracker;
use uuid::Uuid;

use super::{Committed, Options, Store, open};
use crate::{
    domain::{
        CommandRefusal, Refusal,
        journal::Tell,
        ledger::{Answer, CommandKey, Ledger, Unit, Work},
        topics,
    },
    kernel::{
        fact::Fact,
        ids::{self, UserId},
        time::{Clock, DAY, SystemClock},
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
    _folder: tempfile::TempDir,
}

async fn bench() -> Bench {
    let folder = tempfile::tempdir().expect("a temporary folder");
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
        _folder: folder,
    }
}

fn telling(user: UserId, count: i64) -> Work {
    Arc::new(move |tx| {
        Box::pin(async move {
            for _ in 0..count {
                tx.tell(Topic::Inbox(user), "tested", None, &json!({"it": 1}))?;
            }
            Ok(Answer::empty().seq_in(Topic::Inbox(user)))
        })
    })
}

fn refusing(user: UserId) -> Work {
    Arc::new(move |tx| {
        Box::pin(async move {
            tx.tell(Topic::Inbox(user), "tested", None, &json!({}))?;
            Err(topics::Refusal::NoRight.into())
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
