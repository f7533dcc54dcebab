//! Signing in: by password, or by a one-time link that also sets one.
//!
//! Hashing happens before the transaction, which then checks that what was hashed against still holds. Every wrong
//! login costs the same and reads the same, whether the person exists or not.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::{
    Refusal,
    password::{Hasher, Password},
    policy,
    ports::{Credentials, Link, LinkKind, Opening},
    secret::{self, Token},
    sessions, staff,
    user::{self, Email},
};
use crate::{
    domain::{
        self, Tx,
        ledger::{Answer, Ledger, Unit},
        limits::{Bucket, LimitKey, Limits},
    },
    kernel::{
        actor::Actor,
        ids::{SessionId, UserId},
        secret::Secret,
        time::Clock,
    },
};

/// The door: what signing in needs besides a transaction.
#[derive(Clone)]
pub struct SignIn {
    /// Reads what to check, and writes the session.
    pub ledger: Arc<dyn Ledger>,
    /// Hashes outside the transaction.
    pub hasher: Arc<dyn Hasher>,
    /// Stops guessing.
    pub limits: Arc<dyn Limits>,
    /// Machine time.
    pub clock: Arc<dyn Clock>,
}

/// Somebody tries a password.
#[derive(Debug)]
pub struct Attempt {
    /// As it was typed.
    pub email: Secret,
    /// As it was typed.
    pub password: Secret,
    /// The address he comes from: for limits only, never kept.
    pub from: Secret,
}

/// Somebody uses a one-time link.
#[derive(Debug)]
pub struct Redemption {
    /// The link's secret.
    pub token: Secret,
    /// The password he chooses; for an invitation of somebody who exists, the one he has.
    pub password: Secret,
    /// His name as he wants it written; the inviter's spelling otherwise.
    pub name: Option<String>,
    /// The address he comes from.
    pub from: Secret,
}

/// A session that was just opened.
#[derive(Debug)]
pub struct Opened {
    /// Whose.
    pub user: UserId,
    /// Its id.
    pub session: SessionId,
    /// Its secret, for the cookie.
    pub token: Token,
}

/// What a link opens, for the page that asks for a password.
#[derive(Debug)]
pub struct LinkView {
    /// The link.
    pub link: Link,
    /// The name of the company it is about.
    pub company: Option<String>,
}

/// A password that was checked and hashed, on its way into a transaction.
#[derive(Clone)]
pub struct NewPassword {
    /// The hash that the current password was checked against.
    before: String,
    /// The hash of the new one.
    after: String,
    /// Whether the current one was right. The transaction refuses, not the check: a command that is sent again after
    /// it took effect must find its stored answer first.
    right: bool,
}

impl SignIn {
    /// Opens a session for the right password.
    pub async fn login(&self, attempt: &Attempt) -> Result<Opened, domain::Refusal> {
        let email = user::key_of(attempt.email.expose());
        let tried = self
            .admit([from_address(&attempt.from), of_person(&email)])
            .await?;
        let password = Password::tried(&attempt.password)?;
        let known = self.ledger.read().await?.credentials(&email).await?;
        let hash = known.as_ref().and_then(|it| it.password.clone());
        let right = self.hasher.verify(&password, hash.clone()).await?;
        match (known, hash) {
            (Some(known), Some(hash)) if right => {
                let (opening, opened) = self.opening(known.user, hash);
                self.run(opening, |tx, it| Box::pin(sessions::open(tx, it)))
                    .await?;
                self.was_right(tried).await?;
                Ok(opened)
            }
            _ => Err(Refusal::WrongPassword.into()),
        }
    }

    /// What the link opens, if it still does.
    pub async fn look_at(&self, token: &Secret, from: &Secret) -> Result<LinkView, Refusal> {
        let tried = self.admit([from_address(from)]).await?;
        let mut books = self.ledger.read().await?;
        let link = books
            .link(secret::hash(token.expose()), self.clock.machine())
            .await?;
        let link = link.ok_or(Refusal::LinkDead)?;
        self.was_right(tried).await?;
        let company = match &link.kind {
            LinkKind::Invitation { membership } => Some(membership.company),
            LinkKind::Reset { user } => {
                let person = books.person(*user).await?;
                person.and_then(|it| it.membership).map(|it| it.company)
            }
        };
        let company = match company {
            Some(id) => books.company(id).await?.map(|it| it.name),
            None => None,
        };
        Ok(LinkView { link, company })
    }

