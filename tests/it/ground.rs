//! The ground the other tests stand on keeps its own promises.

use std::time::Duration;

use sqlx::{Connection, PgConnection};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    time::timeout,
};

use crate::support::{
    eventually,
    local::postgres::{self, Postgres},
    redis::Redis,
    relay::{Relay, Weather},
};

#[tokio::test]
async fn each_test_has_a_database_of_its_own() {
    let Some(one) = postgres::database().await else {
        return;
    };
    let two = postgres::database().await.expect("installed a moment ago");
    assert_ne!(one, two);
    PgConnection::connect(&one).await.expect("it answers");
}

#[tokio::test]
async fn a_stopped_postgresql_comes_back_with_its_data() {
    let Some(server) = Postgres::own() else {
        return;
    };
    let url = server.database().await;
    server.stop();
    PgConnection::connect(&url).await.expect_err("it is away");
    server.restart();
    PgConnection::connect(&url).await.expect("it is back");
}

#[tokio::test]
async fn a_stopped_redis_comes_back_empty() {
    let Some(mut server) = Redis::own() else {
        return;
    };
    let before = server.served();
    server.stop();
    TcpStream::connect(("127.0.0.1", server.port()))
        .await
        .expect_err("it is away");
    server.restart();
    server.flush();
    assert!(server.served() < before + 10);
}

#[tokio::test]
async fn the_relay_passes_stalls_and_resets() {
    let far = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let relay = Relay::to(far.local_addr().expect("bound")).await;
    let mut near = TcpStream::connect(relay.address()).await.expect("taken");
    let (mut end, _) = far.accept().await.expect("passed on");
    let mut buffer = [0; 8];

    end.write_all(b"one").await.expect("sent");
    assert_eq!(near.read(&mut buffer).await.expect("read"), 3);

    relay.set(Weather::Stalled);
    // Bytes may pass until the relay has seen the weather change; after that none do.
    eventually("the relay stalls", async || {
        end.write_all(b"x").await.expect("sent");
        let read = timeout(Duration::from_millis(100), near.read(&mut buffer));
        read.await.is_err().then_some(())
    })
    .await;
    relay.set(Weather::Clear);
    assert!(near.read(&mut buffer).await.expect("read") > 0);

    relay.reset();
    let broken = near.read(&mut buffer).await.expect_err("reset");
    assert_eq!(broken.kind(), std::io::ErrorKind::ConnectionReset);
    relay.close();
    let mut refused = TcpStream::connect(relay.address()).await.expect("taken");
    assert!(!matches!(refused.read(&mut buffer).await, Ok(1..)));
}
