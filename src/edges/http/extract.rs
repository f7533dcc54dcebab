//! Who asks, and JSON bodies.

use axum::{
    extract::{FromRequest, FromRequestParts, Request},
    http::{HeaderMap, Method, header, request::Parts},
};
use serde::de::DeserializeOwned;

use super::{answer::Refused, cookie, origin, posted::is_json};
use crate::{
    edges::{commands::Caller, refusals::refuse, shared::Shared, sign_in},
    kernel::actor::Actor,
    protocol::{
        client::read,
        code::{Code, No},
    },
};

/// A signed-in request: by cookie, or by `Authorization: Bearer pk_…`.
pub struct SignedIn(pub Caller);

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Refused> {
        if parts.method != Method::GET {
            guard(shared, &parts.headers)?;
        }
        caller(shared, &parts.headers)
            .await
            .map(Self)
            .map_err(Refused)
    }
}

/// A signed-in request and who that is now.
pub struct Asker(pub Actor);

impl FromRequestParts<Shared> for Asker {
    type Rejection = Refused;

    async fn from_request_parts(parts: &mut Parts, shared: &Shared) -> Result<Self, Refused> {
        let SignedIn(caller) = SignedIn::from_request_parts(parts, shared).await?;
        Ok(caller.actor(shared).await.map(Self)?)
    }
}

/// A body of text, within the limit.
pub struct Text(pub String);

impl FromRequest<Shared> for Text {
    type Rejection = Refused;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Refused> {
        let limit = shared.settings.limits.body_bytes;
        let body = String::from_request(request, shared).await.map_err(|it| {
            if it.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE {
                No::new(Code::TooLarge).more("limit", limit)
            } else {
                No::new(Code::Malformed).more("at", "body")
            }
        })?;
        Ok(Self(body))
    }
}

/// A JSON body; what it looks like is said once, by its type.
pub struct Input<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Shared> for Input<T> {
    type Rejection = Refused;

    async fn from_request(request: Request, shared: &Shared) -> Result<Self, Refused> {
        let headers = request.headers();
        if origin::of(headers).is_some_and(|it| !origin::allowed(&shared.settings.origins, it)) {
            return Err(No::new(Code::BadOrigin).into());
        }
        if !is_json(headers) {
            return Err(No::new(Code::Malformed).more("at", "Content-Type").into());
        }
        let Text(body) = Text::from_request(request, shared).await?;
        Ok(Self(read(&body)?))
    }
}

/// A request that changes something, and comes with a cookie, must come from an allowed page (RELIABILITY C.3).
///
/// `SameSite=Strict` keeps other sites' pages out already; this also keeps out a page on a sister host.
pub fn guard(shared: &Shared, headers: &HeaderMap) -> Result<(), Refused> {
    let by_cookie =
        headers.get(header::AUTHORIZATION).is_none() && cookie::token(headers).is_some();
    let allowed =
        origin::of(headers).is_some_and(|it| origin::allowed(&shared.settings.origins, it));
    if by_cookie && !allowed {
        Err(Refused(No::new(Code::BadOrigin)))
    } else {
        Ok(())
    }
}

async fn caller(shared: &Shared, headers: &HeaderMap) -> Result<Caller, No> {
    let bearer = headers
        .get(header::AUTHORIZATION)
        .map(|it| it.to_str().unwrap_or_default());
    let found = match (bearer, cookie::token(headers)) {
        (Some(bearer), _) => match bearer.strip_prefix("Bearer ") {
            Some(key) => sign_in::by_key(shared, key).await,
            None => Ok(None),
        },
        (None, Some(token)) => sign_in::by_cookie(shared, &token).await,
        (None, None) => Ok(None),
    };
    found
        .map_err(|it| refuse(shared, &it))?
        .ok_or_else(|| No::new(Code::Unauthenticated))
}