    /// Uses the link and opens a session.
    pub async fn redeem(&self, input: &Redemption) -> Result<Opened, domain::Refusal> {
        let tried = self.admit([from_address(&input.from)]).await?;
        let chosen = input
            .name
            .as_deref()
            .map(|it| user::name("name", it))
            .transpose()?;
        let now = self.clock.machine();
        let (link, known) = {
            let mut books = self.ledger.read().await?;
            let link = books.link(secret::hash(input.token.expose()), now).await?;
            let link = link.ok_or(Refusal::LinkDead)?;
            let known = books.credentials(link.email.key()).await?;
            (link, known)
        };
        let user = match (&link.kind, &known) {
            (LinkKind::Reset { user }, _) => *user,
            (LinkKind::Invitation { .. }, Some(known)) => known.user,
            (LinkKind::Invitation { .. }, None) => UserId::mint(now),
        };
        let hash = self.hash_for(&link, known, &input.password).await?;
        let (opening, opened) = self.opening(user, hash);
        let name = chosen.unwrap_or_else(|| link.name.clone());
        let entry = staff::Entry {
            link,
            name,
            opening,
        };
        self.run(entry, |tx, it| Box::pin(staff::enter(tx, it)))
            .await?;
        self.was_right(tried).await?;
        Ok(opened)
    }

    /// Checks the current password and hashes the new one; [`sessions::change_password`] writes it.
    pub async fn new_password(
        &self,
        who: &Actor,
        current: &Secret,
        new: &Secret,
    ) -> Result<NewPassword, Refusal> {
        policy::in_person(who)?;
        let (person, before) = {
            let mut books = self.ledger.read().await?;
            let person = books.person(who.user).await?.ok_or(Refusal::Unknown)?;
            (person, books.password(who.user).await?)
        };
        let email = Email::parse("email", &person.email)?;
        let tried = self.admit([of_person(email.key())]).await?;
        let current = Password::tried(current)?;
        let right = self.hasher.verify(&current, before.clone()).await?;
        if right {
            self.was_right(tried).await?;
        }
        let new = Password::chosen(new, &email)?;
        Ok(NewPassword {
            before: before.unwrap_or_default(),
            after: self.hasher.hash(&new).await?,
            right,
        })
    }

    /// The hash that opens the session: of a password just chosen, or of the one its owner proved to have.
    ///
    /// An invitation is made by somebody else, so it must not set the password of an account that exists.
    async fn hash_for(
        &self,
        link: &Link,
        known: Option<Credentials>,
        password: &Secret,
    ) -> Result<String, Refusal> {
        let (LinkKind::Invitation { .. }, Some(known)) = (&link.kind, known) else {
            let password = Password::chosen(password, &link.email)?;
            return Ok(self.hasher.hash(&password).await?);
        };
        let tried = self.admit([of_person(link.email.key())]).await?;
        let password = Password::tried(password)?;
        let right = self
            .hasher
            .verify(&password, known.password.clone())
            .await?;
        if right {
            self.was_right(tried).await?;
        }
        known
            .password
            .filter(|_| right)
            .ok_or(Refusal::WrongPassword)
    }

    fn opening(&self, user: UserId, password: String) -> (Opening, Opened) {
        let token = Token::generate();
        let session = SessionId::mint(self.clock.machine());
        let opening = Opening {
            id: session,
            user,
            token: token.hash(),
            password,
        };
        (
            opening,
            Opened {
                user,
                session,
                token,
            },
        )
    }

    /// Runs one transaction of its own; logins of one person need no order.
    async fn run<T: Send + Sync + 'static>(
        &self,
        input: T,
        step: for<'t> fn(&'t mut (dyn Tx + 't), &'t T) -> BoxFuture<'t, Result<(), Refusal>>,
    ) -> Result<(), domain::Refusal> {
        let input = Arc::new(input);
        let unit = Unit::of(Arc::new(move |tx| {
            let input = input.clone();
            Box::pin(async move {
                step(tx, &input).await?;
                Ok(Answer::empty())
            })
        }));
        self.ledger.run(rand::random(), unit).await.map(drop)
    }

    /// Takes a token of each bucket before anything is tried, so that many tries at once are counted too.
    async fn admit<const N: usize>(&self, keys: [LimitKey; N]) -> Result<[LimitKey; N], Refusal> {
        for key in keys {
            self.limits.take(key, 1).await?;
        }
        Ok(keys)
    }

    /// Only what was wrong counts.
    async fn was_right<const N: usize>(&self, keys: [LimitKey; N]) -> Result<(), Refusal> {
        for key in keys {
            self.limits.put_back(key, 1).await?;
        }
        Ok(())
    }
}

fn of_person(email_key: &str) -> LimitKey {
    LimitKey::new(Bucket::LoginOfPerson, email_key)
}

fn from_address(address: &Secret) -> LimitKey {
    LimitKey::new(Bucket::LoginFromAddress, address.expose())
}

impl NewPassword {
    /// The hash to write, if the old one is still `stored`.
    pub fn replaces(&self, stored: Option<&str>) -> Result<&str, Refusal> {
        if self.right && stored == Some(self.before.as_str()) {
            Ok(&self.after)
        } else {
            Err(Refusal::WrongPassword)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_changes_only_from_the_one_that_was_checked() {
        let change = |right| NewPassword {
            before: "old".into(),
            after: "new".into(),
            right,
        };
        assert_eq!(change(true).replaces(Some("old")).unwrap(), "new");
        assert!(change(true).replaces(Some("newer")).is_err());
        assert!(change(true).replaces(None).is_err());
        assert!(change(false).replaces(Some("old")).is_err());
    }
}
