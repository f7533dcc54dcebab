//! What each message of a signed-in connection sets off.

use std::sync::Arc;

use serde_json::value::RawValue;

use super::{connection::Line, subscribe};
use crate::{
    edges::{commands, encode},
    hub::{frame::Class, mailbox::Farewell, registry::Connection},
    protocol::{
        client::{ClientMessage, Subscribe, Unsubscribe, read},
        code::No,
        server::{Pong, ServerMessage},
    },
};

/// Messages that made no sense after which a program is only guessing.
const NONSENSE: u32 = 20;
const GUESSING: Farewell = Farewell {
    code: 1008,
    reason: "too many malformed messages",
};

/// What a command answers: the text of `ok`, or why not.
pub(super) type Outcome = Result<Arc<RawValue>, No>;

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
            let pong = Pong {
                fair: shared.clock.fair(),
                machine: shared.clock.machine(),
            };
            reply(line, &message.id, &Ok(raw(&pong)));
        }
        "subscribe" => match read::<Subscribe>(message.input.get()) {
            Ok(input) => match subscribe::want(&line.connection, &input.topic) {
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

/// Runs `work` in a tracked task that counts as under way.
fn under_way(line: &Line, work: impl Future<Output = ()> + Send + 'static) {
    // There is a permit: the socket is not read without one.
    let permit = line.under_way.clone().try_acquire_owned();
    let freed = line.freed.clone();
    line.shared.tasks.spawn(async move {
        work.await;
        drop(permit);
        freed.notify_one();
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
