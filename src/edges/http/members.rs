//! A company's people, for its admins.

use axum::{Json, Router, extract::State, routing::get};

use super::{
    answer::Answered,
    asked::{Named, id},
    extract::Asker,
};
use crate::{
    domain::{
        Refusal,
        accounts::{self, policy},
        appointments::{list::Counts, ports::Ahead},
    },
    edges::{refusals::refuse, shared::Shared},
    kernel::{actor::Actor, ids::UserId},
    protocol::accounts::{Invitation, Member, MemberAhead, People},
};

/// The routes of this file.
pub(super) fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/company/members", get(list))
        .route("/api/v1/company/members/{user}/ahead", get(ahead))
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

/// How much would be passed on if a member left.
#[utoipa::path(get, path = "/api/v1/company/members/{user}/ahead", tag = "company",
    params(("user" = String, Path, description = "The member")),
    responses((status = 200, body = MemberAhead)))]
pub(super) async fn ahead(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Named(text): Named,
) -> Answered<Json<MemberAhead>> {
    let user: UserId = id(&text)?;
    let counts = staff_ahead(&shared, &who, user).await;
    let counts = counts.map_err(|it| refuse(&shared, &it))?;
    Ok(Json(MemberAhead {
        pending: counts.pending,
        accepted: counts.accepted,
    }))
}

async fn staff_ahead(shared: &Shared, who: &Actor, user: UserId) -> Result<Counts, Refusal> {
    let company = policy::manages(who)?;
    let mut books = shared.ledger.read().await?;
    let person = books.person(user).await?;
    let at = person.and_then(|it| it.membership);
    let at = at.filter(|at| at.company == company);
    let of = Ahead {
        person: user,
        company,
        side: at.ok_or(accounts::Refusal::Unknown)?.side,
        now: shared.clock.fair(),
    };
    Ok(books.count_ahead(of).await?)
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
                id: it.id,
                email: it.email.as_str().to_owned(),
                admin: it.membership().is_some_and(|at| at.admin),
                name: it.name,
                expires_at: it.expires_at,
            })
            .collect(),
    })
}
