//! The people of the rights table, in the demonstration fair.

use std::collections::BTreeMap;

use reqwest::{
    Client as Http,
    header::{AUTHORIZATION, COOKIE, ORIGIN, SET_COOKIE},
};
use serde_json::{Value, json};

use super::table::{ASKERS, Row, Verdict};
use crate::support::{client::Client, pictures, server::Server};

const PASSWORD: &str = "lychee-orchard-128";

/// How somebody is signed in.
#[derive(Clone)]
pub enum Pass {
    /// By a cookie, which can be had anew with this address.
    Cookie { email: String, cookie: String },
    /// By a script's key.
    Key(String),
    /// Not at all.
    Nobody,
}

/// Everybody who asks, and the names of what is asked for.
pub struct World<'a> {
    server: &'a Server,
    http: Http,
    passes: BTreeMap<&'static str, Pass>,
    names: BTreeMap<&'static str, String>,
    /// What must never reach a log.
    pub secrets: Vec<String>,
}

impl<'a> World<'a> {
    /// Signs everybody in; invites a colleague, and somebody who is then removed.
    pub async fn of(server: &'a Server) -> Self {
        let mut world = Self {
            server,
            http: Http::new(),
            passes: BTreeMap::from([("nobody", Pass::Nobody)]),
            names: BTreeMap::new(),
            secrets: Vec::new(),
        };
        for (asker, email) in [
            ("owner", "ana@importadora.example"),
            ("admin", "bruno@importadora.example"),
            ("stranger", "carla@nordhandel.example"),
            ("seller", "li@tayo.example"),
            ("seller_admin", "chen@tayo.example"),
            ("organiser", "mei@fair.example"),
        ] {
            world.sign_in(asker, email).await;
        }
        for (asker, email) in [
            ("colleague", "dora@importadora.example"),
            ("gone", "gil@importadora.example"),
        ] {
            world.invite(asker, email).await;
        }
        world.name_things().await;
        world.upload().await;
        let input = json!({"email": "eva@importadora.example", "name": "Eva", "admin": false});
        world.must("admin", "staff.invite", input).await;
        let people = world.read("admin", "/api/v1/company/members").await;
        world.name("invitation", &people["invitations"][0]["id"]);
        let gone = json!({"user": world.names["gone"]});
        world.must("admin", "staff.remove", gone).await;
        world
    }

