//! Stands: entered once, found in any script, staffed by their own people.

use super::{Bench, everywhere, member};
use crate::{
    domain::{
        Refusal, fair,
        fair::stands::{self, Wanted},
    },
    kernel::{
        actor::{Actor, Membership, Side},
        ids::{EditionId, ExhibitorId, GridId, UserId},
    },
};

fn wanted(edition: EditionId, query: &str, cursor: Option<ExhibitorId>) -> Wanted {
    Wanted {
        edition,
        query: query.to_owned(),
        section: None,
        cursor,
    }
}

async fn names(
    bench: &Bench,
    edition: EditionId,
    query: &str,
    cursor: Option<ExhibitorId>,
) -> (Vec<String>, Option<ExhibitorId>) {
    let mut books = bench.books().await;
    let page = stands::list(&mut *books, &wanted(edition, query, cursor))
        .await
        .expect("a page");
    (
        page.items.into_iter().map(|it| it.name).collect(),
        page.next,
    )
}

#[tokio::test]
async fn a_company_takes_part_once_per_edition() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await.id;
        let next = bench.edition("The 129th").await.id;
        let tayo = bench.company("Tayo", Side::Exhibitor).await;
        let buyer = bench.company("Importadora", Side::Buyer).await;
        let stand = bench
            .stand(edition, tayo, "泰友摩托")
            .await
            .expect("it enters");
        let later = bench
            .stand(next, tayo, "泰友摩托")
            .await
            .expect("it enters");
        assert!(matches!(
            bench.stand(edition, tayo, "Tayo again").await,
            Err(Refusal::Fair(fair::Refusal::Entered))
        ));
        assert!(matches!(
            bench.stand(edition, buyer, "A buyer").await,
            Err(Refusal::Fair(fair::Refusal::Invalid {
                field: "company",
                ..
            }))
        ));
        let mut books = bench.books().await;
        // Both editions begin on the same day, so their order is that of ids minted in the same millisecond.
        let places = books.exhibitors_of(tayo).await.expect("a list");
        assert_eq!(places.len(), 2);
        assert!(places.contains(&(stand, edition)) && places.contains(&(later, next)));
        let one = stands::one(&mut *books, stand).await.expect("the stand");
        assert_eq!(
            (one.country.as_str(), one.staff.as_deref()),
            ("CN", Some(&[][..]))
        );
        let queue = books
            .grid(one.queue)
            .await
            .expect("a row")
            .expect("the queue");
        assert_eq!(
            (queue.exhibitor, queue.company, queue.person),
            (stand, tayo, None)
        );
        assert!(queue.on_duty);
    })
    .await;
}

#[tokio::test]
async fn exhibitors_are_found_in_any_script_and_page_by_page() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await.id;
        for name in ["佛山泰友摩托车", "ＴＡＹＯ Motor", "Éclair 100%", "b", "a"] {
            let company = bench.company(name, Side::Exhibitor).await;
            bench
                .stand(edition, company, name)
                .await
                .expect("it enters");
        }
        for (query, found) in [
            ("摩托", &["佛山泰友摩托车"][..]),
            ("tayo", &["ＴＡＹＯ Motor"]),
            ("éCLAIR", &["Éclair 100%"]),
            ("0%", &["Éclair 100%"]),
            ("%b", &[]),
            ("_", &[]),
            ("!", &[]),
            (
                " 12.3c01 ",
                &["a", "b", "ＴＡＹＯ Motor", "Éclair 100%", "佛山泰友摩托车"],
            ),
        ] {
            assert_eq!(names(bench, edition, query, None).await.0, found, "{query}");
        }
        let other = bench.edition("The 129th").await.id;
        assert_eq!(names(bench, other, "", None).await, (Vec::new(), None));
    })
    .await;
}

#[tokio::test]
async fn pages_neither_repeat_nor_leave_out() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await.id;
        // All of one name, so that only the id tells them apart.
        for _ in 0..50 {
            let company = bench.company("Tayo", Side::Exhibitor).await;
            bench
                .stand(edition, company, "Tayo")
                .await
                .expect("it enters");
        }
        let mut seen = std::collections::BTreeSet::new();
        let mut cursor = None;
        for expected in [24, 24, 2] {
            let mut books = bench.books().await;
            let page = stands::list(&mut *books, &wanted(edition, "tayo", cursor))
                .await
                .expect("a page");
            assert_eq!(page.items.len(), expected);
            seen.extend(page.items.iter().map(|it| it.id));
            cursor = page.next;
        }
        assert_eq!((seen.len(), cursor), (50, None));
    })
    .await;
}

async fn set_duty(
    bench: &Bench,
    who: Actor,
    person: (ExhibitorId, UserId),
    on: bool,
) -> Result<GridId, Refusal> {
    bench
        .write(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(stands::set_duty(tx, &who, person, on).await?) })
        })
        .await
}

#[tokio::test]
async fn duty_makes_one_calendar_per_salesperson() {
    everywhere(async |bench| {
        let edition = bench.edition("The 128th").await.id;
        let company = bench.company("Tayo", Side::Exhibitor).await;
        let rival = bench.company("Rival", Side::Exhibitor).await;
        let stand = bench
            .stand(edition, company, "Tayo")
            .await
            .expect("it enters");
        let at = |company, admin| Membership {
            company,
            side: Side::Exhibitor,
            admin,
        };
        let li = bench.person("Li", Some(at(company, false))).await;
        let spy = bench.person("Spy", Some(at(rival, false))).await;
        let chen = bench.person("Chen", Some(at(company, true))).await;
        let admin = || member(chen, at(company, true));

        let grid = set_duty(bench, admin(), (stand, li), true)
            .await
            .expect("on duty");
        let again = set_duty(bench, admin(), (stand, li), false)
            .await
            .expect("off duty");
        assert_eq!(grid, again);
        let mut books = bench.books().await;
        let found = books
            .grid_of(stand, li)
            .await
            .expect("a row")
            .expect("his calendar");
        assert_eq!(
            (found.id, found.person, found.on_duty),
            (grid, Some(li), false)
        );
        let staff = books.staff(stand).await.expect("a list");
        assert_eq!(staff.len(), 1);
        assert_eq!(
            (staff[0].user, staff[0].name.as_str(), staff[0].on_duty),
            (li, "Li", false)
        );

        let unknown = set_duty(bench, admin(), (stand, spy), true).await;
        assert!(matches!(
            unknown,
            Err(Refusal::Fair(fair::Refusal::Unknown))
        ));
        for who in [
            member(li, at(company, false)),
            member(spy, at(rival, true)),
            super::organiser(),
        ] {
            let refused = set_duty(bench, who, (stand, li), true).await;
            assert!(matches!(
                refused,
                Err(Refusal::Fair(fair::Refusal::NoRight))
            ));
        }

        bench
            .write(move |tx| Box::pin(async move { Ok(tx.leave(li, company).await?) }))
            .await
            .expect("he leaves");
        let mut books = bench.books().await;
        assert!(books.staff(stand).await.expect("a list").is_empty());
        assert!(books.grid_of(stand, li).await.expect("a row").is_some());
    })
    .await;
}
