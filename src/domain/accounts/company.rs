//! A firm: its side of the table, its country, and how it comes to be.

use super::{
    Refusal, policy,
    ports::{Company, Link, LinkKind},
    secret::{INVITATION, Token},
    user::{self, Email},
};
use crate::{
    domain::Tx,
    kernel::{
        actor::{Actor, Language, Membership, Side},
        ids::{CompanyId, LinkId},
    },
};

/// The country whose people hear by SMS (S0-33): the fair's own.
const HOME: &str = "CN";

/// The most people a company may have, invitations included: what touches them all stays one small transaction.
pub const MOST_PEOPLE: i64 = 200;

/// A country code: ISO 3166 alpha-2.
pub fn country(text: &str) -> Result<String, Refusal> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text.to_owned())
    } else {
        Err(Refusal::invalid("country", "country"))
    }
}

/// Whether people of `country` are domestic.
pub fn is_domestic(country: &str) -> bool {
    country == HOME
}

/// What people of `country` most likely read; each may say otherwise.
pub fn language(country: &str) -> Language {
    if is_domestic(country) {
        Language::Zh
    } else {
        Language::En
    }
}

/// Where people of `country` most likely are; their browser says it better (`profile.update`).
pub fn zone(country: &str) -> &'static str {
    if is_domestic(country) {
        "Asia/Shanghai"
    } else {
        "UTC"
    }
}

/// Refuses when one more person would be too many.
pub fn has_room(heads: i64) -> Result<(), Refusal> {
    if heads < MOST_PEOPLE {
        Ok(())
    } else {
        Err(Refusal::LimitReached { limit: MOST_PEOPLE })
    }
}

/// Refuses when the company would be left without an admin.
pub fn keeps_an_admin(admins: i64, leaves: &Membership) -> Result<(), Refusal> {
    if leaves.admin && admins <= 1 {
        Err(Refusal::LastAdmin)
    } else {
        Ok(())
    }
}

/// A company that an organiser enters, and the person who will manage it.
#[derive(Clone, Debug)]
pub struct NewCompany {
    /// Its name.
    pub name: String,
    /// Its side.
    pub side: Side,
    /// ISO 3166 alpha-2.
    pub country: String,
    /// The first admin's address.
    pub admin_email: String,
    /// The first admin's name.
    pub admin_name: String,
}

/// Enters a company and invites its first admin.
pub async fn create(
    tx: &mut dyn Tx,
    who: &Actor,
    input: &NewCompany,
) -> Result<(CompanyId, Token), Refusal> {
    policy::organises(who)?;
    let now = tx.machine();
    let company = Company {
        id: CompanyId::mint(now),
        name: user::name("name", &input.name)?,
        side: input.side,
        country: country(&input.country)?,
    };
    let email = Email::parse("admin.email", &input.admin_email)?;
    let name = user::name("admin.name", &input.admin_name)?;
    tx.add_company(&company, now).await?;
    let membership = Membership {
        company: company.id,
        side: company.side,
        admin: true,
    };
    let token = invite(tx, who, membership, email, name).await?;
    Ok((company.id, token))
}

/// Writes an invitation; whoever calls has checked the right and holds the company's row.
pub(super) async fn invite(
    tx: &mut dyn Tx,
    who: &Actor,
    membership: Membership,
    email: Email,
    name: String,
) -> Result<Token, Refusal> {
    let is_member = match tx.credentials(email.key()).await? {
        Some(known) => tx
            .person(known.user)
            .await?
            .is_some_and(|it| it.membership.is_some()),
        None => false,
    };
    if is_member {
        return Err(Refusal::EmailTaken);
    }
    let now = tx.machine();
    let invitation = Link {
        id: LinkId::mint(now),
        kind: LinkKind::Invitation { membership },
        email,
        name,
        made_by: Some(who.user),
        expires_at: now.plus(INVITATION),
    };
    let token = Token::generate();
    tx.add_link(&invitation, token.hash(), now).await?;
    Ok(token)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::time::MachineTime;

    #[test]
    fn countries_are_two_capitals() {
        assert_eq!(country("BR").unwrap(), "BR");
        for text in ["", "br", "BRA", "B1", "巴西"] {
            assert!(country(text).is_err(), "{text}");
        }
        assert!(is_domestic("CN"));
        assert!(!is_domestic("BR"));
    }

    #[test]
    fn the_last_admin_stays_and_staff_may_always_go() {
        let at = |admin| Membership {
            company: CompanyId::mint(MachineTime::from_ms(1)),
            side: Side::Buyer,
            admin,
        };
        assert!(matches!(
            keeps_an_admin(1, &at(true)),
            Err(Refusal::LastAdmin)
        ));
        assert!(keeps_an_admin(2, &at(true)).is_ok());
        assert!(keeps_an_admin(1, &at(false)).is_ok());
    }

    #[test]
    fn a_company_has_a_size() {
        assert!(has_room(MOST_PEOPLE - 1).is_ok());
        assert!(matches!(
            has_room(MOST_PEOPLE),
            Err(Refusal::LimitReached { limit: MOST_PEOPLE })
        ));
    }
}
