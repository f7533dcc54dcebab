//! Who may manage people, secrets and companies.
//!
//! A script's key does business and never manages: a key that leaks must not become a password, another key or an
//! admin. Only `company.create` is open to an organiser's key.

use super::{Refusal, ports::KeyOwner};
use crate::{
    domain::Tx,
    kernel::{
        actor::{Actor, Membership},
        ids::CompanyId,
    },
};

/// A person at a browser, not a script.
pub fn in_person(who: &Actor) -> Result<(), Refusal> {
    match who.key {
        None => Ok(()),
        Some(_) => Err(Refusal::NoRight),
    }
}

/// The company that `who` manages.
pub fn manages(who: &Actor) -> Result<CompanyId, Refusal> {
    match who.membership {
        Some(Membership {
            company,
            admin: true,
            ..
        }) => Ok(company),
        _ => Err(Refusal::NoRight),
    }
}

/// Whose keys `who` manages: his company's, or as an organiser without one his own.
pub fn manages_keys(who: &Actor) -> Result<KeyOwner, Refusal> {
    if who.membership.is_none() && who.organises_any() {
        return Ok(KeyOwner::Person(who.user));
    }
    manages(who).map(KeyOwner::Company)
}

/// Organises some edition.
pub fn organises(who: &Actor) -> Result<(), Refusal> {
    if who.organises_any() {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}

/// Locks the row of the company that `who` manages, and asks the database again whether he does: an admin who was
/// removed while he waited for the lock has no right any more.
pub async fn lock_own_company(tx: &mut dyn Tx, who: &Actor) -> Result<Membership, Refusal> {
    in_person(who)?;
    let company = manages(who)?;
    if !tx.lock_company(company).await? {
        return Err(Refusal::NoRight);
    }
    let now = tx.actor(who.user).await?.ok_or(Refusal::NoRight)?;
    match now.membership {
        Some(at) if at.company == company && at.admin => Ok(at),
        _ => Err(Refusal::NoRight),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{
        actor::{EVERY_EDITION, Grant, Language, Side},
        ids::{ApiKeyId, UserId},
        time::MachineTime,
    };

    fn actor(admin: Option<bool>, grant: Option<Grant>) -> Actor {
        let now = MachineTime::from_ms(1);
        Actor {
            user: UserId::mint(now),
            key: None,
            membership: admin.map(|admin| Membership {
                company: CompanyId::mint(now),
                side: Side::Buyer,
                admin,
            }),
            grants: grant
                .map(|grant| (EVERY_EDITION, grant))
                .into_iter()
                .collect(),
            language: Language::En,
        }
    }

    #[test]
    fn admins_manage_staff_does_not() {
        assert!(manages(&actor(Some(true), None)).is_ok());
        for other in [
            actor(Some(false), None),
            actor(Some(false), Some(Grant::Organiser)),
            actor(None, Some(Grant::Organiser)),
            actor(None, None),
        ] {
            assert!(manages(&other).is_err());
        }
    }

    #[test]
    fn only_organisers_create_companies() {
        assert!(organises(&actor(None, Some(Grant::Organiser))).is_ok());
        assert!(organises(&actor(None, Some(Grant::Moderator))).is_err());
        assert!(organises(&actor(Some(true), None)).is_err());
    }

    #[test]
    fn keys_belong_to_the_company_or_to_an_organiser_without_one() {
        let organiser = actor(None, Some(Grant::Organiser));
        assert!(
            matches!(manages_keys(&organiser), Ok(KeyOwner::Person(id)) if id == organiser.user)
        );
        let admin = actor(Some(true), Some(Grant::Organiser));
        assert!(matches!(manages_keys(&admin), Ok(KeyOwner::Company(_))));
        assert!(manages_keys(&actor(Some(false), Some(Grant::Organiser))).is_err());
    }

    #[test]
    fn a_key_never_manages() {
        let mut script = actor(Some(true), None);
        script.key = Some(ApiKeyId::mint(MachineTime::from_ms(1)));
        assert!(in_person(&script).is_err());
    }
}
