//! The organiser takes periods away: nothing vanishes silently, and everybody is told once.

use std::{collections::BTreeMap, sync::Arc};

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::{
    fold::Before,
    hall::{DAY, Hall, doing},
    refused,
};
use crate::{
    adapters::storage::contract::{everywhere, organiser},
    domain::{
        CommandRefusal, Refusal,
        appointments::{
            self, Appointment, Status,
            appointment::{ClosingSide, Preset, State},
            claim::Owner,
            service::{Affected, affected},
        },
        fair::{self, Change, Policy},
        ledger::{Answer, Ledger as _, Unit},
    },
    kernel::{
        actor::Actor,
        ids::AppointmentId,
        time::{FairTime, MINUTE},
        topic::Topic,
    },
};

const AFTERNOON: (Date, &str, &str) = (DAY, "13:00", "18:00");

/// How often somebody was told that appointments were called off, by appointment.
async fn told(hall: &Hall<'_>, who: &Actor) -> BTreeMap<AppointmentId, Vec<Value>> {
    let mut books = hall.bench.books().await;
    let all = books.notices(who.user, None, 200).await.expect("a list");
    let mut told: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for it in all {
        if it.kind == "appointment.cancelled" {
            let about = it.appointment.expect("about one");
            told.entry(about).or_default().push(it.with);
        }
    }
    told
}

async fn preview(hall: &Hall<'_>, who: &Actor, change: Change) -> Result<Affected, fair::Refusal> {
    let mut books = hall.bench.books().await;
    affected(&mut *books, who, (hall.edition.id, hall.now()), change).await
}

/// Checks that `it` was called off by the organiser, and gives what is suggested instead.
async fn called_off(hall: &Hall<'_>, id: AppointmentId) -> Vec<FairTime> {
    let it = hall.read(id).await;
    let State::Cancelled {
        reason,
        by,
        suggested,
        ..
    } = it.state
    else {
        panic!("{it:?}");
    };
    assert_eq!(reason.map(|it| it.preset), Some(Preset::FairChanged));
    assert_eq!(by.side, ClosingSide::Organiser);
    let mut books = hall.bench.books().await;
    let claims = books.owned(Owner::Appointment(id)).await.expect("claims");
    assert_eq!(claims, [], "nobody's time is kept");
    suggested
}

