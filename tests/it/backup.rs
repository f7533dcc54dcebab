//! `parley backup` while the server works, `parley restore` while it does not.

use std::{fs, path::Path};

use sqlx::{Connection, Row, SqliteConnection};

use crate::support::server::{Server, Setup};

async fn epoch(database: &Path) -> String {
    let url = format!("sqlite:{}", database.display());
    let mut conn = SqliteConnection::connect(&url).await.expect("a database");
    let row = sqlx::query("SELECT value FROM meta WHERE key = 'epoch'");
    row.fetch_one(&mut conn).await.expect("an epoch").get(0)
}

async fn facts(database: &Path) -> i64 {
    let url = format!("sqlite:{}", database.display());
    let mut conn = SqliteConnection::connect(&url).await.expect("a database");
    let row = sqlx::query("SELECT COUNT(*) FROM facts");
    row.fetch_one(&mut conn).await.expect("a number").get(0)
}

fn refused(server: &Server, arguments: &[&str]) -> String {
    let output = server.subcommand(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success(), "{arguments:?} said {said}");
    said
}

fn done(server: &Server, arguments: &[&str]) -> String {
    let output = server.subcommand(arguments);
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?} said {said}");
    said
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_restored_under_a_new_epoch() {
    let mut server = Server::start(Setup::sqlite()).await;
    let file = server.folder().join("fair.backup");
    let name = file.to_str().expect("plain text").to_owned();
    done(&server, &["backup", &name]);
    assert!(refused(&server, &["backup", &name]).contains("exists already"));
    assert!(refused(&server, &["restore", &name]).contains("parley.lock"));
    // The server goes on: what counts is what was there when the copy was made.
    let (before, kept) = (epoch(&server.database()).await, facts(&file).await);
    assert_eq!(epoch(&file).await, before);

    server.kill();
    let said = done(&server, &["restore", &name]);
    assert!(said.contains(".before-restore"), "{said}");
    let restored = epoch(&server.database()).await;
    assert_ne!(restored, before);
    assert_eq!(facts(&server.database()).await, kept);
    server.restart().await;
    assert_eq!(epoch(&server.database()).await, restored);
}

#[tokio::test]
async fn a_backup_is_restored_where_nothing_was() {
    let first = Server::start(Setup::sqlite()).await;
    let file = first.folder().join("fair.backup");
    let name = file.to_str().expect("plain text");
    done(&first, &["backup", name]);
    let mut second = Server::prepare(Setup::sqlite());
    assert_eq!(done(&second, &["restore", name]), "");
    second.restart().await;
}

#[tokio::test]
async fn what_is_damaged_or_foreign_is_refused_and_the_database_stays() {
    let mut server = Server::start(Setup::sqlite()).await;
    let file = server.folder().join("fair.backup");
    let name = file.to_str().expect("plain text").to_owned();
    done(&server, &["backup", &name]);
    server.kill();
    let before = epoch(&server.database()).await;

    let whole = fs::read(&file).expect("the backup");
    fs::write(&file, &whole[..whole.len() / 2]).expect("written");
    refused(&server, &["restore", &name]);
    fs::write(
        &file,
        "not a database at all, but long enough to be looked at",
    )
    .expect("written");
    refused(&server, &["restore", &name]);
    fs::write(&file, "").expect("written");
    refused(&server, &["restore", &name]);
    refused(&server, &["restore", "/nowhere/fair.backup"]);
    assert_eq!(epoch(&server.database()).await, before);

    done(&server, &["new-epoch"]);
    assert_ne!(epoch(&server.database()).await, before);
    server.restart().await;
}

#[tokio::test]
async fn postgresql_has_its_own_tools() {
    let server = Server::prepare(Setup::cluster("postgres://parley@127.0.0.1:1/x", ""));
    assert!(refused(&server, &["backup", "/nowhere/file"]).contains("pg_dump"));
}
