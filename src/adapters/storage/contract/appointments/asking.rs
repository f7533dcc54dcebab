//! Asking: what may be asked for, what a policy does to the period, holds and their end.

use super::{
    hall::{DAY, Hall, STEP},
    not_now, refused, taken,
};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        appointments::{Refusal, Status, Who},
        fair::{Policy, Rules},
    },
    kernel::{time::DAY as A_DAY, topic::Topic},
};

#[tokio::test]
async fn a_request_says_everything_and_marks_its_period() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ten = hall.at(DAY, 10, 0);
        let it = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        assert_eq!(hall.read(it.id).await, it);
        assert_eq!(it.topic, "Price inquiry");
        assert_eq!(
            it.addressed.as_ref().map(|seat| seat.name.as_str()),
            Some("Li")
        );
        let card = it.card.as_ref().expect("the card goes along");
        assert_eq!(
            (card.name.as_str(), card.company.as_str()),
            ("Ana", "Importadora")
        );
        assert_eq!(hall.colour(hall.grid_li, ten).await, "requested");
        assert_eq!(hall.colour(hall.grid_wang, ten).await, "free");
        // Wang is still there: the queue is as available as he is.
        assert_eq!(hall.colour(hall.queue, ten).await, "free");
        let told = bench.facts(&Topic::Slots(hall.grid_li, DAY)).await;
        assert_eq!(told.len(), 1);
        let fact = serde_json::json!({ "start": ten.ms(), "state": "requested" });
        assert_eq!(told[0].1, fact, "no name, no count, no id");
        let desk = bench.facts(&Topic::Desk(hall.stand)).await;
        assert!(desk.is_empty(), "a request to a person is not the desk's");
        let again = hall.ask(&hall.ana, hall.grid_li, ten).await;
        assert_eq!(not_now(again), Status::Pending);
        let second = hall.ask(&hall.carla, hall.grid_li, ten).await;
        second.expect("under soft a requested period can be asked for");
    })
    .await;
}

#[tokio::test]
async fn places_outside_the_grid_are_refused() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ask = async |who, at| refused(hall.ask(who, hall.grid_li, at).await);
        let ten = hall.at(DAY, 10, 0);
        assert!(matches!(
            ask(&hall.ana, ten.plus(STEP)).await,
            Refusal::NotOnGrid { .. }
        ));
        assert!(matches!(
            ask(&hall.ana, ten.plus(-A_DAY)).await,
            Refusal::OutsideFair { .. }
        ));
        assert!(matches!(
            ask(&hall.ana, ten.plus(9 * A_DAY)).await,
            Refusal::OutsideFair { .. }
        ));
        assert!(matches!(ask(&hall.li, ten).await, Refusal::NoRight));
        hall.be(ten);
        assert!(matches!(ask(&hall.ana, ten).await, Refusal::SlotPast));
        hall.duty(hall.li.user, false).await;
        let off = hall.ask(&hall.ana, hall.grid_li, hall.at(DAY, 11, 0)).await;
        assert_eq!(taken(off).0, Who::Exhibitor);
    })
    .await;
}

#[tokio::test]
async fn a_buyer_has_only_so_many_requests_open() {
    everywhere(async |bench| {
        let rules = Rules {
            open_requests: 2,
            policy: Policy::Soft,
            ..Rules::usual()
        };
        let hall = Hall::under(bench, rules).await;
        let (ten, eleven, noon) = (
            hall.at(DAY, 10, 0),
            hall.at(DAY, 11, 0),
            hall.at(DAY, 11, 30),
        );
        let first = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("one");
        hall.ask(&hall.ana, hall.grid_li, eleven)
            .await
            .expect("two");
        let third = hall.ask(&hall.ana, hall.grid_li, noon).await;
        assert!(matches!(refused(third), Refusal::LimitReached { limit: 2 }));
        hall.ask(&hall.carla, hall.grid_li, noon)
            .await
            .expect("her own count");
        hall.cancel(&hall.ana, first.id, None)
            .await
            .expect("called off");
        hall.ask(&hall.ana, hall.grid_li, noon)
            .await
            .expect("two again");
    })
    .await;
}

