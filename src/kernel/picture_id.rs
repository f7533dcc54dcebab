//! The id of a picture: what it holds. The same bytes are the same picture, whoever brings them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::ids::BadId;

/// SHA-256 of the bytes that were uploaded, written as 64 lower-case hexadecimal digits.
#[derive(
    Clone,
    Copy,
    PartialEq,
    Eq,
    Hash,
    PartialOrd,
    Ord,
    Serialize,
    Deserialize,
    ts_rs::TS,
    utoipa::ToSchema,
)]
#[serde(try_from = "String", into = "String")]
#[ts(type = "string")]
#[schema(value_type = String, pattern = "^[0-9a-f]{64}$")]
pub struct PictureId([u8; 32]);

impl PictureId {
    /// The id of the picture in `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }
}

impl fmt::Display for PictureId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|it| write!(out, "{it:02x}"))
    }
}

impl fmt::Debug for PictureId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "PictureId({self})")
    }
}

impl FromStr for PictureId {
    type Err = BadId;

    fn from_str(text: &str) -> Result<Self, BadId> {
        let mut id = [0; 32];
        let digits = text.as_bytes();
        if digits.len() != 2 * id.len() {
            return Err(BadId);
        }
        for (byte, pair) in id.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = pair
                .iter()
                .try_fold(0, |sum, it| Some(sum * 16 + digit(*it)?))
                .ok_or(BadId)?;
        }
        Ok(Self(id))
    }
}

/// Only lower case, so that one picture has one name in addresses and keys.
fn digit(it: u8) -> Option<u8> {
    match it {
        b'0'..=b'9' => Some(it - b'0'),
        b'a'..=b'f' => Some(it - b'a' + 10),
        _ => None,
    }
}

impl TryFrom<String> for PictureId {
    type Error = BadId;

    fn try_from(text: String) -> Result<Self, BadId> {
        text.parse()
    }
}

impl From<PictureId> for String {
    fn from(id: PictureId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::PictureId;

    const OF_ABC: &str = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

    #[test]
    fn an_id_is_the_hash_of_what_it_names() {
        let id = PictureId::of(b"abc");
        assert_eq!(id.to_string(), OF_ABC);
        assert_eq!(OF_ABC.parse::<PictureId>().unwrap(), id);
        let json = serde_json::to_string(&id).unwrap();
        assert_eq!(json, format!("\"{OF_ABC}\""));
        assert_eq!(serde_json::from_str::<PictureId>(&json).unwrap(), id);
    }

    #[test]
    fn one_picture_has_one_name() {
        let upper = OF_ABC.to_uppercase();
        let wide = format!("é{}", &OF_ABC[2..]);
        for text in ["", &OF_ABC[1..], &format!("{OF_ABC}0"), &upper, &wide] {
            assert!(text.parse::<PictureId>().is_err(), "{text}");
        }
    }
}
