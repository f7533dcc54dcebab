//! The message centre, page by page.

use axum::{Json, Router, extract::State, routing::get};
use serde::Deserialize;

use super::{
    answer::{Answered, Refused},
    asked::Asked,
    extract::Asker,
};
use crate::{
    domain::notifications::{notice::NoticePage, service},
    edges::{refusals::fault, shared::Shared},
    kernel::ids::NoticeId,
};

/// `/api/v1/notices`.
pub fn routes() -> Router<Shared> {
    Router::new().route("/api/v1/notices", get(notices))
}

/// Which notices are asked for.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct NoticeQuery {
    /// The last one of the page before.
    pub before: Option<NoticeId>,
}

/// The caller's own notices, newest first.
#[utoipa::path(get, path = "/api/v1/notices", tag = "notices", params(NoticeQuery),
    responses((status = 200, body = NoticePage)))]
pub async fn notices(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Asked(query): Asked<NoticeQuery>,
) -> Answered<Json<NoticePage>> {
    let page = async {
        let mut books = shared.ledger.read().await?;
        service::page(&mut *books, &who, query.before).await
    };
    page.await
        .map(Json)
        .map_err(|it| Refused(fault(&shared, &it)))
}
