//! What each message of a signed-in connection sets off.

use std::sync::{Arc, atomic::Ordering};

use serde_json::value::RawValue;

use super::{connection::Line, subscribe};
use crate::{
    edges::{commands, encode},
    hub::{frame::Class, mailbox::Farewell, registry::Connection},
    protocol::{
        client::{ClientMessage, Subscribe, Unsubscribe, read},
        code::No,
        commands::accounts::Nothing,
        server::{Pong, ServerMessage},
    },
};

/// Messages that made no sense after which a program is only guessing.
const NONSENSE: u32 = 20;
/// Commands and subscriptions of one connection that may be under way. When all are, its socket is not read.
const UNDER_WAY: u32 = 64;
const GUESSING: Farewell = Farewell {
    code: 1008,
    reason: "too many malformed messages",
};

/// What a command answers: the text of `ok`, or why not.
pub(super) type Outcome = Result<Arc<RawValue>, No>;

/// Whether one more command or subscription of `connection` may be under way.
pub(super) fn has_room(connection: &Connection) -> bool {
    connection.under_way.load(Ordering::Relaxed) < UNDER_WAY
}

/// Handles one message. Commands are queued before this returns, so they take effect in the order sent; their
/// answers come by themselves.
pub(super) async fn handle(line: &mut Line, text: &str) -> Result<(), Farewell> {
    let message = match ClientMessage::read(text) {
        Ok(it) => it,
        Err(no) => {
            line.nonsense += 1;
            reply(line, &id_of(text), &Err(no));
            return if line.nonsense < NONSENSE {
                Ok(())
            } else {
                Err(GUESSING)
            };
        }
    };
    metrics::counter!("parley_messages").increment(1);
    match &*message.command {
        "ping" => {
            let shared = &line.shared;
            let pong = read::<Nothing>(message.input.get()).map(|Nothing {}| {
                raw(&Pong {
                    fair: shared.clock.fair(),
                    machine: shared.clock.machine(),
                })
            });
            reply(line, &message.id, &pong);
        }
        "subscribe" => match read::<Subscribe>(message.input.get()) {
            Ok(input) => match subscribe::want(&line.shared, &line.connection, &input.topic) {
                Ok(turn) => begin(line, message.id.into_owned(), input, turn),
                Err(no) => reply(line, &message.id, &Err(no)),
            },
            Err(no) => reply(line, &message.id, &Err(no)),
        },
        "unsubscribe" => {
            let outcome = read::<Unsubscribe>(message.input.get()).map(|input| {
                subscribe::take_back(&line.shared, &line.connection, &input.topic);
                raw(&serde_json::Map::new())
            });
            reply(line, &message.id, &outcome);
        }
        "hello" => reply(line, &message.id, &Err(No::invalid("do", "once"))),
        _ => command(line, &message).await,
    }
    Ok(())
}

/// The id of a message whose rest could not be read, so that its sender hears which one it was.
fn id_of(text: &str) -> String {
    #[derive(serde::Deserialize)]
    struct Named {
        id: String,
    }
    serde_json::from_str::<Named>(text)
        .map(|it| it.id)
        .ok()
        .filter(|id| id.len() <= 64)
        .unwrap_or_default()
}

fn raw(value: &impl serde::Serialize) -> Arc<RawValue> {
    serde_json::value::to_raw_value(value)
        .expect("an answer is plain JSON")
        .into()
}

fn reply(line: &Line, id: &str, outcome: &Outcome) {
    answer(&line.connection, id, outcome);
}

/// Writes the answer of message `id`, a refusal in the language its reader chose.
pub(super) fn answer(connection: &Connection, id: &str, outcome: &Outcome) {
    let frame = match outcome {
        Ok(ok) => encode::message(&ServerMessage::Ok { re: id, ok }),
        Err(no) => encode::message(&ServerMessage::No {
            re: id,
            no: no.refused(connection.language.get().copied().unwrap_or_default()),
        }),
    };
    connection.mailbox.offer(&frame, Class::Signalling);
}

/// Counts as under way until it is dropped; then the connection may have something to read on.
struct UnderWay(Arc<Connection>);

impl UnderWay {
    fn count(connection: &Arc<Connection>) -> Self {
        connection.under_way.fetch_add(1, Ordering::Relaxed);
        Self(connection.clone())
    }
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        let before = self.0.under_way.fetch_sub(1, Ordering::Relaxed);
        if before == UNDER_WAY {
            self.0.mailbox.nudge();
        }
    }
}

/// Runs `work` in a tracked task that counts as under way.
fn under_way(line: &Line, work: impl Future<Output = ()> + Send + 'static) {
    let counted = UnderWay::count(&line.connection);
    line.shared.tasks.spawn(async move {
        work.await;
        drop(counted);
    });
}

fn begin(line: &Line, id: String, input: Subscribe, turn: u64) {
    let (shared, connection) = (line.shared.clone(), line.connection.clone());
    under_way(line, async move {
        subscribe::begin(&shared, &connection, &id, (&input, turn)).await;
    });
}

async fn command(line: &Line, message: &ClientMessage<'_>) {
    let caller = commands::Caller {
        user: line.connection.user,
        via: line.connection.via,
    };
    let submitted = match commands::find(&line.shared, &message.command) {
        Ok(entry) => {
            let body = (&*message.id, message.input);
            entry
                .submit(&line.shared, caller, line.connection.id, body)
                .await
        }
        Err(no) => Err(no),
    };
    match submitted {
        Ok(answered) => {
            let id = message.id.clone().into_owned();
            let connection = line.connection.clone();
            under_way(
                line,
                async move { answer(&connection, &id, &answered.await) },
            );
        }
        Err(no) => reply(line, &message.id, &Err(no)),
    }
}
