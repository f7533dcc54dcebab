//! Page after page, while documents are put.

use super::{
    super::super::backup, Bench, Find, Place, edition, everywhere, hits, ids, on_each, product,
    put, what,
};

/// All hits, page by page; before each page `meanwhile` happens.
async fn walk(bench: &Bench, what: Find, meanwhile: impl AsyncFn(usize)) -> Vec<String> {
    let (mut all, mut after) = (Vec::new(), None);
    for page in 0.. {
        meanwhile(page).await;
        let found = hits(
            bench,
            &Find {
                after,
                ..what.clone()
            },
        )
        .await;
        assert!(found.len() <= what.limit);
        let Some(last) = found.last() else { break };
        // As a cursor it has been to a client and back.
        after = Some(last.place.to_string().parse::<Place>().expect("a place"));
        all.extend(found.into_iter().map(|it| it.id));
    }
    all
}

#[tokio::test]
async fn every_page_goes_on_where_the_last_one_ended() {
    everywhere(async |bench| {
        let fair = edition(1);
        // More than one block of numbers; every third has the word in its title, every fifth not at all.
        let doc = |it: usize| {
            let title = if it.is_multiple_of(3) {
                "a lamp"
            } else {
                "a thing"
            };
            let body = if it.is_multiple_of(5) {
                ""
            } else {
                "with lamp"
            };
            product(fair, &it.to_string(), title, body)
        };
        put(bench, (1..=1200).map(doc).collect()).await;
        let order = |title: bool| {
            let fits = move |it: &usize| {
                (it.is_multiple_of(3)) == title && (title || !it.is_multiple_of(5))
            };
            (1..=1200_usize).rev().filter(fits)
        };
        let expected: Vec<_> = order(true)
            .chain(order(false))
            .map(|it| it.to_string())
            .collect();
        let fresh = |page: usize| product(fair, &format!("new{page}"), "lamp", "lamp");
        let find = Find {
            limit: 64,
            ..what(fair, "lam")
        };
        let seen = walk(bench, find, async |page| {
            // One that has been seen, one that has not, both with other words, and one that is new.
            let again = |it: usize| {
                let mut doc = doc(it);
                doc.body.push_str(" once more");
                doc
            };
            if page > 0 {
                put(bench, vec![again(1200), again(1), fresh(page)]).await;
            }
        })
        .await;
        assert_eq!(seen, expected);
    })
    .await;
}

#[tokio::test]
async fn a_page_may_be_the_last_of_one_phase_and_the_first_of_the_next() {
    everywhere(async |bench| {
        let fair = edition(1);
        let doc = |it: i32, title| product(fair, &it.to_string(), title, "lamp");
        put(
            bench,
            (0..6)
                .map(|it| doc(it, if it % 2 == 0 { "lamp" } else { "" }))
                .collect(),
        )
        .await;
        for limit in 1..8 {
            let find = Find {
                limit,
                ..what(fair, "lamp")
            };
            let seen = walk(bench, find, async |_| {}).await;
            assert_eq!(seen, ["4", "2", "0", "5", "3", "1"], "{limit}");
        }
        let none = Find {
            limit: 0,
            ..what(fair, "lamp")
        };
        assert!(ids(bench, &none).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn long_texts_are_found_as_far_as_they_are_read() {
    everywhere(async |bench| {
        let fair = edition(1);
        // One word more often than a lexeme has positions, and more text than is read.
        let title = "电视".repeat(2_000);
        let body = format!(
            "{} 末尾的机器 {} beyond",
            "灯泡 lamp ".repeat(1_000),
            "x ".repeat(9_000)
        );
        put(bench, vec![product(fair, "a", &title, &body)]).await;
        for (query, found) in [
            ("电视", 1),
            ("末尾的机器", 1),
            ("灯泡 lamp ", 1),
            ("beyond", 0),
        ] {
            assert_eq!(ids(bench, &what(fair, query)).await.len(), found, "{query}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_backup_finds_what_was_found() {
    on_each(async |url| {
        if !url.starts_with("sqlite:") {
            return;
        }
        let fair = edition(1);
        let bench = super::super::bench(url.clone()).await;
        put(
            &bench,
            (0..300)
                .map(|it| product(fair, &it.to_string(), "电视", "lamp"))
                .collect(),
        )
        .await;
        let folder = tempfile::tempdir().expect("a temporary folder");
        let (copy, restored) = (
            folder.path().join("copy"),
            folder.path().join("restored.db"),
        );
        backup::backup(&url, &copy).await.expect("a backup");
        let restored = format!("sqlite:{}", restored.display());
        backup::restore(&restored, &copy).await.expect("restored");

        let again = super::super::bench(restored).await;
        let find = Find {
            limit: 300,
            ..what(fair, "电视 lamp")
        };
        assert_eq!(ids(&again, &find).await, ids(&bench, &find).await);
        put(&again, vec![product(fair, "299", "灯", "lamp")]).await;
        assert_eq!(ids(&again, &find).await.len(), 299);
    })
    .await;
}
