//! Answers: acceptance is the one arbiter, the losers are told, and every end frees what it took.

use super::{
    hall::{DAY, Hall, STEP},
    not_now, refused, taken,
};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        appointments::{
            Refusal, Status, Who,
            appointment::{Preset, Reason, State},
        },
        fair::Policy,
    },
    kernel::{time::HOUR, topic::Topic},
};

#[tokio::test]
async fn one_of_two_requests_is_accepted() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ten = hall.at(DAY, 10, 0);
        let ana = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        let carla = hall
            .ask(&hall.carla, hall.grid_li, ten)
            .await
            .expect("asked");
        // Wang accepts for Li: the person asked is seated.
        let done = hall.accept(&hall.wang, ana.id).await.expect("accepted");
        assert_eq!(done.in_charge().map(|seat| seat.user), Some(hall.li.user));
        assert_eq!(hall.colour(hall.grid_li, ten).await, "busy");
        assert_eq!(hall.colour(hall.queue, ten).await, "free");
        assert_eq!(
            hall.read(carla.id).await.state,
            State::Pending { conflict: true }
        );
        let (who, nearest) = taken(hall.accept(&hall.li, carla.id).await);
        assert_eq!((who, nearest.len()), (Who::You, 3));
        assert_eq!(
            not_now(hall.accept(&hall.li, ana.id).await),
            Status::Accepted
        );
        let notices = hall.snapshot(&Topic::Inbox(hall.carla.user)).await;
        assert_eq!(notices["notices"][0]["kind"], "appointment.conflict");
        assert_eq!(
            notices["notices"][0]["with"]["nearest"]
                .as_array()
                .map(Vec::len),
            Some(3)
        );

        assert_eq!(
            hall.reject_conflicting(&hall.li, carla.id)
                .await
                .expect("rejected"),
            1
        );
        let lost = hall.read(carla.id).await;
        let State::Rejected { rejection, .. } = lost.state else {
            panic!("{lost:?}")
        };
        assert_eq!(rejection.suggested.len(), 3);
    })
    .await;
}

#[tokio::test]
async fn the_queue_is_busy_when_everybody_is() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ten = hall.at(DAY, 10, 0);
        let ana = hall.ask(&hall.ana, hall.queue, ten).await.expect("asked");
        let carla = hall.ask(&hall.carla, hall.queue, ten).await.expect("asked");
        let bruno = hall.ask(&hall.bruno, hall.queue, ten).await.expect("asked");
        assert_eq!(hall.colour(hall.queue, ten).await, "requested");
        let done = hall.accept(&hall.li, ana.id).await.expect("accepted");
        assert_eq!(done.in_charge().map(|seat| seat.user), Some(hall.li.user));
        assert_eq!(
            hall.read(carla.id).await.state,
            State::Pending { conflict: false }
        );
        let (who, _) = taken(hall.accept(&hall.li, carla.id).await);
        assert_eq!(who, Who::You, "Li sits with Ana");
        hall.accept(&hall.wang, carla.id)
            .await
            .expect("Wang is free");
        assert_eq!(hall.colour(hall.queue, ten).await, "busy");
        assert_eq!(
            hall.read(bruno.id).await.state,
            State::Pending { conflict: true }
        );
        assert_eq!(
            hall.snapshot(&Topic::Desk(hall.stand)).await["requests"][0]["conflict"],
            true
        );
        hall.cancel(&hall.wang, carla.id, Some("ill"))
            .await
            .expect("called off");
        assert_eq!(
            hall.read(bruno.id).await.state,
            State::Pending { conflict: false }
        );
        assert_eq!(hall.colour(hall.queue, ten).await, "requested");
        // Chen is not on duty: whoever is free receives for her.
        let done = hall.accept(&hall.chen, bruno.id).await.expect("accepted");
        assert_eq!(done.in_charge().map(|seat| seat.user), Some(hall.wang.user));
    })
    .await;
}

#[tokio::test]
async fn a_buyer_sits_in_one_place() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let ten = hall.at(DAY, 10, 0);
        let li = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        let wang = hall
            .ask(&hall.ana, hall.grid_wang, ten)
            .await
            .expect("asked");
        hall.accept(&hall.li, li.id).await.expect("accepted");
        assert_eq!(
            hall.read(wang.id).await.state,
            State::Pending { conflict: true }
        );
        let (who, _) = taken(hall.accept(&hall.wang, wang.id).await);
        assert_eq!(who, Who::Buyer);
        let again = hall.ask(&hall.ana, hall.queue, ten).await;
        assert_eq!(taken(again).0, Who::You);
        // One click on somebody else's does not answer what only the buyer's own time keeps from being met.
        let lost = hall.ask(&hall.carla, hall.grid_li, ten).await;
        taken(lost);
        assert_eq!(
            not_now(hall.reject_conflicting(&hall.li, li.id).await),
            Status::Accepted
        );
        let one = hall.reject_conflicting(&hall.li, wang.id).await;
        assert_eq!(one.expect("rejected"), 1);
    })
    .await;
}

