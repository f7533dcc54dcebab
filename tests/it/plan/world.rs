//! The stage: nodes, their neighbours, the people's tabs, and what is known of what they have done.

use serde_json::{Value, json};

use super::{
    script::{CAST, SLOTS},
    tab::{Roads, Tab},
};
use crate::{
    hall::fair,
    support::{
        client::Person,
        eventually,
        local::postgres,
        redis::Redis,
        server::{Server, Setup},
    },
};

/// A request that somebody was told the number of.
#[derive(Clone, Debug)]
pub struct Known {
    pub id: Value,
    /// The buyer's company, by the tab that asked.
    pub buyer: usize,
    /// The calendar, which tells the stand.
    pub grid: usize,
}

/// A command that took effect.
#[derive(Clone, Debug)]
pub struct Done {
    pub tab: usize,
    pub user: Value,
    pub id: String,
    pub name: &'static str,
    pub input: Value,
    pub ok: Value,
}

/// Everything around the people.
pub struct World {
    pub nodes: Vec<Server>,
    pub redis: Option<Redis>,
    pub roads: Roads,
    /// Where the database is.
    pub database: String,
}

/// What everybody can look up, and what has happened so far.
pub struct Hall {
    pub edition: Value,
    pub exhibitor: Value,
    pub starts: Vec<i64>,
    pub grids: Vec<Value>,
    /// By tab; null before somebody has joined.
    pub users: Vec<Value>,
    pub known: Vec<Known>,
    pub suggested: Vec<(Known, Vec<i64>)>,
    pub done: Vec<Done>,
    /// Commands whose sender was signed out before he was answered: their ids tell.
    pub in_doubt: Vec<Done>,
    /// Topics that everybody hears.
    public: Vec<String>,
}

impl World {
    /// One node on `SQLite`.
    pub async fn alone() -> Self {
        let node = Server::start(Setup::sqlite()).await;
        let database = format!("sqlite:{}", node.database().display());
        Self::of(vec![node], None, database)
    }

    /// Two nodes on PostgreSQL and Redis; nothing where these are not installed.
    pub async fn of_two() -> Option<Self> {
        let database = postgres::database().await?;
        let redis = Redis::own()?;
        let setup = || Setup::cluster(&database, &redis.url());
        let nodes = vec![Server::start(setup()).await, Server::start(setup()).await];
        Some(Self::of(nodes, Some(redis), database))
    }

    fn of(nodes: Vec<Server>, redis: Option<Redis>, database: String) -> Self {
        let roads = Roads::to(nodes.iter().map(Server::address).collect());
        Self {
            nodes,
            redis,
            roads,
            database,
        }
    }

    /// Kills a node; the only one there is comes back at once.
    pub async fn kill(node: usize, nodes: &mut [Server], roads: &Roads) {
        let is_alone = nodes.len() == 1;
        let node = node % nodes.len();
        roads.set_down(node, true);
        nodes[node].kill();
        if is_alone {
            nodes[node].restart().await;
            roads.set_down(node, false);
        }
    }

    /// Starts a killed node.
    pub async fn start(&mut self, node: usize) {
        if self.nodes.len() > 1 {
            self.nodes[node].restart().await;
            self.roads.set_down(node, false);
        }
    }

    /// Everything is there again.
    pub async fn heal(&mut self) {
        for node in 0..self.nodes.len() {
            if self.roads.is_down(node) {
                self.start(node).await;
            }
        }
        self.start_redis();
    }

    pub fn stop_redis(&mut self) {
        if let Some(redis) = &mut self.redis {
            redis.stop();
        }
    }

    pub fn start_redis(&mut self) {
        if let Some(redis) = &mut self.redis
            && redis.is_stopped()
        {
            redis.restart();
        }
    }
}

