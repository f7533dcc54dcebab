//! What an operator meets: starting, refusing to start, being asked how it is, and ending.

use serde_json::json;

use crate::support::{
    client::Client,
    local::postgres,
    redis::Redis,
    server::{Server, Setup},
};

#[tokio::test]
async fn everything_wrong_with_the_configuration_is_said_at_once() {
    let server = Server::prepare(
        Setup::sqlite()
            .with("HTTP__BIND", "nowhere")
            .with("HTPP__BIND", "x")
            .with("PROFILE", "production")
            .with("STORAGE__URL", "mysql://parley:hunter2@db/parley"),
    );
    let output = server.subcommand(&[]);
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success(), "{said}");
    for path in [
        "http.bind",
        "htpp",
        "http.public_url",
        "http.cookie_secure",
        "storage.url",
    ] {
        assert!(said.contains(path), "{path} in {said}");
    }
    assert!(!said.contains("hunter2"), "{said}");
}

#[tokio::test]
async fn a_killed_server_starts_again_where_it_was() {
    let mut server = Server::start(Setup::sqlite()).await;
    server.kill();
    server.restart().await;
    server.terminate();
    assert!(server.ended().await.success(), "{}", server.log());
}

#[tokio::test]
async fn a_database_has_one_writing_process() {
    let server = Server::start(Setup::sqlite()).await;
    let database = format!("sqlite:{}", server.database().display());
    let second = Server::prepare(Setup::sqlite().with("STORAGE__URL", &database)).subcommand(&[]);
    let said = String::from_utf8_lossy(&second.stderr);
    assert!(
        !second.status.success() && said.contains("parley.lock"),
        "{said}"
    );
}

#[tokio::test]
async fn two_nodes_come_up_on_one_database() {
    let Some(database) = postgres::database().await else {
        return;
    };
    let Some(redis) = Redis::own() else { return };
    let one = Server::start(Setup::cluster(&database, &redis.url())).await;
    let two = Server::start(Setup::cluster(&database, &redis.url())).await;
    assert_ne!(one.address(), two.address());
}

#[tokio::test]
async fn a_stranger_is_sent_away() {
    let server = Server::start(Setup::sqlite()).await;
    let mut stranger = Client::open(server.address(), None).await;
    stranger
        .send(&json!({"id": "c1", "do": "hello", "in": {"ticket": "x"}}))
        .await;
    assert_eq!(stranger.closed().await, Some(4401));
    let foreign = Client::try_open(server.address(), None, "https://evil.example").await;
    assert!(foreign.is_err());
}
