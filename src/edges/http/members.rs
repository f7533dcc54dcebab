//! A company's people, for its admins.

use axum::{Json, Router, extract::State, routing::get};

use super::{answer::Answered, extract::Asker};
use crate::{
    domain::{Refusal, accounts::policy},
    edges::{refusals::refuse, shared::Shared},
    kernel::actor::Actor,
    protocol::accounts::{Invitation, Member, People},
};

/// The routes of this file.
pub(super) fn routes() -> Router<Shared> {
    Router::new().route("/api/v1/company/members", get(list))
}

/// Members and open invitations.
#[utoipa::path(get, path = "/api/v1/company/members", tag = "company", responses((status = 200, body = People)))]
pub(super) async fn list(
    State(shared): State<Shared>,
    Asker(who): Asker,
) -> Answered<Json<People>> {
    let people = people(&shared, &who).await;
    Ok(Json(people.map_err(|it| refuse(&shared, &it))?))
}

async fn people(shared: &Shared, who: &Actor) -> Result<People, Refusal> {
    let company = policy::manages(who)?;
    let mut books = shared.ledger.read().await?;
    let members = books.members(company).await?;
    let invitations = books.invitations(company, shared.clock.machine()).await?;
    Ok(People {
        members: members
            .into_iter()
            .map(|it| Member {
                user: it.user,
                name: it.name,
                email: it.email,
                admin: it.admin,
                joined_at: it.joined_at,
            })
            .collect(),
        invitations: invitations
            .into_iter()
            .map(|it| Invitation {
                email: it.email.as_str().to_owned(),
                admin: it.membership().is_some_and(|at| at.admin),
                name: it.name,
                expires_at: it.expires_at,
            })
            .collect(),
    })
}