    /// How the server receives `asker` in `row`.
    pub async fn knock(&mut self, asker: &'static str, row: &Row) -> Verdict {
        let pass = self.passes[asker].clone();
        let target = self.fill(&row.target);
        let input = self.fill(&row.input);
        let (status, body) = match row.verb.as_str() {
            "HEAR" => self.hear(&pass, &target).await,
            "GET" => {
                self.send(&pass, self.http.get(self.server.url(&target)))
                    .await
            }
            "POST" => self.post(&pass, &target, &input).await,
            _ => {
                let body = format!(r#"{{"id":"{}","in":{input}}}"#, Client::command_id());
                let path = format!("/api/v1/do/{target}");
                self.post(&pass, &path, &body).await
            }
        };
        let verdict = Verdict::of(status, &body);
        let ends_session = ["/api/v1/logout", "session.end_all"].contains(&target.as_str());
        if let (true, Verdict::Yes, Pass::Cookie { email, .. }) = (ends_session, verdict, pass) {
            self.sign_in(asker, &email).await;
        }
        verdict
    }

    fn fill(&self, text: &str) -> String {
        // Longer names first: `$seller_admin` begins with `$seller`.
        let names = self.names.iter().rev();
        names.fold(text.to_owned(), |text, (name, value)| {
            text.replace(&format!("${name}"), value)
        })
    }

    async fn name_things(&mut self) {
        for asker in ASKERS {
            if let Some(Pass::Cookie { .. }) = self.passes.get(asker) {
                let me = self.read(asker, "/api/v1/me").await;
                self.name(asker, &me["user"]["id"]);
                match asker {
                    "owner" => self.name("company", &me["company"]["id"]),
                    "seller" => self.name("seller_company", &me["company"]["id"]),
                    _ => {}
                }
            }
        }
        let editions = self.read("owner", "/api/v1/editions").await;
        let current = editions.as_array().expect("a list").iter();
        let current = current
            .clone()
            .find(|it| it["current"] == true)
            .expect("one is current");
        self.name("edition", &current["id"]);
        let mine = self.read("seller", "/api/v1/me").await;
        let stands = mine["exhibitors"].as_array().expect("a list").iter();
        let stand = stands
            .clone()
            .find(|it| it["edition"] == current["id"])
            .expect("it takes part");
        self.name("exhibitor", &stand["id"]);
        let products = self.fill("/api/v1/products?exhibitor=$exhibitor");
        let products = self.read("owner", &products).await;
        self.name("product", &products["items"][0]["id"]);
        self.book(&current["first_day"]).await;
        for (name, what) in [("script", "robot"), ("key", "to be revoked")] {
            let made = self
                .must("admin", "api_key.create", json!({"name": what}))
                .await;
            let secret = made["key"].as_str().expect("shown once").to_owned();
            self.secrets.push(secret.clone());
            if name == "script" {
                self.passes.insert("script", Pass::Key(secret));
            } else {
                self.name("key", &made["id"]);
            }
        }
    }

    /// Ana asks Li for the first free period of `day`.
    async fn book(&mut self, day: &Value) {
        self.name("day", day);
        let stand = self.fill("/api/v1/exhibitors/$exhibitor");
        let stand = self.read("owner", &stand).await;
        let seller = self.names["seller"].clone();
        let staff = stand["staff"].as_array().expect("a list").iter();
        let li = staff.clone().find(|it| it["user"] == seller.as_str());
        self.name("grid", &li.expect("on duty")["grid"]);
        let grid = self.fill("/api/v1/grids/$grid/$day");
        let grid = self.read("owner", &grid).await;
        let periods = grid["periods"].as_array().expect("a list").iter();
        let free = periods.clone().find(|it| it["state"] == "free");
        let request = json!({
            "grid": self.names["grid"],
            "start": free.expect("one is free")["start"],
            "topic": "Price Inquiry",
            "card": false,
            "origin": {"kind": "exhibitor"},
        });
        let made = self.must("owner", "appointment.request", request).await;
        self.name("appointment", &made["appointment"]);
        self.name("negotiation", &made["negotiation"]);
    }

    /// Li shows a picture.
    async fn upload(&mut self) {
        let request = self.http.post(self.server.url("/api/v1/pictures"));
        let request = request.body(pictures::png(32, 32));
        let (status, kept) = self.send(&self.passes["seller"], request).await;
        assert_eq!(status, 200, "{kept}");
        self.name("picture", &kept["picture"]);
    }

    fn name(&mut self, name: &'static str, id: &Value) {
        let id = id.as_str().unwrap_or_else(|| panic!("{name} has no id"));
        self.names.insert(name, id.to_owned());
    }

    async fn sign_in(&mut self, asker: &'static str, email: &str) {
        let body = json!({"email": email, "password": PASSWORD});
        self.enter(asker, email, "/api/v1/login", &body).await;
    }

    async fn invite(&mut self, asker: &'static str, email: &str) {
        let input = json!({"email": email, "name": asker, "admin": false});
        let link = self.must("admin", "staff.invite", input).await;
        let link = link["link"].as_str().expect("shown once");
        let token = link.rsplit('/').next().expect("a path").to_owned();
        let body = json!({"token": token, "password": PASSWORD});
        self.secrets.extend([token, email.to_owned()]);
        self.enter(asker, email, "/api/v1/link", &body).await;
    }

    async fn enter(&mut self, asker: &'static str, email: &str, path: &str, body: &Value) {
        let request = self.http.post(self.server.url(path)).json(body);
        let request = request.header(ORIGIN, self.server.url(""));
        let answer = request.send().await.expect("an answer");
        assert!(
            answer.status().is_success(),
            "{email} at {path}: {answer:?}"
        );
        let cookie = answer.headers()[SET_COOKIE].to_str().expect("plain text");
        let cookie = cookie
            .split(';')
            .next()
            .expect("a name and a value")
            .to_owned();
        let token = cookie.split('=').next_back().expect("a value").to_owned();
        self.secrets.push(token);
        let email = email.to_owned();
        self.passes.insert(asker, Pass::Cookie { email, cookie });
    }

    async fn read(&self, asker: &str, path: &str) -> Value {
        let request = self.http.get(self.server.url(path));
        self.send(&self.passes[asker], request).await.1
    }

    async fn must(&self, asker: &str, command: &str, input: Value) -> Value {
        let body = json!({"id": Client::command_id(), "in": input}).to_string();
        let path = format!("/api/v1/do/{command}");
        let (status, mut body) = self.post(&self.passes[asker], &path, &body).await;
        assert_eq!(status, 200, "{command}: {body}");
        body["ok"].take()
    }

    async fn post(&self, pass: &Pass, path: &str, body: &str) -> (u16, Value) {
        let request = self.http.post(self.server.url(path));
        let request = request
            .header("content-type", "application/json")
            .body(body.to_owned());
        self.send(pass, request).await
    }

    async fn send(&self, pass: &Pass, request: reqwest::RequestBuilder) -> (u16, Value) {
        let request = match pass {
            Pass::Cookie { cookie, .. } => request
                .header(COOKIE, cookie)
                .header(ORIGIN, self.server.url("")),
            Pass::Key(key) => request.header(AUTHORIZATION, format!("Bearer {key}")),
            Pass::Nobody => request,
        };
        let answer = request.send().await.expect("an answer");
        let status = answer.status().as_u16();
        let body = answer.bytes().await.expect("a body");
        (status, serde_json::from_slice(&body).unwrap_or_default())
    }

    async fn hear(&self, pass: &Pass, topic: &str) -> (u16, Value) {
        let (cookie, hello) = match pass {
            Pass::Cookie { cookie, .. } => (Some(cookie.as_str()), json!({})),
            Pass::Key(key) => (None, json!({"key": key})),
            Pass::Nobody => (None, json!({})),
        };
        let mut client = Client::open(self.server.address(), cookie).await;
        let answer = match client.ask("hello", hello).await {
            Ok(_) => client.ask("subscribe", json!({"topic": topic})).await,
            Err(no) => Err(no),
        };
        match answer {
            Ok(_) => (200, Value::Null),
            Err(no) => (0, json!({"no": no})),
        }
    }
}
