//! How often one may knock: token buckets, kept in this process or in Redis.

use async_trait::async_trait;
use sha2::{Digest, Sha256};

use crate::kernel::fault::Fault;

/// What is being limited. Each has its own rate.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Bucket {
    /// Passwords tried for one e-mail address or one person, from anywhere.
    LoginOfPerson,
    /// Passwords and one-time links tried from one address, for anybody.
    LoginFromAddress,
}

/// How large a bucket is and how fast it fills again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Tokens of a full bucket.
    pub burst: u32,
    /// Milliseconds until one more token is there.
    pub refill_ms: u32,
}

/// The rate of every bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rates {
    /// Of [`Bucket::LoginOfPerson`].
    pub login_of_person: Rate,
    /// Of [`Bucket::LoginFromAddress`].
    pub login_from_address: Rate,
}

impl Rates {
    /// So many wrong passwords in a window of so many seconds.
    pub fn of_window(per_person: u32, per_address: u32, window_s: u32) -> Self {
        let rate = |burst: u32| Rate {
            burst: burst.max(1),
            refill_ms: window_s.saturating_mul(1000) / burst.max(1),
        };
        Self {
            login_of_person: rate(per_person),
            login_from_address: rate(per_address),
        }
    }

    /// The rate of `bucket`.
    pub const fn of(&self, bucket: Bucket) -> Rate {
        match bucket {
            Bucket::LoginOfPerson => self.login_of_person,
            Bucket::LoginFromAddress => self.login_from_address,
        }
    }
}

/// One bucket of one subject. It holds a digest, so that no store of limits ever knows an e-mail or an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct LimitKey {
    /// Which kind.
    pub bucket: Bucket,
    /// The first half of SHA-256 over kind and subject.
    pub digest: [u8; 16],
}

impl LimitKey {
    /// The bucket of `subject`.
    pub fn new(bucket: Bucket, subject: &str) -> Self {
        let hash = Sha256::new()
            .chain_update([bucket as u8])
            .chain_update(subject)
            .finalize();
        let mut digest = [0; 16];
        digest.copy_from_slice(&hash[..16]);
        Self { bucket, digest }
    }
}

/// Why a token was not given.
#[derive(Debug, thiserror::Error)]
pub enum Limited {
    /// The bucket is empty.
    #[error("too many attempts")]
    RetryAfter {
        /// When there will be enough again.
        ms: u32,
    },
    /// The limits cannot be asked.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Token buckets.
#[async_trait]
pub trait Limits: Send + Sync {
    /// Takes `cost` tokens, or says when to come back; nothing is taken then.
    async fn take(&self, key: LimitKey, cost: u32) -> Result<(), Limited>;

    /// Puts tokens back that were taken for something which turned out to be right.
    async fn put_back(&self, key: LimitKey, cost: u32) -> Result<(), Fault>;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_fills_its_bucket_once() {
        let rates = Rates::of_window(10, 100, 900);
        assert_eq!(
            rates.of(Bucket::LoginOfPerson),
            Rate {
                burst: 10,
                refill_ms: 90_000
            }
        );
        assert_eq!(
            rates.of(Bucket::LoginFromAddress),
            Rate {
                burst: 100,
                refill_ms: 9_000
            }
        );
    }

    #[test]
    fn a_key_tells_buckets_and_subjects_apart_and_shows_neither() {
        let person = LimitKey::new(Bucket::LoginOfPerson, "ana@importadora.example");
        assert_eq!(
            person,
            LimitKey::new(Bucket::LoginOfPerson, "ana@importadora.example")
        );
        assert_ne!(
            person,
            LimitKey::new(Bucket::LoginFromAddress, "ana@importadora.example")
        );
        assert_ne!(
            person,
            LimitKey::new(Bucket::LoginOfPerson, "li@tayo.example")
        );
        assert!(!format!("{person:?}").contains("importadora"));
    }
}
