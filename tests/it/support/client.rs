//! Sockets that remember what they heard.

use std::{collections::VecDeque, net::SocketAddr, time::Duration};

use futures_util::{SinkExt, StreamExt};
use parley::kernel::{
    ids,
    time::{Clock, SystemClock},
};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Message, client::IntoClientRequest, protocol::CloseFrame},
};

use super::BOUND;
pub use super::person::Person;

/// How a socket ended.
#[derive(Debug)]
enum Ended {
    /// With a good-bye.
    Closed(Option<CloseFrame>),
    /// Without a word.
    Cut,
}

/// One socket. Frames that nobody has asked for yet wait in the order they came.
pub struct Client {
    /// What hello answered.
    pub hello: Value,
    socket: WebSocketStream<TcpStream>,
    waiting: VecDeque<Value>,
    ended: Option<Ended>,
    asked: u64,
}

impl Client {
    /// A socket that has said nothing yet.
    pub async fn open(address: SocketAddr, cookie: Option<&str>) -> Self {
        Self::try_open(address, cookie, &format!("http://{address}"))
            .await
            .expect("the socket opens")
    }

    /// The same from a page of `origin`; the status where it is refused.
    pub async fn try_open(
        address: SocketAddr,
        cookie: Option<&str>,
        origin: &str,
    ) -> Result<Self, tokio_tungstenite::tungstenite::Error> {
        let mut request = format!("ws://{address}/ws").into_client_request()?;
        let headers = request.headers_mut();
        headers.insert(
            "sec-websocket-protocol",
            "parley.v1".parse().expect("plain"),
        );
        headers.insert("origin", origin.parse().expect("plain"));
        if let Some(cookie) = cookie {
            headers.insert("cookie", cookie.parse().expect("plain"));
        }
        let stream = TcpStream::connect(address).await?;
        let (socket, _) = client_async(request, stream).await?;
        Ok(Self {
            hello: Value::Null,
            socket,
            waiting: VecDeque::new(),
            ended: None,
            asked: 0,
        })
    }

    /// A fresh id for a writing command, stamped by this machine's clock.
    pub fn command_id() -> String {
        ids::mint(SystemClock::default().machine()).to_string()
    }

    /// A writing command with a fresh id: `ok` or `no`.
    pub async fn command(&mut self, name: &str, input: Value) -> Result<Value, Value> {
        self.command_as(&Self::command_id(), name, input).await
    }

    /// A writing command with an id of the caller's, to be sent again after a loss.
    pub async fn command_as(&mut self, id: &str, name: &str, input: Value) -> Result<Value, Value> {
        self.send(&json!({"id": id, "do": name, "in": input})).await;
        self.answer(id).await
    }

    /// The same while the server may be killed; none where the socket ends before the answer.
    pub async fn try_command(
        &mut self,
        id: &str,
        name: &str,
        input: &Value,
    ) -> Option<Result<Value, Value>> {
        self.send(&json!({"id": id, "do": name, "in": input})).await;
        let coming = async {
            loop {
                let mut frame = self.read().await?;
                if frame["re"] == id {
                    return Some(outcome(&mut frame));
                }
                self.waiting.push_back(frame);
            }
        };
        let answered = timeout(BOUND, coming).await;
        answered.unwrap_or_else(|late| panic!("{name} {input}: {late}"))
    }

    /// A command that only reads, while the server may be killed.
    pub async fn try_ask(&mut self, name: &str, input: &Value) -> Option<Result<Value, Value>> {
        self.asked += 1;
        let id = format!("c{}", self.asked);
        self.try_command(&id, name, input).await
    }

    /// Says hello while the server may be killed; the refusal where it does not know this person.
    pub async fn try_hello(&mut self) -> Option<Result<Value, Value>> {
        self.try_ask("hello", &json!({"client": "it"})).await
    }

    /// A command that only reads: `hello`, `subscribe`, `ping`.
    pub async fn ask(&mut self, name: &str, input: Value) -> Result<Value, Value> {
        self.asked += 1;
        let id = format!("c{}", self.asked);
        self.command_as(&id, name, input).await
    }

    /// Subscribes from the beginning or after `since`; what follows is waited for by the `expect_` functions.
    pub async fn subscribe(&mut self, topic: &str, since: Option<i64>) -> Value {
        let mut input = json!({"topic": topic});
        if let Some(since) = since {
            input["since"] = since.into();
            input["epoch"] = self.hello["epoch"].clone();
        }
        self.ask("subscribe", input).await.expect("subscribed")
    }

    /// Sends a frame as it is.
    pub async fn send(&mut self, frame: &Value) {
        self.send_raw(Message::text(frame.to_string())).await;
    }

