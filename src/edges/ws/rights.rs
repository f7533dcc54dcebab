//! Revocations, as this node applies them: every socket of the person is looked at again (DESIGN 1, law 9).

use std::sync::Arc;

use serde::Deserialize;

use super::subscribe::lose;
use crate::{
    domain::topics,
    edges::shared::Shared,
    hub::{
        mailbox::Farewell,
        registry::{Connection, Via},
    },
    kernel::{
        fact::Fact,
        fault::Fault,
        ids::{ApiKeyId, SessionId, UserId},
    },
};

const ENDED: Farewell = Farewell {
    code: 4401,
    reason: "the session has ended",
};

#[derive(Deserialize)]
struct OfUser {
    user: UserId,
}

#[derive(Deserialize)]
struct OfSession {
    session: SessionId,
}

#[derive(Deserialize)]
struct OfKey {
    key: ApiKeyId,
}

/// Applies one fact of the topic `rights`. When it returns, nobody hears anything on the strength of what it took.
pub async fn apply(shared: &Shared, fact: &Fact) -> Result<(), Fault> {
    let with = fact.with.get();
    match fact.kind.as_str() {
        "session.ended" => {
            let of: OfSession = serde_json::from_str(with).map_err(Fault::other)?;
            end(shared.registry.all(), |it| {
                it.via == Via::Session(of.session)
            });
        }
        "key.revoked" => {
            let of: OfKey = serde_json::from_str(with).map_err(Fault::other)?;
            end(shared.registry.all(), |it| it.via == Via::Key(of.key));
        }
        _ => {
            let of: OfUser = serde_json::from_str(with).map_err(Fault::other)?;
            look_again(shared, of.user).await?;
        }
    }
    Ok(())
}

fn end(connections: Vec<Arc<Connection>>, ended: impl Fn(&Connection) -> bool) {
    for it in connections {
        if ended(&it) {
            for ear in it.ears.lock().values() {
                ear.subscription.cut();
            }
            it.mailbox.close(ENDED);
        }
    }
}

async fn look_again(shared: &Shared, user: UserId) -> Result<(), Fault> {
    let connections = shared.registry.of(user);
    if connections.is_empty() {
        return Ok(());
    }
    let mut books = shared.ledger.read().await?;
    let Some(who) = books.actor(user).await? else {
        end(connections, |_| true);
        return Ok(());
    };
    for connection in connections {
        let topics: Vec<_> = connection
            .ears
            .lock()
            .values()
            .map(|it| (it.entry.name.clone(), it.topic.clone()))
            .collect();
        for (name, topic) in topics {
            match topics::may_hear(&mut *books, &who, &topic).await {
                Ok(()) => {}
                Err(topics::Refusal::Fault(fault)) => return Err(fault),
                Err(topics::Refusal::NoRight | topics::Refusal::Unknown) => {
                    lose(shared, &connection, &name);
                }
            }
        }
    }
    Ok(())
}
