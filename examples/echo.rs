//! An echo behind the product's own socket edge, for any WebSocket conformance suite:
//! `cargo run --example echo -- 127.0.0.1:9001`.
//!
//! The reader, its limits, the frame writer and the mailbox are the product's. Only the handshake is not: a suite
//! does not ask for the subprotocol, without which the product opens nothing.

use std::{io, net::SocketAddr, sync::Arc};

use axum::{
    Router,
    body::Body,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use parley::{
    edges::{
        http::serve::serve,
        ws::{
            reader::{End, Reader},
            socket::{Socket, Wanted, unwrap},
        },
    },
    hub::{
        frame::{Class, Opcode, frame},
        mailbox::Mailbox,
    },
};
use tokio::net::{TcpListener, TcpStream};
use tokio_util::{sync::CancellationToken, task::TaskTracker};
use tungstenite::{Message, handshake::derive_accept_key};

/// The product's default.
const MAILBOX_BYTES: usize = 1024 * 1024;

#[tokio::main]
async fn main() -> io::Result<()> {
    let address = std::env::args().nth(1);
    let address = address.as_deref().unwrap_or("127.0.0.1:9001");
    let address: SocketAddr = address.parse().map_err(io::Error::other)?;
    let listener = TcpListener::bind(address).await?;
    eprintln!("an echo on ws://{}", listener.local_addr()?);
    listen(listener, CancellationToken::new()).await;
    Ok(())
}

/// Echoes whatever comes to `listener` until `stop`.
pub async fn listen(listener: TcpListener, stop: CancellationToken) {
    let tasks = TaskTracker::new();
    let connections = tasks.clone();
    let open = move |request| async move { open(request, &connections) };
    serve(listener, Router::new().fallback(get(open)), stop, tasks).await;
}

fn open(request: Request, tasks: &TaskTracker) -> Response {
    let Some(key) = request.headers().get(header::SEC_WEBSOCKET_KEY) else {
        return StatusCode::UPGRADE_REQUIRED.into_response();
    };
    let accept = derive_accept_key(key.as_bytes());
    tasks.spawn(async move {
        let Ok(upgraded) = hyper::upgrade::on(request).await else {
            return;
        };
        if let Ok((stream, before)) = unwrap(upgraded) {
            let _delayed = stream.set_nodelay(true);
            converse(stream, &before).await;
        }
    });
    Response::builder()
        .status(StatusCode::SWITCHING_PROTOCOLS)
        .header(header::UPGRADE, "websocket")
        .header(header::CONNECTION, "upgrade")
        .header(header::SEC_WEBSOCKET_ACCEPT, accept)
        .body(Body::empty())
        .expect("constant headers and a base64 key are a valid response")
}

async fn converse(stream: TcpStream, before: &[u8]) {
    let mailbox = Arc::new(Mailbox::new(Some(stream), MAILBOX_BYTES));
    let mut reader = Reader::of(Socket::plain(mailbox.clone(), before));
    if let End::Farewell(farewell) = echo(&mut reader, &mailbox).await {
        mailbox.close(farewell);
        let _gone = empty(&mut reader).await;
    }
    reader.hang_up().await;
}

/// Sends every message back; the next is read when the last has left, so that no echo waits for a slow reader.
async fn echo(reader: &mut Reader, mailbox: &Mailbox) -> End {
    let reading = Wanted {
        reading: true,
        writing: false,
    };
    loop {
        if empty(reader).await.is_err() {
            return End::Gone;
        }
        match reader.read() {
            Ok(Some(Message::Text(it))) => send(mailbox, Opcode::Text, it.as_bytes()),
            Ok(Some(Message::Binary(it))) => send(mailbox, Opcode::Binary, &it),
            Ok(Some(_)) => {}
            Ok(None) => match reader.ready(reading).await {
                Ok(()) => {}
                Err(_) => return End::Gone,
            },
            Err(end) => return end,
        }
    }
}

fn send(mailbox: &Mailbox, opcode: Opcode, payload: &[u8]) {
    mailbox.offer(&frame(opcode, payload), Class::Signalling);
}

/// Waits until everything has left.
async fn empty(reader: &mut Reader) -> io::Result<()> {
    let writing = Wanted {
        reading: false,
        writing: true,
    };
    while !reader.flush()? {
        reader.ready(writing).await?;
    }
    Ok(())
}
