//! Which pages may come in with a cookie.

use axum::http::{HeaderMap, header};

/// The origin a browser says its page has; none for programs.
pub fn of(headers: &HeaderMap) -> Option<&str> {
    // An origin that is not text is nobody's, but it is not "no origin" either.
    headers
        .get(header::ORIGIN)
        .map(|it| it.to_str().unwrap_or("null"))
}

/// Whether pages of `origin` may come in.
pub fn allowed(list: &[String], origin: &str) -> bool {
    list.iter().any(|it| it == origin)
}