impl Hall {
    /// Signs everybody in on his node, and looks up what they will ask for.
    pub async fn open(world: &World) -> (Self, Vec<Tab>) {
        let first = &world.nodes[0];
        let mei = Person::of_the_cast(first, "mei").await;
        let (edition, fair_topic) = fair(&mei).await;
        let mut hall = Self {
            edition: edition.clone(),
            exhibitor: Value::Null,
            starts: Vec::new(),
            grids: Vec::new(),
            users: vec![Value::Null; CAST.len()],
            known: Vec::new(),
            suggested: Vec::new(),
            done: Vec::new(),
            in_doubt: Vec::new(),
            public: vec![fair_topic],
        };
        hall.look_up(&mei).await;
        let mut tabs = Vec::new();
        for (at, (mailbox, node)) in CAST.iter().enumerate() {
            let mut tab = Tab::closed(*node);
            if *mailbox != "dora" {
                let person = Person::of_the_cast(first, mailbox).await;
                let topics = hall.topics_of(at, &person).await;
                tab.open(person, topics);
                tab.catch_up(&world.roads).await;
            }
            tabs.push(tab);
        }
        (hall, tabs)
    }

    /// What a tab hears from the beginning.
    pub async fn topics_of(&mut self, tab: usize, person: &Person) -> Vec<String> {
        let me = eventually("somebody's name", async || {
            let (status, me) = person.try_get("/api/v1/me").await?;
            (status == 200).then_some(me)
        })
        .await;
        self.users[tab] = me["user"]["id"].clone();
        let mut topics = self.public.clone();
        let text = |it: &Value| it.as_str().expect("an id").to_owned();
        topics.push(format!("inbox/{}", text(&me["user"]["id"])));
        if me["company"]["admin"] == true {
            topics.push(format!("company/{}", text(&me["company"]["id"])));
        }
        if ["li", "wang", "chen"].contains(&CAST[tab].0) {
            topics.push(format!("desk/{}", text(&self.exhibitor)));
        }
        topics
    }

    async fn look_up(&mut self, mei: &Person) {
        let (_, editions) = mei.get("/api/v1/editions").await;
        let editions = editions.as_array().expect("a list");
        let current = editions.iter().find(|it| it["id"] == self.edition);
        let day = current.expect("it is listed")["first_day"].as_str();
        let day = day.expect("a date").to_owned();
        let tayo = stand(mei, "Tayo").await;
        let lumina = stand(mei, "Lumina").await;
        self.exhibitor = tayo["id"].clone();
        let grid = |stand: &Value, name: &str| {
            let staff = stand["staff"].as_array().expect("a list").iter();
            let found = staff.clone().find(|it| {
                let full = it["name"].as_str().expect("a name");
                full.starts_with(name)
            });
            found.expect("on duty")["grid"].clone()
        };
        self.grids = vec![
            grid(&tayo, "Li"),
            grid(&tayo, "Wang"),
            tayo["queue"].clone(),
            grid(&lumina, "He"),
        ];
        for grid in &self.grids {
            let name = grid.as_str().expect("an id");
            self.public.push(format!("slots/{name}/{day}"));
        }
        let first = self.grids[0].as_str().expect("an id");
        let (_, slots) = mei.get(&format!("/api/v1/grids/{first}/{day}")).await;
        let periods = slots["periods"].as_array().expect("periods");
        let starts = periods.iter().map(|it| it["start"].as_i64());
        self.starts = starts.take(SLOTS + 1).flatten().collect();
    }
}

async fn stand(person: &Person, name: &str) -> Value {
    let (_, page) = person.get(&format!("/api/v1/exhibitors?q={name}")).await;
    let id = page["items"][0]["id"].as_str().expect("an id").to_owned();
    let (status, stand) = person.get(&format!("/api/v1/exhibitors/{id}")).await;
    assert_eq!(status, 200, "{stand}");
    stand
}

/// Enters by an invitation, as somebody new or as somebody who was here before.
pub async fn enter(world: &World, link: &str) -> Option<Person> {
    let token = link.rsplit('/').next().expect("a path");
    let body = json!({"token": token, "password": "lychee-orchard-128"});
    eventually("the invitation is used", async || {
        let address = world.roads.address(0);
        match Person::enter(address, "/api/v1/link", &body).await {
            Ok(person) => Some(Some(person)),
            // Withdrawn meanwhile, or its holder has entered by another.
            Err(Some(409 | 410)) => Some(None),
            Err(Some(503) | None) => None,
            Err(other) => panic!("{other:?}"),
        }
    })
    .await
}
