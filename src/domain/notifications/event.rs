//! The facts that the message centre tells in `inbox/{user}`, and the state they fold to.

use serde::Serialize;

use super::notice::{Busy, Notice};
use crate::kernel::time::FairTime;

/// `notice.added`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct NoticeAdded {
    /// The new line.
    pub notice: Notice,
    /// How many are unread now.
    #[ts(type = "number")]
    pub unread: i64,
}

/// `notices.read`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct NoticesRead {
    /// Everything up to this moment has been read.
    pub until: FairTime,
    /// How many are unread now.
    #[ts(type = "number")]
    pub unread: i64,
}

/// The snapshot of `inbox/{user}`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct InboxState {
    /// The newest, newest first.
    pub notices: Vec<Notice>,
    /// How many of all notices are unread.
    #[ts(type = "number")]
    pub unread: i64,
    /// The reader's own accepted appointments.
    pub busy: Vec<Busy>,
}
