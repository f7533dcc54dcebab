//! A node that is stopped for longer than its lease and then wakes: it delivers nothing to people who lost their
//! right meanwhile, and writes nothing that another node has taken over.
//!
//! It sleeps a little longer than its lease in `make test`, and half a minute in `make soak`
//! (`PARLEY_SOAK_SLEEP_S`).

use std::time::{Duration, Instant};

use parley::hub::lease::LEASE;
use serde_json::{Value, json};
use sqlx::{Connection, Executor, PgConnection};
use tokio::time::sleep;

use crate::{
    hall::{announce, fair},
    support::{
        client::{Client, Person},
        eventually, given,
        ledger::Ledger,
        local::postgres,
        redis::Redis,
        server::{Server, Setup},
    },
};

/// How long another node waits before it takes a job over; a sleep beyond it needs no help to lose its jobs.
const JOB_LEASE: Duration = Duration::from_secs(30);

fn nap() -> Duration {
    Duration::from_secs(given("PARLEY_SOAK_SLEEP_S", LEASE.as_secs() + 1))
}

/// Somebody's tab on the node that will sleep, and what it says to it while it does.
struct Victim {
    person: Person,
    tab: Client,
    inbox: String,
    pressed: String,
}

impl Victim {
    /// Hears the fair and his own inbox, and has heard everything so far.
    async fn on(node: &Server, (mailbox, topic): (&str, &str)) -> Self {
        let person = Person::of_the_cast(node, mailbox).await;
        let mut tab = person.connect().await;
        let inbox = format!("inbox/{}", tab.hello["user"].as_str().expect("an id"));
        for name in [topic, &inbox] {
            tab.subscribe(name, None).await;
            tab.expect_reset(name).await;
        }
        Self {
            person,
            tab,
            inbox,
            pressed: Client::command_id(),
        }
    }

    /// Presses a button and asks for a topic, which waits in the socket.
    async fn goes_on(&mut self, topic: &str) {
        let input = json!({"name": "Somebody Else"});
        let command = json!({"id": self.pressed, "do": "profile.update", "in": input});
        self.tab.send(&command).await;
        for (id, name) in [("s1", topic), ("s2", &self.inbox)] {
            let ask = json!({"id": id, "do": "subscribe", "in": {"topic": name}});
            self.tab.send(&ask).await;
        }
    }

    /// Nothing of what happened meanwhile has reached him, and nothing he asked for was done.
    async fn got_nothing(&mut self) {
        let code = self.tab.closed().await;
        assert!(matches!(code, Some(4401)), "{code:?}");
        for frame in self.tab.frames().await {
            let delivered = ["is", "reset", "ok"]
                .iter()
                .any(|it| frame.get(*it).is_some());
            assert!(!delivered, "{frame}");
        }
        assert_eq!(self.person.get("/api/v1/me").await.0, 401);
    }
}

#[tokio::test]
async fn soak_a_node_that_slept_delivers_nothing_to_whoever_was_removed() {
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let setup = || Setup::cluster(&database, &redis.url());
    let (one, mut two) = (Server::start(setup()).await, Server::start(setup()).await);
    let mei = Person::of_the_cast(&one, "mei").await;
    let chen = Person::of_the_cast(&one, "chen").await;
    let (edition, topic) = fair(&mei).await;
    let mut wang = Victim::on(&two, ("wang", &topic)).await;
    let mut carla = Victim::on(&two, ("carla", &topic)).await;
    let mut ana = Victim::on(&two, ("ana", &topic)).await;
    let (mut mei, mut chen) = (mei.connect().await, chen.connect().await);

    two.freeze();
    let asleep = Instant::now();
    let user = wang.tab.hello["user"].clone();
    let removed = chen.command("staff.remove", json!({"user": user})).await;
    removed.expect("removed");
    let (status, _) = carla
        .person
        .on(&one)
        .post("/api/v1/logout", &json!({}))
        .await;
    assert_eq!(status, 204);
    // Acknowledged as soon as the sleeper's lease is over, and not before it could have delivered.
    assert!(asleep.elapsed() < 2 * LEASE, "{:?}", asleep.elapsed());
    for text in ["one", "two", "three"] {
        announce(&mut mei, &edition, text).await;
    }
    for victim in [&mut wang, &mut carla] {
        victim.goes_on(&topic).await;
    }
    sleep(nap().saturating_sub(asleep.elapsed())).await;

    two.thaw();
    wang.got_nothing().await;
    carla.got_nothing().await;
    for text in ["one", "two", "three"] {
        let heard = ana.tab.expect_fact(&topic, "announced").await;
        assert_eq!(heard["with"]["text"], text);
    }
    let mut ledger = Ledger::open(&database).await;
    let renamed = "SELECT CAST(COUNT(*) AS BIGINT) FROM users WHERE name = 'Somebody Else'";
    assert_eq!(ledger.count(renamed).await, 0);
    ledger.has_no_holes().await;
}

