//! People with names, each with a browser's cookie.

use std::net::SocketAddr;

use reqwest::header::{COOKIE, ORIGIN, SET_COOKIE};
use serde_json::{Value, json};

use super::{client::Client, relay::Relay, server::Server};

/// Somebody who has signed in.
#[derive(Clone)]
pub struct Person {
    address: SocketAddr,
    origin: String,
    cookie: String,
    http: reqwest::Client,
}

impl Person {
    /// Signs in somebody of the demonstration fair by the first part of his address, such as `ana`.
    pub async fn of_the_cast(server: &Server, mailbox: &str) -> Self {
        let host = match mailbox {
            "ana" | "bruno" => "importadora.example",
            "carla" | "dieter" => "nordhandel.example",
            "zhou" => "yuexiu.example",
            "li" | "wang" | "chen" => "tayo.example",
            "he" | "guo" => "lumina.example",
            "shen" | "tang" => "westlake.example",
            "mei" => "fair.example",
            other => panic!("nobody is called {other}"),
        };
        Self::sign_in(server, &format!("{mailbox}@{host}"), "lychee-orchard-128").await
    }

    /// Signs in with a password.
    pub async fn sign_in(server: &Server, email: &str, password: &str) -> Self {
        let body = json!({"email": email, "password": password});
        let entered = Self::enter(server.address(), "/api/v1/login", &body).await;
        entered.unwrap_or_else(|status| panic!("{email}: {status:?}"))
    }

    /// Signs in at a door, such as `/api/v1/link`; otherwise its status, none where nobody answers.
    pub async fn enter(address: SocketAddr, path: &str, body: &Value) -> Result<Self, Option<u16>> {
        let http = reqwest::Client::new();
        let origin = format!("http://{address}");
        let request = http.post(format!("{origin}{path}")).json(body);
        let sent = request.header(ORIGIN, &origin).send().await;
        let answer = sent.map_err(|_| None)?;
        if !answer.status().is_success() {
            return Err(Some(answer.status().as_u16()));
        }
        let cookie = answer.headers()[SET_COOKIE].to_str().expect("plain text");
        let cookie = cookie.split(';').next().expect("a name and a value");
        Ok(Self {
            address,
            origin,
            cookie: cookie.to_owned(),
            http,
        })
    }

    /// The same person on another node.
    #[must_use]
    pub fn on(&self, server: &Server) -> Self {
        self.at(server.address())
    }

    /// The same person on whatever listens at `address`.
    #[must_use]
    pub fn at(&self, address: SocketAddr) -> Self {
        Self {
            address,
            origin: format!("http://{address}"),
            ..self.clone()
        }
    }

    /// The same person on the same page behind a bad network.
    #[must_use]
    pub fn behind(&self, relay: &Relay) -> Self {
        Self {
            address: relay.address(),
            ..self.clone()
        }
    }

    /// Reads a resource, such as `/api/v1/me`: status and body.
    pub async fn get(&self, path: &str) -> (u16, Value) {
        self.try_get(path).await.expect("an answer")
    }

    /// The same while the server may be killed.
    pub async fn try_get(&self, path: &str) -> Option<(u16, Value)> {
        let url = format!("http://{}{path}", self.address);
        self.try_send(self.http.get(url)).await
    }

    /// Posts a body: status and answer.
    pub async fn post(&self, path: &str, body: &Value) -> (u16, Value) {
        self.try_post(path, body).await.expect("an answer")
    }

    /// The same while the server may be killed.
    pub async fn try_post(&self, path: &str, body: &Value) -> Option<(u16, Value)> {
        let url = format!("http://{}{path}", self.address);
        self.try_send(self.http.post(url).json(body)).await
    }

    /// Sends a request of one's own making as this person; `origin` may be a page of another host.
    pub async fn send_from(
        &self,
        origin: &str,
        request: reqwest::RequestBuilder,
    ) -> reqwest::Response {
        let request = request.header(COOKIE, &self.cookie);
        let sent = request.header(ORIGIN, origin).send().await;
        sent.expect("an answer")
    }

    /// What he is signed in by: the value of the header `Cookie`.
    pub fn cookie(&self) -> &str {
        &self.cookie
    }

    async fn try_send(&self, request: reqwest::RequestBuilder) -> Option<(u16, Value)> {
        let answer = request
            .header(COOKIE, &self.cookie)
            .header(ORIGIN, &self.origin)
            .send()
            .await
            .ok()?;
        let status = answer.status().as_u16();
        let body = answer.bytes().await.ok()?;
        Some((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    }

    /// Opens a socket and says hello while the server may be away, or may not know this person any more.
    pub async fn try_connect(&self) -> Option<Client> {
        let mut client = self.try_open().await?;
        client.hello = client.try_hello().await?.ok()?;
        Some(client)
    }

    /// A socket that has not said hello yet, while the server may be away.
    pub async fn try_open(&self) -> Option<Client> {
        let opened = Client::try_open(self.address, Some(&self.cookie), &self.origin).await;
        opened.ok()
    }

    /// Opens a socket and says hello.
    pub async fn connect(&self) -> Client {
        let mut client = Client::try_open(self.address, Some(&self.cookie), &self.origin)
            .await
            .expect("the socket opens");
        client.hello = client
            .ask("hello", json!({"client": "it"}))
            .await
            .expect("hello");
        client
    }
}
