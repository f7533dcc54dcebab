//! Editions and exhibitors.

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    answer::{Answered, Refused},
    asked::{Asked, Named, id},
    extract::{Asker, Input, SignedIn},
};
use crate::{
    domain::{
        self,
        appointments::service::{Affected, affected},
        catalogue::lists,
        fair::{
            Change, Edition, Exhibitor, Refusal,
            stands::{self, ExhibitorPage, Wanted},
        },
    },
    edges::{refusals::refuse, shared::Shared},
    kernel::{
        actor::Actor,
        ids::{EditionId, ExhibitorId, SectionId},
    },
};

/// `/api/v1/editions` and `/api/v1/exhibitors`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/editions", get(editions))
        .route("/api/v1/editions/{id}/affected", get(left).post(preview))
        .route("/api/v1/exhibitors", get(exhibitors))
        .route("/api/v1/exhibitors/{id}", get(exhibitor))
}

/// Which exhibitors are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct ExhibitorQuery {
    /// In which edition; in the current one if absent.
    pub edition: Option<EditionId>,
    /// A text that name, booth or business must hold.
    #[serde(default)]
    pub q: String,
    /// In this section, or in any of this group.
    pub section: Option<SectionId>,
    /// `next` of the page before.
    pub cursor: Option<ExhibitorId>,
}

/// Every edition, the current one first.
#[utoipa::path(get, path = "/api/v1/editions", tag = "fair",
    responses((status = 200, body = Vec<Edition>)))]
pub async fn editions(
    State(shared): State<Shared>,
    SignedIn(_): SignedIn,
) -> Answered<Json<Vec<Edition>>> {
    let fail = |it| Refused(refuse(&shared, &domain::Refusal::from(it)));
    let mut books = shared.ledger.read().await.map_err(fail)?;
    books.editions().await.map(Json).map_err(fail)
}

/// What a change would call off, for its organisers, before they make it: the same fields as `edition.update`.
///
/// A POST because the rules do not fit an address; it changes nothing.
#[utoipa::path(post, path = "/api/v1/editions/{id}/affected", tag = "fair",
    params(("id" = String, Path, description = "The edition")),
    request_body = Change, responses((status = 200, body = Affected)))]
pub async fn preview(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Named(text): Named,
    Input(change): Input<Change>,
) -> Answered<Json<Affected>> {
    affected_by(&shared, (&who, id(&text)?), change).await
}

/// What the changes that were made have still to call off: nothing once their jobs are done.
#[utoipa::path(get, path = "/api/v1/editions/{id}/affected", tag = "fair",
    params(("id" = String, Path, description = "The edition")),
    responses((status = 200, body = Affected)))]
pub async fn left(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Named(text): Named,
) -> Answered<Json<Affected>> {
    affected_by(&shared, (&who, id(&text)?), Change::default()).await
}

async fn affected_by(
    shared: &Shared,
    (who, edition): (&Actor, EditionId),
    change: Change,
) -> Answered<Json<Affected>> {
    let now = shared.clock.fair();
    let found = async {
        let mut books = shared.ledger.read().await?;
        affected(&mut *books, who, (edition, now), change).await
    };
    found.await.map(Json).map_err(|it| refused(shared, it))
}

/// A page of the exhibitors of an edition, by name.
#[utoipa::path(get, path = "/api/v1/exhibitors", tag = "fair", params(ExhibitorQuery),
    responses((status = 200, body = ExhibitorPage)))]
pub async fn exhibitors(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Asked(query): Asked<ExhibitorQuery>,
) -> Answered<Json<ExhibitorPage>> {
    let page = async {
        let mut books = shared.ledger.read().await?;
        let edition = match query.edition {
            Some(edition) => edition,
            None => stands::current(&mut *books).await?,
        };
        let wanted = Wanted {
            edition,
            query: query.q,
            section: query.section,
            cursor: query.cursor,
        };
        lists::exhibitors(&mut *books, &who, &wanted, shared.clock.fair()).await
    };
    page.await.map(Json).map_err(|it| refused(&shared, it))
}

/// One exhibitor with its salespeople.
#[utoipa::path(get, path = "/api/v1/exhibitors/{id}", tag = "fair",
    params(("id" = String, Path, description = "The exhibitor")),
    responses((status = 200, body = Exhibitor)))]
pub async fn exhibitor(
    State(shared): State<Shared>,
    SignedIn(_): SignedIn,
    Named(text): Named,
) -> Answered<Json<Exhibitor>> {
    let exhibitor: ExhibitorId = id(&text)?;
    let one = async {
        let mut books = shared.ledger.read().await?;
        stands::one(&mut *books, exhibitor).await
    };
    one.await.map(Json).map_err(|it| refused(&shared, it))
}

fn refused(shared: &Shared, refusal: Refusal) -> Refused {
    Refused(refuse(shared, &refusal.into()))
}
