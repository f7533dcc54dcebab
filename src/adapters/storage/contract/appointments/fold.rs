//! Folding a topic's facts gives its snapshot (DESIGN 1, law 5).

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::{Date, date};
use serde_json::{Value, json};

use super::hall::{DAY, Hall};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        appointments::list::{Owned, Slice, Tab},
        fair::Policy,
    },
    kernel::{
        ids::{GridId, NegotiationId, UserId},
        time::DAY as A_DAY,
        topic::Topic,
    },
};

/// The fair days of the hall.
const DAYS: [Date; 3] = [DAY, date(2027, 10, 16), date(2027, 10, 17)];

/// What the calendars showed before anything happened.
pub struct Before(BTreeMap<(GridId, Date), Value>);

impl Before {
    pub async fn of(hall: &Hall<'_>) -> Self {
        let mut states = BTreeMap::new();
        for grid in [hall.grid_li, hall.grid_wang, hall.queue] {
            for day in DAYS {
                let state = hall.snapshot(&Topic::Slots(grid, day)).await;
                states.insert((grid, day), state);
            }
        }
        Self(states)
    }

    /// Does what is due, then folds every topic and compares.
    pub async fn matches(self, hall: &Hall<'_>) {
        hall.settle().await;
        for ((grid, day), mut state) in self.0 {
            let topic = Topic::Slots(grid, day);
            for (kind, with, _) in hall.bench.facts(&topic).await {
                match kind.as_str() {
                    "grid.changed" => state = with,
                    _ => paint(&mut state, &with),
                }
            }
            assert_eq!(state, hall.snapshot(&topic).await, "{topic}");
        }
        for id in negotiations(hall).await {
            negotiation(hall, id).await;
        }
        desk(hall).await;
        for who in [
            &hall.ana,
            &hall.bruno,
            &hall.carla,
            &hall.li,
            &hall.wang,
            &hall.chen,
        ] {
            busy(hall, who.user).await;
        }
    }
}

fn paint(state: &mut Value, with: &Value) {
    let periods = state["periods"].as_array_mut().expect("periods");
    let period = periods
        .iter_mut()
        .find(|it| it["start"] == with["start"])
        .expect("on the grid");
    period["state"] = with["state"].clone();
    let period = period.as_object_mut().expect("a period");
    match with.get("until") {
        Some(until) => period.insert("until".to_owned(), until.clone()),
        None => period.remove("until"),
    };
}

async fn negotiations(hall: &Hall<'_>) -> BTreeSet<NegotiationId> {
    let slice = Slice {
        owned: Owned::ExhibitorCompany(hall.li.membership.expect("Tayo").company),
        edition: None,
        tab: Tab::All,
        offset: 0,
        limit: 1_000,
    };
    let mut books = hall.bench.books().await;
    let all = books.slice(&slice).await.expect("a list");
    all.into_iter().map(|it| it.negotiation).collect()
}

/// Newest first, as the snapshot has them.
fn newest(appointments: BTreeMap<String, Value>) -> Vec<Value> {
    let mut all: Vec<_> = appointments.into_values().collect();
    let key = |it: &Value| {
        (
            it["requested_at"].as_i64(),
            it["id"].as_str().map(str::to_owned),
        )
    };
    all.sort_by_key(key);
    all.reverse();
    all
}

async fn negotiation(hall: &Hall<'_>, id: NegotiationId) {
    let topic = Topic::Negotiation(id);
    let mut opened = Value::Null;
    let mut appointments = BTreeMap::new();
    for (kind, with, _) in hall.bench.facts(&topic).await {
        if kind == "negotiation.opened" {
            opened = with["negotiation"].clone();
        } else {
            let it = with["appointment"].clone();
            appointments.insert(it["id"].as_str().expect("an id").to_owned(), it);
        }
    }
    let mut appointments = newest(appointments);
    appointments.truncate(50);
    let folded = json!({ "negotiation": opened, "appointments": appointments });
    assert_eq!(folded, hall.snapshot(&topic).await, "{topic}");
}

async fn desk(hall: &Hall<'_>) {
    let topic = Topic::Desk(hall.stand);
    let mut requests = BTreeMap::new();
    for (_, with, _) in hall.bench.facts(&topic).await {
        let it = with["appointment"].clone();
        requests.insert(it["id"].as_str().expect("an id").to_owned(), it);
    }
    requests.retain(|_, it| it["status"] == "pending");
    let mut requests = newest(requests);
    requests.reverse();
    assert_eq!(
        json!({ "requests": requests }),
        hall.snapshot(&topic).await,
        "{topic}"
    );
}

async fn busy(hall: &Hall<'_>, user: UserId) {
    let topic = Topic::Inbox(user);
    let mut busy = BTreeMap::new();
    for (kind, with, _) in hall.bench.facts(&topic).await {
        if kind == "busy.changed" {
            let key = (with["start"].as_i64(), with["appointment"].to_string());
            if with["end"] == 0 {
                busy.remove(&key);
            } else {
                busy.insert(key, with);
            }
        }
    }
    let busy: Vec<_> = busy.into_values().collect();
    assert_eq!(json!(busy), hall.snapshot(&topic).await["busy"], "{topic}");
}

#[tokio::test]
async fn facts_fold_to_snapshots() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        let (ten, eleven) = (hall.at(DAY, 10, 0), hall.at(DAY, 11, 0));
        let ana = hall.ask(&hall.ana, hall.grid_li, ten).await.expect("asked");
        let carla = hall.ask(&hall.carla, hall.queue, ten).await.expect("asked");
        let late = hall
            .ask(&hall.carla, hall.grid_li, eleven)
            .await
            .expect("asked");
        hall.accept(&hall.li, ana.id).await.expect("accepted");
        hall.reject(&hall.wang, carla.id, vec![eleven])
            .await
            .expect("rejected");
        hall.take(&hall.carla, carla.id, eleven)
            .await
            .expect("taken");
        hall.cancel(&hall.ana, ana.id, None)
            .await
            .expect("cancelled");
        hall.duty(hall.wang.user, false).await;
        // The job that follows duty comes late: the day it is about is over.
        hall.be(late.expires_at.plus(2 * A_DAY));
        before.matches(&hall).await;
    })
    .await;
}

#[tokio::test]
async fn other_rules_reach_the_calendar_of_somebody_who_left() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Soft).await;
        let before = Before::of(&hall).await;
        hall.remove(&hall.chen, hall.wang.user, None)
            .await
            .expect("he leaves");
        hall.settle().await;
        hall.cut_periods(60).await;
        before.matches(&hall).await;
    })
    .await;
}
