//! argon2id on the bounded pool: a hash takes 19 MiB and some 20 ms on purpose.

use argon2::{
    Argon2, Params,
    password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash},
};
use async_trait::async_trait;

use super::pool::Pool;
use crate::{
    domain::accounts::{
        password::{Hasher, Password},
        secret::Token,
    },
    kernel::fault::Fault,
};

/// How dear a hash is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cost {
    /// What OWASP recommends for argon2id: 19 MiB, two passes.
    Serious,
    /// The least there is, for tests that log in often.
    Least,
}

/// The implementation of [`Hasher`].
pub struct Argon {
    algorithm: Argon2<'static>,
    /// A hash that no password has: verifying against it costs what a real one costs.
    decoy: String,
    pool: Pool,
}

impl Argon {
    /// Hashes of `cost`, computed on `pool`.
    pub fn new(cost: Cost, pool: Pool) -> Result<Self, Fault> {
        let params = match cost {
            Cost::Serious => Params::new(19_456, 2, 1, None),
            Cost::Least => Params::new(Params::MIN_M_COST, 1, 1, None),
        };
        let params = params.map_err(|it| Fault::other(it.to_string()))?;
        let argon = Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
        let decoy = digest(&argon, Token::generate().reveal())?;
        Ok(Self {
            algorithm: argon,
            decoy,
            pool,
        })
    }
}

#[async_trait]
impl Hasher for Argon {
    async fn hash(&self, password: &Password) -> Result<String, Fault> {
        let (argon, password) = (self.algorithm.clone(), password.clone());
        self.pool
            .work(move || digest(&argon, password.bytes_of()))
            .await
    }

    async fn verify(&self, password: &Password, hash: Option<String>) -> Result<bool, Fault> {
        let is_known = hash.is_some();
        let hash = hash.unwrap_or_else(|| self.decoy.clone());
        let (argon, password) = (self.algorithm.clone(), password.clone());
        let is_right = self
            .pool
            .work(move || {
                let hash = PasswordHash::new(&hash).map_err(|it| Fault::other(it.to_string()))?;
                Ok::<_, Fault>(
                    argon
                        .verify_password(password.bytes_of().as_bytes(), &hash)
                        .is_ok(),
                )
            })
            .await?;
        Ok(is_known && is_right)
    }
}

fn digest(argon: &Argon2<'_>, text: &str) -> Result<String, Fault> {
    let hash = argon.hash_password(text.as_bytes());
    hash.map(|it| it.to_string())
        .map_err(|it| Fault::other(it.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::secret::Secret;

    fn password(text: &str) -> Password {
        Password::tried(&Secret::from(text)).unwrap()
    }

    #[tokio::test]
    async fn only_the_right_password_has_the_hash() {
        let argon = Argon::new(Cost::Least, Pool::new(2)).unwrap();
        let hash = argon.hash(&password("lychee orchard")).await.unwrap();
        assert!(hash.starts_with("$argon2id$"));
        assert_ne!(hash, argon.hash(&password("lychee orchard")).await.unwrap());
        for (text, right) in [("lychee orchard", true), ("lychee  orchard", false)] {
            let known = argon.verify(&password(text), Some(hash.clone())).await;
            assert_eq!(known.unwrap(), right, "{text}");
            assert!(!argon.verify(&password(text), None).await.unwrap());
        }
    }

    #[test]
    fn the_decoy_costs_what_a_real_hash_costs() {
        let argon = Argon::new(Cost::Serious, Pool::new(1)).unwrap();
        assert!(argon.decoy.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }
}
