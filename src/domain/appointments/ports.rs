//! What appointments need from the store.

use async_trait::async_trait;

use crate::kernel::{
    fault::Fault,
    ids::{AppointmentId, UserId},
    time::FairTime,
};

/// Claims, requests and negotiations.
#[async_trait]
pub trait Appointments: Send {
    /// The periods of a person's accepted appointments, for his own inbox.
    async fn busy_of(
        &mut self,
        user: UserId,
    ) -> Result<Vec<(AppointmentId, FairTime, FairTime)>, Fault>;
}
