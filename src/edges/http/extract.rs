//! Who asks, and JSON bodies.

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, Method, header, request::Parts},
};
use sha2::{Digest, Sha256};

use super::{answer::Refused, cookie, origin};
use crate::{
    edges::{commands::Caller, refusals::refuse, shared::Shared},
    hub::registry::Via,
    kernel::actor::Actor,
    protocol::code::{Code, No},
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
        let who = async { shared.ledger.read().await?.actor(caller.user).await }.await;
        let who = who.map_err(|it| Refused(refuse(shared, &it.into())))?;
        who.map(Self).ok_or(Refused(No::new(Code::Unauthenticated)))
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
    let fail = |it: crate::kernel::fault::Fault| refuse(shared, &it.into());
    let none = || No::new(Code::Unauthenticated);
    let bearer = headers
        .get(header::AUTHORIZATION)
        .map(|it| it.to_str().unwrap_or_default());
    if let Some(bearer) = bearer {
        let key = bearer.strip_prefix("Bearer ").ok_or_else(none)?;
        let secret = Sha256::digest(key.as_bytes()).into();
        let mut books = shared.ledger.read().await.map_err(fail)?;
        let found = books.api_key(secret).await.map_err(fail)?;
        return found
            .map(|(key, user)| Caller {
                user,
                via: Via::Key(key),
            })
            .ok_or_else(none);
    }
    let token = cookie::token(headers).ok_or_else(none)?;
    let secret = Sha256::digest(token.as_bytes()).into();
    let now = shared.clock.machine();
    let mut books = shared.ledger.read().await.map_err(fail)?;
    let session = books.session(secret, now).await.map_err(fail)?;
    session
        .map(|it| Caller {
            user: it.user,
            via: Via::Session(it.id),
        })
        .ok_or_else(none)
}
