//! What no handler can read is refused with a code, at every door.

use serde_json::json;

use crate::support::{
    client::{Client, Person},
    ledger::Ledger,
    server::{Server, Setup},
};

#[tokio::test]
async fn a_path_that_is_no_text_names_nothing() {
    let server = Server::start(Setup::sqlite()).await;
    let chen = Person::of_the_cast(&server, "chen").await;
    for path in [
        "/api/v1/exhibitors/%ff",
        "/api/v1/appointments/%ff",
        "/api/v1/negotiations/%ff",
        "/api/v1/grids/%ff/2026-10-15",
        "/api/v1/grids/x/%ff",
        "/api/v1/company/members/%ff/ahead",
        "/api/v1/link/%ff",
    ] {
        let (status, body) = chen.get(path).await;
        assert_eq!(
            (status, &body["no"]["code"]),
            (404, &json!("not_found")),
            "{path}"
        );
    }
    let (status, body) = chen.post("/api/v1/do/%ff", &json!({})).await;
    assert_eq!((status, &body["no"]["code"]), (404, &json!("not_found")));
}

#[tokio::test]
async fn a_query_that_is_no_text_finds_nothing() {
    let server = Server::start(Setup::sqlite()).await;
    let chen = Person::of_the_cast(&server, "chen").await;
    let (status, body) = chen.get("/api/v1/exhibitors?q=%ff").await;
    assert_eq!((status, &body["items"]), (200, &json!([])), "{body}");
}

#[tokio::test]
async fn ping_takes_nothing() {
    let server = Server::start(Setup::sqlite()).await;
    let ana = Person::of_the_cast(&server, "ana").await;
    let mut socket = ana.connect().await;
    let pong = socket.ask("ping", json!({})).await.expect("answered");
    assert!(pong["fair"].is_i64() && pong["machine"].is_i64(), "{pong}");
    for input in [json!({"x": 1}), json!(null), json!("x")] {
        let no = socket
            .ask("ping", input.clone())
            .await
            .expect_err("refused");
        assert_eq!(no["code"], "malformed", "{input}");
    }
}

#[tokio::test]
async fn parked_jobs_are_counted_for_operators() {
    let server = Server::start(Setup::sqlite()).await;
    let counted = async |line: &str| {
        let numbers = reqwest::get(server.url("/metrics")).await;
        let numbers = numbers.expect("an answer").text().await.expect("text");
        assert!(numbers.lines().any(|it| it == line), "{line}:\n{numbers}");
    };
    counted("parley_jobs_parked 0").await;
    let url = format!("sqlite:{}", server.database().display());
    Ledger::open(&url).await.park_a_job().await;
    counted("parley_jobs_parked 1").await;
}

#[tokio::test]
async fn a_keys_use_is_noted_at_both_doors() {
    let server = Server::start(Setup::sqlite()).await;
    let bruno = Person::of_the_cast(&server, "bruno").await;
    let mut socket = bruno.connect().await;
    for by_socket in [true, false] {
        let made = socket
            .command("api_key.create", json!({"name": "robot"}))
            .await
            .expect("made");
        let key = made["key"].as_str().expect("shown once");
        if by_socket {
            let mut script = Client::open(server.address(), None).await;
            let welcome = script.ask("hello", json!({"key": key})).await;
            welcome.expect("welcome");
        } else {
            let request = reqwest::Client::new().get(server.url("/api/v1/me"));
            let answer = request.bearer_auth(key).send().await.expect("an answer");
            assert_eq!(answer.status(), 200);
        }
        let (_, keys) = bruno.get("/api/v1/api-keys").await;
        let keys = keys.as_array().expect("a list");
        let used = keys.iter().find(|it| it["id"] == made["id"]);
        let used = &used.expect("it is listed")["last_used_at"];
        assert!(used.is_i64(), "by the socket: {by_socket}; {used}");
    }
}
