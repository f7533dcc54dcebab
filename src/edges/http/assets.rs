//! The web client, embedded in the binary, in the encodings that its build has prepared.

use std::borrow::Cow;

use axum::{
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use rust_embed::{EmbeddedFile, RustEmbed};

use super::answer::Refused;
use crate::protocol::code::{Code, No};

#[derive(RustEmbed)]
#[folder = "web/dist"]
#[allow_missing = true]
struct Web;

/// Paths that are never a page of the client.
const DOORS: [&str; 5] = ["/api/", "/pictures/", "/rtc", "/collab/", "/hooks/"];
const PAGE: &str = "index.html";

/// An encoding that the build writes beside each file, the smallest first, and the ending of its name.
const ENCODINGS: [(&str, &str); 2] = [("br", ".br"), ("gzip", ".gz")];

/// A file of the client, or its page for every other path, so that a link into it can be opened anywhere.
pub(super) async fn serve(uri: Uri, headers: HeaderMap) -> Response {
    let path = uri.path();
    if DOORS.iter().any(|door| path.starts_with(door)) {
        return Refused(No::new(Code::NotFound)).into_response();
    }
    let name = path.trim_start_matches('/');
    let own_name = ENCODINGS.iter().any(|(_, ending)| name.ends_with(ending));
    match Web::get(name).filter(|_| !name.is_empty() && !own_name) {
        Some(file) => answer(name, file, &headers),
        // A missing script must not be answered with a page.
        None if name.starts_with("assets/") => StatusCode::NOT_FOUND.into_response(),
        None => match Web::get(PAGE) {
            Some(file) => answer(PAGE, file, &headers),
            None => (
                StatusCode::NOT_FOUND,
                "The web client was not built: run `make web`.",
            )
                .into_response(),
        },
    }
}

fn answer(name: &str, plain: EmbeddedFile, headers: &HeaderMap) -> Response {
    let wanted = text(headers, header::ACCEPT_ENCODING).unwrap_or_default();
    let encoded = ENCODINGS.iter().find_map(|&(encoding, ending)| {
        let file =
            is_accepted(encoding, wanted).then(|| Web::get(&format!("{name}{ending}")))??;
        Some((encoding, file))
    });
    let (encoding, file) = match encoded {
        Some((encoding, file)) => (Some(encoding), file),
        None => (None, plain),
    };
    // Each encoding is a file with a hash of its own, so a tag never stands for other bytes.
    let tag = format!("\"{}\"", hex(&file.metadata.sha256_hash()));
    let status = if text(headers, header::IF_NONE_MATCH).is_some_and(|known| names(known, &tag)) {
        StatusCode::NOT_MODIFIED
    } else {
        StatusCode::OK
    };
    let shared = [
        (header::CACHE_CONTROL, caching(name).to_owned()),
        (header::ETAG, tag),
        (header::VARY, header::ACCEPT_ENCODING.to_string()),
    ];
    if status == StatusCode::NOT_MODIFIED {
        return (status, shared).into_response();
    }
    let kind = mime_guess::from_path(name).first_or_octet_stream();
    let kind = [(header::CONTENT_TYPE, kind.to_string())];
    let mut response = (status, shared, kind, body(file)).into_response();
    if let Some(encoding) = encoding {
        let encoding = HeaderValue::from_static(encoding);
        response
            .headers_mut()
            .insert(header::CONTENT_ENCODING, encoding);
    }
    response
}

/// Built files carry their content's hash in their name; the page itself is asked for each time.
fn caching(name: &str) -> &'static str {
    if name.starts_with("assets/") {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    }
}

/// The embedded bytes as they lie in the binary; only a debug build reads them from the disk.
fn body(file: EmbeddedFile) -> Bytes {
    match file.data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => bytes.into(),
    }
}

pub(super) fn text(headers: &HeaderMap, name: header::HeaderName) -> Option<&str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}

/// Whether `Accept-Encoding` admits an encoding: named, or covered by `*`, and not with `q=0`.
fn is_accepted(encoding: &str, wanted: &str) -> bool {
    let weight = |of: &str| {
        wanted.split(',').find_map(|one| {
            let mut parts = one.split(';').map(str::trim);
            let named = parts.next()?.eq_ignore_ascii_case(of);
            let q = parts.find_map(|it| it.strip_prefix("q=")?.parse::<f32>().ok());
            named.then_some(q.unwrap_or(1.0))
        })
    };
    weight(encoding).or_else(|| weight("*")).unwrap_or(0.0) > 0.0
}

/// Whether `If-None-Match` names a tag.
pub(super) fn names(known: &str, tag: &str) -> bool {
    known
        .split(',')
        .map(|it| it.trim().trim_start_matches("W/"))
        .any(|it| it == "*" || it == tag)
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().take(16).fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_encoding_is_used_only_where_it_is_accepted() {
        assert!(is_accepted("br", "gzip, deflate, br, zstd"));
        assert!(is_accepted("br", "gzip;q=0.5, BR;q=0.1"));
        assert!(is_accepted("gzip", "*"));
        assert!(!is_accepted("br", "gzip, deflate"));
        assert!(!is_accepted("br", "*, br;q=0"));
        assert!(!is_accepted("gzip", "gzip; q=0.0"));
        assert!(!is_accepted("gzip", "identity"));
        assert!(!is_accepted("gzip", ""));
    }

    #[test]
    fn a_known_tag_is_found_in_a_list() {
        assert!(names("\"a\", W/\"b\"", "\"b\""));
        assert!(names("*", "\"b\""));
        assert!(!names("\"bb\"", "\"b\""));
    }

    #[test]
    fn a_file_is_cached_by_its_name() {
        assert!(caching("assets/index-1.js").contains("immutable"));
        assert_eq!(caching("index.html"), "no-cache");
        assert_eq!(caching("icon.svg"), "no-cache");
    }
}
