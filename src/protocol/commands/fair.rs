//! What organisers and exhibitors do with the fair.

use serde::Deserialize;

use crate::kernel::ids::EditionId;

/// `fair.announce`: a line for everyone in the hall.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct FairAnnounce {
    /// The edition.
    pub edition: EditionId,
    /// 1 to 500 characters.
    pub text: String,
}
