//! Sections, homepages, products and marks: edited by those whose they are, one revision after the other, and shown in
//! pages that neither repeat nor leave out.

use super::{
    Bench,
    appointments::hall::{DAY, Hall},
    everywhere, organiser,
};
use crate::{
    domain::{
        Refusal, Tx,
        catalogue::{
            self, Draft, Group, Homepage, Section,
            favorites::{self, Mark, Object},
            homepage::{Business, Link},
            lists::{self, Browsing},
            ports::Placement,
            product::Quantity,
            service::{self, Rank},
        },
        fair::{Policy, stands::Wanted},
    },
    kernel::{
        actor::Actor,
        ids::{ExhibitorId, ProductId, SectionId},
        time::{Clock as _, HOUR},
        topic::Topic,
    },
};

/// Runs one use case of the catalogue as a command; the work may run again, so it gets its own copies.
macro_rules! run {
    ($bench:expr, [$($it:ident),*], |$tx:ident| $work:expr) => {
        $bench
            .write(move |$tx: &mut dyn Tx| {
                $(let $it = $it.clone();)*
                Box::pin(async move { Ok($work.await?) })
            })
            .await
    };
}

fn of(refused: Result<impl Sized, Refusal>) -> catalogue::Refusal {
    match refused {
        Err(Refusal::Catalogue(it)) => it,
        Err(other) => panic!("{other:?}"),
        Ok(_) => panic!("it was not refused"),
    }
}

fn draft(name: &'static str) -> Draft {
    Draft {
        name: name.to_owned(),
        category: vec!["Motorcycles".to_owned()],
        moq: Some(Quantity {
            count: 10,
            unit: "pcs".to_owned(),
        }),
        ..Draft::default()
    }
}

async fn add(hall: &Hall<'_>, name: &'static str) -> ProductId {
    let (who, stand) = (hall.li.clone(), hall.stand);
    run!(hall.bench, [who], |tx| service::add_product(
        tx,
        &who,
        stand,
        draft(name)
    ))
    .expect("it is added")
}

fn group(id: SectionId, sections: &[(SectionId, &str)]) -> Group {
    let section = |(id, name): &(SectionId, &str)| Section {
        id: *id,
        name: (*name).to_owned(),
        name_zh: String::new(),
    };
    Group {
        id,
        name: "Vehicles".to_owned(),
        name_zh: "车辆".to_owned(),
        sections: sections.iter().map(section).collect(),
    }
}

async fn set_sections(
    hall: &Hall<'_>,
    who: &Actor,
    revision: i64,
    groups: Vec<Group>,
) -> Result<i64, Refusal> {
    let (who, edition) = (who.clone(), hall.edition.id);
    run!(hall.bench, [who, groups], |tx| service::set_sections(
        tx,
        &who,
        edition,
        (revision, groups)
    ))
}

async fn place(
    bench: &Bench,
    who: &Actor,
    (stand, revision): (ExhibitorId, i64),
    section: Option<SectionId>,
) -> Result<i64, Refusal> {
    let who = who.clone();
    let to = Placement {
        name: "Tayo Motor".to_owned(),
        name_zh: "泰友摩托".to_owned(),
        booth: "12.3C02".to_owned(),
        section,
    };
    run!(bench, [who, to], |tx| service::place(
        tx,
        &who,
        (stand, revision),
        to
    ))
}

#[tokio::test]
async fn the_organiser_draws_the_sections_and_places_stands_in_them() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let (mei, nil) = (organiser(), SectionId::NIL);
        let new = vec![group(nil, &[(nil, "Motorcycles"), (nil, "Bicycles")])];
        let refused = of(set_sections(&hall, &hall.chen, 0, new.clone()).await);
        assert!(matches!(refused, catalogue::Refusal::NoRight));
        assert_eq!(
            set_sections(&hall, &mei, 0, new.clone())
                .await
                .expect("drawn"),
            1
        );
        let late = of(set_sections(&hall, &mei, 0, new).await);
        assert!(matches!(late, catalogue::Refusal::Stale { revision: 1 }));
        let told = bench.facts(&Topic::Fair(hall.edition.id)).await;
        assert_eq!(told.last().expect("a fact").0, "sections.changed");

        let sections = bench
            .books()
            .await
            .sections(hall.edition.id)
            .await
            .expect("a tree");
        let vehicles = sections.groups[0].id;
        let [motorcycles, bicycles] = [0, 1].map(|at| sections.groups[0].sections[at].id);
        let foreign = SectionId::mint(bench.clock.machine());
        let nowhere = of(place(bench, &mei, (hall.stand, 1), Some(foreign)).await);
        assert!(matches!(
            nowhere,
            catalogue::Refusal::Invalid {
                field: "section",
                ..
            }
        ));
        let own = of(place(bench, &hall.chen, (hall.stand, 1), None).await);
        assert!(
            matches!(own, catalogue::Refusal::NoRight),
            "a company does not place itself"
        );
        let at = (hall.stand, 1);
        assert_eq!(
            place(bench, &mei, at, Some(motorcycles))
                .await
                .expect("placed"),
            2
        );
        let late = of(place(bench, &mei, at, None).await);
        assert!(matches!(late, catalogue::Refusal::Stale { revision: 2 }));

        for (section, query, found) in [
            (Some(motorcycles), "", 1),
            (Some(vehicles), "", 1),
            (Some(bicycles), "", 0),
            (Some(foreign), "", 0),
            (None, "泰友", 1),
            (None, "12.3c02", 1),
        ] {
            let wanted = Wanted {
                edition: hall.edition.id,
                query: query.to_owned(),
                section,
                cursor: None,
            };
            let mut books = bench.books().await;
            let page = lists::exhibitors(&mut *books, &hall.ana, &wanted, hall.at(DAY, 8, 0));
            assert_eq!(
                page.await.expect("a page").items.len(),
                found,
                "{section:?} {query}"
            );
        }
        let without = vec![group(vehicles, &[(bicycles, "Bicycles")])];
        let used = of(set_sections(&hall, &mei, 1, without.clone()).await);
        assert!(matches!(
            used,
            catalogue::Refusal::Invalid { rule: "in_use", .. }
        ));
        place(bench, &mei, (hall.stand, 2), Some(bicycles))
            .await
            .expect("moved");
        assert_eq!(
            set_sections(&hall, &mei, 1, without)
                .await
                .expect("drawn anew"),
            2
        );
    })
    .await;
}

