//! A company's admins manage its people.

pub mod leaving;

use self::leaving::{Departure, Leaving, OldNews};
use super::{
    Refusal, company,
    event::{self, MEMBER_CHANGED, MemberChanged},
    policy,
    ports::{Link, LinkKind, NewPerson, Opening, Person},
    secret::{RESET, Token},
    sessions,
    user::{self, Email},
};
use crate::{
    domain::{Tx, journal::Tell, notifications},
    kernel::{
        actor::{Actor, Membership},
        fact::By,
        ids::{CompanyId, LinkId, UserId},
        topic::Topic,
    },
};

/// Somebody who is asked to join.
#[derive(Clone, Debug)]
pub struct Invite {
    /// His address.
    pub email: String,
    /// His name.
    pub name: String,
    /// Whether he will manage the company.
    pub admin: bool,
}

/// Invites somebody; an open invitation of the same address dies.
pub async fn invite(tx: &mut dyn Tx, who: &Actor, input: &Invite) -> Result<Token, Refusal> {
    let own = policy::lock_own_company(tx, who).await?;
    let email = Email::parse("email", &input.email)?;
    let name = user::name("name", &input.name)?;
    let now = tx.machine();
    company::has_room(tx.heads(own.company, now).await?)?;
    let membership = Membership {
        admin: input.admin,
        ..own
    };
    company::invite(tx, who, membership, email, name).await
}

/// Withdraws an invitation that nobody has used; its link is dead from then on.
pub async fn withdraw(tx: &mut dyn Tx, who: &Actor, invitation: LinkId) -> Result<(), Refusal> {
    let own = policy::lock_own_company(tx, who).await?;
    let now = tx.machine();
    if tx.withdraw_invitation(invitation, own.company, now).await? {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}

/// Removes a colleague, or oneself: his sessions, keys and links end with his membership, and a reaction passes his
/// appointments on.
pub async fn remove(tx: &mut dyn Tx, who: &Actor, departure: Departure) -> Result<(), Refusal> {
    let own = policy::lock_own_company(tx, who).await?;
    let user = departure.user;
    let (person, at) = colleague(tx, own.company, user).await?;
    company::keeps_an_admin(tx.admins(own.company).await?, &at)?;
    let leaving = Leaving::of(tx, departure, (own, who.user)).await?;
    tx.leave(user, own.company).await?;
    leaving.schedule(tx).await?;
    let told = notifications::service::leave_behind(tx, user).await?;
    OldNews::of(user, told).schedule(tx).await?;
    lock_out(tx, user).await?;
    let gone = MemberChanged {
        user,
        name: person.name,
        admin: false,
        present: false,
    };
    tx.tell(
        Topic::Company(own.company),
        MEMBER_CHANGED,
        Some(By::from(who)),
        &gone,
    )?;
    Ok(())
}

/// Ends everything by which `user` acts.
async fn lock_out(tx: &mut dyn Tx, user: UserId) -> Result<(), Refusal> {
    let now = tx.machine();
    tx.withdraw_links_by(user, now).await?;
    tx.withdraw_resets(user, now).await?;
    let sessions = tx.end_sessions(user, None).await?;
    let keys = tx.revoke_api_keys(user, now).await?;
    event::rights(tx, user)?;
    event::ended(tx, &sessions)?;
    event::revoked(tx, &keys)?;
    Ok(())
}

/// Makes a colleague an admin, or an admin staff.
pub async fn set_admin(
    tx: &mut dyn Tx,
    who: &Actor,
    user: UserId,
    role: Role,
) -> Result<(), Refusal> {
    let own = policy::lock_own_company(tx, who).await?;
    let (mut person, at) = colleague(tx, own.company, user).await?;
    let admin = matches!(role, Role::Admin);
    if at.admin == admin {
        return Ok(());
    }
    if !admin {
        company::keeps_an_admin(tx.admins(own.company).await?, &at)?;
        // What he handed out as an admin ends with that right.
        let now = tx.machine();
        tx.withdraw_links_by(user, now).await?;
    }
    let to = Membership { admin, ..at };
    tx.set_role(user, to).await?;
    person.membership = Some(to);
    event::rights(tx, user)?;
    event::member(tx, who, &person)?;
    Ok(())
}

/// What a member is in his company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// Manages its people and sees its lists.
    Admin,
    /// Sees his own.
    Staff,
}

