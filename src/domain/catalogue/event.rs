//! The facts of the catalogue.

use serde::Serialize;

use super::Sections;

/// `sections.changed` in `fair/{edition}`: all of them, as they are from now on.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct SectionsChanged {
    /// The sections.
    pub sections: Sections,
}
