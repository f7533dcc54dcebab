//! Whether this node lives, and whether it can serve: the truth per dependency.

use std::time::Duration;

use axum::{Json, extract::State, http::StatusCode};
use serde::Serialize;
use tokio::time::timeout;

use crate::{edges::shared::Shared, kernel::fault::Fault};

/// How long a dependency may take to answer before it counts as away.
const WITHIN: Duration = Duration::from_secs(2);

/// What a load balancer asks.
#[derive(Debug, Serialize, utoipa::ToSchema)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each dependency is there or is not"
)]
pub struct Ready {
    /// Whether requests should come here.
    #[serde(rename = "ready")]
    pub serves: bool,
    /// The database answers.
    pub storage: bool,
    /// Commands found room on the disk. Without it reading goes on, so requests still come here.
    pub room: bool,
    /// Hints from other nodes get through; without them the log is read five times a second.
    pub bus: bool,
    /// This node's lease is renewed: without it nothing is delivered.
    pub lease: bool,
    /// This node is about to stop.
    pub draining: bool,
}

/// The process lives.
#[utoipa::path(get, path = "/healthz", tag = "operate", responses((status = 200)))]
pub(super) async fn alive() -> &'static str {
    "ok"
}

/// This node can serve; 503 when it cannot.
#[utoipa::path(get, path = "/readyz", tag = "operate", responses((status = 200, body = Ready), (status = 503, body = Ready)))]
pub(super) async fn ready(State(shared): State<Shared>) -> (StatusCode, Json<Ready>) {
    let storage = matches!(timeout(WITHIN, shared.ledger.read()).await, Ok(Ok(_)));
    let lease = shared.hub.lease().holds();
    let draining = shared.draining.is_cancelled();
    let ready = storage && lease && !draining;
    let status = if ready {
        StatusCode::OK
    } else {
        StatusCode::SERVICE_UNAVAILABLE
    };
    (
        status,
        Json(Ready {
            serves: ready,
            storage,
            room: shared.room.is_there(shared.clock.machine()),
            bus: shared.bus.is_up(),
            lease,
            draining,
        }),
    )
}

/// Numbers for a Prometheus server.
#[utoipa::path(get, path = "/metrics", tag = "operate", responses((status = 200)))]
pub(super) async fn metrics(State(shared): State<Shared>) -> String {
    let (topics, subscriptions) = shared.hub.size();
    let waiting: usize = shared
        .registry
        .all()
        .iter()
        .map(|it| it.mailbox.waiting())
        .sum();
    for (name, value) in [
        ("parley_topics", topics),
        ("parley_subscriptions", subscriptions),
        ("parley_mailbox_bytes", waiting),
    ] {
        metrics::gauge!(name).set(u32::try_from(value).map_or(f64::MAX, f64::from));
    }
    // Asked of the database, so that every node tells the same; while it is away, the last number stands.
    if let Ok(Ok(parked)) = timeout(WITHIN, parked(&shared)).await {
        metrics::gauge!("parley_jobs_parked")
            .set(u32::try_from(parked).map_or(f64::MAX, f64::from));
    }
    shared.metrics.render()
}

async fn parked(shared: &Shared) -> Result<i64, Fault> {
    shared.ledger.read().await?.parked_jobs().await
}
