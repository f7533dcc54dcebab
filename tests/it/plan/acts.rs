//! From a deed of the plan to a command, as things stand when its moment comes.

use serde_json::{Value, json};

use super::{
    script::{Act, CAST, Deed},
    tab::Tab,
    world::{Hall, Known},
};
use crate::support::client::Client;

/// Newest requests that people look at.
const IN_SIGHT: usize = 12;
/// A command that somebody is about to send.
pub struct Order {
    pub tab: usize,
    pub id: String,
    pub name: &'static str,
    pub input: Value,
    /// It goes to the other node as well.
    pub twin: bool,
}

impl Hall {
    /// What the deeds are, as things stand; some come to nothing.
    pub fn orders(&self, deeds: &[Deed], tabs: &[Tab]) -> Vec<Order> {
        let order = |deed: &Deed| {
            tabs[deed.tab].person.as_ref()?;
            let (name, input) = self.command(deed, tabs)?;
            Some(Order {
                tab: deed.tab,
                id: Client::command_id(),
                name,
                input,
                twin: deed.twin,
            })
        };
        deeds.iter().filter_map(order).collect()
    }

    fn command(&self, deed: &Deed, tabs: &[Tab]) -> Option<(&'static str, Value)> {
        let who = deed.tab;
        Some(match &deed.act {
            Act::Hold { grid, slot } => ("slot.hold", self.place(*grid, *slot)),
            Act::Release => ("slot.release", json!({})),
            Act::Request { grid, slot } => ("appointment.request", self.request(*grid, *slot)),
            Act::Take { which } => {
                let (it, starts) = pick(&self.suggested, *which)?;
                let start = starts.get(which % starts.len().max(1))?;
                let input = json!({"appointment": it.id, "start": start});
                ("appointment.take", input)
            }
            Act::Cancel { which } => {
                let it = self.in_sight(who, *which)?;
                let input = json!({"appointment": it.id, "reason": "changed plans"});
                ("appointment.cancel", input)
            }
            Act::Accept { which } => {
                let it = self.in_sight(who, *which)?;
                ("appointment.accept", json!({"appointment": it.id}))
            }
            Act::Reject { which, slot } => {
                let it = self.in_sight(who, *which)?;
                let input = json!({
                    "appointment": it.id,
                    "reason": {"preset": "schedule_conflict", "text": ""},
                    "suggest": [self.starts[*slot], self.starts[slot + 1]],
                });
                ("appointment.reject", input)
            }
            Act::RejectConflicting { which } => {
                let it = self.in_sight(who, *which)?;
                let input = json!({"appointment": it.id});
                ("appointment.reject_conflicting", input)
            }
            // Up to now, whenever that is.
            Act::ReadNotices => ("notice.read", json!({"until": 4_000_000_000_000_i64})),
            other => return self.manage(other, who, tabs),
        })
    }

    fn manage(&self, act: &Act, who: usize, tabs: &[Tab]) -> Option<(&'static str, Value)> {
        let colleague = colleague(who);
        let user = &self.users[colleague];
        let is_here = tabs[colleague].person.is_some();
        Some(match act {
            Act::Invite if !is_here => {
                let input =
                    json!({"email": email(colleague), "name": CAST[colleague].0, "admin": false});
                ("staff.invite", input)
            }
            Act::Remove if is_here => ("staff.remove", json!({"user": user})),
            Act::SetAdmin { admin } if is_here => {
                ("staff.set_admin", json!({"user": user, "admin": admin}))
            }
            Act::Duty { wang, on } => {
                let user = &self.users[if *wang { at("wang") } else { at("li") }];
                let input = json!({"exhibitor": self.exhibitor, "user": user, "on": on});
                ("duty.set", input)
            }
            Act::Announce => {
                let text = format!("word {}", Client::command_id());
                (
                    "fair.announce",
                    json!({"edition": self.edition, "text": text}),
                )
            }
            Act::Rules { .. } => ("edition.set_rules", self.rules(act, &tabs[who])?),
            Act::Clock { minutes } => ("clock.advance", json!({"by_ms": minutes * 60_000})),
            _ => return None,
        })
    }

    fn place(&self, grid: usize, slot: usize) -> Value {
        json!({"grid": self.grids[grid], "start": self.starts[slot]})
    }

    fn request(&self, grid: usize, slot: usize) -> Value {
        let mut input = self.place(grid, slot);
        input["topic"] = "Price inquiry".into();
        input["card"] = slot.is_multiple_of(2).into();
        input["origin"] = json!({"kind": "exhibitor"});
        input
    }

    /// One of the newest requests that are `who`'s company's to deal with.
    fn in_sight(&self, who: usize, which: usize) -> Option<&Known> {
        let concerns = |it: &&Known| match CAST[who].0 {
            "he" => it.grid == 3,
            "li" | "wang" | "chen" => it.grid < 3,
            _ => company(it.buyer) == company(who),
        };
        let mine: Vec<_> = self.known.iter().rev().filter(concerns).collect();
        let mine = &mine[..mine.len().min(IN_SIGHT)];
        mine.get(which % mine.len().max(1)).copied()
    }

    /// Other rules, by the revision that the organiser sees.
    fn rules(&self, act: &Act, tab: &Tab) -> Option<Value> {
        let Act::Rules {
            policy,
            minutes,
            answer,
        } = act
        else {
            return None;
        };
        let topic = format!("fair/{}", self.edition.as_str().expect("an id"));
        let edition = &tab.views.get(&topic)?.state["edition"];
        let mut rules = edition["rules"].clone();
        rules["policy"] = ["open", "soft", "hold"][*policy].into();
        rules["minutes"] = (*minutes).into();
        rules["answer_ms"] = [7_200_000, 86_400_000][*answer].into();
        rules["hold_ms"] = 60_000.into();
        Some(json!({"edition": self.edition, "revision": edition["revision"], "rules": rules}))
    }
}

pub(super) fn pick<T>(list: &[T], which: usize) -> Option<&T> {
    let newest = list.len().saturating_sub(IN_SIGHT);
    let list = &list[newest..];
    list.get(which % list.len().max(1))
}

fn at(mailbox: &str) -> usize {
    let found = CAST.iter().position(|(it, _)| *it == mailbox);
    found.expect("in the cast")
}

/// Whom an admin removes and invites.
pub(super) fn colleague(admin: usize) -> usize {
    at(if CAST[admin].0 == "chen" {
        "wang"
    } else {
        "dora"
    })
}

fn email(tab: usize) -> String {
    let host = if CAST[tab].0 == "wang" {
        "tayo"
    } else {
        "importadora"
    };
    format!("{}@{host}.example", CAST[tab].0)
}

fn company(tab: usize) -> &'static str {
    match CAST[tab].0 {
        "ana" | "bruno" | "dora" => "Importadora",
        other => other,
    }
}
