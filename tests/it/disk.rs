//! A disk that is full in the middle of everything.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::Path,
    process::Command,
    sync::{Arc, atomic::Ordering},
};

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::{
    hall::fair,
    soak::{Record, settle, voices},
    support::{
        client::{Client, Person},
        eventually,
        local::skip,
        server::{Server, Setup},
    },
};

/// A file system of its own for the data; unmounted when dropped.
struct Disk(TempDir);

impl Disk {
    /// Nothing (and `SKIPPED`) where nobody may mount one: it takes root.
    fn small() -> Option<Self> {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", "size=24m", "parley-test"])
            .arg(folder.path())
            .output();
        if mounted.is_ok_and(|it| it.status.success()) {
            return Some(Self(folder));
        }
        skip("a small file system cannot be mounted without root");
        None
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    /// Leaves no byte free.
    fn fill(&self) {
        let mut ballast = File::create(self.path().join("ballast")).expect("a file");
        for size in [64 * 1024, 1] {
            let block = vec![0; size];
            while ballast.write_all(&block).is_ok() {}
        }
        let full = ballast.write_all(b"x").expect_err("no byte is free");
        assert_eq!(full.kind(), io::ErrorKind::StorageFull);
    }

    fn free(&self) {
        fs::remove_file(self.path().join("ballast")).expect("it was there");
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _gone = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

/// What `/readyz` says: its status and its body.
async fn ready(server: &Server) -> (u16, Value) {
    let answer = reqwest::get(server.url("/readyz"))
        .await
        .expect("an answer");
    let status = answer.status().as_u16();
    (status, answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn a_full_disk_refuses_writes_and_nothing_else_and_recovers_by_itself() {
    let Some(disk) = Disk::small() else { return };
    let database = disk.path().join("parley.db");
    let url = format!("sqlite:{}", database.display());
    let server = Server::start(Setup::sqlite().with("STORAGE__URL", &url)).await;
    let mei = Person::of_the_cast(&server, "mei").await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let (edition, topic) = fair(&mei).await;
    let mut standing = ana.connect().await;
    standing.subscribe(&topic, None).await;
    let record = Arc::new(Record::default());
    let voices = voices(&mei, &edition, &record);
    standing.expect_fact(&topic, "announced").await;

    let (_, ticket) = ana.post("/api/v1/ticket", &json!({})).await;

    disk.fill();
    let refusals = async |more: u64| {
        let enough = record.refused.load(Ordering::Relaxed) + more;
        eventually("voices are refused", async || {
            (record.refused.load(Ordering::Relaxed) >= enough).then_some(())
        })
        .await;
    };
    refusals(20).await;
    let input = json!({"edition": edition, "text": "no room"});
    let body = json!({"id": Client::command_id(), "in": input});
    let (status, refused) = mei.post("/api/v1/do/fair.announce", &body).await;
    assert_eq!(
        (status, &refused["no"]["code"]),
        (507, &json!("storage_full")),
        "{refused}"
    );

    // Reading goes on: by HTTP, on a socket that stands, on a new one.
    assert_eq!(ana.get("/api/v1/editions").await.0, 200);
    standing.ask("ping", json!({})).await.expect("pong");
    let mut fresh = ana.connect().await;
    fresh.subscribe(&topic, None).await;
    fresh.expect_reset(&topic).await;
    // A ticket cannot be used up now: nobody is taken for a stranger by that.
    let mut stranger = Client::open(server.address(), None).await;
    let no = stranger.ask("hello", ticket).await.expect_err("no room");
    assert_eq!(
        (&no["code"], stranger.closed().await),
        (&json!("storage_full"), Some(1013))
    );
    let (status, said) = ready(&server).await;
    assert_eq!(
        (status, &said["storage"], &said["room"]),
        (200, &json!(true), &json!(false))
    );
    refusals(20).await;

    let heard = fresh.heard().await.len();
    assert_eq!(heard, 0, "nothing that was refused is heard");
    disk.free();
    fresh.expect_fact(&topic, "announced").await;
    eventually("there is room again", async || {
        (ready(&server).await.1["room"] == true).then_some(())
    })
    .await;
    eventually("everybody has spoken", async || {
        record.is_enough().then_some(())
    })
    .await;
    settle(voices, &record, (&database, &topic)).await;
}
