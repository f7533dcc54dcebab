//! What accounts need from the store: people and companies here, their secrets in [`Secrets`].

use async_trait::async_trait;

pub use super::secret::SecretHash;
use super::user::Email;
use crate::kernel::{
    actor::{Actor, Grant, Language, Membership, Side},
    fault::Fault,
    ids::{ApiKeyId, CompanyId, EditionId, LinkId, SessionId, UserId},
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

/// A person who is about to exist.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// His id.
    pub id: UserId,
    /// His name.
    pub name: String,
    /// His address.
    pub email: Email,
    /// The hash of his password; without one he can enter by a link only.
    pub password: Option<String>,
    /// The language he reads until he says otherwise.
    pub language: Language,
    /// His home zone until he says otherwise.
    pub zone: String,
    /// Domestic or overseas.
    pub domestic: bool,
    /// The company he starts in.
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

/// A member of a company, as its admins see him.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// His address.
    pub email: String,
    /// Whether he manages the company.
    pub admin: bool,
    /// Since when he belongs to it.
    pub joined_at: MachineTime,
}

/// What a login is checked against.
#[derive(Clone)]
pub struct Credentials {
    /// Whose.
    pub user: UserId,
    /// His password's hash, if he has one.
    pub password: Option<String>,
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
    /// When it ends however often it is used.
    pub longest: MachineTime,
}

/// What a one-time link opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkKind {
    /// A place in a company, for somebody who may not exist yet.
    Invitation {
        /// As what.
        membership: Membership,
    },
    /// Another password for somebody who exists.
    Reset {
        /// Whose.
        user: UserId,
    },
}

/// A one-time link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// What it opens.
    pub kind: LinkKind,
    /// Whose address it was made for.
    pub email: Email,
    /// His name, as its maker wrote it.
    pub name: String,
    /// Its maker; none for the command line.
    pub made_by: Option<UserId>,
    /// When it dies by itself.
    pub expires_at: MachineTime,
}

impl Link {
    /// The place an invitation offers.
    pub fn membership(&self) -> Option<Membership> {
        match self.kind {
            LinkKind::Invitation { membership } => Some(membership),
            LinkKind::Reset { .. } => None,
        }
    }
}

/// A script's key, as its company's admins see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its id.
    pub id: ApiKeyId,
    /// Its maker, as whom it acts.
    pub user: UserId,
    /// What it is for.
    pub name: String,
    /// When it was made.
    pub created_at: MachineTime,
    /// When it was last used, to the hour.
    pub last_used_at: Option<MachineTime>,
}

/// People and companies.
#[async_trait]
pub trait Accounts: Secrets + Send {
    /// Who `user` is now: company, side, grants; none if he may not act any more.
    async fn actor(&mut self, user: UserId) -> Result<Option<Actor>, Fault>;
    /// The same while what he is signed in by stands: the session or the key whose id is `by`.
    async fn caller(&mut self, user: UserId, by: &str) -> Result<Option<Actor>, Fault>;
    /// One person.
    async fn person(&mut self, user: UserId) -> Result<Option<Person>, Fault>;
    /// One company.
    async fn company(&mut self, company: CompanyId) -> Result<Option<Company>, Fault>;
    /// The person with this address, by its key.
    async fn credentials(&mut self, email_key: &str) -> Result<Option<Credentials>, Fault>;
    /// Everybody who belongs to `company`, by id: in the order in which they came to be.
    async fn members(&mut self, company: CompanyId) -> Result<Vec<Member>, Fault>;

    /// Locks the company's row until the transaction ends; false if there is none. Whoever counts its people, links
    /// or keys does this first.
    async fn lock_company(&mut self, company: CompanyId) -> Result<bool, Fault>;
    /// The number of its admins.
    async fn admins(&mut self, company: CompanyId) -> Result<i64, Fault>;
    /// The number of its members and of its invitations open at `now`.
    async fn heads(&mut self, company: CompanyId, now: MachineTime) -> Result<i64, Fault>;
    /// Writes a company.
    async fn add_company(&mut self, company: &Company, now: MachineTime) -> Result<(), Fault>;
    /// Writes a person; false if his address is taken.
    async fn add_person(&mut self, person: &NewPerson, now: MachineTime) -> Result<bool, Fault>;
    /// Writes name, language and zone.
    async fn save_profile(&mut self, person: &Person) -> Result<(), Fault>;
    /// Makes `user` a member; false if he belongs to a company already.
    async fn join(&mut self, user: UserId, to: Membership, now: MachineTime)
    -> Result<bool, Fault>;
    /// Ends his membership; false if he does not belong to `company`.
    async fn leave(&mut self, user: UserId, company: CompanyId) -> Result<bool, Fault>;
    /// Writes his role; false if he does not belong to the company.
    async fn set_role(&mut self, user: UserId, to: Membership) -> Result<bool, Fault>;
    /// Gives a right over an edition, or over every edition.
    async fn grant(&mut self, user: UserId, edition: EditionId, grant: Grant) -> Result<(), Fault>;
}

/// Passwords, sessions, tickets, links and keys. Only hashes are kept.
#[async_trait]
pub trait Secrets: Send {
    /// The hash of `user`'s password.
    async fn password(&mut self, user: UserId) -> Result<Option<String>, Fault>;
    /// Writes another one.
    async fn set_password(&mut self, user: UserId, hash: &str) -> Result<(), Fault>;

