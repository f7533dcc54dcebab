//! The message centre: counted under the reader's lock, read forward, kept to the newest.

use serde_json::json;

use super::{Bench, everywhere, organiser};
use crate::{
    domain::{
        notifications::{
            notice::{KEPT, PAGE},
            service::{self, NewNotice},
        },
        topics,
    },
    kernel::{
        actor::Actor,
        ids::UserId,
        time::{Clock as _, FairTime},
        topic::Topic,
    },
};

async fn notify(bench: &Bench, user: UserId, count: usize) {
    bench
        .write(move |tx| {
            Box::pin(async move {
                for number in 0..count {
                    let new = NewNotice {
                        user,
                        kind: "appointment.accepted",
                        appointment: None,
                        with: json!({ "number": number }),
                    };
                    service::notify(tx, new).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("told");
}

async fn read(bench: &Bench, user: UserId, until: FairTime) {
    let who = Actor {
        user,
        ..organiser()
    };
    bench
        .write(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::read(tx, &who, until).await?) })
        })
        .await
        .expect("read");
}

#[tokio::test]
async fn facts_and_snapshot_count_alike() {
    everywhere(async |bench| {
        let ana = bench.person("Ana", None).await;
        let li = bench.person("Li", None).await;
        let topic = Topic::Inbox(ana);
        let state = async || {
            let mut books = bench.books().await;
            let parts = topics::snapshot(&mut *books, &topic)
                .await
                .expect("a snapshot");
            serde_json::from_str::<serde_json::Value>(parts[0].get()).expect("JSON")
        };
        assert_eq!(
            state().await,
            json!({ "notices": [], "unread": 0, "busy": [] })
        );
        notify(bench, li, 1).await;
        notify(bench, ana, 2).await;
        bench.clock.set_moved(60_000);
        notify(bench, ana, 1).await;

        let told = bench.facts(&topic).await;
        let unread: Vec<_> = told.iter().map(|it| it.1["unread"].clone()).collect();
        assert_eq!(unread, [json!(1), json!(2), json!(3)]);
        let held = state().await;
        assert_eq!(held["unread"], json!(3));
        // Newest first; of one moment, the order of their ids.
        assert_eq!(held["notices"][0], told[2].1["notice"]);
        assert_eq!(held["notices"].as_array().map(Vec::len), Some(3));

        let second = told[1].1["notice"]["at"].as_i64().expect("a time");
        read(bench, ana, FairTime::from_ms(second)).await;
        assert_eq!(state().await["unread"], json!(1));
        // Neither back nor twice nor into the future.
        read(bench, ana, FairTime::from_ms(second - 1)).await;
        read(bench, ana, FairTime::from_ms(second)).await;
        read(bench, ana, FairTime::from_ms(i64::MAX)).await;
        notify(bench, ana, 1).await;
        let told = bench.facts(&topic).await;
        let kinds: Vec<_> = told[3..].iter().map(|it| it.0.as_str()).collect();
        assert_eq!(kinds, ["notices.read", "notices.read", "notice.added"]);
        assert_eq!(told[3].1, json!({ "until": second, "unread": 1 }));
        assert!(told[4].1["until"].as_i64() <= Some(bench.clock.fair().ms()));
        assert_eq!(state().await["unread"], json!(1));

        let mut books = bench.books().await;
        assert_eq!(books.unread(li).await.expect("a count"), 1);
    })
    .await;
}

#[tokio::test]
async fn who_has_no_notices_reads_none() {
    everywhere(async |bench| {
        let ana = bench.person("Ana", None).await;
        read(bench, ana, bench.clock.fair()).await;
        assert!(bench.facts(&Topic::Inbox(ana)).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn the_newest_are_kept_and_paged() {
    everywhere(async |bench| {
        let ana = bench.person("Ana", None).await;
        for second in 1..=11 {
            notify(bench, ana, 50).await;
            bench.clock.set_moved(second * 1_000);
        }
        let mut books = bench.books().await;
        let who = Actor {
            user: ana,
            ..organiser()
        };
        let mut before = None;
        let mut seen = Vec::new();
        loop {
            let page = service::page(&mut *books, &who, before)
                .await
                .expect("a page");
            assert_eq!(page.unread, KEPT);
            assert!(page.items.len() <= PAGE);
            let Some(last) = page.items.last() else { break };
            before = Some(last.id);
            seen.extend(page.items.iter().map(|it| (it.at, it.id)));
        }
        assert_eq!(i64::try_from(seen.len()).expect("a few"), KEPT);
        assert!(seen.is_sorted_by(|a, b| a > b));
        let stranger = Actor {
            user: UserId::NIL,
            ..organiser()
        };
        let page = service::page(&mut *books, &stranger, before)
            .await
            .expect("a page");
        assert!(page.items.is_empty());
    })
    .await;
}
