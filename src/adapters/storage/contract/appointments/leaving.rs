//! Whoever leaves his company leaves no appointment behind.

use serde_json::{Value, json};

use super::{
    fold::Before,
    hall::{DAY, Hall},
    refused,
};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        Refusal, Span, accounts,
        appointments::{
            Appointment, Status,
            appointment::{ClosingSide, Preset, State},
            claim::{Owner, quanta},
            list::{self, Scope, Tab, Wanted},
            ports::Ahead,
        },
        fair::Policy,
    },
    kernel::{
        actor::{Actor, Side},
        ids::UserId,
        topic::Topic,
    },
};

/// The notices somebody has, newest first: kind, and what they say.
async fn notices(hall: &Hall<'_>, who: &Actor) -> Vec<(String, Value)> {
    let mut books = hall.bench.books().await;
    let all = books.notices(who.user, None, 50).await.expect("a list");
    all.into_iter().map(|it| (it.kind, it.with)).collect()
}

/// Who owns time for `it`, each for the whole period.
async fn owners(hall: &Hall<'_>, it: &Appointment) -> Vec<UserId> {
    let mut books = hall.bench.books().await;
    let people = [
        &hall.ana,
        &hall.bruno,
        &hall.carla,
        &hall.li,
        &hall.wang,
        &hall.chen,
    ];
    let people: Vec<_> = people.iter().map(|who| who.user).collect();
    let mut claims = books.claims(&people, it.period).await.expect("claims");
    claims.retain(|claim| claim.owner == Owner::Appointment(it.id));
    let whole = quanta(it.period).count();
    let mut owners: Vec<_> = people
        .into_iter()
        .filter(|person| claims.iter().filter(|it| it.person == *person).count() == whole)
        .collect();
    assert_eq!(claims.len(), owners.len() * whole);
    owners.sort_unstable();
    owners
}

fn sorted(mut people: Vec<UserId>) -> Vec<UserId> {
    people.sort_unstable();
    people
}

fn seated(it: &Appointment) -> Option<UserId> {
    match &it.state {
        State::Accepted { seated, .. } => Some(seated.user),
        _ => None,
    }
}