#[tokio::test]
async fn a_removed_afternoon_is_called_off_and_everybody_is_told_once() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        let at = |hour| hall.at(DAY, hour, 0);
        let ask = async |who, grid, start| hall.ask(who, grid, start).await.expect("asked").id;
        let kept = ask(&hall.ana, hall.grid_li, at(11)).await;
        let firm = ask(&hall.ana, hall.grid_li, at(14)).await;
        for id in [kept, firm] {
            hall.accept(&hall.li, id).await.expect("accepted");
        }
        // In conflict with the accepted one until both are gone.
        let waits = hall
            .ask(&hall.carla, hall.queue, at(14))
            .await
            .expect("asked")
            .id;
        let asked = ask(&hall.carla, hall.grid_li, at(15)).await;

        let change = hall.closing(&[AFTERNOON]).await;
        let found = preview(&hall, &hall.mei, change.clone())
            .await
            .expect("counted");
        assert_eq!((found.accepted, found.pending), (1, 2));
        let listed: Vec<_> = found.items.iter().map(|it| (it.id, it.status)).collect();
        assert!(listed.contains(&(firm, Status::Accepted)), "{listed:?}");
        let no = preview(&hall, &hall.chen, change.clone()).await;
        assert!(matches!(no, Err(fair::Refusal::NoRight)));
        assert_eq!(
            hall.read(firm).await.status(),
            Status::Accepted,
            "only looked at"
        );

        hall.change(change).await.expect("it is closed");
        // Before any job has run.
        let left = preview(&hall, &hall.mei, Change::default())
            .await
            .expect("counted");
        assert_eq!((left.accepted, left.pending), (1, 2));
        let no = refused(hall.accept(&hall.li, asked).await);
        assert!(
            matches!(no, appointments::Refusal::NotOnGrid { .. }),
            "{no}"
        );
        match refused(hall.ask(&hall.bruno, hall.grid_li, at(16)).await) {
            appointments::Refusal::NotOnGrid { nearest } => assert_eq!(nearest.len(), 3),
            other => panic!("{other}"),
        }
        hall.settle().await;

        for id in [firm, waits, asked] {
            let suggested = called_off(&hall, id).await;
            assert_eq!(suggested.len(), 3);
            let calendar = fair::Calendar::of(&hall.edition_now().await).expect("a calendar");
            for start in &suggested {
                calendar.placed(*start).expect("it is offered");
                // The queue's buyer could be received by Wang.
                assert!(id == waits || *start != at(11), "Li sits with Ana then");
            }
        }
        assert_eq!(hall.read(kept).await.status(), Status::Accepted);
        for (who, about) in [
            (&hall.ana, vec![firm]),
            (&hall.carla, vec![waits, asked]),
            (&hall.li, vec![firm, waits, asked]),
            (&hall.wang, vec![waits]),
            (&hall.chen, vec![]),
        ] {
            let told = told(&hall, who).await;
            assert_eq!(told.keys().copied().collect::<Vec<_>>(), about);
            for with in told.values() {
                let [with] = with.as_slice() else {
                    panic!("told {} times", with.len());
                };
                assert_eq!(with["by"]["side"], json!("organiser"));
                assert_eq!(with["reason"]["preset"], json!("fair_changed"));
                assert_eq!(with["nearest"].as_array().map(Vec::len), Some(3));
            }
        }
        let left = preview(&hall, &hall.mei, Change::default())
            .await
            .expect("counted");
        assert_eq!((left.accepted, left.pending, left.items.len()), (0, 0, 0));
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn what_is_kept_for_forms_and_requests_is_free_again() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let before = Before::of(&hall).await;
        let at = |hour| hall.at(DAY, hour, 0);
        let asked = hall
            .ask(&hall.ana, hall.grid_li, at(14))
            .await
            .expect("asked")
            .id;
        hall.hold(&hall.carla, hall.grid_li, at(15))
            .await
            .expect("held");
        hall.hold(&hall.bruno, hall.grid_wang, at(10))
            .await
            .expect("held");
        let change = hall.closing(&[AFTERNOON]).await;
        hall.change(change).await.expect("it is closed");
        let no = refused(hall.hold(&hall.bruno, hall.grid_wang, at(16)).await);
        assert!(
            matches!(no, appointments::Refusal::NotOnGrid { .. }),
            "{no}"
        );
        hall.settle().await;
        called_off(&hall, asked).await;
        let mut books = bench.books().await;
        let held = books.hold_of(hall.carla.user).await.expect("a row");
        assert_eq!(held, None);
        let owned = books
            .owned(Owner::Hold(hall.carla.user))
            .await
            .expect("claims");
        assert_eq!(owned, []);
        let held = books.hold_of(hall.bruno.user).await.expect("a row");
        assert!(held.is_some(), "his period is still there");
        drop(books);
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn a_time_that_was_suggested_is_not_taken_once_it_is_gone() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Open).await;
        let (ten, two) = (hall.at(DAY, 10, 0), hall.at(DAY, 14, 0));
        let asked = hall
            .ask(&hall.ana, hall.grid_li, ten)
            .await
            .expect("asked")
            .id;
        hall.reject(&hall.li, asked, vec![two])
            .await
            .expect("rejected");
        let change = hall.closing(&[AFTERNOON]).await;
        hall.change(change).await.expect("it is closed");
        let no = refused(hall.take(&hall.ana, asked, two).await);
        assert!(
            matches!(no, appointments::Refusal::NotOnGrid { .. }),
            "{no}"
        );
    })
    .await;
}

