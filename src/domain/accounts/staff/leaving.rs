//! What somebody leaves behind when he leaves his company: a reaction passes his appointments on.

use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Tx,
        accounts::{Refusal, ports::Accounts},
        journal::{Due, NewJob},
    },
    kernel::{
        actor::{Membership, Side},
        fault::Fault,
        ids::{CompanyId, UserId},
    },
};

/// The job that passes on what lies ahead of somebody who left his company.
pub const LEFT: &str = "staff.left";

/// The job that takes a company's news out of the log of somebody who has left it.
pub const FORGET: &str = "staff.forget_news";

/// Who goes, and who takes over.
#[derive(Clone, Copy, Debug)]
pub struct Departure {
    /// Who goes.
    pub user: UserId,
    /// The colleague who takes his appointments over, if one is named.
    pub heir: Option<UserId>,
}

/// Facts redacted at a time: the one writer is held for milliseconds (DESIGN 1, law 11).
const REDACTED: i64 = 200;

/// What somebody was told by a company he has left: the facts of his inbox with these numbers. Nobody is told them again
/// from the moment he leaves; here their words are taken out of the log.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct OldNews {
    reader: UserId,
    from: i64,
    until: i64,
}

impl OldNews {
    /// All that `reader` was told up to number `until`.
    pub(super) fn of(reader: UserId, until: i64) -> Self {
        Self {
            reader,
            from: 1,
            until,
        }
    }

    /// Queues that they are redacted, each handful by a job of its own.
    pub(super) async fn schedule(&self, tx: &mut dyn Tx) -> Result<(), Fault> {
        tx.schedule(NewJob {
            kind: FORGET,
            object: format!("{}/{}", self.reader, self.from),
            due: Due::Now,
            body: serde_json::to_value(self).map_err(Fault::other)?,
        })
        .await
    }

    /// Redacts a handful, and leaves the rest to the next job.
    pub async fn redact(self, tx: &mut dyn Tx) -> Result<(), Fault> {
        let next = (self.from + REDACTED).min(self.until + 1);
        tx.redact_news(self.reader, self.from..next).await?;
        if next <= self.until {
            Self { from: next, ..self }.schedule(tx).await?;
        }
        Ok(())
    }
}

/// Somebody who has left, with what is needed to pass his appointments on.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct Leaving {
    /// Who left.
    pub person: UserId,
    /// Which company.
    pub company: CompanyId,
    /// Its side.
    pub side: Side,
    /// Who removed him.
    pub by: UserId,
    /// Who takes over.
    pub heir: Option<UserId>,
    /// Which page of his appointments comes next.
    pub page: u32,
}

impl Leaving {
    /// What follows from `departure` out of the company `at`, on the word of `by`.
    pub(super) async fn of(
        tx: &mut dyn Tx,
        departure: Departure,
        (at, by): (Membership, UserId),
    ) -> Result<Self, Refusal> {
        let heir = match departure.heir {
            Some(heir) => Some(named(tx, departure.user, (heir, at.company)).await?),
            None if at.side == Side::Buyer => admin_beside(tx, departure.user, (by, at)).await?,
            None => None,
        };
        Ok(Self {
            person: departure.user,
            company: at.company,
            side: at.side,
            by,
            heir,
            page: 0,
        })
    }

    /// Queues it: each page is a job of its own, so that a page under way never swallows the next.
    pub async fn schedule(&self, tx: &mut dyn Tx) -> Result<(), Fault> {
        tx.schedule(NewJob {
            kind: LEFT,
            object: format!("{}/{}/{}", self.company, self.person, self.page),
            due: Due::Now,
            body: serde_json::to_value(self).map_err(Fault::other)?,
        })
        .await
    }

    /// The next page.
    #[must_use]
    pub fn next(self) -> Self {
        Self {
            page: self.page + 1,
            ..self
        }
    }

    /// Who takes over, if he still belongs to the company.
    pub async fn present_heir<A: Accounts + ?Sized>(
        &self,
        books: &mut A,
    ) -> Result<Option<UserId>, Fault> {
        let Some(heir) = self.heir else {
            return Ok(None);
        };
        let belongs = belongs(books, heir, self.company).await?;
        Ok(belongs.then_some(heir))
    }

    /// Whether he who left has come back meanwhile.
    pub async fn is_over<A: Accounts + ?Sized>(&self, books: &mut A) -> Result<bool, Fault> {
        belongs(books, self.person, self.company).await
    }
}

async fn belongs<A: Accounts + ?Sized>(
    books: &mut A,
    person: UserId,
    company: CompanyId,
) -> Result<bool, Fault> {
    let person = books.person(person).await?;
    let at = person.and_then(|it| it.membership);
    Ok(at.is_some_and(|at| at.company == company))
}

/// A colleague of the one who goes.
async fn named(
    tx: &mut dyn Tx,
    goes: UserId,
    (heir, company): (UserId, CompanyId),
) -> Result<UserId, Refusal> {
    if heir == goes {
        return Err(Refusal::invalid("to", "another"));
    }
    if !belongs(tx, heir, company).await? {
        return Err(Refusal::Unknown);
    }
    Ok(heir)
}

/// A buyer's appointments stay with the company: with the admin who removes him, or, if he removes himself, another.
async fn admin_beside(
    tx: &mut dyn Tx,
    goes: UserId,
    (by, at): (UserId, Membership),
) -> Result<Option<UserId>, Fault> {
    if by != goes {
        return Ok(Some(by));
    }
    let members = tx.members(at.company).await?;
    let other = members.into_iter().find(|it| it.admin && it.user != goes);
    Ok(other.map(|it| it.user))
}