#[tokio::test]
async fn a_salespersons_buyers_are_received_by_whoever_is_free() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        let (ten, eleven) = (hall.at(DAY, 10, 0), hall.at(DAY, 11, 0));
        let kept = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.accept(&hall.li, kept.id).await.expect("accepted");
        let asked = hall
            .ask(&hall.ana, hall.grid_li, eleven)
            .await
            .expect("asked");

        hall.remove(&hall.chen, hall.li.user, None)
            .await
            .expect("removed");
        hall.settle().await;

        let it = hall.read(kept.id).await;
        assert_eq!(seated(&it), Some(hall.wang.user));
        assert_eq!(
            owners(&hall, &it).await,
            sorted(vec![hall.ana.user, hall.wang.user])
        );
        assert_eq!(hall.colour(hall.grid_wang, ten).await, "busy");
        assert_eq!(
            hall.colour(hall.queue, ten).await,
            "busy",
            "only Wang is left"
        );
        assert_eq!(
            hall.colour(hall.grid_li, eleven).await,
            "busy",
            "he receives nobody"
        );
        let waits = hall.read(asked.id).await;
        assert_eq!((waits.addressed, waits.grid), (None, hall.queue));
        assert_eq!(hall.colour(hall.queue, eleven).await, "requested");

        let news = ("appointment.reassigned".to_owned(), json!("Li"));
        for who in [&hall.ana, &hall.wang] {
            let told = notices(&hall, who).await;
            let told: Vec<_> = told
                .into_iter()
                .map(|(is, with)| (is, with["from"].clone()))
                .collect();
            assert!(told.contains(&news), "{told:?}");
        }
        hall.accept(&hall.wang, asked.id)
            .await
            .expect("anybody of the queue may");
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn what_nobody_is_free_for_is_called_off_and_told() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        let ten = hall.at(DAY, 10, 0);
        let lost = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.accept(&hall.li, lost.id).await.expect("accepted");
        let other = hall
            .ask(&hall.carla, hall.grid_wang, ten)
            .await
            .expect("asked");
        hall.accept(&hall.wang, other.id).await.expect("accepted");

        hall.remove(&hall.chen, hall.li.user, None)
            .await
            .expect("removed");
        hall.settle().await;

        let it = hall.read(lost.id).await;
        let State::Cancelled { reason, by, .. } = &it.state else {
            panic!("{it:?}");
        };
        assert_eq!(
            reason.as_ref().map(|it| it.preset),
            Some(Preset::ScheduleConflict)
        );
        assert_eq!((by.user, by.side), (hall.chen.user, ClosingSide::Exhibitor));
        assert_eq!(owners(&hall, &it).await, []);
        let (kind, with) = notices(&hall, &hall.ana).await.remove(0);
        assert_eq!(kind, "appointment.cancelled");
        assert!(!with["nearest"].as_array().expect("offered").is_empty());
        let (kind, _) = notices(&hall, &hall.chen).await.remove(0);
        assert_eq!(
            kind, "appointment.cancelled",
            "the company's admins are told"
        );
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn a_named_colleague_takes_over_though_off_duty() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let before = Before::of(&hall).await;
        hall.duty(hall.wang.user, false).await;
        let (ten, eleven) = (hall.at(DAY, 10, 0), hall.at(DAY, 11, 0));
        let kept = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.accept(&hall.li, kept.id).await.expect("accepted");
        let asked = hall
            .ask(&hall.ana, hall.grid_li, eleven)
            .await
            .expect("asked");
        for (heir, rule) in [(hall.li.user, "another"), (hall.ana.user, "unknown")] {
            let no = hall.remove(&hall.chen, hall.li.user, Some(heir)).await;
            match (no.expect_err(rule), rule) {
                (Refusal::Accounts(accounts::Refusal::Invalid { rule: is, .. }), _) => {
                    assert_eq!(is, rule);
                }
                (Refusal::Accounts(accounts::Refusal::Unknown), "unknown") => {}
                (other, _) => panic!("{other:?}"),
            }
        }

        let heir = Some(hall.wang.user);
        hall.remove(&hall.chen, hall.li.user, heir)
            .await
            .expect("removed");
        hall.settle().await;

        let it = hall.read(kept.id).await;
        assert_eq!(seated(&it), heir);
        let waits = hall.read(asked.id).await;
        assert_eq!(waits.addressed.as_ref().map(|seat| seat.user), heir);
        assert_eq!(waits.grid, hall.grid_wang);
        let two = sorted(vec![hall.ana.user, hall.wang.user]);
        assert_eq!(owners(&hall, &it).await, two);
        assert_eq!(
            owners(&hall, &waits).await,
            two,
            "a hold moves with its request"
        );
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn a_buyers_colleague_goes_on_for_him() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let before = Before::of(&hall).await;
        let (ten, eleven, two) = (
            hall.at(DAY, 10, 0),
            hall.at(DAY, 11, 0),
            hall.at(DAY, 14, 0),
        );
        let kept = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.accept(&hall.li, kept.id).await.expect("accepted");
        let lost = hall
            .ask(&hall.ana, hall.grid_li, eleven)
            .await
            .expect("asked");
        hall.accept(&hall.li, lost.id).await.expect("accepted");
        let own = hall
            .ask(&hall.bruno, hall.grid_wang, eleven)
            .await
            .expect("asked");
        hall.accept(&hall.wang, own.id).await.expect("accepted");
        let asked = hall.ask(&hall.ana, hall.queue, two).await.expect("asked");

        hall.remove(&hall.bruno, hall.ana.user, None)
            .await
            .expect("removed");
        hall.settle().await;

        let it = hall.read(kept.id).await;
        assert_eq!(
            (it.buyer.user, it.buyer.name.as_str()),
            (hall.bruno.user, "Bruno")
        );
        let card = it.card.clone().expect("it was sent along");
        assert_eq!(card.name, "Bruno");
        assert_eq!(
            owners(&hall, &it).await,
            sorted(vec![hall.bruno.user, hall.li.user])
        );
        let gone = hall.read(lost.id).await;
        assert_eq!(
            gone.status(),
            Status::Cancelled,
            "Bruno sits with Wang then"
        );
        assert_eq!(owners(&hall, &gone).await, []);
        assert_eq!(hall.colour(hall.grid_li, eleven).await, "free");
        let waits = hall.read(asked.id).await;
        assert_eq!(
            (waits.buyer.user, waits.status()),
            (hall.bruno.user, Status::Pending)
        );
        assert!(owners(&hall, &waits).await.contains(&hall.bruno.user));

        let told = notices(&hall, &hall.li).await;
        for kind in ["appointment.reassigned", "appointment.cancelled"] {
            assert!(told.iter().any(|(is, _)| is == kind), "{kind}: {told:?}");
        }
        hall.cancel(&hall.bruno, kept.id, None)
            .await
            .expect("it is his");
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn a_long_list_is_passed_on_page_by_page_and_counted_before() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Open).await;
        let times = (0..6).flat_map(|n| {
            [hall.at(DAY, 9, 0), hall.at(DAY, 14, 0)].map(|it| it.plus(n * 1_800_000))
        });
        let mut made = Vec::new();
        for start in times {
            for who in [&hall.ana, &hall.carla] {
                if let Ok(it) = hall.ask(who, hall.grid_li, start).await {
                    made.push(it);
                }
            }
        }
        hall.accept(&hall.li, made[0].id).await.expect("accepted");
        let of = Ahead {
            person: hall.li.user,
            company: hall.li.membership.expect("Tayo").company,
            side: Side::Exhibitor,
            now: hall.now(),
        };
        let counts = bench.books().await.count_ahead(of).await.expect("a count");
        assert!(made.len() > 16, "more than two pages");
        let waiting = i64::try_from(made.len() - 1).expect("few");
        assert_eq!((counts.pending, counts.accepted), (waiting, 1));

        hall.remove(&hall.chen, hall.li.user, None)
            .await
            .expect("removed");
        hall.settle().await;
        let left = bench.books().await.count_ahead(of).await.expect("a count");
        assert_eq!(left.all, 0);
        let desk = hall.snapshot(&Topic::Desk(hall.stand)).await;
        assert_eq!(
            desk["requests"].as_array().map(Vec::len),
            Some(made.len() - 1)
        );
    })
    .await;
}

