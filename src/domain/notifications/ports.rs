//! What the message centre needs from the store.

use async_trait::async_trait;

/// Notices and read marks.
#[async_trait]
pub trait Notices: Send {}
