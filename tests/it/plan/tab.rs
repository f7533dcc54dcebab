//! A browser's tab: a connection that comes back by itself, and a folded view of each topic it hears.

use std::{
    collections::{BTreeMap, BTreeSet},
    net::SocketAddr,
    sync::atomic::{AtomicBool, AtomicUsize, Ordering},
};

use serde_json::{Value, json};

use super::fold::View;
use crate::support::{
    client::{Client, Person},
    eventually,
};

/// Closed because the session has ended.
const SIGNED_OUT: u16 = 4401;

/// The nodes, as a browser knows them.
pub struct Roads {
    addresses: Vec<SocketAddr>,
    down: Vec<AtomicBool>,
    /// How often somebody was told that nothing was done because something is away.
    pub unavailable: AtomicUsize,
}

impl Roads {
    pub fn to(addresses: Vec<SocketAddr>) -> Self {
        let down = addresses.iter().map(|_| AtomicBool::new(false)).collect();
        Self {
            addresses,
            down,
            unavailable: AtomicUsize::new(0),
        }
    }

    pub fn is_down(&self, node: usize) -> bool {
        self.down[node].load(Ordering::Acquire)
    }

    pub fn set_down(&self, node: usize, down: bool) {
        self.down[node].store(down, Ordering::Release);
    }

    /// Node `wished`, or the other one while it is away.
    pub fn address(&self, wished: usize) -> SocketAddr {
        let count = self.addresses.len();
        let order = (0..count).map(|it| (wished + it) % count);
        let up = order.clone().find(|it| !self.is_down(*it));
        self.addresses[up.unwrap_or(wished % count)]
    }
}

/// How a command ended.
#[derive(Clone, Debug)]
pub enum Outcome {
    Done(Value),
    Refused(Value),
    /// Its sender is not signed in any more.
    Out,
}

impl Outcome {
    /// What it was answered, if it took effect.
    pub fn done(self) -> Option<Value> {
        match self {
            Self::Done(ok) => Some(ok),
            Self::Refused(_) | Self::Out => None,
        }
    }
}

/// A person's tab.
pub struct Tab {
    /// Nobody while he is not signed in.
    pub person: Option<Person>,
    pub node: usize,
    pub views: BTreeMap<String, View>,
    /// Topics it hears or is about to.
    hears: BTreeSet<String>,
    /// Those of them that this connection has not asked for yet.
    wanted: BTreeSet<String>,
    client: Option<Client>,
    epoch: Value,
}

impl Tab {
    pub fn closed(node: usize) -> Self {
        Self {
            person: None,
            node,
            views: BTreeMap::new(),
            hears: BTreeSet::new(),
            wanted: BTreeSet::new(),
            client: None,
            epoch: Value::Null,
        }
    }

    /// Signs in; what it hears begins anew.
    pub fn open(&mut self, person: Person, topics: impl IntoIterator<Item = String>) {
        self.close();
        self.person = Some(person);
        self.hears.extend(topics);
    }

    /// Is signed out; a browser forgets everything.
    pub fn close(&mut self) {
        self.person = None;
        self.client = None;
        self.views.clear();
        self.hears.clear();
        self.wanted.clear();
    }

    /// Loses the connection, and what was on its way.
    pub fn drop_connection(&mut self) {
        self.client = None;
    }

    /// Sends a command under its id until it is answered.
    pub async fn command(
        &mut self,
        roads: &Roads,
        (id, name, input): (&str, &str, &Value),
    ) -> Outcome {
        eventually(name, async || {
            if !self.is_connected(roads).await {
                return self.person.is_none().then_some(Outcome::Out);
            }
            let client = self.client.as_mut().expect("connected");
            let answer = client.try_command(id, name, input).await;
            self.take_in().await;
            match answer? {
                Ok(ok) => Some(Outcome::Done(ok)),
                Err(no) if no["code"] == "unavailable" => {
                    roads.unavailable.fetch_add(1, Ordering::Relaxed);
                    None
                }
                Err(no) => Some(Outcome::Refused(no)),
            }
        })
        .await
    }

