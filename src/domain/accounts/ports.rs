//! What accounts need from the store.

use async_trait::async_trait;

use crate::kernel::{
    actor::{Actor, Language, Membership, Side},
    fault::Fault,
    ids::{ApiKeyId, CompanyId, SessionId, UserId},
    time::MachineTime,
};

/// A person as others see him, and what his own settings say.
#[derive(Clone, Debug)]
pub struct Person {
    /// His id.
    pub id: UserId,
    /// His name.
    pub name: String,
    /// His address.
    pub email: String,
    /// The language he reads.
    pub language: Language,
    /// His home zone, an IANA name.
    pub zone: String,
    /// Domestic people hear by SMS, overseas ones by mail (S0-33, S0-34).
    pub domestic: bool,
    /// His company, if he has one.
    pub membership: Option<Membership>,
}

/// A firm.
#[derive(Clone, Debug)]
pub struct Company {
    /// Its id.
    pub id: CompanyId,
    /// Its name.
    pub name: String,
    /// Its side.
    pub side: Side,
    /// ISO 3166 alpha-2.
    pub country: String,
}

/// A signed-in browser.
#[derive(Clone, Debug)]
pub struct Session {
    /// Its id.
    pub id: SessionId,
    /// Whose it is.
    pub user: UserId,
    /// When it ends by itself.
    pub expires_at: MachineTime,
}

/// SHA-256 of a secret: what the database keeps of tokens, tickets, links and keys.
pub type SecretHash = [u8; 32];

/// People, companies and their secrets.
#[async_trait]
pub trait Accounts: Send {
    /// Who `user` is now: company, side, grants; none if he may not act any more.
    async fn actor(&mut self, user: UserId) -> Result<Option<Actor>, Fault>;
    /// One person.
    async fn person(&mut self, user: UserId) -> Result<Option<Person>, Fault>;
    /// One company.
    async fn company(&mut self, company: CompanyId) -> Result<Option<Company>, Fault>;
    /// The session whose token hashes to `token`, if it has not ended at `now`.
    async fn session(
        &mut self,
        token: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Session>, Fault>;
    /// The key whose secret hashes to `secret` and the person it acts for, if it is not revoked.
    async fn api_key(&mut self, secret: SecretHash) -> Result<Option<(ApiKeyId, UserId)>, Fault>;
    /// Consumes a ticket by one UPDATE; none if it is unknown, used or stale.
    async fn take_ticket(
        &mut self,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Session>, Fault>;
}
