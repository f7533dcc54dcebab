//! Commands of the message centre.

use super::Entry;
use crate::{
    command,
    domain::{ledger::Answer, notifications::service},
    protocol::commands::notices::NoticeRead,
};

/// `notice.*`.
pub fn entries() -> Vec<Entry> {
    vec![command!("notice.read", NoticeRead, |tx, who, input| {
        service::read(tx, who, input.until).await?;
        Ok(Answer::empty())
    })]
}
