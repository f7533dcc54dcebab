//! `POST /api/v1/do/{command}`: the table of commands for scripts, and for pages without a socket.

use std::hash::{DefaultHasher, Hash, Hasher};

use axum::{
    extract::State,
    http::{HeaderMap, StatusCode, header},
    response::{IntoResponse, Response},
};

use super::{
    answer::Refused,
    asked::Named,
    extract::{SignedIn, Text},
};
use crate::{
    edges::{commands, shared::Shared},
    protocol::{
        client::{Posted, read},
        code::{Code, No},
    },
};

/// Runs one command and answers when it is on disk.
pub(super) async fn run(
    State(shared): State<Shared>,
    SignedIn(caller): SignedIn,
    Named(name): Named,
    headers: HeaderMap,
    Text(body): Text,
) -> Result<Response, Refused> {
    if !is_json(&headers) {
        return Err(No::new(Code::Malformed).more("at", "Content-Type").into());
    }
    let entry = commands::find(&shared, &name)?;
    let posted: Posted<'_> = read(&body)?;
    let mut lane = DefaultHasher::new();
    caller.user.to_string().hash(&mut lane);
    let answered = entry
        .submit(&shared, caller, lane.finish(), (&posted.id, posted.input))
        .await?;
    let ok = answered.await?;
    let body = format!(r#"{{"ok":{}}}"#, ok.get());
    Ok((
        StatusCode::OK,
        [(header::CONTENT_TYPE, "application/json")],
        body,
    )
        .into_response())
}

/// A form of another site cannot send this type without asking first.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .and_then(|it| it.to_str().ok())
        .and_then(|it| it.split(';').next())
        .is_some_and(|it| it.trim().eq_ignore_ascii_case("application/json"))
}
