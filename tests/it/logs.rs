//! What must never reach a log: addresses of machines and people, tokens, keys, passwords.

use reqwest::{
    Client as Http, RequestBuilder,
    header::{AUTHORIZATION, ORIGIN, SET_COOKIE},
};
use serde_json::{Value, json};

use crate::support::{
    client::{Client, Person},
    server::{Server, Setup},
};

/// Where requests come from, as a proxy that is trusted says.
const FORWARDED: [&str; 2] = ["203.0.113.77", "2001:db8:77::1"];

/// Somebody's visit, and what of it is nobody's business.
struct Visit {
    server: Server,
    http: Http,
    secrets: Vec<String>,
}

impl Visit {
    async fn to(format: &str) -> Self {
        let setup = Setup::sqlite()
            .with("LOG__LEVEL", "debug")
            .with("LOG__FORMAT", format)
            .with("HTTP__TRUSTED_PROXIES", "127.0.0.1/32");
        let server = Server::start(setup).await;
        let secrets = FORWARDED.map(str::to_owned).to_vec();
        let http = Http::new();
        Self {
            server,
            http,
            secrets,
        }
    }

    fn secret(&mut self, text: &str) -> String {
        self.secrets.push(text.to_owned());
        text.to_owned()
    }

    /// Posts through the proxy; status, cookie and body.
    async fn post(&self, path: &str, body: &str) -> (u16, Option<String>, Value) {
        let request = self.http.post(self.server.url(path)).body(body.to_owned());
        self.send(request).await
    }

    async fn send(&self, request: RequestBuilder) -> (u16, Option<String>, Value) {
        let request = request
            .header(ORIGIN, self.server.url(""))
            .header("content-type", "application/json")
            .header("x-forwarded-for", FORWARDED.join(", "));
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let cookie = answer.headers().get(SET_COOKIE);
        let cookie = cookie.map(|it| it.to_str().expect("plain text").to_owned());
        let body = answer.bytes().await.expect("a body");
        (
            status,
            cookie,
            serde_json::from_slice(&body).unwrap_or(Value::Null),
        )
    }

    /// Good and bad passwords, and bodies that are none.
    async fn sign_in(&mut self) {
        let wrong = self.secret("wr0ng-orchard-129");
        let stranger = self.secret("stranger@nowhere.example");
        for email in ["bruno@importadora.example", &stranger] {
            let body = json!({"email": email, "password": wrong}).to_string();
            assert_eq!(self.post("/api/v1/login", &body).await.0, 401);
            let cut = &body[..body.len() - 1];
            assert_eq!(self.post("/api/v1/login", cut).await.0, 400);
        }
    }

    /// An invitation, used badly and well, and a password changed.
    async fn join(&mut self, bruno: &mut Client) {
        let email = self.secret("dora@secretaria.example");
        let input = json!({"email": email, "name": "Dora", "admin": false});
        let link = bruno.command("staff.invite", input).await.expect("invited");
        let token = link["link"]
            .as_str()
            .expect("shown once")
            .rsplit('/')
            .next();
        let token = self.secret(token.expect("a path"));
        let (short, long) = (self.secret("tiny-pass"), self.secret("violet-under-rain-7"));
        self.http
            .get(self.server.url(&format!("/api/v1/link/{token}")))
            .send()
            .await
            .expect("an answer");
        for (password, status) in [(&short, 422), (&long, 200), (&long, 410)] {
            let body = json!({"token": token, "password": password}).to_string();
            let (met, cookie, answer) = self.post("/api/v1/link", &body).await;
            assert_eq!(met, status, "{answer}");
            if let Some(cookie) = cookie {
                let value = cookie.split([';', '=']).nth(1).expect("a value");
                self.secret(value);
            }
        }
    }