#[tokio::test]
async fn a_company_writes_its_homepage_and_its_business() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let write = async |who: &Actor, revision| {
            let (who, stand) = (who.clone(), hall.stand);
            let business = Business::of("Scooters", "踏板车").expect("a business");
            let link = Link {
                label: "VR Booth".to_owned(),
                url: "https://vr.example/tayo".to_owned(),
            };
            let page = Homepage {
                profile: "Since 1998".to_owned(),
                links: vec![link],
                ..Homepage::default()
            };
            let change = (business, page);
            run!(bench, [who, change], |tx| service::set_homepage(
                tx,
                &who,
                (stand, revision),
                change
            ))
        };
        for who in [&hall.li, &hall.bruno, &organiser()] {
            assert!(matches!(
                of(write(who, 0).await),
                catalogue::Refusal::NoRight
            ));
        }
        let early = of(write(&hall.chen, 3).await);
        assert!(matches!(early, catalogue::Refusal::Stale { revision: 0 }));
        assert_eq!(write(&hall.chen, 0).await.expect("written"), 1);
        let late = of(write(&hall.chen, 0).await);
        assert!(matches!(late, catalogue::Refusal::Stale { revision: 1 }));
        assert_eq!(write(&hall.chen, 1).await.expect("written anew"), 2);

        let mut books = bench.books().await;
        let read = lists::homepage(&mut *books, hall.stand)
            .await
            .expect("a page");
        assert_eq!((read.revision, read.page.links.len()), (2, 1));
        let stand = books
            .exhibitor(hall.stand)
            .await
            .expect("a row")
            .expect("it");
        assert_eq!(
            (stand.business.as_str(), stand.business_zh.as_str()),
            ("Scooters", "踏板车")
        );
        let unknown = lists::homepage(&mut *books, ExhibitorId::NIL).await;
        assert!(matches!(unknown, Err(catalogue::Refusal::Unknown)));
    })
    .await;
}

#[tokio::test]
async fn a_product_is_its_companys_and_changes_one_revision_after_the_other() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let id = add(&hall, "Racer 250").await;
        let change = async |who: &Actor, revision| {
            let who = who.clone();
            run!(bench, [who], |tx| service::change_product(
                tx,
                &who,
                (id, revision),
                draft("Racer 300")
            ))
        };
        for who in [&hall.ana, &organiser()] {
            assert!(matches!(
                of(change(who, 1).await),
                catalogue::Refusal::NoRight
            ));
            let (who, stand) = (who.clone(), hall.stand);
            let added = run!(bench, [who], |tx| service::add_product(
                tx,
                &who,
                stand,
                draft("Spam")
            ));
            assert!(matches!(of(added), catalogue::Refusal::NoRight));
        }
        assert_eq!(change(&hall.wang, 1).await.expect("changed"), 2);
        let late = of(change(&hall.li, 1).await);
        assert!(matches!(late, catalogue::Refusal::Stale { revision: 2 }));
        let read = lists::product(&mut *bench.books().await, id)
            .await
            .expect("it");
        assert_eq!(
            (read.draft.name.as_str(), read.stand.id),
            ("Racer 300", hall.stand)
        );

        let chen = hall.chen.clone();
        let remove = async || {
            let who = chen.clone();
            run!(bench, [who], |tx| service::remove_product(tx, &who, id))
        };
        remove().await.expect("removed");
        assert!(matches!(of(remove().await), catalogue::Refusal::Unknown));
        let stand = hall.stand;
        let left = run!(bench, [], |tx| tx.count_products(stand, 0));
        assert_eq!(
            left.expect("counted"),
            0,
            "the shelf counts what stands on it"
        );
    })
    .await;
}

