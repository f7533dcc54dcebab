//! The web client, embedded in the binary.

use axum::{
    http::{HeaderMap, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use rust_embed::RustEmbed;

use super::answer::Refused;
use crate::protocol::code::{Code, No};

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Web;

/// Paths that are never a page of the client.
const DOORS: [&str; 4] = ["/api/", "/rtc", "/collab/", "/hooks/"];
const PAGE: &str = "index.html";

/// A file of the client, or its page for every other path, so that a link into it can be opened anywhere.
pub(super) async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if DOORS.iter().any(|door| path.starts_with(door)) {
        return Refused(No::new(Code::NotFound)).into_response();
    }
    let name = path.trim_start_matches('/');
    match Web::get(name).filter(|_| !name.is_empty()) {
        Some(file) => answer(name, &file, &headers),
        // A missing script must not be answered with a page.
        None if name.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        None => match Web::get(PAGE) {
            Some(file) => answer(PAGE, &file, &headers),
            None => (
                StatusCode::NOT_FOUND,
                "The web client was not built: run `make web`.",
            )
                .into_response(),
        },
    }
}

fn answer(name: &str, file: &rust_embed::EmbeddedFile, headers: &HeaderMap) -> Response {
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()));
    let known = headers
        .get(header::IF_NONE_MATCH)
        .and_then(|it| it.to_str().ok());
    if known == Some(&*tag) {
        return StatusCode::NOT_MODIFIED.into_response();
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    // Built files carry their content's hash in their name; the page itself is asked for each time.
    let caching = if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    let headers = [
        (header::CONTENT_TYPE, kind.to_string()),
        (header::CACHE_CONTROL, caching.to_owned()),
        (header::ETAG, tag),
    ];
    (headers, file.data.to_vec()).into_response()
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().take(16).fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}
