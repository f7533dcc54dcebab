//! Two transactions at once, each on its own connection: the unique key decides, and every watcher is told.

use std::sync::Arc;

use sqlx::{Connection as _, PgConnection};
use tokio::sync::Notify;

use super::{
    fold::Before,
    hall::{DAY, Hall},
    taken,
};
use crate::{
    adapters::storage::{
        Dialect,
        contract::{bench, everywhere, on_each},
    },
    domain::{
        Refusal,
        accounts::staff::{self, leaving::Departure},
        appointments::{
            Status, Who,
            appointment::{Origin, OriginKind},
            service::{self, Asking, CardChoice},
        },
        fair::Policy,
        ledger::{Answer, Ledger as _, Unit, Work},
    },
    kernel::{
        actor::Actor,
        ids::{AppointmentId, GridId},
        time::{FairTime, MINUTE},
        topic::Topic,
    },
};

fn accepting(who: &Actor, id: AppointmentId) -> Work {
    let who = who.clone();
    Arc::new(move |tx| {
        let who = who.clone();
        Box::pin(async move {
            service::accept(tx, &who, id).await?;
            Ok(Answer::empty())
        })
    })
}

fn asking(who: &Actor, grid: GridId, start: FairTime) -> Work {
    let who = who.clone();
    Arc::new(move |tx| {
        let who = who.clone();
        Box::pin(async move {
            let asking = Asking {
                grid,
                start,
                topic: "Price inquiry".to_owned(),
                card: CardChoice::Keep,
                origin: Origin {
                    kind: OriginKind::Exhibitor,
                    reference: None,
                },
            };
            service::request(tx, &who, asking).await?;
            Ok(Answer::empty())
        })
    })
}

/// Runs both at once in different lanes; gives whether each took effect.
async fn both(hall: &Hall<'_>, (one, other): (Work, Work)) -> (bool, bool) {
    let run = |lane, work| {
        let unit = Unit::of(work);
        hall.bench.store.run(lane, unit)
    };
    let won = |outcome| match outcome {
        Ok(_) => true,
        Err(Refusal::Appointments(it)) => {
            assert!(
                !matches!(it, crate::domain::appointments::Refusal::Fault(_)),
                "{it:?}"
            );
            false
        }
        Err(it) => panic!("{it:?}"),
    };
    let (one, other) = tokio::join!(run(0, one), run(1, other));
    (won(one), won(other))
}

#[tokio::test]
async fn of_two_acceptances_one_wins() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        for slot in 0..6 {
            let start = hall.at(DAY, 9, 0).plus(slot * 30 * MINUTE);
            let ana = hall
                .ask(&hall.ana, hall.grid_li, start)
                .await
                .expect("asked")
                .id;
            let carla = hall
                .ask(&hall.carla, hall.grid_li, start)
                .await
                .expect("asked")
                .id;
            let race = (accepting(&hall.li, ana), accepting(&hall.wang, carla));
            let (one, other) = both(&hall, race).await;
            assert!(one != other, "exactly one is accepted");
            let lost = hall.read(if one { carla } else { ana }).await;
            assert_eq!(lost.status(), Status::Pending);
            assert_eq!(hall.colour(hall.grid_li, start).await, "busy");
        }
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn two_salespeople_at_once_turn_the_queue_gray() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        for slot in 0..6 {
            let start = hall.at(DAY, 9, 0).plus(slot * 30 * MINUTE);
            let ana = hall
                .ask(&hall.ana, hall.queue, start)
                .await
                .expect("asked")
                .id;
            let carla = hall
                .ask(&hall.carla, hall.queue, start)
                .await
                .expect("asked")
                .id;
            let race = (accepting(&hall.li, ana), accepting(&hall.wang, carla));
            assert_eq!(both(&hall, race).await, (true, true));
            let told = bench.facts(&Topic::Slots(hall.queue, DAY)).await;
            let last = &told.last().expect("a fact").1;
            assert_eq!(
                (&last["start"], &last["state"]),
                (&start.ms().into(), &"busy".into())
            );
        }
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn a_buyer_who_is_accepted_twice_at_once_sits_once() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        for slot in 0..6 {
            let start = hall.at(DAY, 9, 0).plus(slot * 30 * MINUTE);
            let li = hall
                .ask(&hall.ana, hall.grid_li, start)
                .await
                .expect("asked")
                .id;
            let wang = hall
                .ask(&hall.ana, hall.grid_wang, start)
                .await
                .expect("asked")
                .id;
            let race = (accepting(&hall.li, li), accepting(&hall.wang, wang));
            let (one, other) = both(&hall, race).await;
            assert!(one != other, "exactly one is accepted");
        }
    })
    .await;
}

#[tokio::test]
async fn of_two_held_requests_one_wins() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        for slot in 0..6 {
            let start = hall.at(DAY, 9, 0).plus(slot * 30 * MINUTE);
            let ana = asking(&hall.ana, hall.grid_li, start);
            let race = (ana, asking(&hall.carla, hall.grid_li, start));
            let (one, other) = both(&hall, race).await;
            assert!(one != other, "exactly one is pending");
        }
    })
    .await;
}

/// Li leaves, by a transaction that holds the day until somebody waits for it. Only PostgreSQL lets somebody wait
/// with what he has read before; on SQLite Li has left before the next begins.
fn leaving(hall: &Hall<'_>, url: &str, left: &Arc<Notify>) -> Work {
    let (chen, user, stand) = (hall.chen.clone(), hall.li.user, hall.stand);
    let (url, left) = (url.to_owned(), left.clone());
    Arc::new(move |tx| {
        let (chen, url, left) = (chen.clone(), url.clone(), left.clone());
        Box::pin(async move {
            tx.lock_day(stand, DAY).await?;
            staff::remove(tx, &chen, Departure { user, heir: None }).await?;
            left.notify_one();
            if Dialect::of(&url) == Some(Dialect::Postgres) {
                somebody_waits(&url).await;
            }
            Ok(Answer::empty())
        })
    })
}

async fn somebody_waits(url: &str) {
    let mut conn = PgConnection::connect(url).await.expect("it connects");
    let waiting = "SELECT count(*) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    let mut count = 0_i64;
    while count == 0 {
        let found = sqlx::query_scalar(waiting).fetch_one(&mut conn).await;
        count = found.expect("it answers");
    }
}

#[tokio::test]
async fn nobody_meets_somebody_who_left_while_they_waited() {
    for holds in [false, true] {
        on_each(async |url| {
            let bench = bench(url.clone()).await;
            let hall = Hall::open(&bench, Policy::Hold).await;
            let (ten, left) = (hall.at(DAY, 10, 0), Arc::new(Notify::new()));
            let unit = Unit::of(leaving(&hall, &url, &left));
            // The bench's own commands run in lane 0.
            let leaves = bench.store.run(1, unit);
            let meets = async {
                left.notified().await;
                if holds {
                    hall.hold(&hall.ana, hall.grid_li, ten).await.map(drop)
                } else {
                    hall.ask(&hall.ana, hall.grid_li, ten).await.map(drop)
                }
            };
            let (left, met) = tokio::join!(leaves, meets);
            left.expect("he is removed");
            assert_eq!(taken(met), (Who::Exhibitor, Vec::new()));
        })
        .await;
    }
}