#[tokio::test]
async fn a_change_that_is_taken_back_before_its_job_runs_calls_nothing_off() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let two = hall.at(DAY, 14, 0);
        let asked = hall
            .ask(&hall.ana, hall.grid_li, two)
            .await
            .expect("asked")
            .id;
        for closed in [&[AFTERNOON][..], &[]] {
            let change = hall.closing(closed).await;
            hall.change(change).await.expect("it changes");
        }
        hall.settle().await;
        assert_eq!(hall.read(asked).await.status(), Status::Pending);
        assert!(told(&hall, &hall.ana).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn two_changes_at_once_lose_nothing_of_either() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let last = date(2027, 10, 17);
        let first = hall.ask(&hall.ana, hall.grid_li, hall.at(DAY, 14, 0)).await;
        let other = hall
            .ask(&hall.carla, hall.grid_li, hall.at(last, 10, 0))
            .await;
        let cut = Change {
            last_day: Some(date(2027, 10, 16)),
            ..Change::default()
        };
        hall.change(cut).await.expect("the last day is cut off");
        let change = hall.closing(&[AFTERNOON]).await;
        hall.change(change).await.expect("it is closed");
        hall.settle().await;
        for it in [first, other] {
            called_off(&hall, it.expect("asked").id).await;
        }
        let gone = Topic::Slots(hall.grid_li, last);
        let (kind, with, _) = bench.facts(&gone).await.pop().expect("it is told");
        assert_eq!(
            (kind.as_str(), &with["periods"]),
            ("grid.changed", &json!([]))
        );
    })
    .await;
}

/// Fills the afternoons of two salespeople with requests of two buyers.
async fn busy_afternoon(hall: &Hall<'_>) -> Vec<Appointment> {
    let mut made = Vec::new();
    for half in 0..10 {
        let start = hall.at(DAY, 13, 0).plus(half * 30 * MINUTE);
        for (who, grid) in [(&hall.ana, hall.grid_li), (&hall.carla, hall.grid_wang)] {
            made.push(hall.ask(who, grid, start).await.expect("asked"));
        }
    }
    made
}