/// Requests of Ana's to Tayo's queue, for the last periods of the first fair day; their ids.
pub async fn ask(ana: &Person, count: usize) -> Vec<Value> {
    let (_, page) = ana.get("/api/v1/exhibitors?q=Tayo").await;
    let stand = page["items"][0]["id"].as_str().expect("an id");
    let (_, stand) = ana.get(&format!("/api/v1/exhibitors/{stand}")).await;
    let grid = stand["queue"].as_str().expect("an id");
    let (_, editions) = ana.get("/api/v1/editions").await;
    let day = editions[0]["first_day"].as_str().expect("a date");
    let (_, slots) = ana.get(&format!("/api/v1/grids/{grid}/{day}")).await;
    let mut tab = ana.connect().await;
    let mut asked = Vec::new();
    // The afternoon's: a day from now, when nobody has answered, they are still ahead.
    let periods = slots["periods"].as_array().expect("periods");
    for period in periods.iter().rev().take(count) {
        let input = json!({
            "grid": grid,
            "start": period["start"],
            "topic": "Price inquiry",
            "card": false,
            "origin": {"kind": "exhibitor"},
        });
        let made = tab.command("appointment.request", input).await;
        asked.push(made.expect("asked")["appointment"].clone());
    }
    asked
}

/// Leaves a job behind.
async fn put_on_duty(chen: &Person) {
    let (_, me) = chen.get("/api/v1/me").await;
    let (_, page) = chen.get("/api/v1/exhibitors?q=Tayo").await;
    let stand = &page["items"][0]["id"];
    let input = json!({"exhibitor": stand, "user": me["user"]["id"], "on": true});
    let body = json!({"id": Client::command_id(), "in": input});
    let (status, answer) = chen.post("/api/v1/do/duty.set", &body).await;
    assert_eq!(status, 200, "{answer}");
}

async fn status(person: &Person, appointment: &Value) -> Value {
    let id = appointment.as_str().expect("an id");
    let (_, it) = person.get(&format!("/api/v1/appointments/{id}")).await;
    it["status"].clone()
}

#[tokio::test]
async fn soak_a_node_that_slept_does_no_job_that_another_one_did() {
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let setup = || Setup::cluster(&database, &redis.url());
    let mut one = Server::start(setup()).await;
    let mei = Person::of_the_cast(&one, "mei").await;
    let ana = Person::of_the_cast(&one, "ana").await;
    let asked = ask(&ana, 4).await;

    // It falls asleep in the middle of the first of them, with all of them in its hands.
    let mut held = PgConnection::connect(&database).await.expect("it answers");
    held.execute("BEGIN; SELECT * FROM grid_days FOR UPDATE")
        .await
        .expect("held");
    let mut socket = mei.connect().await;
    let a_day = json!({"by_ms": 24 * 3_600_000 + 60_000});
    socket.command("clock.advance", a_day).await.expect("moved");
    let mut ledger = Ledger::open(&database).await;
    let waiting = "SELECT CAST(COUNT(*) AS BIGINT) FROM pg_stat_activity
                   WHERE datname = current_database() AND wait_event_type = 'Lock'";
    eventually("it waits for the day", async || {
        (ledger.count(waiting).await > 0).then_some(())
    })
    .await;
    one.freeze();
    held.execute("ROLLBACK").await.expect("let go");
    let taken = "SELECT CAST(COUNT(*) AS BIGINT) FROM jobs WHERE attempts > 0";
    assert_eq!(ledger.count(taken).await, 4);

    let mut two = Server::start(setup()).await;
    if nap() > JOB_LEASE {
        sleep(nap()).await;
    } else {
        ledger.let_leases_end().await;
    }
    for it in &asked {
        eventually("the other node does it", async || {
            (status(&ana.on(&two), it).await == "expired").then_some(())
        })
        .await;
    }
    one.thaw();
    // It takes no fresh job before it has been through those it held, and nobody else takes this one.
    two.kill();
    put_on_duty(&Person::of_the_cast(&one, "chen").await).await;
    eventually("it has done what there was", async || {
        (ledger
            .count("SELECT CAST(COUNT(*) AS BIGINT) FROM jobs")
            .await
            == 0)
            .then_some(())
    })
    .await;
    for (what, count) in [
        (
            "SELECT CAST(COUNT(*) AS BIGINT) FROM facts WHERE kind = 'appointment.expired'",
            4,
        ),
        (
            "SELECT CAST(COUNT(*) AS BIGINT) FROM notices WHERE kind = 'appointment.expired'",
            4,
        ),
    ] {
        assert_eq!(ledger.count(what).await, count, "{what}");
    }
    ledger.has_no_holes().await;
}
