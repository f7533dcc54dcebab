//! All routes.

use axum::{
    Router,
    extract::DefaultBodyLimit,
    http::{HeaderName, HeaderValue, header},
    middleware::from_fn,
    routing::{get, post},
};
use tower_http::{
    catch_panic::CatchPanicLayer, compression::CompressionLayer, set_header::SetResponseHeaderLayer,
};

use utoipa_swagger_ui::SwaggerUi;

use super::{
    answer::{self, Refused},
    appointments, assets, catalogue, fair, health, keys, members, notices, pictures, posted,
    session, snapshots,
};
use crate::{
    edges::{contract::openapi, shared::Shared, ws},
    protocol::code::{Code, No},
};

/// What pages of ours may load: themselves and nothing else. Mantine sets styles on elements, hence `unsafe-inline`
/// for style alone.
const POLICY: &str = "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'; form-action 'self'; object-src 'none'";

/// The routes with their limits and headers.
pub fn router(shared: Shared) -> Router {
    let limit = shared.settings.limits.body_bytes;
    let pages = Router::new()
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .route("/metrics", get(health::metrics))
        .route("/api/v1/do/{command}", post(posted::run))
        .merge(session::routes())
        .merge(members::routes())
        .merge(keys::routes())
        .merge(fair::routes())
        .merge(catalogue::routes())
        .merge(appointments::routes())
        .merge(snapshots::routes())
        .merge(notices::routes())
        .merge(pictures::routes())
        .merge(
            SwaggerUi::new("/docs").external_url_unchecked("/openapi.json", openapi(&shared.table)),
        )
        .fallback(assets::serve)
        .method_not_allowed_fallback(async || Refused(No::new(Code::NotFound)))
        .layer(DefaultBodyLimit::max(limit))
        .layer(from_fn(answer::in_language))
        .layer(CompressionLayer::new());
    let router = Router::new()
        .route("/ws", get(ws::upgrade::open))
        .merge(pages);
    [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ]
    .into_iter()
    .fold(router, |router, (name, value)| {
        router.layer(SetResponseHeaderLayer::if_not_present(
            name,
            HeaderValue::from_static(value),
        ))
    })
    .layer(CatchPanicLayer::new())
    .with_state(shared)
}