#[tokio::test]
async fn a_job_that_is_killed_or_done_twice_tells_nobody_twice() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        let made = busy_afternoon(&hall).await;
        let change = hall.closing(&[AFTERNOON]).await;
        hall.change(change).await.expect("it is closed");
        loop {
            let taken = hall.run(|tx| Box::pin(async move { Ok(tx.take_jobs().await?) }));
            let taken = taken.await.expect("jobs are taken");
            if taken.is_empty() {
                break;
            }
            for job in taken {
                let (fence, job) = (job.fence, Arc::new(job));
                let cut = job.clone();
                // The machine stops before the commit; then another node does it, and a late one does it again.
                let killed = hall.run(move |tx| {
                    let job = cut.clone();
                    Box::pin(async move {
                        doing(tx, &job).await?;
                        Err::<(), Refusal>(CommandRefusal::TooOld.into())
                    })
                });
                assert!(killed.await.is_err());
                for fence in [Some(fence), None] {
                    let job = job.clone();
                    let unit = Unit {
                        key: None,
                        caller: None,
                        fence,
                        work: Arc::new(move |tx| {
                            let job = job.clone();
                            Box::pin(async move {
                                doing(tx, &job).await?;
                                Ok(Answer::empty())
                            })
                        }),
                    };
                    match bench.store.run(0, unit).await {
                        Ok(_) | Err(Refusal::Command(CommandRefusal::LeaseLost)) => {}
                        Err(other) => panic!("the job is done: {other:?}"),
                    }
                }
            }
        }
        for it in &made {
            called_off(&hall, it.id).await;
        }
        for who in [&hall.ana, &hall.carla, &hall.li, &hall.wang] {
            let told = told(&hall, who).await;
            assert_eq!(told.len(), made.len() / 2);
            assert!(told.values().all(|it| it.len() == 1));
        }
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn of_an_acceptance_and_the_change_neither_escapes_the_other() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        let made = busy_afternoon(&hall).await;
        let change = hall.closing(&[AFTERNOON]).await;
        let accept = async |it: &Appointment| {
            let (who, id) = (it.addressed.as_ref().expect("a person").user, it.id);
            let who = [&hall.li, &hall.wang].into_iter().find(|it| it.user == who);
            let who = who.expect("staff").clone();
            let unit = Unit::of(Arc::new(move |tx| {
                let who = who.clone();
                Box::pin(async move {
                    appointments::service::accept(tx, &who, id).await?;
                    Ok(Answer::empty())
                })
            }));
            // In the other lane: on PostgreSQL the two really meet.
            bench.store.run(1, unit).await
        };
        let accepting = futures::future::join_all(made.iter().map(accept));
        let (accepted, changed) = tokio::join!(accepting, hall.change(change));
        changed.expect("it is closed");
        let won = accepted.iter().filter(|it| it.is_ok()).count();
        for no in accepted.into_iter().filter(Result::is_err) {
            let no = refused(no.map(drop));
            assert!(
                matches!(no, appointments::Refusal::NotOnGrid { .. }),
                "{no}"
            );
        }
        hall.settle().await;
        for it in &made {
            called_off(&hall, it.id).await;
        }
        let seated = async |id| hall.read(id).await.in_charge().is_some();
        for it in &made {
            assert!(seated(it.id).await);
        }
        assert!(won <= made.len());
        for who in [&hall.ana, &hall.carla, &hall.li, &hall.wang] {
            assert!(told(&hall, who).await.values().all(|it| it.len() == 1));
        }
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn an_edition_is_changed_by_revision_and_keeps_its_zone_while_booked() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let edition = hall.edition_now().await;
        let zone = Change {
            zone: Some("Europe/Berlin".to_owned()),
            name: Some(" Autumn ".to_owned()),
            ..Change::default()
        };
        assert_eq!(hall.change(zone.clone()).await.expect("it changes"), 2);
        let told = bench.facts(&Topic::Fair(edition.id)).await;
        let (kind, with, _) = told.last().expect("it is told");
        assert_eq!(kind, "edition.changed");
        assert_eq!(with["edition"]["name"], json!("Autumn"));
        assert_eq!(with["edition"]["zone"], json!("Europe/Berlin"));

        let back = Change {
            zone: Some(edition.zone.clone()),
            ..Change::default()
        };
        hall.change(back).await.expect("nothing is booked");
        hall.ask(&hall.ana, hall.grid_li, hall.at(DAY, 10, 0))
            .await
            .expect("asked");
        let no = hall.change(zone).await.expect_err("booked");
        assert!(matches!(no, Refusal::Fair(fair::Refusal::Booked)), "{no}");

        let (id, rules) = (edition.id, edition.rules.clone());
        let stale = hall.run(move |tx| {
            let change = Change {
                rules: Some(rules.clone()),
                ..Change::default()
            };
            Box::pin(
                async move { Ok(fair::service::update(tx, &organiser(), id, (1, change)).await?) },
            )
        });
        match stale.await.expect_err("somebody else was quicker") {
            Refusal::Fair(fair::Refusal::Stale { revision }) => assert_eq!(revision, 3),
            other => panic!("{other}"),
        }
        bench.edition("The 129th").await;
        let taken = Change {
            name: Some("The 129th".to_owned()),
            ..Change::default()
        };
        let no = hall.change(taken).await.expect_err("taken");
        let named = matches!(
            no,
            Refusal::Fair(fair::Refusal::Invalid {
                field: "name",
                rule: "taken"
            })
        );
        assert!(named, "{no}");
    })
    .await;
}
