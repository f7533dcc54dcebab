//! Refusals as HTTP answers: the code's status and the same body as over the socket.

use axum::{
    Json,
    extract::Request,
    http::{HeaderMap, HeaderValue, StatusCode, header},
    middleware::Next,
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

/// Writes refusals in the language the request asks for; handlers need not know it.
pub async fn in_language(request: Request, next: Next) -> Response {
    let language = asked(request.headers());
    let response = next.run(request).await;
    match response.extensions().get::<No>() {
        Some(no) if language != Language::default() => written(no, language),
        _ => response,
    }
}

/// The first of our languages that `Accept-Language` names; browsers send them in the order wanted.
fn asked(headers: &HeaderMap) -> Language {
    let wanted = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|it| it.to_str().ok());
    let tags = wanted
        .unwrap_or_default()
        .split(',')
        .map(|it| it.trim().get(..2));
    tags.flatten()
        .find(|tag| matches!(*tag, "en" | "zh"))
        .map_or(Language::default(), Language::parse)
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        let mut response = written(&self.0, Language::default());
        response.extensions_mut().insert(self.0);
        response
    }
}

fn written(no: &No, language: Language) -> Response {
    let status = StatusCode::from_u16(no.code.status()).unwrap_or(StatusCode::BAD_REQUEST);
    let body = Body {
        no: no.refused(language),
    };
    let mut response = (status, Json(&body)).into_response();
    if let Some(ms) = no
        .more
        .get("retry_after_ms")
        .and_then(serde_json::Value::as_u64)
    {
        let seconds = HeaderValue::from(ms.div_ceil(1000));
        response.headers_mut().insert(header::RETRY_AFTER, seconds);
    }
    response
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, header};

    use super::asked;
    use crate::kernel::actor::Language;

    #[test]
    fn the_first_language_we_speak_is_taken() {
        for (wanted, language) in [
            ("", Language::En),
            ("zh-CN,zh;q=0.9,en;q=0.8", Language::Zh),
            ("pt-BR, zh;q=0.5", Language::Zh),
            ("en-GB,zh;q=0.9", Language::En),
            ("\u{e9}", Language::En),
        ] {
            let mut headers = HeaderMap::new();
            let value = axum::http::HeaderValue::from_bytes(wanted.as_bytes()).expect("a header");
            headers.insert(header::ACCEPT_LANGUAGE, value);
            assert_eq!(asked(&headers), language, "{wanted}");
        }
    }
}