    /// The session whose token hashes to `token`, if it has not ended at `now`.
    async fn session(
        &mut self,
        token: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Session>, Fault>;
    /// Opens a session; false if its owner's password is not the one that was checked any more.
    async fn open_session(&mut self, opening: &Opening, now: MachineTime) -> Result<bool, Fault>;
    /// Ends his oldest sessions beyond the newest `keep`, and names them.
    async fn end_oldest_sessions(
        &mut self,
        user: UserId,
        keep: i64,
    ) -> Result<Vec<SessionId>, Fault>;
    /// Moves the session's end, but never beyond its longest life.
    async fn renew_session(&mut self, session: SessionId, now: MachineTime) -> Result<(), Fault>;
    /// Ends one session; false if it had ended.
    async fn end_session(&mut self, session: SessionId) -> Result<bool, Fault>;
    /// Whether there are sessions that are over at `now`.
    async fn has_stale_session(&mut self, now: MachineTime) -> Result<bool, Fault>;
    /// Ends at most `most` sessions that are over at `now`, and names them; forgets their tickets.
    async fn end_stale_sessions(
        &mut self,
        now: MachineTime,
        most: i64,
    ) -> Result<Vec<SessionId>, Fault>;
    /// Ends his sessions but `keep`, and names them.
    async fn end_sessions(
        &mut self,
        user: UserId,
        keep: Option<SessionId>,
    ) -> Result<Vec<SessionId>, Fault>;

    /// Writes a ticket of `session`, and forgets the stale ones.
    async fn add_ticket(
        &mut self,
        secret: SecretHash,
        session: SessionId,
        now: MachineTime,
    ) -> Result<(), Fault>;
    /// Consumes a ticket by one UPDATE; none if it is unknown, used or stale.
    async fn take_ticket(
        &mut self,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<Option<Session>, Fault>;

    /// The link whose secret hashes to `secret`, if it is open at `now`.
    async fn link(&mut self, secret: SecretHash, now: MachineTime) -> Result<Option<Link>, Fault>;
    /// The company's invitations that are open at `now`, by age.
    async fn invitations(
        &mut self,
        company: CompanyId,
        now: MachineTime,
    ) -> Result<Vec<Link>, Fault>;
    /// Writes a link; an open one for the same purpose and address dies.
    async fn add_link(
        &mut self,
        link: &Link,
        secret: SecretHash,
        now: MachineTime,
    ) -> Result<(), Fault>;
    /// Uses a link by one UPDATE; false if it is used, stale or withdrawn.
    async fn take_link(&mut self, link: LinkId, now: MachineTime) -> Result<bool, Fault>;
    /// Withdraws an open invitation of the company; false if it is used, stale, withdrawn or another's.
    async fn withdraw_invitation(
        &mut self,
        link: LinkId,
        company: CompanyId,
        now: MachineTime,
    ) -> Result<bool, Fault>;
    /// Withdraws the open links that `user` made.
    async fn withdraw_links_by(&mut self, user: UserId, now: MachineTime) -> Result<(), Fault>;
    /// Withdraws the open links that would set another password for `user`.
    async fn withdraw_resets(&mut self, user: UserId, now: MachineTime) -> Result<(), Fault>;

    /// The key whose secret hashes to `secret` and the person it acts for, if it is not revoked.
    async fn api_key(&mut self, secret: SecretHash) -> Result<Option<(ApiKeyId, UserId)>, Fault>;
    /// The live keys of the company.
    async fn api_keys(&mut self, owner: KeyOwner) -> Result<Vec<ApiKey>, Fault>;
    /// Writes a key.
    async fn add_api_key(
        &mut self,
        key: &ApiKey,
        owner: KeyOwner,
        secret: SecretHash,
    ) -> Result<(), Fault>;
    /// Notes that the key was used; only once per [`super::secret::KEY_USE`] does that write.
    async fn use_api_key(&mut self, key: ApiKeyId, now: MachineTime) -> Result<(), Fault>;
    /// Whether noting a use at `now` would write.
    async fn api_key_idle(&mut self, key: ApiKeyId, now: MachineTime) -> Result<bool, Fault>;
    /// Revokes one key; false if it was or is another's.
    async fn revoke_api_key(
        &mut self,
        key: ApiKeyId,
        owner: KeyOwner,
        now: MachineTime,
    ) -> Result<bool, Fault>;
    /// Revokes the keys that `user` made, and names them.
    async fn revoke_api_keys(
        &mut self,
        user: UserId,
        now: MachineTime,
    ) -> Result<Vec<ApiKeyId>, Fault>;
}

/// Whose keys: a company's, or an organiser's own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyOwner {
    /// All admins of the company see and revoke them.
    Company(CompanyId),
    /// A person without a company.
    Person(UserId),
}

/// A session that is about to be opened.
#[derive(Clone, Debug)]
pub struct Opening {
    /// Its id.
    pub id: SessionId,
    /// Whose.
    pub user: UserId,
    /// The hash of its token.
    pub token: SecretHash,
    /// The hash of the password that was checked outside the transaction.
    pub password: String,
}
