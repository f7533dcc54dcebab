//! A text that must reach neither a log nor a message: a password or a token on its way in.

use std::fmt;

use serde::Deserialize;

/// Prints as `***`, and cannot be serialised: whoever wants the text has to say so.
#[derive(Clone, PartialEq, Eq, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(transparent)]
#[ts(type = "string")]
#[schema(value_type = String, format = Password)]
pub struct Secret(String);

impl Secret {
    /// The text itself.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}
