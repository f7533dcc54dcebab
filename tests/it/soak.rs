//! `kill -9` under load: what was acknowledged is there after the restart, exactly once and under its number.
//!
//! Ten cycles in `make test`; `make soak` asks for 200 through `PARLEY_SOAK_CYCLES`. The moments of the kills come
//! from a seed, which is printed and can be given again through `PARLEY_SOAK_SEED`.

use std::{
    collections::BTreeMap,
    path::Path,
    sync::{
        Arc, Mutex,
        atomic::{AtomicU64, Ordering},
    },
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

/// What became of what the voices said.
#[derive(Default)]
pub struct Record {
    /// Texts by the number under which they were acknowledged.
    said: Mutex<BTreeMap<i64, String>>,
    /// How often there was no room, or no database.
    pub refused: AtomicU64,
    /// No voice begins anything more.
    pub enough: CancellationToken,
}

impl Record {
    /// Whether every voice has had time to be acknowledged.
    pub fn is_enough(&self) -> bool {
        self.said.lock().expect("no voice panics").len() >= VOICES * 2
    }
}

/// Lets voices speak at the same time.
pub fn voices(mei: &Person, edition: &Value, record: &Arc<Record>) -> TaskTracker {
    let voices = TaskTracker::new();
    for voice in 0..VOICES {
        let (mei, record, edition) = (mei.clone(), record.clone(), edition.clone());
        voices.spawn(async move { speak(&mei, voice, &edition, &record).await });
    }
    voices
}

/// Waits until the voices have their last answers; what was acknowledged is what `database` holds.
pub async fn settle(voices: TaskTracker, record: &Record, (database, topic): (&Path, &str)) {
    record.enough.cancel();
    voices.close();
    let ended = timeout(BOUND, voices.wait()).await;
    ended.expect("every voice gets its last answer");
    let said = record.said.lock().expect("no voice panics").clone();
    assert!(said.len() >= VOICES * 2, "only {} commands", said.len());
    assert_eq!(read_all(database, topic).await, said);
}

#[tokio::test]
async fn soak_nothing_acknowledged_is_lost_or_doubled_by_kills() {
    let cycles = given("PARLEY_SOAK_CYCLES", 10);
    let seed = given("PARLEY_SOAK_SEED", rand::random());
    eprintln!("PARLEY_SOAK_SEED={seed}");
    let mut random = SmallRng::seed_from_u64(seed);

    let mut server = Server::start(Setup::sqlite()).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let (edition, topic) = fair(&mei).await;
    let record = Arc::new(Record::default());
    let voices = voices(&mei, &edition, &record);
    for _ in 0..cycles {
        sleep(Duration::from_millis(random.random_range(50..600))).await;
        server.kill();
        server.restart().await;
    }
    // The seed was printed: it stands above a failure.
    settle(voices, &record, (&server.database(), &topic)).await;
}

/// Says one thing after the other until it is enough; each is sent under its id until it is acknowledged.
async fn speak(mei: &Person, voice: usize, edition: &Value, record: &Record) {
    let mut socket = None;
    for number in 0.. {
        if record.enough.is_cancelled() {
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
            match answer {
                Some(Ok(ok)) => {
                    socket = Some(ears);
                    break ok["seq"].as_i64();
                }
                Some(Err(no)) => {
                    let code = no["code"].as_str().expect("a code");
                    assert!(["storage_full", "unavailable"].contains(&code), "{no}");
                    record.refused.fetch_add(1, Ordering::Relaxed);
                    socket = Some(ears);
                    sleep(Duration::from_millis(20)).await;
                }
                None => {}
            }
        };
        let seq = seq.expect("a number");
        let before = record
            .said
            .lock()
            .expect("no voice panics")
            .insert(seq, text);
        assert_eq!(before, None, "the number {seq} was given twice");
    }
}

/// Every announcement in the log, by its number, as the database holds it.
async fn read_all(database: &Path, topic: &str) -> BTreeMap<i64, String> {
    let url = format!("sqlite:{}", database.display());
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
