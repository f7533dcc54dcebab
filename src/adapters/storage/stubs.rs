//! Placeholders until each feature's queries land; every impl here leaves with its feature's branch.

use async_trait::async_trait;

use super::session::Session;
use crate::{
    domain::{accounts, appointments},
    kernel::{
        actor::Actor,
        fault::Fault,
        ids::{ApiKeyId, AppointmentId, CompanyId, SessionId, UserId},
        time::{FairTime, MachineTime},
    },
};

fn missing<T>() -> Result<T, Fault> {
    Err(Fault::other("not built yet"))
}

#[async_trait]
impl accounts::ports::Accounts for Session<'_> {
    async fn actor(&mut self, _: UserId) -> Result<Option<Actor>, Fault> {
        missing()
    }
    async fn person(&mut self, _: UserId) -> Result<Option<accounts::ports::Person>, Fault> {
        missing()
    }
    async fn company(&mut self, _: CompanyId) -> Result<Option<accounts::ports::Company>, Fault> {
        missing()
    }
    async fn session(
        &mut self,
        _: [u8; 32],
        _: MachineTime,
    ) -> Result<Option<accounts::ports::Session>, Fault> {
        missing()
    }
    async fn api_key(&mut self, _: [u8; 32]) -> Result<Option<(ApiKeyId, UserId)>, Fault> {
        missing()
    }
    async fn take_ticket(
        &mut self,
        _: [u8; 32],
        _: MachineTime,
    ) -> Result<Option<accounts::ports::Session>, Fault> {
        let _: Option<SessionId> = None;
        missing()
    }
}

#[async_trait]
impl appointments::ports::Appointments for Session<'_> {
    async fn busy_of(
        &mut self,
        _: UserId,
    ) -> Result<Vec<(AppointmentId, FairTime, FairTime)>, Fault> {
        Ok(Vec::new())
    }
}
