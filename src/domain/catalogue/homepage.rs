//! What a company says of itself at its stand: profile, contact, and links of its own such as a VR booth (S0-64).

use serde::{Deserialize, Serialize};

use super::{Refusal, text};
use crate::domain::accounts::user::Email;

const BUSINESS: usize = 120;
const PROFILE: usize = 4000;
const LABEL: usize = 40;
const LINE: usize = 200;
const PHONE: usize = 40;
/// As many as fit beside the tabs of a page.
const LINKS: usize = 6;

/// How to reach the company besides its stand; each may be empty.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// An address of its own choice.
    pub email: String,
    /// As it is dialled.
    pub phone: String,
    /// `https` only.
    pub website: String,
    /// Where it is.
    pub address: String,
}

/// A tab of the company's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Link {
    /// Such as "VR Booth".
    pub label: String,
    /// `https` only.
    pub url: String,
}

/// A homepage as its company writes it.
#[derive(
    Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema,
)]
#[serde(default, deny_unknown_fields)]
pub struct Homepage {
    /// What the company is, in a few paragraphs.
    pub profile: String,
    /// The same in Chinese.
    pub profile_zh: String,
    /// How to reach it.
    pub contact: Contact,
    /// Its own tabs.
    pub links: Vec<Link>,
}

/// Main business in both languages, which stands in lists too.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Business {
    /// In a few words.
    pub business: String,
    /// The same in Chinese.
    pub business_zh: String,
}

impl Business {
    /// Checked.
    pub fn of(business: &str, business_zh: &str) -> Result<Self, Refusal> {
        let (business, business_zh) = text::pair("business", (business, business_zh), BUSINESS)?;
        Ok(Self {
            business,
            business_zh,
        })
    }
}

impl Homepage {
    /// Trimmed and bounded.
    pub fn checked(self) -> Result<Self, Refusal> {
        if self.links.len() > LINKS {
            return Err(Refusal::invalid("links", "too_many"));
        }
        let links = self.links.iter().map(|link| {
            Ok(Link {
                label: text::line("links", &link.label, LABEL)?,
                url: match text::address("links", &link.url)? {
                    url if url.is_empty() => return Err(Refusal::invalid("links", "empty")),
                    url => url,
                },
            })
        });
        let contact = &self.contact;
        let email = text::optional("email", &contact.email, LINE)?;
        if !email.is_empty() && Email::parse("email", &email).is_err() {
            return Err(Refusal::invalid("email", "email"));
        }
        Ok(Self {
            profile: text::lines("profile", &self.profile, PROFILE)?,
            profile_zh: text::lines("profile_zh", &self.profile_zh, PROFILE)?,
            contact: Contact {
                email,
                phone: text::optional("phone", &contact.phone, PHONE)?,
                website: text::address("website", &contact.website)?,
                address: text::optional("address", &contact.address, LINE)?,
            },
            links: links.collect::<Result<_, _>>()?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(change: impl FnOnce(&mut Homepage)) -> (&'static str, &'static str) {
        let mut page = Homepage::default();
        change(&mut page);
        match page.checked() {
            Err(Refusal::Invalid { field, rule }) => (field, rule),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_homepage_may_be_empty_and_runs_no_script() {
        assert_eq!(
            Homepage::default().checked().expect("an empty page"),
            Homepage::default()
        );
        let link = |label: &str, url: &str| Link {
            label: label.to_owned(),
            url: url.to_owned(),
        };
        let script = link("VR Booth", "javascript:alert(1)");
        assert_eq!(refused(|it| it.links = vec![script]), ("links", "https"));
        let nowhere = link("VR Booth", "");
        assert_eq!(refused(|it| it.links = vec![nowhere]), ("links", "empty"));
        let nameless = link("", "https://vr.example/");
        assert_eq!(
            refused(|it| it.links = vec![nameless.clone()]),
            ("links", "empty")
        );
        let good = link("VR", "https://vr.example/");
        assert_eq!(
            refused(|it| it.links = vec![good; LINKS + 1]),
            ("links", "too_many")
        );
        assert_eq!(
            refused(|it| "nobody".clone_into(&mut it.contact.email)),
            ("email", "email")
        );
        assert_eq!(
            refused(|it| it.profile = "字".repeat(PROFILE + 1)),
            ("profile", "too_long")
        );
    }
}
