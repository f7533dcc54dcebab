//! Lists, and who may read what.

use super::hall::{DAY, Hall};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        appointments::{
            Refusal,
            list::{self, Counts, Scope, Tab, Wanted},
        },
        fair::Policy,
        topics,
    },
    kernel::{actor::Actor, time::MINUTE, topic::Topic},
};

fn wanted(scope: Scope, tab: Tab) -> Wanted {
    Wanted {
        scope,
        edition: None,
        tab,
        page: 1,
        size: 10,
    }
}

#[tokio::test]
async fn pages_and_tabs_count_alike() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let mut made = Vec::new();
        for slot in 0..12 {
            let start = hall.at(DAY, 9, 0).plus(i64::from(slot % 6) * 30 * MINUTE);
            let grid = if slot < 6 {
                hall.grid_li
            } else {
                hall.grid_wang
            };
            let asked = hall.ask(&hall.ana, grid, start).await.expect("asked");
            made.push(asked.id);
        }
        hall.accept(&hall.li, made[0]).await.expect("accepted");
        hall.reject(&hall.li, made[1], vec![])
            .await
            .expect("rejected");
        hall.cancel(&hall.ana, made[2], None)
            .await
            .expect("cancelled");

        let mut books = bench.books().await;
        let books = &mut *books;
        let first = list::page(books, &hall.ana, wanted(Scope::Mine, Tab::All))
            .await
            .expect("it");
        let counts = Counts {
            all: 12,
            pending: 9,
            accepted: 1,
            rejected: 1,
            cancelled: 1,
        };
        assert_eq!(
            (first.counts, first.pages, first.items.len()),
            (counts, 2, 10)
        );
        assert_eq!(first.items[0].id, made[11], "the newest first");
        let next = Wanted {
            page: 2,
            edition: Some(hall.edition.id),
            ..wanted(Scope::Mine, Tab::All)
        };
        let next = list::page(books, &hall.ana, next)
            .await
            .expect("the second page");
        let ids: Vec<_> = next.items.iter().map(|it| it.id).collect();
        assert_eq!(ids, [made[1], made[0]]);
        let tab = wanted(Scope::Company, Tab::Cancelled);
        let cancelled = list::page(books, &hall.bruno, tab)
            .await
            .expect("his company's");
        assert_eq!((cancelled.total, cancelled.items.len()), (1, 1));
        let of_li = list::page(books, &hall.li, wanted(Scope::Mine, Tab::All))
            .await
            .expect("his");
        assert_eq!(of_li.total, 6);
        let all = list::page(books, &hall.chen, wanted(Scope::Company, Tab::All))
            .await
            .expect("all");
        assert_eq!(all.total, 12);
        for staff in [&hall.ana, &hall.li] {
            let company = list::page(books, staff, wanted(Scope::Company, Tab::All)).await;
            assert!(matches!(company, Err(Refusal::NoRight)));
        }
    })
    .await;
}

#[tokio::test]
async fn a_negotiation_is_heard_by_those_in_it_and_their_admins() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let it = hall
            .ask(&hall.ana, hall.grid_li, hall.at(DAY, 10, 0))
            .await
            .expect("asked");
        let again = hall
            .ask(&hall.bruno, hall.queue, hall.at(DAY, 10, 0))
            .await
            .expect("asked");
        assert_eq!(
            again.negotiation, it.negotiation,
            "one per pair of companies"
        );
        let topic = Topic::Negotiation(it.negotiation);
        let mut books = bench.books().await;
        let mut hears =
            async |who: &Actor| topics::may_hear(&mut *books, who, &topic).await.is_ok();
        for inside in [&hall.ana, &hall.bruno, &hall.li, &hall.chen] {
            assert!(hears(inside).await, "{inside:?}");
        }
        for outside in [&hall.wang, &hall.carla] {
            assert!(!hears(outside).await, "{outside:?}");
        }
        let mut books = bench.books().await;
        list::one(&mut *books, &hall.wang, it.id)
            .await
            .expect("he could answer it");
        let stranger = list::one(&mut *books, &hall.carla, it.id).await;
        assert!(matches!(stranger, Err(Refusal::Unknown)));
        let day = Topic::Slots(hall.grid_li, DAY.yesterday().expect("a day"));
        assert!(
            topics::may_hear(&mut *books, &hall.carla, &day)
                .await
                .is_err()
        );
    })
    .await;
}
