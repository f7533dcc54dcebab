//! What the message centre needs from the store.

use std::ops::Range;

use async_trait::async_trait;

use super::notice::Notice;
use crate::kernel::{
    fault::Fault,
    ids::{NoticeId, UserId},
    time::FairTime,
};

/// Notices and read marks.
///
/// Both writes lock the reader's row first, so that the counts of two commits cannot miss each other.
#[async_trait]
pub trait Notices: Send {
    /// Writes a notice, lets the oldest beyond what is kept go, and gives the unread count.
    async fn add_notice(&mut self, reader: UserId, notice: &Notice) -> Result<i64, Fault>;
    /// Moves the read mark to `until` if that is forward, and gives the unread count if it was.
    async fn read_notices(&mut self, reader: UserId, until: FairTime)
    -> Result<Option<i64>, Fault>;
    /// Deletes all notices of a reader: at most as many as are kept.
    async fn forget_notices(&mut self, reader: UserId) -> Result<(), Fault>;
    /// Takes out of a reader's facts with these numbers what they said of appointments: number, time and kind stay.
    async fn redact_news(&mut self, reader: UserId, numbers: Range<i64>) -> Result<(), Fault>;
    /// The newest notices written before `before`, newest first.
    async fn notices(
        &mut self,
        reader: UserId,
        before: Option<NoticeId>,
        limit: usize,
    ) -> Result<Vec<Notice>, Fault>;
    /// How many are unread.
    async fn unread(&mut self, reader: UserId) -> Result<i64, Fault>;
}
