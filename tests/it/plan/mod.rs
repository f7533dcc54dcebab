//! A seeded random plan of people, drops, kills and restarts. Whatever happens, it ends in: everybody sees what the
//! server says, on every node; what was acknowledged is there once; nobody sits in two places.
//!
//! A failure prints its seed; `PARLEY_PLAN_SEED=…` plays that plan again, `PARLEY_PLAN_STEPS=…` a shorter or longer
//! beginning of it. `make soak` plays `PARLEY_SOAK_PLANS` plans of 600 steps, each with the next seed.

mod acknowledged;
mod acts;
mod answers;
mod checks;
mod fold;
mod script;
mod tab;
mod world;

use std::time::Duration;

use tokio::time::sleep;

use self::{
    script::{Deed, Step},
    tab::Tab,
    world::{Hall, World},
};
use crate::support::given;

/// Steps of a plan in `make test`.
const STEPS: u64 = 150;

#[tokio::test]
async fn soak_a_random_plan_ends_well_on_sqlite() {
    for (seed, steps) in plans() {
        play(World::alone().await, seed, steps).await;
    }
}

#[tokio::test]
async fn soak_a_random_plan_ends_well_on_two_nodes() {
    for (seed, steps) in plans() {
        let Some(world) = World::of_two().await else {
            return;
        };
        play(world, seed, steps).await;
    }
}

/// The seeds to play, and how far.
fn plans() -> Vec<(u64, usize)> {
    let first = given("PARLEY_PLAN_SEED", rand::random::<u32>().into());
    let steps = given("PARLEY_PLAN_STEPS", STEPS);
    let steps = usize::try_from(steps).expect("a small number");
    let count = given("PARLEY_SOAK_PLANS", 1);
    (first..first + count).map(|seed| (seed, steps)).collect()
}

async fn play(mut world: World, seed: u64, steps: usize) {
    let script = script::script(seed, steps);
    eprintln!("PARLEY_PLAN_SEED={seed} PARLEY_PLAN_STEPS={steps}");
    let (mut hall, mut tabs) = Hall::open(&world).await;
    for (number, step) in script.iter().enumerate() {
        // Captured by the runner: shown with the test that failed.
        eprintln!("{number:4} {step:?}");
        perform(step, &mut world, (&mut hall, &mut tabs)).await;
        for tab in &mut tabs {
            tab.take_in().await;
        }
    }
    world.heal().await;
    checks::ends_well(&world, (&hall, &mut tabs)).await;
}

async fn perform(step: &Step, world: &mut World, (hall, tabs): (&mut Hall, &mut Vec<Tab>)) {
    match step {
        Step::Together(deeds) => together(deeds, world, (hall, tabs)).await,
        Step::Kill {
            node,
            after_ms,
            meanwhile,
        } => {
            let orders = hall.orders(meanwhile, tabs);
            let (nodes, roads) = (&mut world.nodes, &world.roads);
            let killing = async {
                sleep(Duration::from_millis(*after_ms)).await;
                World::kill(*node, nodes, roads).await;
            };
            let (answers, ()) = tokio::join!(answers::together(orders, tabs, roads), killing);
            for it in answers {
                hall.learn(it, tabs, world).await;
            }
        }
        Step::Start { node } => world.start(*node).await,
        Step::Drop { tab } => tabs[*tab].drop_connection(),
        Step::Move { tab } => {
            tabs[*tab].drop_connection();
            tabs[*tab].node += 1;
        }
        Step::Repeat { which, node } => hall.repeat(*which, *node, (tabs, world)).await,
        Step::StopRedis => world.stop_redis(),
        Step::StartRedis => world.start_redis(),
    }
}

async fn together(deeds: &[Deed], world: &World, (hall, tabs): (&mut Hall, &mut Vec<Tab>)) {
    let orders = hall.orders(deeds, tabs);
    for it in answers::together(orders, tabs, &world.roads).await {
        hall.learn(it, tabs, world).await;
    }
}
