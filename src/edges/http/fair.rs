//! Editions and exhibitors.

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    answer::{Answered, Refused},
    asked::{Asked, Named, id},
    extract::{Asker, SignedIn},
};
use crate::{
    domain::{
        self,
        catalogue::lists,
        fair::{
            Edition, Exhibitor, Refusal,
            stands::{self, ExhibitorPage, Wanted},
        },
    },
    edges::{refusals::refuse, shared::Shared},
    kernel::ids::{EditionId, ExhibitorId, SectionId},
};

/// `/api/v1/editions` and `/api/v1/exhibitors`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/editions", get(editions))
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
