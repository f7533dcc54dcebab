//! A client's view of a topic: the snapshot it began with, and every fact since (DESIGN 1, law 5).

use std::collections::BTreeMap;

use serde_json::{Value, json};

/// What a snapshot holds of what grows: the newest of them.
const NEWEST: usize = 50;

/// What somebody knows of one topic.
#[derive(Clone, Debug)]
pub struct View {
    /// The last fact that was heard.
    pub seq: i64,
    /// As the snapshot has it.
    pub state: Value,
    /// How every appointment of a company stands that was heard of: its count of pending ones is theirs.
    statuses: BTreeMap<String, String>,
    /// Pending ones of the snapshot the view began with.
    pending_before: i64,
}

impl View {
    pub fn of(seq: i64, state: Value) -> Self {
        let pending_before = state["pending"].as_i64().unwrap_or_default();
        Self {
            seq,
            state,
            statuses: BTreeMap::new(),
            pending_before,
        }
    }

    /// Folds one fact of `topic`, which must be the next.
    pub fn fold(&mut self, topic: &str, fact: &Value) {
        let seq = fact["seq"].as_i64();
        assert_eq!(seq, Some(self.seq + 1), "not the next of {topic}: {fact}");
        self.seq += 1;
        let (kind, with) = (fact["is"].as_str().expect("a kind"), &fact["with"]);
        match topic.split('/').next() {
            Some("slots") => self.paint(kind, with),
            Some("fair") => self.fair(kind, with, &fact["at"]),
            Some("negotiation") => self.negotiation(kind, with),
            Some("inbox") => self.inbox(kind, with),
            Some("desk") => self.desk(with),
            Some("company") => self.company(kind, with),
            _ => panic!("nobody hears {topic}"),
        }
    }

    fn paint(&mut self, kind: &str, with: &Value) {
        if kind == "grid.changed" {
            self.state = with.clone();
            return;
        }
        let periods = self.state["periods"].as_array_mut().expect("periods");
        // Other rules may have begun: then the whole day follows.
        if let Some(period) = periods.iter_mut().find(|it| it["start"] == with["start"]) {
            period["state"] = with["state"].clone();
            let period = period.as_object_mut().expect("a period");
            match with.get("until") {
                Some(until) => period.insert("until".to_owned(), until.clone()),
                None => period.remove("until"),
            };
        }
    }

    fn fair(&mut self, kind: &str, with: &Value, at: &Value) {
        match kind {
            "rules.changed" => {
                for key in ["revision", "rules"] {
                    self.state["edition"][key] = with[key].clone();
                }
            }
            "announced" => self.state["announcement"] = json!({"text": with["text"], "at": at}),
            "edition.changed" => self.state["edition"] = with["edition"].clone(),
            other => panic!("{other} in a fair"),
        }
    }

    fn negotiation(&mut self, kind: &str, with: &Value) {
        if kind == "negotiation.opened" {
            self.state["negotiation"] = with["negotiation"].clone();
            self.state["appointments"] = json!([]);
            return;
        }
        let all = replace(&self.state["appointments"], &with["appointment"]);
        self.state["appointments"] = newest(all, "requested_at");
    }

    fn inbox(&mut self, kind: &str, with: &Value) {
        if let Some(unread) = with.get("unread") {
            self.state["unread"] = unread.clone();
        }
        match kind {
            "notice.added" => {
                let all = replace(&self.state["notices"], &with["notice"]);
                self.state["notices"] = newest(all, "at");
            }
            "busy.changed" => self.busy(with),
            "notices.read" | "appointment.changed" | "member.changed" => {}
            other => panic!("{other} in an inbox"),
        }
    }

    fn busy(&mut self, with: &Value) {
        let busy = self.state["busy"].as_array_mut().expect("a list");
        busy.retain(|it| it["appointment"] != with["appointment"]);
        if with["end"] != 0 {
            busy.push(with.clone());
        }
        busy.sort_by_key(|it| it["start"].as_i64());
    }

    fn desk(&mut self, with: &Value) {
        let mut all = replace(&self.state["requests"], &with["appointment"]);
        all.retain(|it| it["status"] == "pending");
        all.sort_by_key(|it| key(it, "requested_at"));
        self.state["requests"] = all.into();
    }

    fn company(&mut self, kind: &str, with: &Value) {
        if kind == "member.changed" {
            let members = self.state["members"].as_array_mut().expect("a list");
            members.retain(|it| it["user"] != with["user"]);
            if with["present"] == true {
                let mut member = with.clone();
                member.as_object_mut().expect("a member").remove("present");
                members.push(member);
            }
            members.sort_by_key(|it| it["user"].as_str().map(str::to_owned));
            return;
        }
        let it = &with["appointment"];
        let word = |key: &str| it[key].as_str().expect("a word").to_owned();
        self.statuses.insert(word("id"), word("status"));
        let pending = self.statuses.values().filter(|it| *it == "pending").count();
        let pending = i64::try_from(pending).expect("a small number");
        self.state["pending"] = (self.pending_before + pending).into();
    }
}

/// The list with `it` instead of its earlier form.
fn replace(list: &Value, it: &Value) -> Vec<Value> {
    let mut all = list.as_array().expect("a list").clone();
    all.retain(|other| other["id"] != it["id"]);
    all.push(it.clone());
    all
}

fn key(it: &Value, time: &str) -> (Option<i64>, Option<String>) {
    (it[time].as_i64(), it["id"].as_str().map(str::to_owned))
}

fn newest(mut all: Vec<Value>, time: &str) -> Value {
    all.sort_by_key(|it| std::cmp::Reverse(key(it, time)));
    all.truncate(NEWEST);
    all.into()
}
