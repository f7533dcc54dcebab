//! Who somebody is by what he shows at a door: one place for HTTP and for the socket.

use std::sync::Arc;

use super::{commands::Caller, shared::Shared};
use crate::{
    domain::{
        Refusal,
        accounts::{ports::Session, secret, sessions},
        ledger::{Answer, Ledger, Unit, Work},
    },
    hub::registry::Via,
    kernel::ids::ApiKeyId,
};

/// By a script's key, whose use is noted.
pub async fn by_key(shared: &Shared, key: &str) -> Result<Option<Caller>, Refusal> {
    let now = shared.clock.machine();
    let mut books = shared.ledger.read().await?;
    let Some((key, user)) = books.api_key(secret::hash(key)).await? else {
        return Ok(None);
    };
    let idle = books.api_key_idle(key, now).await?;
    drop(books);
    if idle {
        note_use(shared, key).await?;
    }
    Ok(Some(Caller {
        user,
        via: Via::Key(key),
    }))
}

/// By a session's cookie; a session in use lives on.
pub async fn by_cookie(shared: &Shared, token: &str) -> Result<Option<Caller>, Refusal> {
    let now = shared.clock.machine();
    let mut books = shared.ledger.read().await?;
    let session = books.session(secret::hash(token), now).await?;
    drop(books);
    let Some(session) = session else {
        return Ok(None);
    };
    keep_alive(shared, &session).await?;
    Ok(Some(of(&session)))
}

/// By a ticket, which is consumed by one UPDATE, so a second use finds nothing.
pub async fn by_ticket(shared: &Shared, ticket: &str) -> Result<Option<Caller>, Refusal> {
    let secret = secret::hash(ticket);
    let found: Arc<parking_lot::Mutex<Option<Session>>> = Arc::default();
    let place = found.clone();
    let take: Work = Arc::new(move |tx| {
        let place = place.clone();
        Box::pin(async move {
            let now = tx.machine();
            let session = tx.take_ticket(secret, now).await?;
            *place.lock() = session;
            Ok(Answer::empty())
        })
    });
    write(shared, take).await?;
    let session = found.lock().take();
    Ok(session.as_ref().map(of))
}

fn of(session: &Session) -> Caller {
    Caller {
        user: session.user,
        via: Via::Session(session.id),
    }
}

/// Moves the end of a session that is in use; once a day that writes.
async fn keep_alive(shared: &Shared, session: &Session) -> Result<(), Refusal> {
    if !sessions::is_due_for_renewal(session, shared.clock.machine()) {
        return Ok(());
    }
    let id = session.id;
    let renew: Work = Arc::new(move |tx| {
        Box::pin(async move {
            let now = tx.machine();
            tx.renew_session(id, now).await?;
            Ok(Answer::empty())
        })
    });
    write(shared, renew).await
}

async fn note_use(shared: &Shared, key: ApiKeyId) -> Result<(), Refusal> {
    let note: Work = Arc::new(move |tx| {
        Box::pin(async move {
            let now = tx.machine();
            tx.use_api_key(key, now).await?;
            Ok(Answer::empty())
        })
    });
    write(shared, note).await
}

/// Runs what a door writes for itself; it needs no order.
pub async fn write(shared: &Shared, work: Work) -> Result<(), Refusal> {
    let unit = Unit::of(work);
    let lane = rand::random();
    Ledger::run(&*shared.ledger, lane, unit).await.map(drop)
}
