//! `hello`: who this connection is.

use std::sync::Arc;

use sha2::{Digest, Sha256};

use super::connection::Arrival;
use crate::{
    domain::{
        Refusal,
        accounts::ports::{SecretHash, Session},
        ledger::{Answer, Ledger, Unit, Work},
    },
    edges::{encode, http::extract, refusals::refuse, roles, shared::Shared},
    hub::{
        frame::Class,
        mailbox::{Farewell, Mailbox},
        registry::{Connection, Via},
    },
    kernel::{actor::Language, ids::UserId},
    protocol::{
        client::{ClientMessage, Hello, read},
        code::{Code, No},
        server::{ServerMessage, Welcome},
    },
};

const NOT_SIGNED_IN: Farewell = Farewell {
    code: 4401,
    reason: "not signed in",
};
const TRY_LATER: Farewell = Farewell {
    code: 1013,
    reason: "try again later",
};

/// Reads the first message, signs the connection in and welcomes it, or says why not.
pub(super) async fn hello(
    shared: &Shared,
    mailbox: &Arc<Mailbox>,
    arrival: &Arrival,
    text: &str,
) -> Result<Arc<Connection>, Farewell> {
    let message = ClientMessage::read(text);
    let id = message
        .as_ref()
        .map(|it| it.id.clone().into_owned())
        .unwrap_or_default();
    let greeted = match message {
        Ok(it) if it.command == "hello" => greet(shared, mailbox, arrival, it.input.get()).await,
        Ok(_) => Err(No::new(Code::Unauthenticated)),
        Err(no) => Err(no),
    };
    match greeted {
        Ok((connection, welcome)) => {
            let ok = serde_json::value::to_raw_value(&welcome).expect("a welcome is plain JSON");
            mailbox.offer(
                &encode::message(&ServerMessage::Ok { re: &id, ok: &ok }),
                Class::Signalling,
            );
            Ok(connection)
        }
        Err(no) => {
            let refused = no.refused(Language::En);
            mailbox.offer(
                &encode::message(&ServerMessage::No {
                    re: &id,
                    no: refused,
                }),
                Class::Signalling,
            );
            Err(if no.code == Code::Unavailable {
                TRY_LATER
            } else {
                NOT_SIGNED_IN
            })
        }
    }
}

async fn greet(
    shared: &Shared,
    mailbox: &Arc<Mailbox>,
    arrival: &Arrival,
    input: &str,
) -> Result<(Arc<Connection>, Welcome), No> {
    let hello: Hello = read(input)?;
    let fail = |it: Refusal| refuse(shared, &it);
    let (user, via) = if let Some(ticket) = hello.ticket {
        by_ticket(shared, digest(&ticket)).await.map_err(fail)?
    } else if let Some(key) = hello.key {
        by_key(shared, digest(&key)).await.map_err(fail)?
    } else if let Some(token) = &arrival.cookie {
        by_cookie(shared, digest(token)).await.map_err(fail)?
    } else {
        None
    }
    .ok_or_else(|| No::new(Code::Unauthenticated))?;

    let id = shared.registry.next_id();
    let connection = Arc::new(Connection::new(id, (user, via), mailbox.clone()));
    // Entered before his rights are read: a revocation from here on finds the connection.
    shared.registry.insert(&connection);
    let who = async { shared.ledger.read().await?.caller(user, &via.id()).await }.await;
    let who = match who {
        Ok(Some(it)) => it,
        Ok(None) => {
            shared.registry.remove(&connection);
            return Err(No::new(Code::Unauthenticated));
        }
        Err(fault) => {
            shared.registry.remove(&connection);
            return Err(refuse(shared, &fault.into()));
        }
    };
    let _first = connection.language.set(who.language);
    let welcome = Welcome {
        epoch: shared.epoch.read().clone(),
        user,
        roles: roles::of(&who),
        fair: shared.clock.fair(),
        machine: shared.clock.machine(),
        clock: shared.clock_kind(),
    };
    Ok((connection, welcome))
}

/// SHA-256 of a secret: the database knows no more of it.
fn digest(secret: &str) -> SecretHash {
    Sha256::digest(secret.as_bytes()).into()
}

type Found = Result<Option<(UserId, Via)>, Refusal>;

async fn by_cookie(shared: &Shared, token: SecretHash) -> Found {
    let now = shared.clock.machine();
    let session = shared.ledger.read().await?.session(token, now).await?;
    if let Some(session) = &session {
        extract::keep_alive(shared, session).await?;
    }
    Ok(session.map(|it| (it.user, Via::Session(it.id))))
}

async fn by_key(shared: &Shared, secret: SecretHash) -> Found {
    let key = shared.ledger.read().await?.api_key(secret).await?;
    Ok(key.map(|(key, user)| (user, Via::Key(key))))
}

/// A ticket is consumed by one UPDATE, so a second use finds nothing.
async fn by_ticket(shared: &Shared, secret: SecretHash) -> Found {
    let found: Arc<parking_lot::Mutex<Option<Session>>> = Arc::default();
    let place = found.clone();
    let work: Work = Arc::new(move |tx| {
        let place = place.clone();
        Box::pin(async move {
            let now = tx.machine();
            let session = tx.take_ticket(secret, now).await?;
            *place.lock() = session;
            Ok(Answer::empty())
        })
    });
    let unit = Unit {
        key: None,
        fence: None,
        work,
    };
    Ledger::run(&*shared.ledger, u64::from(secret[0]), unit).await?;
    let session = found.lock().take();
    Ok(session.map(|it| (it.user, Via::Session(it.id))))
}
