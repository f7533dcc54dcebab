//! People on sockets: what is said reaches everyone who listens, over drops, kills and nodes.

use serde_json::{Value, json};

use crate::support::{
    client::{Client, Person},
    local::postgres,
    redis::Redis,
    relay::Relay,
    server::{Server, Setup},
};

/// The topic of the current edition.
pub async fn fair(person: &Person) -> (Value, String) {
    let (status, editions) = person.get("/api/v1/editions").await;
    assert_eq!(status, 200, "{editions}");
    let editions = editions.as_array().expect("a list");
    let current = editions
        .iter()
        .find(|it| it["current"] == true)
        .expect("a current edition");
    let id = current["id"].clone();
    let topic = format!("fair/{}", id.as_str().expect("an id"));
    (id, topic)
}

/// Says `text` to everybody in the hall; the number of the fact.
pub async fn announce(organiser: &mut Client, edition: &Value, text: &str) -> i64 {
    let input = json!({"edition": edition, "text": text});
    let ok = organiser.command("fair.announce", input).await;
    ok.expect("announced")["seq"].as_i64().expect("a number")
}

#[tokio::test]
async fn a_dropped_listener_hears_what_it_missed_once_and_in_order() {
    let server = Server::start(Setup::sqlite()).await;
    let relay = Relay::to(server.address()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let mut mei = mei.connect().await;
    let mut listening = ana.behind(&relay).connect().await;
    let before = listening.subscribe(&topic, None).await["head"].as_i64();
    let since = announce(&mut mei, &edition, "Hall 5 opens").await;
    assert_eq!(since, before.expect("a number") + 1);
    let heard = listening.expect_fact(&topic, "announced").await;
    assert_eq!(heard["seq"], since);

    relay.reset();
    listening.closed().await;
    for text in ["Hall 6 opens", "Hall 7 opens"] {
        announce(&mut mei, &edition, text).await;
    }
    let mut listening = ana.behind(&relay).connect().await;
    listening.subscribe(&topic, Some(since)).await;
    for (after, text) in [(1, "Hall 6 opens"), (2, "Hall 7 opens")] {
        let heard = listening.expect_fact(&topic, "announced").await;
        assert_eq!(heard["seq"], since + after);
        assert_eq!(heard["with"]["text"], text);
    }
    assert_eq!(listening.heard().await, Vec::<Value>::new());
}

#[tokio::test]
async fn an_acknowledged_command_survives_a_kill_and_its_id_answers_the_same() {
    let mut server = Server::start(Setup::sqlite()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let mut socket = mei.connect().await;
    let id = Client::command_id();
    let input = json!({"edition": edition, "text": "Hall 5 opens"});
    let ok = socket.command_as(&id, "fair.announce", input.clone()).await;
    let ok = ok.expect("announced");
    server.kill();
    socket.closed().await;
    server.restart().await;

    let mut socket = mei.connect().await;
    let again = socket.command_as(&id, "fair.announce", input).await;
    assert_eq!(again.expect("answered"), ok);
    let (seq, state) = {
        socket.subscribe(&topic, None).await;
        socket.expect_reset(&topic).await
    };
    assert_eq!(seq, ok["seq"]);
    assert_eq!(state["announcement"]["text"], "Hall 5 opens");
}

#[tokio::test]
async fn two_nodes_are_one_fair_with_redis_and_without() {
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(mut redis) = Redis::own() else {
        return;
    };
    let one = Server::start(Setup::cluster(&database, &redis.url())).await;
    let two = Server::start(Setup::cluster(&database, &redis.url())).await;
    let mei = Person::of_the_cast(&one, "mei").await;
    let ana = Person::of_the_cast(&two, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let (mut mei, mut ana) = (mei.connect().await, ana.connect().await);
    ana.subscribe(&topic, None).await;

    let first = announce(&mut mei, &edition, "Hall 5 opens").await;
    let heard = ana.expect_fact(&topic, "announced").await;
    assert_eq!(heard["seq"], first);

    redis.stop();
    announce(&mut mei, &edition, "Hall 6 opens").await;
    let heard = ana.expect_fact(&topic, "announced").await;
    assert_eq!(heard["seq"], first + 1);

    redis.restart();
    announce(&mut mei, &edition, "Hall 7 opens").await;
    let heard = ana.expect_fact(&topic, "announced").await;
    assert_eq!(heard["seq"], first + 2);
}

#[tokio::test]
async fn what_is_taken_back_at_once_is_not_heard() {
    let server = Server::start(Setup::sqlite()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let mut hasty = ana.connect().await;
    for round in 0..20 {
        let (asked, taken) = (format!("s{round}"), format!("u{round}"));
        // Nothing is waited for in between: the second word must not overtake the first.
        let subject = json!({"topic": topic});
        hasty
            .send(&json!({"id": asked, "do": "subscribe", "in": subject}))
            .await;
        hasty
            .send(&json!({"id": taken, "do": "unsubscribe", "in": subject}))
            .await;
        hasty.answer(&asked).await.expect("subscribed");
        hasty.answer(&taken).await.expect("taken back");
    }
    hasty.heard().await;

    let mut mei = mei.connect().await;
    mei.subscribe(&topic, None).await;
    announce(&mut mei, &edition, "Hall 5 opens").await;
    mei.expect_fact(&topic, "announced").await;
    hasty.ask("ping", json!({})).await.expect("answered");
    let heard = hasty.heard().await;
    assert!(!heard.iter().any(|it| it["is"] == "announced"), "{heard:?}");
}

#[tokio::test]
async fn whoever_asks_again_at_once_is_still_heard() {
    let server = Server::start(Setup::sqlite()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let (edition, topic) = fair(&ana).await;
    let mut mei = mei.connect().await;
    let subject = json!({"topic": topic});
    for round in 0..5 {
        let mut hasty = ana.connect().await;
        // The work of an older turn may begin after that of the newest: it must not end what that began.
        for turn in 0..8 {
            let asked = json!({"id": format!("s{turn}"), "do": "subscribe", "in": subject});
            hasty.send(&asked).await;
        }
        for turn in 0..8 {
            let answer = hasty.answer(&format!("s{turn}")).await;
            answer.expect("subscribed");
        }
        let text = format!("Hall {round} opens");
        let seq = announce(&mut mei, &edition, &text).await;
        let heard = hasty
            .expect("the announcement", |it| {
                it["is"] == "announced" && it["seq"] == seq
            })
            .await;
        assert_eq!(heard["with"]["text"], json!(text));
    }
}
