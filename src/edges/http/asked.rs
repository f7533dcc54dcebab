//! What a GET asks for: ids in its path and fields in its query.

use std::str::FromStr;

use axum::{
    extract::{FromRequestParts, Path, Query},
    http::request::Parts,
};
use serde::de::DeserializeOwned;

use super::answer::Refused;
use crate::protocol::code::{Code, No};

/// The fields of a query string.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Asked<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Refused> {
        let malformed = |at: &str| Refused(No::new(Code::Malformed).more("at", at));
        // U+0000, which no database column takes, is refused on every door.
        if parts.uri.query().is_some_and(|it| it.contains("%00")) {
            return Err(malformed("U+0000"));
        }
        Query::try_from_uri(&parts.uri)
            .map(|Query(fields)| Self(fields))
            .map_err(|_| malformed("query"))
    }
}

/// The parts of a path that a route leaves open. What is no text names nothing.
pub struct Named<T = String>(pub T);

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for Named<T> {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Refused> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(named)) => Ok(Self(named)),
            Err(_) => Err(Refused(No::new(Code::NotFound))),
        }
    }
}

/// An id in a path: what is not one names nothing.
pub fn id<T: FromStr>(text: &str) -> Result<T, Refused> {
    text.parse().map_err(|_| Refused(No::new(Code::NotFound)))
}
