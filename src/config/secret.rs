//! Addresses that may hold a password, which neither logs nor error reports may show.

use std::fmt;

use serde::Deserialize;
use url::Url;

/// An address that prints its password as `***`.
#[derive(Clone, PartialEq, Eq, Deserialize)]
#[serde(transparent)]
pub struct SecretUrl(String);

impl SecretUrl {
    /// The address as it was given; only for whoever connects to it.
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether none was given.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn scheme(&self) -> &str {
        self.0.split_once(':').map_or("", |(scheme, _)| scheme)
    }

    pub(super) fn parse(&self) -> Result<Url, &'static str> {
        Url::parse(&self.0).map_err(|_| "not an address")
    }
}

impl From<&str> for SecretUrl {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for SecretUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, out)
    }
}

impl fmt::Display for SecretUrl {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scheme() == "sqlite" || self.is_empty() {
            return out.write_str(&self.0);
        }
        // What cannot be read might hold a password anywhere. A query can hold one under several names.
        let Ok(mut url) = self.parse() else {
            return out.write_str("***");
        };
        if url.password().is_some() && url.set_password(Some("***")).is_err() {
            return out.write_str("***");
        }
        if url.query().is_some() {
            url.set_query(Some("***"));
        }
        out.write_str(url.as_str())
    }
}
