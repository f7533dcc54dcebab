//! The snapshot of `inbox/{user}`.

use serde_json::value::RawValue;

use super::{
    event::InboxState,
    notice::{Busy, PAGE},
};
use crate::{
    domain::Books,
    kernel::{fault::Fault, ids::UserId},
};

/// Newest notices, unread count and the person's own busy periods.
///
/// One part is enough: fifty lines of a few hundred bytes, and as many periods as one person can sit through.
pub async fn inbox(books: &mut dyn Books, user: UserId) -> Result<Vec<Box<RawValue>>, Fault> {
    let busy = books.busy_of(user).await?;
    let state = InboxState {
        notices: books.notices(user, None, PAGE).await?,
        unread: books.unread(user).await?,
        busy: busy
            .into_iter()
            .map(|(appointment, start, end)| Busy {
                appointment,
                start,
                end,
            })
            .collect(),
    };
    Ok(vec![
        serde_json::value::to_raw_value(&state).map_err(Fault::other)?,
    ])
}