#[tokio::test]
async fn an_accepted_request_moves_its_hold_to_the_acceptor() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let ten = hall.at(DAY, 10, 0);
        let ana = hall
            .ask(&hall.ana, hall.queue, ten)
            .await
            .expect("Li is kept");
        assert_eq!(hall.colour(hall.grid_li, ten).await, "held");
        hall.accept(&hall.wang, ana.id)
            .await
            .expect("Wang takes it");
        assert_eq!(hall.colour(hall.grid_li, ten).await, "free");
        assert_eq!(hall.colour(hall.grid_wang, ten).await, "busy");
    })
    .await;
}

#[tokio::test]
async fn a_rejection_has_a_reason_and_its_times_can_be_taken_once() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let (ten, three) = (hall.at(DAY, 10, 0), hall.at(DAY, 15, 0));
        let ana = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        let silent = hall.reject_for(&hall.li, ana.id, (None, vec![])).await;
        assert!(matches!(refused(silent), Refusal::ReasonRequired));
        let other = Reason {
            preset: Preset::Other,
            text: " ".to_owned(),
        };
        let empty = hall
            .reject_for(&hall.li, ana.id, (Some(other), vec![]))
            .await;
        assert!(matches!(refused(empty), Refusal::ReasonRequired));
        let stranger = hall.reject(&hall.carla, ana.id, vec![]).await;
        assert!(matches!(refused(stranger), Refusal::Unknown));
        hall.reject(&hall.li, ana.id, vec![three])
            .await
            .expect("rejected");
        assert_eq!(hall.colour(hall.grid_li, ten).await, "free");

        let elsewhere = hall.take(&hall.ana, ana.id, ten).await;
        assert!(matches!(
            refused(elsewhere),
            Refusal::Invalid { field: "start", .. }
        ));
        let next = hall.take(&hall.ana, ana.id, three).await.expect("taken");
        assert_eq!(next.status(), Status::Accepted);
        assert_eq!(hall.read(next.id).await, next);
        assert_eq!(hall.colour(hall.grid_li, three).await, "busy");
        assert_eq!(
            not_now(hall.take(&hall.ana, ana.id, three).await),
            Status::Rejected
        );
        // A suggestion claims nothing: when its time comes to be taken, it may be gone.
        let carla = hall
            .ask(&hall.carla, hall.grid_li, ten)
            .await
            .expect("asked");
        hall.reject(&hall.li, carla.id, vec![three])
            .await
            .expect("rejected");
        assert_eq!(
            taken(hall.take(&hall.carla, carla.id, three).await).0,
            Who::Exhibitor
        );
    })
    .await;
}

#[tokio::test]
async fn cancelling_needs_a_reason_near_the_start_and_ends_there() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let start = hall.at(DAY, 15, 0);
        let ana = hall
            .ask(&hall.ana, hall.grid_li, start)
            .await
            .expect("asked");
        assert!(matches!(
            refused(hall.cancel(&hall.carla, ana.id, None).await),
            Refusal::Unknown
        ));
        assert!(matches!(
            refused(hall.cancel(&hall.wang, ana.id, None).await),
            Refusal::NoRight
        ));
        hall.accept(&hall.li, ana.id).await.expect("accepted");
        hall.be(start.plus(-2 * HOUR));
        let silent = hall.cancel(&hall.bruno, ana.id, Some("  ")).await;
        assert!(matches!(refused(silent), Refusal::ReasonRequired));
        // Bruno acts for his staff.
        let done = hall
            .cancel(&hall.bruno, ana.id, Some("flight late"))
            .await
            .expect("cancelled");
        let State::Cancelled { by, reason, .. } = &done.state else {
            panic!("{done:?}")
        };
        assert_eq!((by.name.as_str(), reason.is_some()), ("Bruno", true));
        assert_eq!(hall.colour(hall.grid_li, start).await, "free");
        let inbox = hall.snapshot(&Topic::Inbox(hall.li.user)).await;
        assert_eq!(
            (&inbox["busy"], inbox["notices"][0]["kind"].as_str()),
            (&serde_json::json!([]), Some("appointment.cancelled"))
        );
        let carla = hall
            .ask(&hall.carla, hall.grid_li, start)
            .await
            .expect("asked");
        hall.accept(&hall.li, carla.id).await.expect("accepted");
        hall.be(start);
        let late = hall.cancel(&hall.carla, carla.id, Some("too late")).await;
        assert_eq!(not_now(late), Status::Accepted);
    })
    .await;
}

#[tokio::test]
async fn a_request_nobody_answers_expires_on_both_sides() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let ten = hall.at(DAY, 10, 0);
        let ana = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        hall.be(ana.expires_at.plus(-HOUR));
        hall.settle().await;
        assert_eq!(hall.read(ana.id).await.status(), Status::Pending);
        hall.be(ana.expires_at);
        // What follows from time alone does not wait for the timer.
        assert_eq!(
            not_now(hall.accept(&hall.li, ana.id).await),
            Status::Expired
        );
        hall.settle().await;
        assert_eq!(hall.read(ana.id).await.status(), Status::Expired);
        assert_eq!(hall.colour(hall.grid_li, ten).await, "free");
        for person in [hall.ana.user, hall.li.user] {
            let inbox = hall.snapshot(&Topic::Inbox(person)).await;
            assert_eq!(inbox["notices"][0]["kind"], "appointment.expired");
        }
        hall.be(ten.plus(STEP));
        hall.settle().await;
    })
    .await;
}
