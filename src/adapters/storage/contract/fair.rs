//! Editions: opened once, changed by revision, announced to everybody.

use serde_json::json;

use super::{everywhere, organiser};
use crate::{
    domain::{
        Refusal, fair,
        fair::{Policy, Rules, consequences, gone::PERIODS_GONE, service, stands},
        topics,
    },
    kernel::{
        actor::{Actor, Side},
        ids::{EditionId, ExhibitorId, UserId},
        topic::Topic,
    },
};

fn stranger() -> Actor {
    Actor {
        grants: Vec::new(),
        user: UserId::NIL,
        ..organiser()
    }
}

fn other_rules() -> Rules {
    Rules {
        policy: Policy::Hold,
        minutes: 15,
        ..Rules::usual()
    }
}

#[tokio::test]
async fn the_newest_edition_is_the_current_one_and_names_are_unique() {
    everywhere(async |bench| {
        let first = bench.edition("The 128th").await;
        let second = bench.edition("The 129th").await;
        let mut books = bench.books().await;
        let listed = books.editions().await.expect("a list");
        let listed: Vec<_> = listed.iter().map(|it| (it.id, it.current)).collect();
        assert_eq!(listed, [(second.id, true), (first.id, false)]);
        assert_eq!(books.edition(second.id).await.expect("a row"), Some(second));

        let told = bench.facts(&Topic::Fair(first.id)).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, "edition.changed");
        assert_eq!(told[0].1["edition"]["current"], json!(false));

        let refused = bench
            .write(|tx| {
                Box::pin(async move {
                    let new = service::NewEdition {
                        name: "The 128th".to_owned(),
                        zone: "Asia/Shanghai".to_owned(),
                        first_day: jiff::civil::date(2027, 10, 15),
                        last_day: jiff::civil::date(2027, 10, 24),
                        rules: Rules::usual(),
                        current: false,
                    };
                    Ok(service::open_edition(tx, new).await?)
                })
            })
            .await;
        assert!(matches!(
            refused,
            Err(Refusal::Fair(fair::Refusal::Invalid {
                field: "name",
                rule: "taken"
            }))
        ));
    })
    .await;
}

#[tokio::test]
async fn rules_change_by_revision_and_by_organisers_only() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await;
        let change = async |who: Actor, edition: EditionId, revision: i64, rules: Rules| {
            bench
                .write(move |tx| {
                    let (who, rules) = (who.clone(), rules.clone());
                    Box::pin(async move {
                        Ok(service::set_rules(tx, &who, edition, (revision, rules)).await?)
                    })
                })
                .await
        };
        let changed = change(organiser(), edition.id, 1, other_rules()).await;
        assert_eq!(changed.expect("the rules change"), 2);
        let mut books = bench.books().await;
        let stored = books
            .edition(edition.id)
            .await
            .expect("a row")
            .expect("the edition");
        assert_eq!((stored.revision, stored.rules), (2, other_rules()));
        let told = bench.facts(&Topic::Fair(edition.id)).await;
        assert_eq!(told.len(), 1);
        assert_eq!(told[0].0, "rules.changed");
        assert_eq!(told[0].1, json!({ "revision": 2, "rules": other_rules() }));

        for (who, id, revision, rules) in [
            (organiser(), edition.id, 1, Rules::usual()),
            (stranger(), edition.id, 2, Rules::usual()),
            (organiser(), EditionId::NIL, 2, Rules::usual()),
            (
                organiser(),
                edition.id,
                2,
                Rules {
                    minutes: 7,
                    ..Rules::usual()
                },
            ),
        ] {
            let refusal = change(who, id, revision, rules).await.expect_err("refused");
            let Refusal::Fair(refusal) = refusal else {
                panic!("an unexpected refusal: {refusal}");
            };
            match (id == EditionId::NIL, revision, &refusal) {
                (true, _, fair::Refusal::Unknown)
                | (false, 1, fair::Refusal::Stale { revision: 2 })
                | (false, 2, fair::Refusal::NoRight | fair::Refusal::Invalid { .. }) => {}
                _ => panic!("an unexpected refusal: {refusal}"),
            }
        }
        assert_eq!(bench.facts(&Topic::Fair(edition.id)).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn the_snapshot_holds_the_newest_announcement() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await;
        let announce = async |who: Actor, edition: EditionId, text: &'static str| {
            bench
                .write(move |tx| {
                    let who = who.clone();
                    Box::pin(async move { Ok(service::announce(tx, &who, edition, text).await?) })
                })
                .await
        };
        let topic = Topic::Fair(edition.id);
        let state = async || {
            let mut books = bench.books().await;
            let parts = topics::snapshot(&mut *books, &topic)
                .await
                .expect("a snapshot");
            assert_eq!(parts.len(), 1);
            serde_json::from_str::<serde_json::Value>(parts[0].get()).expect("JSON")
        };
        assert_eq!(state().await["announcement"], json!(null));
        announce(organiser(), edition.id, "  Hall 5 opens at ten  ")
            .await
            .expect("said");
        announce(organiser(), edition.id, "五号馆十点开放")
            .await
            .expect("said");
        let told = bench.facts(&topic).await;
        let (kind, with, at) = told.last().expect("two facts");
        assert_eq!(
            (kind.as_str(), with),
            ("announced", &json!({ "text": "五号馆十点开放" }))
        );
        let state = state().await;
        assert_eq!(
            state["announcement"],
            json!({ "text": "五号馆十点开放", "at": at })
        );
        assert_eq!(state["edition"], json!(edition));

        for (who, id, text) in [
            (stranger(), edition.id, "no right"),
            (organiser(), EditionId::NIL, "no such edition"),
            (organiser(), edition.id, " "),
            (organiser(), edition.id, "two\nlines"),
        ] {
            announce(who, id, text).await.expect_err(text);
        }
        assert_eq!(bench.facts(&topic).await.len(), 2);
    })
    .await;
}

#[tokio::test]
async fn other_rules_reach_every_stand_page_by_page() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await.id;
        let mut stands = Vec::new();
        for _ in 0..101 {
            let company = bench.company("Tayo", Side::Exhibitor).await;
            stands.push(
                bench
                    .stand(edition, company, "Tayo")
                    .await
                    .expect("it enters"),
            );
        }
        bench
            .write(move |tx| {
                let change = (1, other_rules());
                Box::pin(
                    async move { Ok(service::set_rules(tx, &organiser(), edition, change).await?) },
                )
            })
            .await
            .expect("the rules change");

        let mut announced = Vec::new();
        let (mut pages, mut closing) = (0, 0);
        loop {
            let taken = bench
                .write(|tx| Box::pin(async move { Ok(tx.take_jobs().await?) }))
                .await
                .expect("jobs are taken");
            if taken.is_empty() {
                break;
            }
            for job in taken {
                if job.kind == stands::DUTY_CHANGED {
                    announced.push(job.object.parse::<ExhibitorId>().expect("a stand"));
                    continue;
                }
                if job.kind == PERIODS_GONE {
                    closing += 1;
                    continue;
                }
                assert_eq!(job.kind, service::RULES_CHANGED);
                pages += 1;
                let body = job.body;
                bench
                    .write(move |tx| {
                        let body = body.clone();
                        Box::pin(async move { Ok(consequences::on_job(tx, &body).await?) })
                    })
                    .await
                    .expect("a page is done");
            }
        }
        announced.sort_unstable();
        stands.sort_unstable();
        // Quarters of an hour take every half hour away.
        assert_eq!((pages, closing), (2, stands.len()));
        assert_eq!(announced, stands);
    })
    .await;
}
