//! The snapshot of `inbox/{user}`.

use serde_json::value::RawValue;

use crate::{
    domain::Books,
    kernel::{fault::Fault, ids::UserId},
};

/// Newest notices, unread count and the person's own busy periods.
pub async fn inbox(_books: &mut dyn Books, _user: UserId) -> Result<Vec<Box<RawValue>>, Fault> {
    Ok(Vec::new())
}