    /// Tickets and keys, right and wrong, on both doors.
    async fn by_other_ways(&mut self, person: &Person, bruno: &mut Client) {
        let (_, ticket) = person.post("/api/v1/ticket", &json!({})).await;
        let ticket = self.secret(ticket["ticket"].as_str().expect("a ticket"));
        let made = bruno
            .command("api_key.create", json!({"name": "robot"}))
            .await;
        let key = self.secret(made.expect("made")["key"].as_str().expect("shown once"));
        let forged = self.secret("pk_forged-0123456789abcdef0123456789abcdef");
        for (hello, welcome) in [
            (json!({"ticket": ticket}), true),
            (json!({"ticket": ticket}), false),
            (json!({"key": key}), true),
            (json!({"key": forged}), false),
            (json!({"kee": forged}), false),
        ] {
            let mut socket = Client::open(self.server.address(), None).await;
            assert_eq!(socket.ask("hello", hello).await.is_ok(), welcome);
        }
        for (key, status) in [(&key, 200), (&forged, 401)] {
            let request = self.http.get(self.server.url("/api/v1/me"));
            let request = request.header(AUTHORIZATION, format!("Bearer {key}"));
            assert_eq!(self.send(request).await.0, status);
        }
    }

    /// Input that makes no sense, with an address in every corner of it.
    async fn nonsense(&mut self, bruno: &mut Client) {
        let mail = self.secret("somebody@private.example");
        for (name, input) in [
            ("profile.update", json!({"name": mail, "zone": mail})),
            ("profile.update", json!({"nick": mail})),
            (
                "staff.invite",
                json!({"email": format!("{mail} {mail}"), "name": mail, "admin": true}),
            ),
            (mail.as_str(), json!({})),
            ("password.change", json!({"current": mail, "new": mail})),
        ] {
            bruno.command(name, input).await.expect_err(name);
        }
        bruno
            .ask("subscribe", json!({"topic": mail}))
            .await
            .expect_err("no topic");
        bruno.send(&json!({"id": "x", "nonsense": mail})).await;
        bruno.ask("ping", json!({})).await.expect("still there");
        let path = format!("/api/v1/exhibitors?q={mail}&cursor={mail}");
        self.send(self.http.get(self.server.url(&path))).await;
        self.send(self.http.get(self.server.url(&format!("/api/v1/{mail}"))))
            .await;
    }

    /// Fails if the log shows anything of it. What the demonstration prints for people is indented, and no log.
    fn look(&self) {
        let log = self.server.log();
        let own = self.server.address().to_string();
        let lines: Vec<_> = log.lines().filter(|it| !it.starts_with("  ")).collect();
        assert!(
            lines.iter().any(|it| it.contains("DEBUG")),
            "the log says too little to prove anything:\n{log}"
        );
        for line in lines {
            let elsewhere = line.replace(&own, "");
            let shown = self.secrets.iter().find(|it| line.contains(*it));
            assert_eq!(shown, None, "shown in {line}");
            assert!(!elsewhere.contains("127.0.0.1"), "an address in {line}");
            assert!(!line.contains(".example"), "an address in {line}");
        }
    }
}

async fn a_visit_leaves_no_trace(format: &str) {
    let mut visit = Visit::to(format).await;
    visit.sign_in().await;
    let person = Person::of_the_cast(&visit.server, "bruno").await;
    let mut bruno = person.connect().await;
    visit.join(&mut bruno).await;
    visit.by_other_ways(&person, &mut bruno).await;
    visit.nonsense(&mut bruno).await;
    bruno
        .send_raw(tokio_tungstenite::tungstenite::Message::binary(vec![1]))
        .await;
    assert_eq!(bruno.closed().await, Some(1003));
    let (status, _, _) = visit.post("/api/v1/logout", "{}").await;
    assert_eq!(status, 401);
    visit.look();
}

#[tokio::test]
async fn a_log_for_people_shows_nobody() {
    a_visit_leaves_no_trace("text").await;
}

#[tokio::test]
async fn a_log_for_collectors_shows_nobody() {
    a_visit_leaves_no_trace("json").await;
}
