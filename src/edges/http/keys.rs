//! Scripts' keys, for those who may revoke them.

use axum::{Json, Router, extract::State, routing::get};

use super::{answer::Answered, extract::Asker};
use crate::{
    domain::{Refusal, accounts::policy},
    edges::{refusals::refuse, shared::Shared},
    kernel::actor::Actor,
    protocol::accounts::ApiKey,
};

/// The routes of this file.
pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/v1/api-keys", get(list))
}

/// The live keys, by age.
#[utoipa::path(get, path = "/api/v1/api-keys", tag = "company", responses((status = 200, body = [ApiKey])))]
pub(super) async fn list(
    State(shared): State<Shared>,
    Asker(who): Asker,
) -> Answered<Json<Vec<ApiKey>>> {
    let keys = keys(&shared, &who).await;
    Ok(Json(keys.map_err(|it| refuse(&shared, &it))?))
}

async fn keys(shared: &Shared, who: &Actor) -> Result<Vec<ApiKey>, Refusal> {
    let owner = policy::manages_keys(who)?;
    let keys = shared.ledger.read().await?.api_keys(owner).await?;
    Ok(keys
        .into_iter()
        .map(|it| ApiKey {
            id: it.id,
            name: it.name,
            created_at: it.created_at,
            last_used_at: it.last_used_at,
        })
        .collect())
}
