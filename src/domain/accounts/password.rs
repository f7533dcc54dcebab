//! What a new password must be like, and the port that hashes it.
//!
//! Length counts, not kinds of characters; what everybody tries first is refused. The text is normalised (NFKC), so
//! that the same password typed on another keyboard is the same password.

use async_trait::async_trait;
use unicode_normalization::UnicodeNormalization;

use super::{Refusal, user::Email};
use crate::kernel::{fault::Fault, secret::Secret};

/// The fewest characters of a new password.
pub const SHORTEST: usize = 10;
/// The most characters that are hashed, so that a login cannot be made expensive.
pub const LONGEST: usize = 200;

/// Hashes and checks passwords outside any transaction, on a bounded pool.
#[async_trait]
pub trait Hasher: Send + Sync {
    /// A salted hash of `password`.
    async fn hash(&self, password: &Password) -> Result<String, Fault>;
    /// Whether `password` has this `hash`. None costs the same time and is never right.
    async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, Fault>;
}

/// A password in its normal form; it prints as `***`.
#[derive(Clone, Debug)]
pub struct Password(Secret);

impl Password {
    /// A password that is tried: too long a one is simply wrong.
    pub fn tried(text: &Secret) -> Result<Self, Refusal> {
        if text.expose().chars().count() > LONGEST {
            return Err(Refusal::WrongPassword);
        }
        Ok(Self::normal(text))
    }

    /// A password that is chosen by the owner of `email`.
    pub fn chosen(text: &Secret, email: &Email) -> Result<Self, Refusal> {
        let length = text.expose().chars().count();
        if length < SHORTEST {
            return Err(Refusal::invalid("password", "too_short"));
        }
        if length > LONGEST {
            return Err(Refusal::invalid("password", "too_long"));
        }
        let password = Self::normal(text);
        let folded = password.bytes_of().to_lowercase();
        if folded == email.key() || Some(folded.as_str()) == email.key().split('@').next() {
            return Err(Refusal::invalid("password", "is_email"));
        }
        if is_common(&folded) {
            return Err(Refusal::invalid("password", "too_common"));
        }
        Ok(password)
    }

    /// What is hashed.
    pub fn bytes_of(&self) -> &str {
        self.0.expose()
    }

    fn normal(text: &Secret) -> Self {
        Self(Secret::from(text.expose().nfkc().collect::<String>()))
    }
}

/// Whether a lower-case password is one of those that are tried first: listed, one character repeated, or a run.
fn is_common(folded: &str) -> bool {
    COMMON.contains(&folded) || is_run(folded)
}

/// Whether every character follows from the one before by the same step of -1, 0 or 1 (`aaaa…`, `abcd…`, `9876…`).
fn is_run(text: &str) -> bool {
    let codes: Vec<i64> = text.chars().map(|c| i64::from(u32::from(c))).collect();
    (-1..=1).any(|step| codes.windows(2).all(|pair| pair[1] - pair[0] == step))
}

