//! Snapshots of topics as plain resources: what a subscription begins with, for readers without a socket.

use axum::{Json, Router, extract::State, routing::get};
use serde_json::value::RawValue;

use super::{
    answer::{Answered, Refused},
    asked::{Named, id},
    extract::Asker,
};
use crate::{
    domain::{
        Refusal,
        appointments::event::{NegotiationState, SlotsState},
        topics,
    },
    edges::{refusals::refuse, shared::Shared},
    kernel::{actor::Actor, fault::Fault, topic::Topic},
    protocol::code::{Code, No},
};

/// `/api/v1/grids/…` and `/api/v1/negotiations/…`.
pub fn routes() -> Router<Shared> {
    Router::new()
        .route("/api/v1/grids/{grid}/{date}", get(grid))
        .route("/api/v1/negotiations/{id}", get(negotiation))
}

/// The public colours of one calendar on one fair day.
#[utoipa::path(get, path = "/api/v1/grids/{grid}/{date}", tag = "appointments",
    params(
        ("grid" = String, Path, description = "A salesperson's calendar or an exhibitor's queue"),
        ("date" = String, Path, description = "A fair day, YYYY-MM-DD in the fair's zone"),
    ),
    responses((status = 200, body = SlotsState)))]
pub async fn grid(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Named((grid, date)): Named<(String, String)>,
) -> Answered<Json<Box<RawValue>>> {
    let topic: Topic = id(&format!("slots/{grid}/{date}"))?;
    read(&shared, &who, &topic).await
}

/// A negotiation and its newest appointments.
#[utoipa::path(get, path = "/api/v1/negotiations/{id}", tag = "appointments",
    params(("id" = String, Path, description = "The negotiation")),
    responses((status = 200, body = NegotiationState)))]
pub async fn negotiation(
    State(shared): State<Shared>,
    Asker(who): Asker,
    Named(text): Named,
) -> Answered<Json<Box<RawValue>>> {
    let topic = Topic::Negotiation(id(&text)?);
    read(&shared, &who, &topic).await
}

/// The snapshot of `topic`, all of whose parts fit one answer, if `who` may hear it.
async fn read(shared: &Shared, who: &Actor, topic: &Topic) -> Answered<Json<Box<RawValue>>> {
    let state = async {
        let mut books = shared.ledger.read().await?;
        topics::may_hear(&mut *books, who, topic).await?;
        let parts = topics::snapshot(&mut *books, topic).await?;
        let none = || Fault::other("a topic that can be heard and has no snapshot");
        let part = parts.into_iter().next().ok_or_else(none)?;
        Ok::<_, Refusal>(part)
    };
    state.await.map(Json).map_err(|it| {
        Refused(match it {
            // A resource that is not there, not a topic.
            Refusal::Topic(topics::Refusal::Unknown) => No::new(Code::NotFound),
            it => refuse(shared, &it),
        })
    })
}
