//! The session cookie.

use axum::http::{HeaderMap, header};

/// Its name.
const NAME: &str = "parley";

/// The token a request brings, if any.
pub fn token(headers: &HeaderMap) -> Option<String> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|it| it.to_str().ok())
        .flat_map(|it| it.split(';'))
        .filter_map(|it| it.trim().split_once('='))
        .find(|(name, _)| *name == NAME)
        .map(|(_, value)| value.to_owned())
}

/// The header that gives a browser its token; an empty token takes it away.
///
/// `SameSite=Strict`: no other site's page sends it. No page script reads it.
pub fn set(token: &str, max_age_s: i64, secure: bool) -> String {
    let secure = if secure { "; Secure" } else { "" };
    format!("{NAME}={token}; Path=/; Max-Age={max_age_s}; HttpOnly; SameSite=Strict{secure}")
}
