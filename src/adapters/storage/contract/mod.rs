//! One suite for every backend: each check runs on SQLite, and on PostgreSQL where it is installed (and says
//! `SKIPPED` where it is not).

mod accounts;
mod appointments;
mod catalogue;
mod exhibitors;
mod fair;
mod jobs;
mod notices;
mod pictures;
mod search;

use std::sync::{Arc, Mutex};

use futures::future::BoxFuture;
use tokio_util::task::TaskTracker;

use super::{Committed, Options, Store, open};
use crate::{
    domain::{
        Books, Refusal, Tx,
        accounts::{
            ports::{Company, NewPerson},
            user::Email,
        },
        fair::{
            Edition, Rules,
            service::{NewEdition, open_edition},
            stands::{self, NewStand},
        },
        ledger::{Answer, Ledger as _, Unit},
    },
    kernel::{
        actor::{Actor, EVERY_EDITION, Grant, Language, Membership, Side},
        fact::Fact,
        ids::{CompanyId, EditionId, ExhibitorId, UserId},
        time::{FairTime, SystemClock},
        topic::Topic,
    },
    local::postgres,
};

/// Asks nothing of those who listen.
struct Deaf;

impl Committed for Deaf {
    fn committed(&self, _: Vec<Fact>) {}
}

/// A fresh database.
pub struct Bench {
    pub store: Store,
    pub clock: Arc<SystemClock>,
}

/// Runs `check` on a fresh database of every backend at hand.
pub async fn everywhere(check: impl AsyncFn(&Bench)) {
    on_each(async |url| check(&bench(url).await).await).await;
}

/// Runs `check` with the URL of a fresh database of every backend at hand.
pub async fn on_each(check: impl AsyncFn(String)) {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let path = folder.path().join("parley.db");
    check(format!("sqlite:{}", path.display())).await;

    if let Some(url) = postgres::database().await {
        check(url).await;
    }
}

async fn bench(url: String) -> Bench {
    let options = Options {
        url,
        readers: 2,
        lanes: 2,
    };
    let clock = Arc::new(SystemClock::default());
    let store = open(&options, clock.clone(), Arc::new(Deaf), &TaskTracker::new())
        .await
        .expect("the store opens");
    Bench { store, clock }
}

impl Bench {
    /// Runs `work` as a command and gives what it gave.
    pub async fn write<T: Send + 'static>(
        &self,
        work: impl for<'t> Fn(&'t mut (dyn Tx + 't)) -> BoxFuture<'t, Result<T, Refusal>>
        + Send
        + Sync
        + 'static,
    ) -> Result<T, Refusal> {
        let given = Arc::new(Mutex::new(None));
        let (kept, work) = (given.clone(), Arc::new(work));
        let unit = Unit::of(Arc::new(move |tx| {
            let (kept, work) = (kept.clone(), work.clone());
            Box::pin(async move {
                let value = work(tx).await?;
                *kept.lock().expect("no test panics while holding it") = Some(value);
                Ok(Answer::empty())
            })
        }));
        self.store.run(0, unit).await?;
        let value = given
            .lock()
            .expect("no test panics while holding it")
            .take();
        Ok(value.expect("the work ran, or the command was refused"))
    }

    /// A read-only view of this moment.
    pub async fn books(&self) -> Box<dyn Books> {
        self.store.read().await.expect("the store reads")
    }

    /// The facts of a topic: their kinds and bodies, and when they were written.
    pub async fn facts(&self, topic: &Topic) -> Vec<(String, serde_json::Value, FairTime)> {
        let page = self
            .store
            .page(&topic.to_string(), 0)
            .await
            .expect("a page");
        page.into_iter()
            .map(|it| {
                let with = serde_json::from_str(it.with.get()).expect("facts are JSON");
                (it.kind, with, it.at)
            })
            .collect()
    }

    /// An edition with the usual rules.
    pub async fn edition(&self, name: &'static str) -> Edition {
        self.write(move |tx| {
            Box::pin(async move {
                let new = NewEdition {
                    name: name.to_owned(),
                    zone: "Asia/Shanghai".to_owned(),
                    first_day: jiff::civil::date(2027, 10, 15),
                    last_day: jiff::civil::date(2027, 10, 24),
                    rules: Rules::usual(),
                    current: true,
                };
                Ok(open_edition(tx, new).await?)
            })
        })
        .await
        .expect("the edition opens")
    }

    /// A company.
    pub async fn company(&self, name: &'static str, side: Side) -> CompanyId {
        self.write(move |tx| {
            Box::pin(async move {
                let company = Company {
                    id: CompanyId::mint(tx.machine()),
                    name: name.to_owned(),
                    side,
                    country: "CN".to_owned(),
                };
                tx.add_company(&company, tx.machine()).await?;
                Ok(company.id)
            })
        })
        .await
        .expect("the company is written")
    }

    /// Somebody of a company.
    pub async fn person(&self, name: &'static str, membership: Option<Membership>) -> UserId {
        self.write(move |tx| {
            Box::pin(async move {
                let id = UserId::mint(tx.machine());
                let person = NewPerson {
                    id,
                    name: name.to_owned(),
                    email: Email::parse("email", &format!("{id}@parley.example"))?,
                    password: None,
                    language: Language::En,
                    zone: "Asia/Shanghai".to_owned(),
                    domestic: true,
                    membership,
                };
                tx.add_person(&person, tx.machine()).await?;
                Ok(id)
            })
        })
        .await
        .expect("the person is written")
    }

    /// A stand of `company` entered by `organiser`.
    pub async fn stand(
        &self,
        edition: EditionId,
        company: CompanyId,
        name: &'static str,
    ) -> Result<ExhibitorId, Refusal> {
        self.write(move |tx| {
            Box::pin(async move {
                let new = NewStand {
                    company,
                    edition,
                    name: name.to_owned(),
                    booth: "12.3C01".to_owned(),
                    business: "Racing motorcycles".to_owned(),
                };
                Ok(stands::enter(tx, &organiser(), new).await?)
            })
        })
        .await
    }
}

/// Somebody who organises every edition.
pub fn organiser() -> Actor {
    Actor {
        user: UserId::NIL,
        key: None,
        membership: None,
        grants: vec![(EVERY_EDITION, Grant::Organiser)],
        language: Language::En,
    }
}

/// Somebody of a company.
pub fn member(user: UserId, membership: Membership) -> Actor {
    Actor {
        user,
        key: None,
        membership: Some(membership),
        grants: Vec::new(),
        language: Language::En,
    }
}
