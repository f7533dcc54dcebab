//! Tokens: 256 random bits, shown once, kept only as a hash.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use rand::Rng;
use sha2::{Digest, Sha256};

use crate::kernel::time::{DAY, HOUR};

/// SHA-256 of a secret: what the database keeps of tokens, tickets, links and keys.
pub type SecretHash = [u8; 32];

/// A session that nobody uses ends after this.
pub const SESSION_IDLE: i64 = 14 * DAY;
/// A session ends after this, used or not.
pub const SESSION_MAX: i64 = 30 * DAY;
/// A session's end is written anew at most this often, so that reading costs no writes.
pub const SESSION_RENEWAL: i64 = DAY;
/// A ticket is fetched and used by the same program at once.
pub const TICKET: i64 = 30_000;
/// Colleagues read their mail within a week.
pub const INVITATION: i64 = 7 * DAY;
/// A reset opens somebody's account: a day is long enough.
pub const RESET: i64 = DAY;
/// The last use of a key is written at most this often.
pub const KEY_USE: i64 = HOUR;
/// Marks a script's key, so that scanners of published code find it.
pub const KEY_PREFIX: &str = "pk_";

/// A secret that was just made. It prints as `***`.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl Token {
    /// 256 bits from the process's cryptographic generator, as base64url.
    pub fn generate() -> Self {
        Self(random())
    }

    /// A script's key: `pk_` and 256 bits.
    pub fn generate_key() -> Self {
        Self(format!("{KEY_PREFIX}{}", random()))
    }

    /// The text, to be shown to its owner and then forgotten.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// What the database keeps.
    pub fn hash(&self) -> SecretHash {
        hash(&self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("***")
    }
}

/// What the database keeps of `secret`. No salt: 256 random bits need none, and the hash is looked up.
pub fn hash(secret: &str) -> SecretHash {
    Sha256::digest(secret).into()
}

fn random() -> String {
    let mut bytes = [0u8; 32];
    rand::rng().fill_bytes(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tokens_differ_fit_into_a_cookie_and_do_not_print() {
        let (one, other) = (Token::generate(), Token::generate());
        assert_ne!(one, other);
        assert_eq!(one.reveal().len(), 43);
        assert!(
            one.reveal()
                .chars()
                .all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
        );
        assert_eq!(format!("{one:?}"), "***");
        assert_eq!(one.hash(), hash(one.reveal()));
        assert!(Token::generate_key().reveal().starts_with(KEY_PREFIX));
    }
}