/// The most common passwords of ten characters and more, lower case; shorter ones are refused by their length.
const COMMON: &[&str] = &[
    "0123456789",
    "1029384756",
    "1111122222",
    "1122334455",
    "1212121212",
    "12344321aa",
    "1234512345",
    "1234554321",
    "123456789a",
    "1234567890",
    "12345678900",
    "123456789abc",
    "123456789q",
    "1234567890-=",
    "1234567891",
    "12345678910",
    "123456789123",
    "1234qwerasdf",
    "123123123123",
    "123321123321",
    "123qwe123qwe",
    "123qweasdzxc",
    "1357924680",
    "147258369a",
    "1472583690",
    "1q2w3e4r5t",
    "1q2w3e4r5t6y",
    "1q2w3e4r5t6y7u8i",
    "1qaz2wsx3edc",
    "1qazxsw23edc",
    "5201314520",
    "a123456789",
    "aa12345678",
    "aa123456789",
    "aaaaa11111",
    "abc123456789",
    "abcd123456",
    "abcd1234567",
    "abcde12345",
    "abcdef123456",
    "admin12345",
    "admin123456",
    "administrator",
    "asd123456789",
    "asdasdasdasd",
    "asdf123456",
    "asdfasdfasdf",
    "asdfghjkl1",
    "asdfghjkl;",
    "asdfghjkl123",
    "azertyuiop",
    "baseball123",
    "basketball",
    "changeme123",
    "cantonfair",
    "cantonfair123",
    "chocolate1",
    "computer123",
    "dragon12345",
    "football123",
    "helloworld",
    "iloveyou12",
    "iloveyou123",
    "iloveyou1314",
    "jordan12345",
    "letmein123",
    "letmein1234",
    "liverpool1",
    "loveyou1314",
    "manchester",
    "michael123",
    "monkey12345",
    "p@ssw0rd123",
    "p@ssword123",
    "pass123456",
    "passw0rd123",
    "password01",
    "password11",
    "password12",
    "password123",
    "password1234",
    "password12345",
    "password123456",
    "password2025",
    "password2026",
    "password1!",
    "passwordpassword",
    "princess12",
    "princess123",
    "q123456789",
    "q1w2e3r4t5",
    "q1w2e3r4t5y6",
    "qazwsxedcrfv",
    "qq123456789",
    "qwe123456789",
    "qwerty1234",
    "qwerty12345",
    "qwerty123456",
    "qwertyqwerty",
    "qwertyuiop",
    "qwertyuiop1",
    "qwertyuiop123",
    "qwertyuiop[]",
    "qwertyuiopasdfghjkl",
    "sunshine12",
    "sunshine123",
    "superman123",
    "trustno1trustno1",
    "unknown123",
    "w123456789",
    "welcome123",
    "welcome1234",
    "welcome12345",
    "woaini1314",
    "woaini1314520",
    "woaini520520",
    "woaiwojia520",
    "zaq12wsxcde3",
    "zhang123456",
    "zxcvbnm123",
    "zxcvbnm1234",
    "zxcvbnm,./",
];

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(text: &str) -> Result<Password, &'static str> {
        let email = Email::parse("email", "Ana.Ribeiro@Importadora.example").unwrap();
        Password::chosen(&Secret::from(text), &email).map_err(|refusal| match refusal {
            Refusal::Invalid { rule, .. } => rule,
            other => panic!("{other}"),
        })
    }

    #[test]
    fn length_is_counted_in_characters() {
        assert_eq!(chosen("123abc789").unwrap_err(), "too_short");
        assert!(chosen("采购商的密码不短哦哦").is_ok());
        assert!(chosen(&"ab".repeat(100)).is_ok());
        assert_eq!(chosen(&"ab".repeat(101)).unwrap_err(), "too_long");
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for text in [
            "Password123",
            "QWERTYUIOP",
            "aaaaaaaaaaaa",
            "abcdefghijkl",
            "9876543210",
            "１２３４５６７８９０",
        ] {
            assert_eq!(chosen(text).unwrap_err(), "too_common", "{text}");
        }
        for text in ["ana.ribeiro@importadora.example", "ANA.RIBEIRO"] {
            assert_eq!(chosen(text).unwrap_err(), "is_email", "{text}");
        }
        assert!(chosen("vinte e quatro cadeiras").is_ok());
    }

    #[test]
    fn another_keyboard_gives_the_same_password_and_nothing_prints() {
        let narrow = chosen("correct horse battery").unwrap();
        let wide = chosen("ｃｏｒｒｅｃｔ horse battery").unwrap();
        assert_eq!(narrow.bytes_of(), wide.bytes_of());
        assert_eq!(format!("{narrow:?}"), "Password(***)");
    }

    #[test]
    fn a_tried_password_beyond_the_limit_is_wrong_not_hashed() {
        assert!(matches!(
            Password::tried(&Secret::from("a".repeat(201))),
            Err(Refusal::WrongPassword)
        ));
        assert!(Password::tried(&Secret::from("short")).is_ok());
    }
}
