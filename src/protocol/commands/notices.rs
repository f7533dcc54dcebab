//! What a person does with his message centre.

use serde::Deserialize;

use crate::kernel::time::FairTime;

/// `notice.read`: everything up to a moment has been seen.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NoticeRead {
    /// The time of the newest one seen.
    pub until: FairTime,
}