#[tokio::test]
async fn a_hold_keeps_both_people_for_a_moment() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let (ten, eleven) = (hall.at(DAY, 10, 0), hall.at(DAY, 11, 0));
        let until = hall.hold(&hall.ana, hall.grid_li, ten).await.expect("held");
        assert_eq!(
            hall.hold(&hall.ana, hall.grid_li, ten)
                .await
                .expect("the same"),
            until
        );
        assert_eq!(hall.colour(hall.grid_li, ten).await, "held");
        let (who, nearest) = taken(hall.ask(&hall.carla, hall.grid_li, ten).await);
        assert_eq!(who, Who::Exhibitor);
        let length = 2 * STEP;
        assert_eq!(
            nearest,
            [ten.plus(-length), ten.plus(length), ten.plus(-2 * length)]
        );
        // Another choice gives up the first.
        hall.hold(&hall.ana, hall.grid_li, eleven)
            .await
            .expect("held");
        assert_eq!(hall.colour(hall.grid_li, ten).await, "free");
        hall.hold(&hall.carla, hall.grid_li, ten)
            .await
            .expect("free again");
        hall.release(&hall.carla).await.expect("released");
        assert_eq!(hall.colour(hall.grid_li, ten).await, "free");
        // The request takes over what its buyer held.
        hall.ask(&hall.ana, hall.grid_li, eleven)
            .await
            .expect("asked");
        assert_eq!(hall.colour(hall.grid_li, eleven).await, "held");
        hall.be(until.plus(STEP));
        hall.settle().await;
        assert_eq!(
            hall.colour(hall.grid_li, eleven).await,
            "held",
            "now by the request"
        );
    })
    .await;
}

#[tokio::test]
async fn a_forgotten_hold_ends_by_itself() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let ten = hall.at(DAY, 10, 0);
        let until = hall.hold(&hall.ana, hall.grid_li, ten).await.expect("held");
        // Before its timer has run, whoever comes next takes the lapsed hold over.
        hall.be(until);
        hall.hold(&hall.carla, hall.grid_li, ten)
            .await
            .expect("taken over");
        hall.settle().await;
        assert_eq!(hall.colour(hall.grid_li, ten).await, "held");
        hall.be(until.plus(STEP));
        hall.settle().await;
        assert_eq!(hall.colour(hall.grid_li, ten).await, "free");
    })
    .await;
}

#[tokio::test]
async fn holds_belong_to_their_policy() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let hold = hall
            .hold(&hall.ana, hall.grid_li, hall.at(DAY, 10, 0))
            .await;
        assert!(matches!(refused(hold), Refusal::PolicyOff));
        hall.release(&hall.ana).await.expect("nothing to give up");
    })
    .await;
}

#[tokio::test]
async fn an_open_policy_shows_nothing() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Open).await;
        let ten = hall.at(DAY, 10, 0);
        hall.ask(&hall.ana, hall.queue, ten).await.expect("asked");
        assert_eq!(hall.colour(hall.queue, ten).await, "free");
        assert!(bench.facts(&Topic::Slots(hall.queue, DAY)).await.is_empty());
        assert_eq!(bench.facts(&Topic::Desk(hall.stand)).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn a_queue_keeps_one_person_per_held_request() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let ten = hall.at(DAY, 10, 0);
        hall.ask(&hall.ana, hall.queue, ten)
            .await
            .expect("one of two");
        assert_eq!(hall.colour(hall.queue, ten).await, "free");
        hall.ask(&hall.carla, hall.queue, ten)
            .await
            .expect("the other");
        assert_eq!(hall.colour(hall.queue, ten).await, "held");
        let third = hall.ask(&hall.bruno, hall.queue, ten).await;
        assert_eq!(taken(third).0, Who::Exhibitor);
    })
    .await;
}
