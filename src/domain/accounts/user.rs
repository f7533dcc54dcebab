//! A person: his e-mail address, name, language and home zone.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use super::{Refusal, event, policy, ports::NewPerson, secret::Token, staff};
use crate::{
    domain::{
        Tx,
        text::{is_hidden, single_line},
    },
    kernel::{
        actor::{Actor, EVERY_EDITION, Grant, Language},
        ids::UserId,
    },
};

/// The longest name, in characters.
const LONGEST_NAME: usize = 120;
/// The longest e-mail address that mail servers carry (RFC 5321), in bytes.
const LONGEST_EMAIL: usize = 254;

/// An e-mail address as its owner writes it, and the key under which it is unique. It prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Email {
    shown: String,
    key: String,
}

impl Email {
    /// Reads an address; only its form is checked, since only a letter proves that it works.
    pub fn parse(field: &'static str, text: &str) -> Result<Self, Refusal> {
        let shown: String = text.trim().nfkc().collect();
        let wrong = || Refusal::invalid(field, "email");
        let (local, host) = shown.rsplit_once('@').ok_or_else(wrong)?;
        let plain = |part: &str| {
            !part.is_empty()
                && !part.contains('@')
                && !part.chars().any(|c| c.is_whitespace() || is_hidden(c))
        };
        if shown.len() > LONGEST_EMAIL || !plain(local) || !plain(host) {
            return Err(wrong());
        }
        let key = key_of(&shown);
        Ok(Self { shown, key })
    }

    /// As its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.shown
    }

    /// Lower case and in normal form: the unique key.
    pub fn key(&self) -> &str {
        &self.key
    }
}

impl fmt::Debug for Email {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

/// The key of whatever was typed as an address, also where it is none.
pub fn key_of(text: &str) -> String {
    let folded: String = text.trim().nfkc().collect::<String>().to_lowercase();
    folded.nfkc().collect()
}

/// A name of a person, company or key: 1 to 120 characters, nothing invisible.
pub fn name(field: &'static str, text: &str) -> Result<String, Refusal> {
    let name: String = text.trim().nfc().collect();
    single_line(&name, LONGEST_NAME).map_err(|it| Refusal::invalid(field, it.rule()))?;
    Ok(name)
}

/// A home zone: an IANA name, spelled as the database of zones spells it.
pub fn zone(text: &str) -> Result<String, Refusal> {
    let wrong = || Refusal::invalid("zone", "zone");
    let zone = jiff::tz::TimeZone::get(text).map_err(|_| wrong())?;
    // Names of files, not of places: no browser knows them, and one means wherever the server stands.
    let is_a_place = |name: &&str| !["localtime", "posixrules", "Factory"].contains(name);
    zone.iana_name()
        .filter(is_a_place)
        .map(str::to_owned)
        .ok_or_else(wrong)
}

/// What a person may change about himself.
#[derive(Clone, Debug, Default)]
pub struct Profile {
    /// The language he reads.
    pub language: Option<Language>,
    /// His home zone.
    pub zone: Option<String>,
    /// His name.
    pub name: Option<String>,
}

/// Changes the caller's own profile; his colleagues see another name at once.
pub async fn update_profile(tx: &mut dyn Tx, who: &Actor, change: &Profile) -> Result<(), Refusal> {
    policy::in_person(who)?;
    let mut person = tx.person(who.user).await?.ok_or(Refusal::Unknown)?;
    if let Some(language) = change.language {
        person.language = language;
    }
    if let Some(text) = &change.zone {
        person.zone = zone(text)?;
    }
    let before = person.name.clone();
    if let Some(text) = &change.name {
        person.name = name("name", text)?;
    }
    tx.save_profile(&person).await?;
    if person.name != before {
        event::member(tx, who, &person)?;
    }
    Ok(())
}

/// A person entered by the command line: an organiser or moderator, who belongs to no company.
#[derive(Clone, Debug)]
pub struct NewUser {
    /// His address.
    pub email: String,
    /// His name.
    pub name: String,
    /// What he may do in every edition; somebody without a right could not sign in.
    pub grants: Vec<Grant>,
}

/// Enters a person and answers the link by which he chooses his password (`parley user add`).
pub async fn user_add(tx: &mut dyn Tx, input: &NewUser) -> Result<(UserId, Token), Refusal> {
    if input.grants.is_empty() {
        return Err(Refusal::invalid("grants", "empty"));
    }
    let now = tx.machine();
    let person = NewPerson {
        id: UserId::mint(now),
        name: name("name", &input.name)?,
        email: Email::parse("email", &input.email)?,
        password: None,
        language: Language::default(),
        zone: "UTC".to_owned(),
        domestic: false,
        membership: None,
    };
    if !tx.add_person(&person, now).await? {
        return Err(Refusal::EmailTaken);
    }
    for grant in &input.grants {
        tx.grant(person.id, EVERY_EDITION, *grant).await?;
    }
    let token = user_link(tx, person.email.as_str()).await?;
    Ok((person.id, token))
}

/// Answers a link by which the person with this address chooses another password (`parley user link`).
pub async fn user_link(tx: &mut dyn Tx, email: &str) -> Result<Token, Refusal> {
    let known = tx
        .credentials(&key_of(email))
        .await?
        .ok_or(Refusal::Unknown)?;
    tx.actor(known.user).await?.ok_or(Refusal::Unknown)?;
    let person = tx.person(known.user).await?.ok_or(Refusal::Unknown)?;
    staff::write_reset(tx, &person, None).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_address_has_one_key() {
        let email = Email::parse("email", "  Ana.Ribeiro@IMPORTADORA.example ").unwrap();
        assert_eq!(email.as_str(), "Ana.Ribeiro@IMPORTADORA.example");
        assert_eq!(email.key(), "ana.ribeiro@importadora.example");
        assert_eq!(email.key(), key_of("ａna.ribeiro@importadora.example"));
        assert_eq!(format!("{email:?}"), "***");
    }

    #[test]
    fn what_is_no_address_is_refused() {
        for text in [
            "",
            "ana",
            "@b",
            "a@",
            "a@b@c",
            "a b@c",
            "a@b\u{202E}c",
            "a\u{0}@b",
        ] {
            assert!(Email::parse("email", text).is_err(), "{text:?}");
        }
        assert!(Email::parse("email", &format!("a@{}", "b".repeat(253))).is_err());
    }

    #[test]
    fn names_are_visible_and_short() {
        assert_eq!(name("name", " 李娜 ").unwrap(), "李娜");
        for (text, rule) in [
            (" ", "empty"),
            ("a\nb", "control_characters"),
            ("a\u{202E}b", "control_characters"),
            (&*"é".repeat(121), "too_long"),
        ] {
            assert!(
                matches!(name("name", text), Err(Refusal::Invalid { rule: is, .. }) if is == rule),
                "{text:?}"
            );
        }
        assert!(name("name", &"é".repeat(120)).is_ok());
    }

    #[test]
    fn zones_are_those_of_the_zone_database() {
        assert_eq!(zone("america/sao_paulo").unwrap(), "America/Sao_Paulo");
        for text in [
            "localtime",
            "posixrules",
            "Factory",
            "",
            "Mars/Olympus",
            "+08:00",
            "Asia/Shanghai; drop",
        ] {
            assert!(zone(text).is_err(), "{text}");
        }
    }
}
