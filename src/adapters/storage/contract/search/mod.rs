//! The search index: what is found, in what order, and in whose scope only.

mod model;
mod pages;
mod plans;

use super::{Bench, everywhere, on_each};
use crate::{
    domain::search::{
        Query,
        ports::{Doc, Find, Hit, Kind, Place},
    },
    kernel::{
        ids::{EditionId, ExhibitorId},
        time::MachineTime,
    },
};

/// The edition that number `ms` stands for.
fn edition(ms: i64) -> EditionId {
    EditionId::mint(MachineTime::from_ms(ms))
}

fn product(edition: EditionId, id: &str, title: &str, body: &str) -> Doc {
    Doc {
        kind: Kind::Product,
        id: id.to_owned(),
        edition,
        exhibitor: None,
        title: title.to_owned(),
        body: body.to_owned(),
    }
}

async fn put(bench: &Bench, docs: Vec<Doc>) {
    bench
        .write(move |tx| {
            let docs = docs.clone();
            Box::pin(async move {
                for doc in &docs {
                    tx.put(doc).await?;
                }
                Ok(())
            })
        })
        .await
        .expect("the documents are put");
}

/// The products of an edition.
fn what(edition: EditionId, query: &str) -> Find {
    Find {
        kind: Kind::Product,
        edition,
        exhibitor: None,
        query: Query::parse(query).expect("a word"),
        after: None,
        limit: 50,
    }
}

async fn hits(bench: &Bench, what: &Find) -> Vec<Hit> {
    bench.books().await.find(what).await.expect("a page")
}

async fn ids(bench: &Bench, what: &Find) -> Vec<String> {
    let hits = hits(bench, what).await;
    hits.into_iter().map(|it| it.id).collect()
}

#[tokio::test]
async fn words_are_found_in_any_script() {
    everywhere(async |bench| {
        let fair = edition(1);
        let docs = [
            ("tv", "OLED电视", "佛山泰友生产的智能电视机，型号 SK-55。"),
            ("lamp", "LED Lamp", "电灯与视听设备; Télévision São Paulo"),
            ("booth", "Stand", "12.3C01"),
            ("other", "Stand", "3C01 12 and 55 of SK"),
            ("rare", "𠮷野家", "カタカナ ﾃﾞﾝｷ 회사는"),
        ];
        put(
            bench,
            docs.map(|it| product(fair, it.0, it.1, it.2)).to_vec(),
        )
        .await;
        for (query, found) in [
            ("泰友", &["tv"][..]),
            ("电", &["tv", "lamp"]),
            ("机", &["tv"]),
            ("智能电视", &["tv"]),
            ("电视", &["tv"]),
            ("电机", &[]),
            ("OLED电视", &["tv"]),
            ("电视 oled", &["tv"]),
            ("ｏｌｅｄ", &["tv"]),
            ("tele", &["lamp"]),
            ("tele ", &[]),
            ("TELEVISION ", &["lamp"]),
            ("sao pau", &["lamp"]),
            ("pau sao", &[]),
            ("sk-55", &["tv"]),
            ("SK 55", &["other", "tv"]),
            ("SK-5", &["tv"]),
            ("12.3C01", &["booth"]),
            ("12.3c", &["booth"]),
            ("12 3c01", &["other", "booth"]),
            ("𠮷野", &["rare"]),
            ("デンキ", &["rare"]),
            ("회사", &["rare"]),
            // The end of a title and the beginning of the rest are no neighbours.
            ("stand-12", &[]),
        ] {
            assert_eq!(ids(bench, &what(fair, query)).await, found, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn whatever_is_typed_is_no_syntax() {
    everywhere(async |bench| {
        let fair = edition(1);
        put(
            bench,
            vec![product(fair, "a", "near and or not", "title body 1")],
        )
        .await;
        for (query, found) in [
            ("NEAR(near or)", true),
            ("near AND and", true),
            ("zzz OR near", false),
            ("near NOT title", true),
            ("title:near", false),
            ("\"near\" \" 'and' *", true),
            ("near:* & !zzz", false),
            ("ne* | ''or'' \\", false),
            ("§pe a", false),
            ("¶near", true),
            ("^near {title}: + - ( ) < > <-> ~ $1 ? ; --", true),
        ] {
            assert_eq!(
                ids(bench, &what(fair, query)).await.len(),
                usize::from(found),
                "{query}"
            );
        }
        let hostile: String = ('!'..='~').collect();
        for at in 0..hostile.len() {
            if let Some(query) = Query::parse(&hostile[at..]) {
                let what = Find {
                    query,
                    ..what(fair, "a")
                };
                hits(bench, &what).await;
            }
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_replaced_or_forgotten_is_not_found() {
    everywhere(async |bench| {
        let fair = edition(1);
        put(bench, vec![product(fair, "a", "red lamp", "old words")]).await;
        put(bench, vec![product(fair, "b", "lamp", "red")]).await;
        put(bench, vec![product(fair, "a", "blue lamp", "fresh words")]).await;
        // Replaced, it keeps its place.
        assert_eq!(ids(bench, &what(fair, "lamp")).await, ["b", "a"]);
        assert_eq!(ids(bench, &what(fair, "red")).await, ["b"]);
        assert!(ids(bench, &what(fair, "old")).await.is_empty());
        assert_eq!(ids(bench, &what(fair, "fresh blue")).await, ["a"]);
        // To another edition.
        put(bench, vec![product(edition(2), "a", "blue lamp", "")]).await;
        assert!(ids(bench, &what(fair, "blue")).await.is_empty());

        bench
            .write(|tx| {
                Box::pin(async move {
                    tx.forget(Kind::Product, "b").await?;
                    tx.forget(Kind::Product, "b").await?;
                    Ok(tx.forget(Kind::Exhibitor, "a").await?)
                })
            })
            .await
            .expect("forgotten");
        assert!(ids(bench, &what(fair, "lamp")).await.is_empty());
        put(bench, vec![product(fair, "b", "lamp", "")]).await;
        assert_eq!(ids(bench, &what(fair, "lamp")).await, ["b"]);
    })
    .await;
}

#[tokio::test]
async fn nothing_of_another_scope_is_found() {
    everywhere(async |bench| {
        let (fair, next) = (edition(1), edition(2));
        let stand = |ms| Some(ExhibitorId::mint(MachineTime::from_ms(ms)));
        let (ours, theirs) = (stand(1), stand(2));
        let doc = |edition, kind, id: &str, exhibitor| Doc {
            kind,
            exhibitor,
            ..product(edition, id, "lamp", "")
        };
        put(
            bench,
            vec![
                doc(fair, Kind::Product, "1", ours),
                doc(fair, Kind::Product, "2", theirs),
                doc(fair, Kind::Exhibitor, "1", ours),
                doc(next, Kind::Product, "3", None),
            ],
        )
        .await;
        let find = async |edition, kind, exhibitor| {
            let what = Find {
                kind,
                exhibitor,
                ..what(edition, "lamp")
            };
            ids(bench, &what).await
        };
        assert_eq!(find(fair, Kind::Product, None).await, ["2", "1"]);
        assert_eq!(find(fair, Kind::Product, ours).await, ["1"]);
        assert_eq!(find(fair, Kind::Exhibitor, None).await, ["1"]);
        assert_eq!(find(next, Kind::Product, None).await, ["3"]);
        assert!(find(next, Kind::Product, stand(3)).await.is_empty());
        assert!(find(edition(3), Kind::Product, None).await.is_empty());
    })
    .await;
}
