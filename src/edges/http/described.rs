//! The resources as they are described to programs.

use utoipa::OpenApi;

use super::{
    appointments, catalogue, fair, health, keys, members, notices, pictures, session, snapshots,
};

#[derive(OpenApi)]
#[openapi(paths(
    session::login,
    session::logout,
    session::look_at_link,
    session::use_link,
    session::ticket,
    session::me,
    fair::editions,
    fair::preview,
    fair::left,
    fair::exhibitors,
    fair::exhibitor,
    catalogue::sections,
    catalogue::homepage,
    catalogue::products,
    catalogue::product,
    catalogue::favorites,
    snapshots::grid,
    snapshots::negotiation,
    appointments::appointments,
    appointments::appointment,
    notices::notices,
    pictures::upload,
    pictures::picture,
    members::list,
    members::ahead,
    keys::list,
    health::alive,
    health::ready,
    health::metrics,
))]
struct Resources;

/// Every resource with its shapes.
pub fn described() -> utoipa::openapi::OpenApi {
    Resources::openapi()
}
