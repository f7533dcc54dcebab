//! Sending commands, and what their answers tell everybody.

use futures_util::future::join_all;
use serde_json::{Value, json};

use super::{
    acts::{Order, colleague, pick},
    tab::{Outcome, Roads, Tab},
    world::{Done, Hall, Known, World, enter},
};
use crate::support::{client::Person, eventually};

/// What a rule may say. Anything else is a defect.
const ALLOWED: [&str; 15] = [
    "slot_taken",
    "slot_past",
    "outside_fair",
    "not_on_grid",
    "not_now",
    "stale",
    "reason_required",
    "limit_reached",
    "policy_off",
    "no_right",
    "not_found",
    "last_admin",
    "email_taken",
    "unauthenticated",
    "invalid",
];

/// What came of it, over the socket and from its twin at the other node.
pub struct Answered(Order, Outcome, Option<Outcome>);

impl Answered {
    /// Twins that took effect have one answer, and whatever was refused was refused by a rule.
    fn makes_sense(&self) {
        let Self(order, outcome, twin) = self;
        if let (Outcome::Done(one), Some(Outcome::Done(other))) = (outcome, twin) {
            assert_eq!(kept(one), kept(other), "{} {}", order.name, order.input);
        }
        for outcome in [outcome].into_iter().chain(twin) {
            if let Outcome::Refused(no) = outcome {
                let code = no["code"].as_str().expect("a code");
                let allowed = ALLOWED.contains(&code);
                assert!(allowed, "{} {}: {no}", order.name, order.input);
            }
        }
    }
}

impl Hall {
    /// Notes what came of a command.
    pub async fn learn(&mut self, it: Answered, tabs: &mut [Tab], world: &World) {
        it.makes_sense();
        let Answered(order, outcome, twin) = it;
        let outcomes = || [Some(outcome.clone()), twin.clone()].into_iter().flatten();
        let done = Done {
            tab: order.tab,
            user: self.users[order.tab].clone(),
            id: order.id.clone(),
            name: order.name,
            input: order.input.clone(),
            ok: Value::Null,
        };
        let Some(ok) = outcomes().find_map(Outcome::done) else {
            if outcomes().any(|it| matches!(it, Outcome::Out)) {
                self.in_doubt.push(done);
            }
            return;
        };
        self.note(&order, &ok);
        if order.name == "staff.remove" {
            tabs[colleague(order.tab)].close();
        }
        // Shown once: lost where the answer was.
        if let Some(link) = ok["link"].as_str()
            && let Some(person) = enter(world, link).await
        {
            let at = colleague(order.tab);
            let topics = self.topics_of(at, &person).await;
            tabs[at].open(person, topics);
        }
        self.done.push(Done {
            ok: kept(&ok),
            ..done
        });
    }

    fn note(&mut self, order: &Order, ok: &Value) {
        let id = &order.input["appointment"];
        let before = self.known.iter().find(|it| it.id == *id).cloned();
        match (order.name, before) {
            ("appointment.request", _) => {
                let grid = self.grids.iter().position(|it| *it == order.input["grid"]);
                self.known.push(Known {
                    id: ok["appointment"].clone(),
                    buyer: order.tab,
                    grid: grid.expect("one of them"),
                });
            }
            ("appointment.take", Some(before)) => {
                let id = ok["appointment"].clone();
                self.known.push(Known { id, ..before });
            }
            ("appointment.reject", Some(before)) => {
                let starts = order.input["suggest"].as_array().expect("a list");
                let starts = starts.iter().filter_map(Value::as_i64).collect();
                self.suggested.push((before, starts));
            }
            _ => {}
        }
    }

    /// Sends a command that took effect once more: the same answer, on whatever node.
    pub async fn repeat(&self, which: usize, node: usize, (tabs, world): (&[Tab], &World)) {
        let Some(done) = pick(&self.done, which) else {
            return;
        };
        let Some(person) = &tabs[done.tab].person else {
            return;
        };
        let order = (done.id.as_str(), done.name, &done.input);
        match posted(&world.roads, (person, node), order).await {
            Outcome::Done(ok) => assert_eq!(kept(&ok), done.ok, "{done:?}"),
            other => panic!("{done:?}: {other:?}"),
        }
    }
}

/// Sends all orders at the same moment and waits for their answers.
pub async fn together(orders: Vec<Order>, tabs: &mut [Tab], roads: &Roads) -> Vec<Answered> {
    let mut orders: Vec<_> = orders.into_iter().map(Some).collect();
    let sent = tabs.iter_mut().enumerate().filter_map(|(at, tab)| {
        let mut mine = orders
            .iter_mut()
            .filter(|it| it.as_ref().is_some_and(|it| it.tab == at));
        let order = mine.next()?.take()?;
        Some(async move {
            let (person, other) = (tab.person.clone(), tab.node + 1);
            let command = (order.id.as_str(), order.name, &order.input);
            let twin = async {
                let person = person.as_ref().filter(|_| order.twin)?;
                Some(posted(roads, (person, other), command).await)
            };
            let (outcome, twin) = tokio::join!(tab.command(roads, command), twin);
            Answered(order, outcome, twin)
        })
    });
    join_all(sent).await
}

/// The same command through the other door, until it is answered.
async fn posted(
    roads: &Roads,
    (person, node): (&Person, usize),
    (id, name, input): (&str, &str, &Value),
) -> Outcome {
    let body = json!({"id": id, "in": input});
    eventually(name, async || {
        let person = person.at(roads.address(node));
        let path = format!("/api/v1/do/{name}");
        let (status, mut answer) = person.try_post(&path, &body).await?;
        match status {
            200 => Some(Outcome::Done(answer["ok"].take())),
            401 => Some(Outcome::Out),
            503 => None,
            _ => Some(Outcome::Refused(answer["no"].take())),
        }
    })
    .await
}

/// An answer without what is shown once.
fn kept(ok: &Value) -> Value {
    let mut kept = ok.clone();
    if let Some(fields) = kept.as_object_mut() {
        fields.remove("link");
    }
    kept
}
