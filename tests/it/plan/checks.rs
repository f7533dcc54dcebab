//! How a plan must end.

use std::collections::BTreeMap;

use serde_json::Value;

use super::{
    acknowledged,
    fold::View,
    tab::{Roads, Tab},
    world::{Hall, World},
};
use crate::support::{client::Person, eventually, ledger::Ledger};

/// Everything a plan promises, once all nodes are there again.
pub async fn ends_well(world: &World, (hall, tabs): (&Hall, &mut [Tab])) {
    let mut ledger = Ledger::open(&world.database).await;
    ledger.let_leases_end().await;
    everybody_sees_the_same(world, tabs, &mut ledger).await;
    let mut done = hall.done.clone();
    done.extend(acknowledged::settled(&mut ledger, &hall.in_doubt).await);
    for done in &done {
        acknowledged::keeps(&mut ledger, done).await;
    }
    acknowledged::holds_no_more_than(&mut ledger, &done).await;
    ledger.has_no_holes().await;
    ledger.seats_nobody_twice().await;
    ledger.claims_only_what_is_accepted().await;
    ledger.parked_nothing().await;
    let unavailable = world
        .roads
        .unavailable
        .load(std::sync::atomic::Ordering::Relaxed);
    eprintln!(
        "{} commands took effect, {unavailable} times somebody was asked to come again",
        hall.done.len()
    );
}

/// Every view equals every other one of its topic, and the snapshot that each node gives.
async fn everybody_sees_the_same(world: &World, tabs: &mut [Tab], ledger: &mut Ledger) {
    let mut behind = Vec::new();
    eventually("what is due is done, and heard by everybody", async || {
        for tab in tabs.iter_mut() {
            tab.catch_up(&world.roads).await;
        }
        let fair = fair_time(tabs, &world.roads).await;
        let (due, heads) = (ledger.due(fair).await, ledger.heads().await);
        let late = |(topic, view): (&String, &View)| {
            let head = heads.get(topic).copied().unwrap_or_default();
            (view.seq != head).then(|| format!("{topic}: {} of {head}", view.seq))
        };
        let late = tabs.iter().flat_map(|it| &it.views).filter_map(late);
        let late: Vec<String> = due.into_iter().chain(late).collect();
        let is_done = late.is_empty();
        if late != behind {
            eprintln!("still to come: {late:?}");
            behind = late;
        }
        is_done.then_some(())
    })
    .await;
    let mut views: BTreeMap<&String, Vec<(&Person, &View)>> = BTreeMap::new();
    for tab in tabs.iter() {
        let Some(person) = &tab.person else { continue };
        for (topic, view) in &tab.views {
            views.entry(topic).or_default().push((person, view));
        }
    }
    assert!(views.len() > 20, "{:?}", views.keys());
    for node in &world.nodes {
        for (topic, seen) in &views {
            let mut fresh = seen[0].0.on(node).connect().await;
            fresh.subscribe(topic, None).await;
            let (seq, state) = fresh.expect_reset(topic).await;
            for (_, view) in seen {
                assert_eq!((view.seq, &view.state), (seq, &state), "{topic}");
            }
        }
    }
}

/// Fair time as somebody's node tells it.
async fn fair_time(tabs: &[Tab], roads: &Roads) -> i64 {
    let person = tabs.iter().find_map(|it| it.person.as_ref());
    let person = person.expect("somebody is signed in").at(roads.address(0));
    let me: Value = person.get("/api/v1/me").await.1;
    me["fair"].as_i64().expect("a time")
}
