//! What appointments need from the store.

use async_trait::async_trait;

/// Claims, requests and negotiations.
#[async_trait]
pub trait Appointments: Send {}
