//! `kill -9` under load: what was acknowledged is there after the restart, exactly once and under its number.
//!
//! Ten cycles in `make test`; `make soak` asks for 200 through `PARLEY_SOAK_CYCLES`. The moments of the kills come
//! from a seed, which is printed and can be given again through `PARLEY_SOAK_SEED`.

use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
    time::Duration,
};

use rand::{RngExt, SeedableRng, rngs::SmallRng};
use serde_json::{Value, json};
use sqlx::{Connection, Row, SqliteConnection, sqlite::SqliteRow};
use tokio::time::{sleep, timeout};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

use crate::{
    hall::fair,
    support::{
        BOUND,
        client::{Client, Person},
        given,
        server::{Server, Setup},
    },
};

/// Voices that speak at the same time.
const VOICES: usize = 4;

/// Texts by the number under which they were acknowledged.
type Acknowledged = Arc<Mutex<BTreeMap<i64, String>>>;

#[tokio::test]
async fn soak_nothing_acknowledged_is_lost_or_doubled_by_kills() {
    let cycles = given("PARLEY_SOAK_CYCLES", 10);
    let seed = given("PARLEY_SOAK_SEED", rand::random());
    eprintln!("PARLEY_SOAK_SEED={seed}");
    let mut random = SmallRng::seed_from_u64(seed);

    let mut server = Server::start(Setup::sqlite()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let (said, enough) = (Acknowledged::default(), CancellationToken::new());
    let voices = TaskTracker::new();
    for voice in 0..VOICES {
        let (mei, said, enough) = (mei.clone(), said.clone(), enough.clone());
        let edition = edition.clone();
        voices.spawn(async move { speak(&mei, voice, &edition, &said, &enough).await });
    }
    for _ in 0..cycles {
        sleep(Duration::from_millis(random.random_range(50..600))).await;
        server.kill();
        server.restart().await;
    }
    enough.cancel();
    voices.close();
    let ended = timeout(BOUND, voices.wait()).await;
    ended.expect("every voice gets its last answer");

    let said = said.lock().expect("no voice panics").clone();
    assert!(said.len() >= VOICES * 2, "only {} commands", said.len());
    let stored = read_all(&server, &topic).await;
    assert_eq!(stored, said, "seed {seed}");
}

/// Says one thing after the other until it is enough; each is sent under its id until it is acknowledged.
async fn speak(
    mei: &Person,
    voice: usize,
    edition: &Value,
    said: &Acknowledged,
    enough: &CancellationToken,
) {
    let mut socket = None;
    for number in 0.. {
        if enough.is_cancelled() {
            return;
        }
        let (id, text) = (Client::command_id(), format!("{voice}/{number}"));
        let input = json!({"edition": edition, "text": text});
        let seq = loop {
            let ears = match socket.take() {
                Some(it) => Some(it),
                None => mei.try_connect().await,
            };
            let Some(mut ears) = ears else {
                // The server is starting.
                sleep(Duration::from_millis(20)).await;
                continue;
            };
            let answer = ears.try_command(&id, "fair.announce", &input).await;
            if let Some(answer) = answer {
                socket = Some(ears);
                break answer.expect("announced")["seq"].as_i64();
            }
        };
        let seq = seq.expect("a number");
        let before = said.lock().expect("no voice panics").insert(seq, text);
        assert_eq!(before, None, "the number {seq} was given twice");
    }
}

/// Every announcement in the log, by its number, as the database holds it.
async fn read_all(server: &Server, topic: &str) -> BTreeMap<i64, String> {
    let url = format!("sqlite:{}", server.database().display());
    let mut conn = SqliteConnection::connect(&url).await.expect("a database");
    let rows = sqlx::query("SELECT seq, body FROM facts WHERE topic = $1 AND kind = 'announced'")
        .bind(topic)
        .fetch_all(&mut conn)
        .await
        .expect("facts");
    let read = |row: SqliteRow| {
        let body: Value = serde_json::from_str(row.get("body")).expect("JSON");
        let text = body["text"].as_str().expect("a text").to_owned();
        (row.get("seq"), text)
    };
    rows.into_iter().map(read).collect()
}