/// Makes a link by which a colleague chooses another password.
///
/// Not for oneself (a stolen session must not get around the old password), and not for somebody who holds a right
/// over a fair: a company's admin would become an organiser.
pub async fn reset_link(tx: &mut dyn Tx, who: &Actor, user: UserId) -> Result<Token, Refusal> {
    let own = policy::lock_own_company(tx, who).await?;
    let (person, _) = colleague(tx, own.company, user).await?;
    let holds_grants = tx
        .actor(user)
        .await?
        .is_some_and(|it| !it.grants.is_empty());
    if user == who.user || holds_grants {
        return Err(Refusal::NoRight);
    }
    write_reset(tx, &person, Some(who.user)).await
}

/// Writes a reset link for `person`.
pub(super) async fn write_reset(
    tx: &mut dyn Tx,
    person: &Person,
    made_by: Option<UserId>,
) -> Result<Token, Refusal> {
    let now = tx.machine();
    let reset = Link {
        id: LinkId::mint(now),
        kind: LinkKind::Reset { user: person.id },
        email: Email::parse("email", &person.email)?,
        name: person.name.clone(),
        made_by,
        expires_at: now.plus(RESET),
    };
    let token = Token::generate();
    tx.add_link(&reset, token.hash(), now).await?;
    Ok(token)
}

/// A link on its way to being used.
#[derive(Clone)]
pub struct Entry {
    /// The link.
    pub link: Link,
    /// The name its holder wants.
    pub name: String,
    /// The session it opens, with the hash of the password that was chosen or proved.
    pub opening: Opening,
}

/// Uses a link: joins its company or writes another password, then opens a session.
pub async fn enter(tx: &mut dyn Tx, entry: &Entry) -> Result<(), Refusal> {
    let now = tx.machine();
    let user = entry.opening.user;
    if !tx.take_link(entry.link.id, now).await? {
        return Err(Refusal::LinkDead);
    }
    match entry.link.kind {
        LinkKind::Invitation { membership } => join(tx, entry, membership).await?,
        LinkKind::Reset { .. } if tx.actor(user).await?.is_none() => return Err(Refusal::LinkDead),
        LinkKind::Reset { .. } => {
            tx.set_password(user, &entry.opening.password).await?;
            tx.withdraw_resets(user, now).await?;
            sessions::end_all(tx, user, None).await?;
        }
    }
    sessions::open(tx, &entry.opening).await
}

/// Joins as somebody new, or as somebody who exists and belongs nowhere.
async fn join(tx: &mut dyn Tx, entry: &Entry, to: Membership) -> Result<(), Refusal> {
    if !tx.lock_company(to.company).await? {
        return Err(Refusal::LinkDead);
    }
    let now = tx.machine();
    let user = entry.opening.user;
    let joined = if tx.person(user).await?.is_some() {
        let joined = tx.join(user, to, now).await?;
        event::rights(tx, user)?;
        joined
    } else {
        let company = tx.company(to.company).await?.ok_or(Refusal::LinkDead)?;
        let person = NewPerson {
            id: user,
            name: entry.name.clone(),
            email: entry.link.email.clone(),
            password: Some(entry.opening.password.clone()),
            language: company::language(&company.country),
            zone: company::zone(&company.country).to_owned(),
            domestic: company::is_domestic(&company.country),
            membership: Some(to),
        };
        tx.add_person(&person, now).await?
    };
    if !joined {
        return Err(Refusal::EmailTaken);
    }
    let person = tx.person(user).await?.ok_or(Refusal::Unknown)?;
    let who = tx.actor(user).await?.ok_or(Refusal::Unauthenticated)?;
    event::member(tx, &who, &person)?;
    Ok(())
}

/// A member of `company`; anybody else does not exist for its admins.
async fn colleague(
    tx: &mut dyn Tx,
    company: CompanyId,
    user: UserId,
) -> Result<(Person, Membership), Refusal> {
    let person = tx.person(user).await?.ok_or(Refusal::Unknown)?;
    match person.membership {
        Some(at) if at.company == company => Ok((person, at)),
        _ => Err(Refusal::Unknown),
    }
}
