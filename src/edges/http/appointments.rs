//! Appointments, page by page and one by one.

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    answer::{Answered, Refused},
    asked::{Asked, Named, id},
    extract::Asker,
};
use crate::{
    domain::appointments::{
        Refusal,
        event::AppointmentView,
        list::{self, AppointmentPage, Scope, Tab, Wanted},
    },
    edges::{refusals::refuse, shared::Shared},
    kernel::ids::{AppointmentId, EditionId},
};

/// Rows of a page when nobody says how many (S0-53).
const ROWS: u32 = 10;

/// `/api/v1/appointments`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/appointments", get(appointments))
        .route("/api/v1/appointments/{id}", get(appointment))
}

/// Which appointments are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AppointmentQuery {
    /// In which edition; in every one if absent.
    pub edition: Option<EditionId>,
    /// One's own, or the company's: admins only.
    #[serde(default)]
    pub scope: Scope,
    /// Under which tab; expired requests stand under `cancelled`.
    #[serde(default)]
    pub status: Tab,
    /// Which page, from 1.
    #[serde(default = "first")]
    pub page: u32,
    /// How many rows, at most 100.
    #[serde(default = "rows")]
    pub size: u32,
}

const fn first() -> u32 {
    1
}

const fn rows() -> u32 {
    ROWS
}

/// One page, the newest first, with what the tabs count.
#[utoipa::path(get, path = "/api/v1/appointments", tag = "appointments", params(AppointmentQuery),
    responses((status = 200, body = AppointmentPage)))]
pub async fn appointments(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Asked(query): Asked<AppointmentQuery>,
) -> Answered<Json<AppointmentPage>> {
    let wanted = Wanted {
        scope: query.scope,
        edition: query.edition,
        tab: query.status,
        page: query.page,
        size: query.size,
    };
    let page = async {
        let mut books = shared.ledger.read().await?;
        list::page(&mut *books, &who, wanted).await
    };
    page.await.map(Json).map_err(|it| refused(&shared, it))
}

/// One appointment, for those who may act on it.
#[utoipa::path(get, path = "/api/v1/appointments/{id}", tag = "appointments",
    params(("id" = String, Path, description = "The appointment")),
    responses((status = 200, body = AppointmentView)))]
pub async fn appointment(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Named(text): Named,
) -> Answered<Json<AppointmentView>> {
    let appointment: AppointmentId = id(&text)?;
    let one = async {
        let mut books = shared.ledger.read().await?;
        list::one(&mut *books, &who, appointment).await
    };
    one.await
        .map(|it| Json(AppointmentView::from(&it)))
        .map_err(|it| refused(&shared, it))
}

fn refused(shared: &Shared, refusal: Refusal) -> Refused {
    Refused(refuse(shared, &refusal.into()))
}
