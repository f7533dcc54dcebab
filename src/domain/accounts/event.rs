//! The facts accounts announce.

use serde::{Deserialize, Serialize};

use super::ports::Person;
use crate::{
    domain::{Tx, journal::Tell},
    kernel::{
        actor::Actor,
        fact::By,
        fault::Fault,
        ids::{ApiKeyId, SessionId, UserId},
        topic::Topic,
    },
};

/// `rights`: somebody's rights changed; every node checks his sockets anew.
pub const USER_CHANGED: &str = "user.changed";
/// `rights`: a session ended; its sockets close.
pub const SESSION_ENDED: &str = "session.ended";
/// `rights`: a script's key is dead.
pub const KEY_REVOKED: &str = "key.revoked";
/// `company/{id}`: somebody joined, left, was renamed or changed role.
pub const MEMBER_CHANGED: &str = "member.changed";

/// With [`USER_CHANGED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UserChanged {
    /// Whose rights.
    pub user: UserId,
}

/// With [`SESSION_ENDED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionEnded {
    /// Which session.
    pub session: SessionId,
}

/// With [`KEY_REVOKED`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyRevoked {
    /// Which key.
    pub key: ApiKeyId,
}

/// With [`MEMBER_CHANGED`]: the member as he is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct MemberChanged {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// Whether he manages the company.
    pub admin: bool,
    /// Whether he still belongs to it.
    pub present: bool,
}

/// Tells a company's admins what became of one of its members, and himself: his pages show what he may do.
pub fn member(tx: &mut dyn Tx, who: &Actor, person: &Person) -> Result<(), Fault> {
    let Some(at) = person.membership else {
        return Ok(());
    };
    let with = MemberChanged {
        user: person.id,
        name: person.name.clone(),
        admin: at.admin,
        present: true,
    };
    for topic in [Topic::Company(at.company), Topic::Inbox(person.id)] {
        tx.tell(topic, MEMBER_CHANGED, Some(By::from(who)), &with)?;
    }
    Ok(())
}

/// Tells every node that `user`'s rights changed.
pub fn rights(tx: &mut dyn Tx, user: UserId) -> Result<(), Fault> {
    tx.tell(Topic::Rights, USER_CHANGED, None, &UserChanged { user })
}

/// Tells every node that these sessions ended.
pub fn ended(tx: &mut dyn Tx, sessions: &[SessionId]) -> Result<(), Fault> {
    for &session in sessions {
        tx.tell(
            Topic::Rights,
            SESSION_ENDED,
            None,
            &SessionEnded { session },
        )?;
    }
    Ok(())
}

/// Tells every node that these keys are dead.
pub fn revoked(tx: &mut dyn Tx, keys: &[ApiKeyId]) -> Result<(), Fault> {
    for &key in keys {
        tx.tell(Topic::Rights, KEY_REVOKED, None, &KeyRevoked { key })?;
    }
    Ok(())
}