#[tokio::test]
async fn nothing_changes_for_somebody_who_has_nothing_or_stays() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ten = hall.at(DAY, 10, 0);
        let it = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        let no = hall.remove(&hall.wang, hall.li.user, None).await;
        assert!(matches!(
            no,
            Err(Refusal::Accounts(accounts::Refusal::NoRight))
        ));
        hall.remove(&hall.chen, hall.wang.user, None)
            .await
            .expect("removed");
        hall.settle().await;
        let after = hall.read(it.id).await;
        assert_eq!(after, it);
        let no = refused(hall.accept(&hall.bruno, it.id).await);
        assert!(matches!(no, crate::domain::appointments::Refusal::NoRight));
    })
    .await;
}

#[tokio::test]
async fn whoever_takes_a_time_for_a_person_who_left_comes_himself() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let (ten, eleven) = (hall.at(DAY, 10, 0), hall.at(DAY, 11, 0));
        let asked = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.reject(&hall.li, asked.id, vec![eleven])
            .await
            .expect("rejected");
        hall.remove(&hall.bruno, hall.ana.user, None)
            .await
            .expect("she leaves");
        hall.settle().await;
        let taken = hall.take(&hall.bruno, asked.id, eleven).await;
        let taken = taken.expect("he may, and he is free");
        assert_eq!(taken.buyer.user, hall.bruno.user);
        let mut books = bench.books().await;
        assert_eq!(books.busy_of(hall.ana.user).await.expect("a list"), []);
        let busy = books.busy_of(hall.bruno.user).await.expect("a list");
        assert_eq!(busy.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn what_a_company_told_its_people_stays_with_it() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ten = hall.at(DAY, 10, 0);
        let asked = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.reject(&hall.li, asked.id, vec![])
            .await
            .expect("rejected");
        let inbox = Topic::Inbox(hall.ana.user);
        assert_eq!(notices(&hall, &hall.ana).await.len(), 1);
        hall.remove(&hall.bruno, hall.ana.user, None)
            .await
            .expect("she leaves");
        hall.settle().await;
        let elsewhere = hall.carla.membership.expect("Nordhandel");
        let ana = hall.ana.user;
        hall.run(move |tx| {
            Box::pin(async move { Ok(tx.join(ana, elsewhere, tx.machine()).await?) })
        })
        .await
        .expect("she joins another company");

        assert_eq!(notices(&hall, &hall.ana).await, []);
        let snapshot = hall.snapshot(&inbox).await;
        assert_eq!(
            (&snapshot["notices"], &snapshot["unread"]),
            (&json!([]), &json!(0))
        );
        let mut books = bench.books().await;
        let Span { head, closed } = books.span(&inbox).await.expect("numbers");
        let facts = bench.facts(&inbox).await;
        assert_eq!(i64::try_from(facts.len()), Ok(head), "the numbers stay");
        assert!(closed > 0 && closed <= head, "{closed} of {head}");
        for (kind, with, _) in facts {
            let is_news = matches!(&*kind, "notice.added" | "appointment.changed");
            assert!(!is_news || with == json!({}), "{kind}: {with}");
        }
        let who = books.actor(ana).await.expect("a row").expect("she acts");
        let wanted = Wanted {
            scope: Scope::Mine,
            edition: None,
            tab: Tab::All,
            page: 1,
            size: 10,
        };
        let page = list::page(&mut *books, &who, wanted).await.expect("a page");
        assert_eq!((page.items.len(), page.counts.all), (0, 0));
    })
    .await;
}