#[tokio::test]
async fn products_stand_first_or_newest_first_and_pages_leave_nothing_out() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let mut added = Vec::new();
        for _ in 0..27 {
            added.push(add(&hall, "Racer").await);
        }
        let (first, li) = (added[3], hall.li.clone());
        run!(bench, [li], |tx| service::rank(tx, &li, first, Rank::First))
            .expect("it stands first");
        for (mut asked, leads) in [
            (
                Browsing {
                    exhibitor: Some(hall.stand),
                    ..Browsing::default()
                },
                first,
            ),
            (
                Browsing {
                    edition: Some(hall.edition.id),
                    ..Browsing::default()
                },
                *added.iter().max().expect("some"),
            ),
            (
                Browsing {
                    edition: Some(hall.edition.id),
                    category: "ＭOTORCYCLES ".to_owned(),
                    ..Browsing::default()
                },
                *added.iter().max().expect("some"),
            ),
        ] {
            let mut seen = Vec::new();
            for expected in [24, 3] {
                let page = lists::products(&mut *bench.books().await, &asked)
                    .await
                    .expect("a page");
                assert_eq!(page.items.len(), expected);
                seen.extend(page.items.iter().map(|it| it.id));
                asked.cursor = page.next;
            }
            assert_eq!((asked.cursor, seen[0]), (None, leads));
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen.len(), 27);
        }
        let other = Browsing {
            edition: Some(hall.edition.id),
            category: "Tea".to_owned(),
            ..Browsing::default()
        };
        let none = lists::products(&mut *bench.books().await, &other)
            .await
            .expect("a page");
        assert!(none.items.is_empty());
    })
    .await;
}

#[tokio::test]
async fn marks_are_ones_own_and_follow_what_is_there() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let (racer, scooter) = (add(&hall, "Racer").await, add(&hall, "Scooter").await);
        let set = async |object, mark| {
            let ana = hall.ana.clone();
            run!(bench, [ana], |tx| favorites::set(tx, &ana, object, mark))
        };
        for object in [
            Object::Product(racer),
            Object::Product(racer),
            Object::Product(scooter),
            Object::Exhibitor(hall.stand),
        ] {
            set(object, Mark::On).await.expect("marked");
        }
        let unknown = set(Object::Product(ProductId::NIL), Mark::On).await;
        assert!(matches!(of(unknown), catalogue::Refusal::Unknown));
        let read = async |who: &Actor| {
            let all = favorites::of(&mut *bench.books().await, who, hall.edition.id).await;
            let all = all.expect("a list");
            (all.exhibitors.len(), all.products.len())
        };
        assert_eq!(read(&hall.ana).await, (1, 2));
        assert_eq!(read(&hall.carla).await, (0, 0));
        set(Object::Product(racer), Mark::Off)
            .await
            .expect("taken away");
        assert_eq!(read(&hall.ana).await, (1, 1));
        let chen = hall.chen.clone();
        run!(bench, [chen], |tx| service::remove_product(
            tx, &chen, scooter
        ))
        .expect("removed");
        assert_eq!(read(&hall.ana).await, (1, 0), "what is gone is left out");
    })
    .await;
}

#[tokio::test]
async fn a_list_shows_the_next_period_that_both_have_free() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let next = async |who: &Actor, now| {
            let wanted = Wanted {
                edition: hall.edition.id,
                query: String::new(),
                section: None,
                cursor: None,
            };
            let page = lists::exhibitors(&mut *bench.books().await, who, &wanted, now).await;
            page.expect("a page").items[0].next_free
        };
        let (nine, later, ten) = (hall.at(DAY, 9, 0), hall.at(DAY, 9, 30), hall.at(DAY, 10, 0));
        assert_eq!(next(&hall.ana, nine.plus(-HOUR)).await, Some(nine));
        for (buyer, grid, seller, at) in [
            (&hall.carla, hall.grid_li, &hall.li, nine),
            (&hall.ana, hall.grid_wang, &hall.wang, later),
        ] {
            let it = hall.ask(buyer, grid, at).await.expect("asked");
            hall.accept(seller, it.id).await.expect("accepted");
        }
        // Wang has nine o'clock free; Ana has half past nine taken, others meet Li then.
        assert_eq!(next(&hall.ana, nine.plus(-HOUR)).await, Some(nine));
        assert_eq!(next(&hall.ana, nine).await, Some(ten));
        assert_eq!(next(&hall.bruno, nine).await, Some(later));
        let over = hall.at(DAY, 9, 0).plus(30 * 24 * HOUR);
        assert_eq!(next(&hall.ana, over).await, None);
    })
    .await;
}
