//! Refusals as HTTP answers: the code's status and the same body as over the socket.

use axum::{
    Json,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use serde::Serialize;

use crate::{kernel::actor::Language, protocol::code::No};

/// A refusal of a request.
#[derive(Debug)]
pub struct Refused(pub No);

/// The body of a refusal.
#[derive(Serialize)]
struct Body<'a> {
    no: crate::protocol::code::Refused<'a>,
}

/// What a handler gives back.
pub type Answered<T> = Result<T, Refused>;

impl From<No> for Refused {
    fn from(no: No) -> Self {
        Self(no)
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let status = StatusCode::from_u16(self.0.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
        let retry = self
            .0
            .more
            .get("retry_after_ms")
            .and_then(serde_json::Value::as_u64);
        let body = Body {
            no: self.0.refused(Language::En),
        };
        let mut response = (status, Json(&body)).into_response();
        if let Some(ms) = retry {
            response
                .headers_mut()
                .insert(header::RETRY_AFTER, HeaderValue::from(ms.div_ceil(1000)));
        }
        response
    }
}