    /// Connects where it is not connected; returns with everything heard that was committed before, or signed out.
    pub async fn catch_up(&mut self, roads: &Roads) {
        eventually("a tab catches up", async || {
            if !self.is_connected(roads).await {
                return self.person.is_none().then_some(());
            }
            let client = self.client.as_mut().expect("connected");
            let pong = client.try_ask("ping", &json!({})).await;
            self.take_in().await;
            pong.is_some().then_some(())
        })
        .await;
    }

    /// Folds what has come, without waiting for more.
    pub async fn take_in(&mut self) {
        let Some(client) = &mut self.client else {
            return;
        };
        let frames = client.frames().await;
        let (ended, farewell) = (client.has_ended(), client.farewell());
        self.fold_all(frames);
        if farewell == Some(SIGNED_OUT) {
            self.close();
        } else if ended {
            self.client = None;
        }
    }

    fn fold_all(&mut self, frames: Vec<Value>) {
        for frame in frames {
            let Some(topic) = frame["on"].as_str() else {
                continue;
            };
            if frame.get("gone").is_some() {
                self.lose(topic);
            } else if frame.get("reset").is_some() {
                self.begin(topic, &frame["reset"]);
            } else if frame.get("is").is_some() {
                let view = self.views.get_mut(topic);
                let view = view.unwrap_or_else(|| panic!("nobody asked for {topic}: {frame}"));
                view.fold(topic, &frame);
                self.discover(topic, &frame);
            }
        }
    }

    fn begin(&mut self, topic: &str, reset: &Value) {
        assert_eq!(reset["of"], 1, "{topic} is small");
        let seq = reset["seq"].as_i64().expect("a number");
        let view = View::of(seq, reset["state"].clone());
        self.views.insert(topic.to_owned(), view);
    }

    /// Whoever hears of an appointment wants to see its negotiation.
    fn discover(&mut self, topic: &str, fact: &Value) {
        let lists = topic.starts_with("inbox/") || topic.starts_with("company/");
        if let (true, Some(id)) = (lists, fact["with"]["appointment"]["negotiation"].as_str()) {
            let name = format!("negotiation/{id}");
            if self.hears.insert(name.clone()) {
                self.wanted.insert(name);
            }
        }
    }

    fn lose(&mut self, topic: &str) {
        self.hears.remove(topic);
        self.wanted.remove(topic);
        self.views.remove(topic);
    }

    /// Connects and subscribes as far as that is needed and possible now.
    async fn is_connected(&mut self, roads: &Roads) -> bool {
        self.take_in().await;
        if self.client.is_none() {
            self.connect(roads).await;
        }
        self.client.is_some() && self.subscribe_all().await
    }

    async fn connect(&mut self, roads: &Roads) {
        let Some(person) = &self.person else { return };
        let Some(mut client) = person.at(roads.address(self.node)).try_open().await else {
            return;
        };
        match client.try_hello().await {
            Some(Ok(hello)) => {
                self.epoch = hello["epoch"].clone();
                // What it hears already is asked for from where it stopped.
                self.wanted.clone_from(&self.hears);
                self.client = Some(client);
            }
            Some(Err(no)) if no["code"] == "unauthenticated" => self.close(),
            Some(Err(no)) => assert_eq!(no["code"], "unavailable", "{no}"),
            None => {}
        }
    }

    async fn subscribe_all(&mut self) -> bool {
        while let Some(topic) = self.wanted.first().cloned() {
            let mut input = json!({"topic": topic});
            if let Some(view) = self.views.get(&topic) {
                input["since"] = view.seq.into();
                input["epoch"] = self.epoch.clone();
            }
            let Some(client) = &mut self.client else {
                return false;
            };
            let answer = client.try_ask("subscribe", &input).await;
            match &answer {
                Some(Ok(_)) => drop(self.wanted.remove(&topic)),
                Some(Err(no)) if no["code"] == "no_right" => self.lose(&topic),
                Some(Err(no)) => assert_eq!(no["code"], "unavailable", "{topic}: {no}"),
                None => {}
            }
            self.take_in().await;
            if answer.is_none_or(|it| it.is_err_and(|no| no["code"] == "unavailable")) {
                return false;
            }
        }
        self.client.is_some()
    }
}
