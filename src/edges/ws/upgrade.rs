//! `GET /ws`: the handshake of RFC 6455, answered by us so that the plain socket can be had back.

use std::{net::SocketAddr, sync::Arc};

use axum::{
    body::Body,
    extract::{ConnectInfo, Request, State},
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};
use hyper_util::rt::TokioIo;
use tungstenite::handshake::derive_accept_key;

use super::{
    connection::{self, Arrival},
    socket::{Socket, unwrap},
};
use crate::{
    edges::{
        http::{address, answer::Refused, cookie, origin},
        shared::Shared,
    },
    hub::mailbox::Mailbox,
    protocol::code::{Code, No},
};

/// The subprotocol: the version of everything behind it.
pub const SUBPROTOCOL: &str = "parley.v1";

/// Opens the socket. Whoever it is has ten seconds to say hello.
pub async fn open(
    State(shared): State<Shared>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    let headers = request.headers();
    let key = match handshake(headers) {
        Ok(key) => key,
        Err(no) => return Refused(no).into_response(),
    };
    // A program has no origin, and no cookie to be misled with: it signs in by ticket or key.
    let token = match origin::of(headers) {
        None => None,
        Some(it) if origin::allowed(&shared.settings.origins, it) => cookie::token(headers),
        Some(_) => return Refused(No::new(Code::BadOrigin)).into_response(),
    };
    let address = address::client(&shared.settings.http, peer.ip(), headers);
    let limits = &shared.settings.limits;
    let seats = (shared.registry.len() < limits.connections)
        .then(|| {
            let seat = shared
                .sockets
                .take(address, limits.connections_per_address)?;
            Some((
                seat,
                shared
                    .greetings
                    .take(address, limits.greeting_per_address)?,
            ))
        })
        .flatten();
    let Some((seat, greeting)) = seats else {
        return Refused(No::new(Code::RateLimited).more("retry_after_ms", 5000)).into_response();
    };
    if shared.draining.is_cancelled() {
        return Refused(No::new(Code::Unavailable).more("retry_after_ms", 1000)).into_response();
    }
    let tasks = shared.tasks.clone();
    tasks.spawn(async move {
        let _counted = seat;
        let upgraded = match hyper::upgrade::on(request).await {
            Ok(it) => it,
            Err(error) => {
                tracing::debug!(%error, "an upgrade was abandoned");
                return;
            }
        };
        let limit = shared.settings.limits.mailbox_bytes;
        let socket = match unwrap(upgraded) {
            Ok((stream, before)) => {
                // A frame is one write: waiting to join it with the next would only delay it.
                let _delayed = stream.set_nodelay(true);
                let mailbox = Arc::new(Mailbox::new(Some(stream), limit));
                (Socket::plain(mailbox.clone(), &before), mailbox)
            }
            Err(wrapped) => {
                let mailbox = Arc::new(Mailbox::new(None, limit));
                let stream = TokioIo::new(wrapped);
                (
                    Socket::wrapped(stream, mailbox.clone(), &[], &shared.tasks),
                    mailbox,
                )
            }
        };
        connection::run(
            shared,
            socket.0,
            socket.1,
            Arrival {
                cookie: token,
                _greeting: greeting,
            },
        )
        .await;
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::UPGRADE, "websocket")
        .header(header::CONNECTION, "upgrade")
        .header(
            header::SEC_WEBSOCKET_ACCEPT,
            derive_accept_key(key.as_bytes()),
        )
        .header(header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL)
        .body(Body::empty())
        .expect("constant headers and a base64 key are a valid response")
}

fn handshake(headers: &HeaderMap) -> Result<String, No> {
    let has = |name, word: &str| {
        headers
            .get_all(name)
            .iter()
            .filter_map(|it| it.to_str().ok())
            .flat_map(|it| it.split(','))
            .any(|it| it.trim().eq_ignore_ascii_case(word))
    };
    let key = headers
        .get(header::SEC_WEBSOCKET_KEY)
        .and_then(|it| it.to_str().ok());
    let asked = has(header::UPGRADE, "websocket")
        && has(header::CONNECTION, "upgrade")
        && has(header::SEC_WEBSOCKET_VERSION, "13");
    match key {
        Some(key) if asked && has(header::SEC_WEBSOCKET_PROTOCOL, SUBPROTOCOL) => {
            Ok(key.to_owned())
        }
        _ => {
            Err(No::new(Code::Malformed)
                .more("at", format!("a WebSocket of {SUBPROTOCOL} opens here")))
        }
    }
}