    /// Sends any message; a broken connection shows when it is read.
    pub async fn send_raw(&mut self, message: Message) {
        let _broken = self.socket.send(message).await;
    }

    /// The answer to the command `id`.
    pub async fn answer(&mut self, id: &str) -> Result<Value, Value> {
        let mut frame = self
            .expect(&format!("the answer to {id}"), |it| it["re"] == id)
            .await;
        outcome(&mut frame)
    }

    /// The next fact of `kind` in `topic`, whole.
    pub async fn expect_fact(&mut self, topic: &str, kind: &str) -> Value {
        let what = format!("{kind} in {topic}");
        self.expect(&what, |it| it["on"] == topic && it["is"] == kind)
            .await
    }

    /// The next snapshot of `topic`: its number and its state, its parts merged.
    pub async fn expect_reset(&mut self, topic: &str) -> (i64, Value) {
        let what = format!("a reset of {topic}");
        let mut state = json!({});
        loop {
            let frame = self
                .expect(&what, |it| it["on"] == topic && it.get("reset").is_some())
                .await;
            let part = &frame["reset"];
            merge(&mut state, &part["state"]);
            if part["part"] == part["of"] {
                return (part["seq"].as_i64().expect("a number"), state);
            }
        }
    }

    /// The next frame that `wanted` accepts; others stay in order for whoever asks for them.
    pub async fn expect(&mut self, what: &str, wanted: impl Fn(&Value) -> bool) -> Value {
        if let Some(at) = self.waiting.iter().position(&wanted) {
            return self.waiting.remove(at).expect("it was found there");
        }
        let coming = async {
            loop {
                let frame = self.read().await.ok_or("the socket was closed")?;
                if wanted(&frame) {
                    return Ok::<_, &str>(frame);
                }
                self.waiting.push_back(frame);
            }
        };
        match timeout(BOUND, coming).await {
            Ok(Ok(frame)) => frame,
            Ok(Err(why)) => panic!("{what}: {why} ({:?}); heard {:?}", self.ended, self.waiting),
            Err(late) => panic!("{what}: {late}; heard {:?}", self.waiting),
        }
    }

    /// Everything that came and that nobody has asked for, after a `ping` has come back behind it.
    pub async fn heard(&mut self) -> Vec<Value> {
        self.ask("ping", json!({})).await.expect("pong");
        self.waiting.drain(..).collect()
    }

    /// Everything that has come so far and that nobody has asked for; nothing is waited for.
    pub async fn frames(&mut self) -> Vec<Value> {
        while let Ok(Some(frame)) = timeout(Duration::ZERO, self.read()).await {
            self.waiting.push_back(frame);
        }
        self.waiting.drain(..).collect()
    }

    /// The code with which the server has closed the socket, as far as was read.
    pub fn farewell(&self) -> Option<u16> {
        match &self.ended {
            Some(Ended::Closed(frame)) => frame.as_ref().map(|it| u16::from(it.code)),
            _ => None,
        }
    }

    /// Whether the socket has ended, as far as was read.
    pub fn has_ended(&self) -> bool {
        self.ended.is_some()
    }

    /// The code with which the server closes the socket; none where it was cut without a word.
    pub async fn closed(&mut self) -> Option<u16> {
        let end = async {
            while let Some(frame) = self.read().await {
                self.waiting.push_back(frame);
            }
        };
        timeout(BOUND, end)
            .await
            .expect("the server closes the socket");
        self.farewell()
    }

    /// Whether nothing comes for `pause`: for what must not happen, where there is no condition to wait for.
    pub async fn is_silent_for(&mut self, pause: Duration) -> bool {
        timeout(pause, self.read()).await.is_err()
    }

    async fn read(&mut self) -> Option<Value> {
        while self.ended.is_none() {
            match self.socket.next().await {
                Some(Ok(Message::Text(text))) => {
                    return Some(serde_json::from_str(&text).expect("JSON"));
                }
                Some(Ok(Message::Close(frame))) => self.ended = Some(Ended::Closed(frame)),
                Some(Ok(_)) => {}
                Some(Err(_)) | None => self.ended = Some(Ended::Cut),
            }
        }
        None
    }
}

fn outcome(answer: &mut Value) -> Result<Value, Value> {
    match answer.get("no") {
        Some(_) => Err(answer["no"].take()),
        None => Ok(answer["ok"].take()),
    }
}

/// Objects key by key, lists end to end (protocol, 1).
fn merge(into: &mut Value, part: &Value) {
    match (into, part) {
        (Value::Object(into), Value::Object(part)) => {
            for (key, value) in part {
                merge(into.entry(key).or_insert(Value::Null), value);
            }
        }
        (Value::Array(into), Value::Array(part)) => into.extend(part.iter().cloned()),
        (into, part) => *into = part.clone(),
    }
}
