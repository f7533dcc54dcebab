//! What goes wrong around a server, and the promise each time.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::{
    asleep::ask,
    hall::{announce, fair},
    support::{
        client::{Client, Person},
        eventually,
        local::postgres::{self, Postgres},
        redis::Redis,
        relay::{Lost, Relay, Weather},
        server::{Server, Setup},
    },
};

#[tokio::test]
async fn a_reader_at_one_byte_a_second_holds_nobody_up() {
    let server = Server::start(Setup::sqlite()).await;
    let relay = Relay::to(server.address()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let carla = Person::of_the_cast(&server, "carla").await;
    let mut slow = ana.behind(&relay).connect().await;
    slow.subscribe(&topic, None).await;
    relay.set(Weather::Dripping);
    let (mut mei, mut quick) = (mei.connect().await, carla.connect().await);
    quick.subscribe(&topic, None).await;

    let started = Instant::now();
    for _ in 0..50 {
        announce(&mut mei, &edition, &"x".repeat(400)).await;
        quick.expect_fact(&topic, "announced").await;
    }
    // 50 facts of 500 bytes would take the slow one seven hours.
    assert!(
        started.elapsed() < Duration::from_secs(10),
        "{:?}",
        started.elapsed()
    );
}

#[tokio::test]
async fn writes_are_refused_while_postgresql_is_gone_and_go_on_by_themselves() {
    let Some(postgres) = Postgres::own() else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let database = postgres.database().await;
    let node = Server::start(Setup::cluster(&database, &redis.url())).await;
    let mei = Person::of_the_cast(&node, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let mut socket = mei.connect().await;
    socket.subscribe(&topic, None).await;
    announce(&mut socket, &edition, "before").await;

    postgres.stop();
    let id = Client::command_id();
    let input = json!({"edition": edition, "text": "meanwhile"});
    let asked = Instant::now();
    let refused = socket.command_as(&id, "fair.announce", input.clone()).await;
    assert_eq!(
        refused.expect_err("never acknowledged")["code"],
        "unavailable"
    );
    assert!(
        asked.elapsed() < Duration::from_secs(5),
        "{:?}",
        asked.elapsed()
    );

    postgres.restart();
    // The socket stands. The same id is sent until it is answered, and takes effect once.
    let seq = eventually("writing goes on", async || {
        let answer = socket.command_as(&id, "fair.announce", input.clone()).await;
        answer.ok()?["seq"].as_i64()
    })
    .await;
    assert_eq!(announce(&mut socket, &edition, "after").await, seq + 1);
    let mut reader = mei.connect().await;
    reader.subscribe(&topic, Some(0)).await;
    for text in ["before", "meanwhile", "after"] {
        let heard = reader.expect_fact(&topic, "announced").await;
        assert_eq!(heard["with"]["text"], text);
    }
    let mut more = reader.heard().await;
    more.retain(|it| it["is"] == "announced");
    assert_eq!(more, Vec::<Value>::new());
}

/// A node whose database is behind a relay, an organiser on its socket, and what PostgreSQL and Redis live by.
struct Remote {
    node: Server,
    relay: Relay,
    _redis: Redis,
}

impl Remote {
    async fn start() -> Option<Self> {
        let database = postgres::database().await?;
        let redis = Redis::own()?;
        let mut url = url::Url::parse(&database).expect("an address");
        let server = format!("127.0.0.1:{}", url.port().expect("a port"));
        let relay = Relay::to(server.parse().expect("an address")).await;
        url.set_port(Some(relay.address().port())).expect("a port");
        let node = Server::start(Setup::cluster(url.as_str(), &redis.url())).await;
        Some(Self {
            node,
            relay,
            _redis: redis,
        })
    }
}

async fn a_lost_commit_is_settled_by_its_id(lost: Lost) {
    let Some(Remote {
        node,
        relay,
        _redis,
    }) = Remote::start().await
    else {
        return;
    };
    let mei = Person::of_the_cast(&node, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let (mut voice, mut ears) = (mei.connect().await, mei.connect().await);
    ears.subscribe(&topic, None).await;
    ears.expect_reset(&topic).await;
    let text = "between COMMIT and its answer";
    let (id, input) = (
        Client::command_id(),
        json!({"edition": edition, "text": text}),
    );

    relay.lose(text, lost);
    let answer = voice.command_as(&id, "fair.announce", input.clone()).await;
    assert!(relay.has_lost(), "{answer:?}");
    assert_eq!(answer.expect_err("not acknowledged")["code"], "unavailable");
    let ok = eventually("the id tells", async || {
        let answer = voice.command_as(&id, "fair.announce", input.clone()).await;
        answer.ok()
    })
    .await;
    let heard = ears.expect_fact(&topic, "announced").await;
    assert_eq!(
        (&heard["seq"], &heard["with"]["text"]),
        (&ok["seq"], &json!(text))
    );
    let after = announce(&mut voice, &edition, "after").await;
    assert_eq!(Some(after - 1), ok["seq"].as_i64());
    let heard = ears.expect_fact(&topic, "announced").await;
    assert_eq!(heard["with"]["text"], "after");
    assert_eq!(ears.heard().await, Vec::<Value>::new());
}

#[tokio::test]
async fn a_commit_that_never_arrived_takes_effect_once_when_sent_again() {
    a_lost_commit_is_settled_by_its_id(Lost::Commit).await;
}

#[tokio::test]
async fn a_commit_whose_answer_was_lost_is_answered_when_sent_again() {
    a_lost_commit_is_settled_by_its_id(Lost::Answer).await;
}

#[tokio::test]
async fn writes_are_refused_in_time_while_the_road_to_postgresql_is_blocked() {
    let Some(Remote {
        node,
        relay,
        _redis,
    }) = Remote::start().await
    else {
        return;
    };
    let mei = Person::of_the_cast(&node, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let mut voice = mei.connect().await;
    announce(&mut voice, &edition, "before").await;
    relay.set(Weather::Stalled);
    let id = Client::command_id();
    let input = json!({"edition": edition, "text": "meanwhile"});
    for _ in 0..3 {
        let asked = Instant::now();
        let refused = voice.command_as(&id, "fair.announce", input.clone()).await;
        let no = refused.expect_err("never acknowledged");
        assert_eq!(no["code"], "unavailable");
        // Two seconds, and one for a busy machine.
        let took = asked.elapsed();
        assert!(took < Duration::from_secs(3), "{took:?}");
    }
    relay.set(Weather::Clear);
    eventually("writing goes on", async || {
        let answer = voice.command_as(&id, "fair.announce", input.clone()).await;
        answer.ok()
    })
    .await;
    let mut reader = mei.connect().await;
    reader.subscribe(&topic, Some(0)).await;
    for text in ["before", "meanwhile"] {
        let heard = reader.expect_fact(&topic, "announced").await;
        assert_eq!(heard["with"]["text"], text);
    }
    let mut more = reader.heard().await;
    more.retain(|it| it["is"] == "announced");
    assert_eq!(more, Vec::<Value>::new());
}

#[tokio::test]
async fn a_client_resumes_on_another_node() {
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let mut one = Server::start(Setup::cluster(&database, &redis.url())).await;
    let two = Server::start(Setup::cluster(&database, &redis.url())).await;
    let relay = Relay::to(one.address()).await;
    let mei = Person::of_the_cast(&two, "mei").await;
    let ana = Person::of_the_cast(&one, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let mut ears = ana.behind(&relay).connect().await;
    ears.subscribe(&topic, None).await;
    let mut voice = mei.connect().await;
    let since = announce(&mut voice, &edition, "one").await;
    ears.expect_fact(&topic, "announced").await;

    relay.close();
    one.kill();
    ears.closed().await;
    announce(&mut voice, &edition, "two").await;
    relay.turn_to(two.address());
    relay.open();
    let mut ears = ana.on(&two).behind(&relay).connect().await;
    ears.subscribe(&topic, Some(since)).await;
    let heard = ears.expect_fact(&topic, "announced").await;
    assert_eq!(
        (&heard["seq"], &heard["with"]["text"]),
        (&json!(since + 1), &json!("two"))
    );
}

#[tokio::test]
async fn a_node_that_slept_catches_up() {
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let one = Server::start(Setup::cluster(&database, &redis.url())).await;
    let mut two = Server::start(Setup::cluster(&database, &redis.url())).await;
    let mei = Person::of_the_cast(&one, "mei").await;
    let ana = Person::of_the_cast(&two, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let mut ears = ana.connect().await;
    ears.subscribe(&topic, None).await;
    ears.expect_reset(&topic).await;
    let mut voice = mei.connect().await;

    two.freeze();
    for text in ["one", "two", "three"] {
        announce(&mut voice, &edition, text).await;
    }
    assert!(ears.is_silent_for(Duration::from_secs(1)).await);
    two.thaw();
    for text in ["one", "two", "three"] {
        let heard = ears.expect_fact(&topic, "announced").await;
        assert_eq!(heard["with"]["text"], text);
    }
}

#[tokio::test]
async fn a_drained_server_says_good_bye_and_ends_well() {
    let mut server = Server::start(Setup::sqlite()).await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let mut socket = ana.connect().await;
    let asked = Instant::now();
    server.terminate();
    let bye = socket
        .expect("a good-bye", |it| it.get("bye").is_some())
        .await;
    assert_eq!(bye["bye"]["code"], "drain");
    assert_eq!(socket.closed().await, Some(1001));
    assert!(server.ended().await.success(), "{}", server.log());
    assert!(asked.elapsed() < Duration::from_secs(30));
}

#[tokio::test]
async fn both_doors_know_a_command_by_its_id() {
    let server = Server::start(Setup::sqlite()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let (edition, _) = fair(&mei).await;
    let body = json!({"id": Client::command_id(), "in": {"edition": edition, "text": "once"}});
    let (status, posted) = mei.post("/api/v1/do/fair.announce", &body).await;
    assert_eq!(status, 200, "{posted}");
    let id = body["id"].as_str().expect("an id");
    let mut socket = mei.connect().await;
    let again = socket
        .command_as(id, "fair.announce", body["in"].clone())
        .await;
    assert_eq!(again.expect("answered"), posted["ok"]);
    let other = json!({"edition": edition, "text": "twice"});
    let refused = socket.command_as(id, "fair.announce", other).await;
    assert_eq!(refused.expect_err("refused")["code"], "id_reused");
}

/// Everybody who was on a server that is ended hears the rest elsewhere, and nothing twice.
#[tokio::test]
async fn a_drained_crowd_goes_on_elsewhere() {
    const CROWD: usize = 60;
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let mut one = Server::start(Setup::cluster(&database, &redis.url())).await;
    let two = Server::start(Setup::cluster(&database, &redis.url())).await;
    let ana = Person::of_the_cast(&one, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let mut voice = Person::of_the_cast(&two, "mei").await.connect().await;
    let mut crowd = Vec::new();
    for _ in 0..CROWD {
        let mut ears = ana.connect().await;
        ears.subscribe(&topic, None).await;
        ears.expect_reset(&topic).await;
        crowd.push(ears);
    }
    let first = announce(&mut voice, &edition, "before").await;
    let asked = Instant::now();
    one.terminate();
    for text in ["while it ends", "and after"] {
        announce(&mut voice, &edition, text).await;
    }
    let (mut pauses, mut heard) = (Vec::new(), Vec::new());
    for mut ears in crowd {
        let bye = ears
            .expect("a good-bye", |it| it.get("bye").is_some())
            .await;
        pauses.push(bye["bye"]["after_ms"].as_u64().expect("a pause"));
        assert_eq!(ears.closed().await, Some(1001));
        let facts = ears.frames().await.into_iter();
        let facts: Vec<_> = facts.filter_map(|it| it["seq"].as_i64()).collect();
        heard.push(facts);
    }
    assert!(one.ended().await.success(), "{}", one.log());
    assert!(asked.elapsed() < Duration::from_secs(30));
    let (soonest, latest) = (pauses.iter().min(), pauses.iter().max());
    assert!(
        soonest < latest,
        "nobody comes back at the same moment: {pauses:?}"
    );
    let ana = ana.on(&two);
    for mut facts in heard {
        let mut ears = ana.connect().await;
        let since = facts.last().copied().unwrap_or(first - 1);
        ears.subscribe(&topic, Some(since)).await;
        while facts.last() != Some(&(first + 2)) {
            let fact = ears.expect_fact(&topic, "announced").await;
            facts.push(fact["seq"].as_i64().expect("a number"));
        }
        assert_eq!(facts, [first, first + 1, first + 2]);
    }
}

/// It hears no word of its lost connection, an hour goes by at the fair, and more is said than is kept for replay: it
/// comes back to the same state as somebody who has just arrived, and what it had sent takes effect once.
#[tokio::test]
async fn a_laptop_that_slept_an_hour_is_where_the_fair_is() {
    let server = Server::start(Setup::sqlite()).await;
    let relay = Relay::to(server.address()).await;
    let (mei, ana) = (
        Person::of_the_cast(&server, "mei").await,
        Person::of_the_cast(&server, "ana").await,
    );
    let (edition, topic) = fair(&ana).await;
    let (_, me) = ana.get("/api/v1/me").await;
    let inbox = format!("inbox/{}", me["user"]["id"].as_str().expect("an id"));
    let mut laptop = ana.behind(&relay).connect().await;
    for topic in [&topic, &inbox] {
        laptop.subscribe(topic, None).await;
    }
    let (fair_since, _) = laptop.expect_reset(&topic).await;
    let (inbox_since, _) = laptop.expect_reset(&inbox).await;
    let mut phone = ana.connect().await;
    let asked = ask(&ana, 1).await.remove(0);
    laptop.expect_fact(&inbox, "appointment.changed").await;

    relay.set(Weather::Stalled);
    let command = Client::command_id();
    let cancel = json!({"appointment": asked});
    laptop
        .send(&json!({"id": command, "do": "appointment.cancel", "in": cancel}))
        .await;
    let mut voice = mei.connect().await;
    for number in 0..=500 {
        announce(&mut voice, &edition, &format!("No. {number}")).await;
    }
    let hour = json!({"by_ms": 3_600_000});
    voice.command("clock.advance", hour).await.expect("moved");
    relay.reset();
    laptop.closed().await;

    relay.set(Weather::Clear);
    let mut laptop = ana.behind(&relay).connect().await;
    let again = laptop
        .command_as(&command, "appointment.cancel", cancel.clone())
        .await;
    again.expect("it never arrived, and does now");
    let once_more = phone
        .command_as(&command, "appointment.cancel", cancel)
        .await;
    assert!(once_more.is_ok(), "answered before: {once_more:?}");
    laptop.subscribe(&topic, Some(fair_since)).await;
    laptop.subscribe(&inbox, Some(inbox_since)).await;
    let woken = laptop.expect_reset(&topic).await;
    let mut states = Vec::new();
    while states.len() < 2 {
        let fact = laptop.expect_fact(&inbox, "appointment.changed").await;
        states.push(fact["with"]["appointment"]["status"].clone());
    }
    assert_eq!(states, ["pending", "cancelled"]);
    phone.subscribe(&topic, None).await;
    assert_eq!(phone.expect_reset(&topic).await, woken);
}
