//! Placeholders until each feature's queries land; every impl here leaves with its feature's branch.

use async_trait::async_trait;

use super::session::Session;
use crate::{
    domain::appointments,
    kernel::{
        fault::Fault,
        ids::{AppointmentId, UserId},
        time::FairTime,
    },
};

#[async_trait]
impl appointments::ports::Appointments for Session<'_> {
    async fn busy_of(
        &mut self,
        _: UserId,
    ) -> Result<Vec<(AppointmentId, FairTime, FairTime)>, Fault> {
        Ok(Vec::new())
    }
}
