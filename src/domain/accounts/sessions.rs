//! Signed-in browsers, and the tickets by which they open a socket elsewhere.
//!
//! A session ends 14 days after its last use, 30 days after it was opened, when its owner says so, and when his
//! password, membership or rights end. Sockets learn it by the topic `rights`.

use super::{
    Refusal, event,
    login::NewPassword,
    policy,
    ports::{Opening, Session},
    secret::{SESSION_IDLE, SESSION_RENEWAL, SecretHash},
};
use crate::{
    domain::Tx,
    kernel::{
        actor::Actor,
        ids::{SessionId, UserId},
        time::MachineTime,
    },
};

/// The most sessions of one person; beyond them the oldest ends.
pub const MOST_SESSIONS: i64 = 20;

/// Whether the session's end should be written anew.
pub fn is_due_for_renewal(session: &Session, now: MachineTime) -> bool {
    let renewed = now.plus(SESSION_IDLE).min(session.longest);
    renewed.since(session.expires_at) > SESSION_RENEWAL
}

/// Opens a session for a password that was checked outside. Who knows it and may not act hears why: he has left his
/// company, and somebody else must let him in again.
pub async fn open(tx: &mut dyn Tx, opening: &Opening) -> Result<(), Refusal> {
    let now = tx.machine();
    let may_act = tx.actor(opening.user).await?.is_some();
    if !tx.open_session(opening, now).await? {
        return Err(Refusal::WrongPassword);
    }
    if !may_act {
        return Err(Refusal::NoCompany);
    }
    let oldest = tx.end_oldest_sessions(opening.user, MOST_SESSIONS).await?;
    event::ended(tx, &oldest)?;
    Ok(())
}

/// Writes another password; every other session and every reset link ends.
pub async fn change_password(
    tx: &mut dyn Tx,
    who: &Actor,
    keep: Option<SessionId>,
    change: &NewPassword,
) -> Result<(), Refusal> {
    policy::in_person(who)?;
    let now = tx.machine();
    let stored = tx.password(who.user).await?;
    let hash = change.replaces(stored.as_deref())?;
    tx.set_password(who.user, hash).await?;
    tx.withdraw_resets(who.user, now).await?;
    end_all(tx, who.user, keep).await
}

/// Ends one session: a logout.
pub async fn end(tx: &mut dyn Tx, session: SessionId) -> Result<(), Refusal> {
    if tx.end_session(session).await? {
        event::ended(tx, &[session])?;
    }
    Ok(())
}

/// The most sessions that one sweep ends.
const SWEEP: i64 = 200;

/// Ends sessions whose time is over, so that their sockets close too.
pub async fn sweep(tx: &mut dyn Tx) -> Result<(), Refusal> {
    let now = tx.machine();
    let stale = tx.end_stale_sessions(now, SWEEP).await?;
    event::ended(tx, &stale)?;
    Ok(())
}

/// Ends every session of the caller but `keep`.
pub async fn end_all(
    tx: &mut dyn Tx,
    user: UserId,
    keep: Option<SessionId>,
) -> Result<(), Refusal> {
    let sessions = tx.end_sessions(user, keep).await?;
    event::ended(tx, &sessions)?;
    Ok(())
}

/// Log out everywhere, here too.
pub async fn end_everywhere(tx: &mut dyn Tx, who: &Actor) -> Result<(), Refusal> {
    policy::in_person(who)?;
    end_all(tx, who.user, None).await
}

/// Writes a ticket of the caller's session.
pub async fn issue_ticket(
    tx: &mut dyn Tx,
    session: SessionId,
    secret: SecretHash,
) -> Result<(), Refusal> {
    let now = tx.machine();
    Ok(tx.add_ticket(secret, session, now).await?)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::DAY;

    #[test]
    fn a_session_is_written_once_a_day_at_most() {
        let now = MachineTime::from_ms(1_000 * DAY);
        let session = |left, longest| Session {
            id: SessionId::mint(now),
            user: UserId::mint(now),
            expires_at: now.plus(left),
            longest: now.plus(longest),
        };
        assert!(!is_due_for_renewal(&session(14 * DAY, 30 * DAY), now));
        assert!(!is_due_for_renewal(&session(13 * DAY, 30 * DAY), now));
        assert!(is_due_for_renewal(&session(13 * DAY - 1, 30 * DAY), now));
        assert!(
            !is_due_for_renewal(&session(5 * DAY, 5 * DAY), now),
            "it cannot get older"
        );
    }
}
