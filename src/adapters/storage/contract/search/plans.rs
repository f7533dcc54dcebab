//! No search reads all documents, nor sorts all it could find.

use super::{
    super::super::{
        Dialect,
        search::{PAGE_OF_POSTGRES, PAGE_OF_SQLITE},
    },
    Bench, Find, Place, edition, everywhere, product, put, what,
};
use crate::domain::search::ports::Phase;

async fn plan(bench: &Bench, what: &Find, phase: Phase) -> Vec<String> {
    let mut session = bench.store.session().await.expect("a session");
    let from = Place {
        phase,
        number: i64::MAX,
    };
    let args = session
        .search_args(what, from, 20)
        .await
        .expect("arguments");
    let (sql, column) = if session.dialect() == Dialect::Sqlite {
        (format!("EXPLAIN QUERY PLAN {PAGE_OF_SQLITE}"), "detail")
    } else {
        let off = "SET LOCAL enable_seqscan = off";
        session.plain(off).await.expect("set");
        (format!("EXPLAIN {PAGE_OF_POSTGRES}"), "QUERY PLAN")
    };
    let rows = session.all_built(sql, args).await.expect("a plan");
    rows.iter()
        .map(|it| it.text(column).expect("a line"))
        .collect()
}

#[tokio::test]
async fn a_page_is_read_from_the_index() {
    everywhere(async |bench| {
        let fair = edition(1);
        put(
            bench,
            (0..900)
                .map(|it| product(fair, &it.to_string(), "灯", "lamp"))
                .collect(),
        )
        .await;
        for query in ["lamp", "la", "灯", "电视机", "sk-55 灯"] {
            for phase in [Phase::Title, Phase::Rest] {
                let plan = plan(bench, &what(fair, query), phase).await;
                let says = |text: &str| plan.iter().any(|it| it.contains(text));
                if plan[0].starts_with("SCAN") {
                    assert!(says("SCAN search_words VIRTUAL TABLE INDEX"), "{plan:#?}");
                    assert!(
                        says("SEARCH search_docs USING INTEGER PRIMARY KEY"),
                        "{plan:#?}"
                    );
                    assert!(!says("TEMP B-TREE") && plan.len() == 2, "{plan:#?}");
                } else {
                    assert!(
                        says("Bitmap Index Scan on search_words_by_word"),
                        "{plan:#?}"
                    );
                    assert!(
                        says("Nested Loop") && !says("Hash") && !says("Gather"),
                        "{plan:#?}"
                    );
                    assert!(!says("Seq Scan"), "{plan:#?}");
                }
            }
        }
    })
    .await;
}
