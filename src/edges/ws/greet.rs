//! `hello`: who this connection is.

use std::sync::Arc;

use super::connection::Arrival;
use crate::{
    domain::Refusal,
    edges::{commands::Caller, encode, refusals::refuse, roles, shared::Shared, sign_in},
    hub::{
        frame::Class,
        mailbox::{Farewell, Mailbox},
        registry::Connection,
    },
    kernel::actor::Language,
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
            // What failed here says nothing about who he is: a page that hears 4401 shows the login.
            Err(if no.code.status() >= 500 {
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
    let found = if let Some(ticket) = &hello.ticket {
        sign_in::by_ticket(shared, ticket).await
    } else if let Some(key) = &hello.key {
        sign_in::by_key(shared, key).await
    } else if let Some(token) = &arrival.cookie {
        sign_in::by_cookie(shared, token).await
    } else {
        Ok(None)
    };
    let Caller { user, via } = found
        .map_err(fail)?
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
