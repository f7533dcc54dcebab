//! Keys for scripts: made by a person, shown once, acting as their maker until they are revoked.

use super::{
    Refusal, event, policy,
    ports::{ApiKey, KeyOwner},
    secret::Token,
    user,
};
use crate::{
    domain::Tx,
    kernel::{actor::Actor, ids::ApiKeyId},
};

/// The most live keys of one company, and of one organiser.
pub const MOST_KEYS: usize = 20;

/// Makes a key.
pub async fn create(
    tx: &mut dyn Tx,
    who: &Actor,
    name: &str,
) -> Result<(ApiKeyId, Token), Refusal> {
    let owner = owner(tx, who).await?;
    let name = user::name("name", name)?;
    if tx.api_keys(owner).await?.len() >= MOST_KEYS {
        return Err(Refusal::LimitReached {
            limit: i64::try_from(MOST_KEYS).unwrap_or(i64::MAX),
        });
    }
    let now = tx.machine();
    let key = ApiKey {
        id: ApiKeyId::mint(now),
        user: who.user,
        name,
        created_at: now,
        last_used_at: None,
    };
    let token = Token::generate_key();
    tx.add_api_key(&key, owner, token.hash()).await?;
    Ok((key.id, token))
}

/// Revokes any key of the company, whoever made it.
pub async fn revoke(tx: &mut dyn Tx, who: &Actor, id: ApiKeyId) -> Result<(), Refusal> {
    let owner = owner(tx, who).await?;
    let now = tx.machine();
    if !tx.revoke_api_key(id, owner, now).await? {
        return Err(Refusal::Unknown);
    }
    event::revoked(tx, &[id])?;
    Ok(())
}

/// Locks the company's row where there is one; an organiser's own keys are counted by nobody else.
async fn owner(tx: &mut dyn Tx, who: &Actor) -> Result<KeyOwner, Refusal> {
    policy::in_person(who)?;
    let owner = policy::manages_keys(who)?;
    if matches!(owner, KeyOwner::Company(_)) {
        policy::lock_own_company(tx, who).await?;
    }
    Ok(owner)
}
