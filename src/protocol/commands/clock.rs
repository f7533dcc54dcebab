//! Moving simulated fair time.

use serde::Deserialize;

/// `clock.advance`: moves fair time forward on every node; simulated clocks only.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ClockAdvance {
    /// Milliseconds forward.
    #[ts(type = "number")]
    pub by_ms: i64,
}
