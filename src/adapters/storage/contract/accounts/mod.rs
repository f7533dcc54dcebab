//! Accounts: each rule through its service, in real transactions.

mod joining;
mod leaving;
mod secrets;
mod signing_in;

use super::on_each;
use crate::adapters::limits::InProcessLimits;
use crate::adapters::storage::{Committed, Options, Store, open};
use crate::adapters::{
    hasher::{Argon, Cost},
    pool::Pool,
};
use crate::domain;
use crate::domain::accounts::login::{Attempt, Opened, Redemption, SignIn};
use crate::domain::accounts::ports::Link;
use crate::domain::accounts::staff::leaving::Departure;
use crate::domain::accounts::{Refusal, company, staff, user};
use crate::domain::ledger::{Answer, Ledger as _, Unit};
use crate::domain::limits::Rates;
use crate::domain::{Books, Tx};
use crate::kernel::actor::{Actor, Grant, Side};
use crate::kernel::fact::Fact;
use crate::kernel::ids::{CompanyId, LinkId, UserId};
use crate::kernel::secret::Secret;
use crate::kernel::time::{Clock, FairTime, MachineTime};
use futures::future::BoxFuture;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};
use tokio_util::task::TaskTracker;

const PASSWORD: &str = "lychee-orchard-128";

#[derive(Default)]
struct Hands(AtomicI64);

impl Clock for Hands {
    fn fair(&self) -> FairTime {
        FairTime::from_ms(self.machine().ms())
    }

    fn machine(&self) -> MachineTime {
        MachineTime::from_ms(1_800_000_000_000 + self.0.load(Ordering::Relaxed))
    }
}

#[derive(Default)]
struct Seen(Mutex<Vec<(String, String)>>);

impl Committed for Seen {
    fn committed(&self, facts: Vec<Fact>) {
        let mut seen = self.0.lock().unwrap();
        seen.extend(facts.into_iter().map(|it| {
            (
                it.topic.to_string(),
                format!("{} {}", it.kind, it.with.get()),
            )
        }));
    }
}

/// A server's accounts without its doors.
pub(super) struct Office {
    door: SignIn,
    store: Arc<Store>,
    hands: Arc<Hands>,
    seen: Arc<Seen>,
}

/// A company with its first admin signed in.
struct Firm {
    id: CompanyId,
    admin: Opened,
}

pub(super) type Step<T> =
    for<'t> fn(&'t mut (dyn Tx + 't), &'t T) -> BoxFuture<'t, Result<String, Refusal>>;

impl Office {
    async fn open(url: String) -> Self {
        let options = Options {
            url,
            readers: 2,
            lanes: 2,
        };
        let hands = Arc::new(Hands::default());
        let seen = Arc::new(Seen::default());
        let store = open(&options, hands.clone(), seen.clone(), &TaskTracker::new())
            .await
            .unwrap();
        let store = Arc::new(store);
        let door = SignIn {
            ledger: store.clone(),
            hasher: Arc::new(Argon::new(Cost::Least, Pool::new(2)).unwrap()),
            limits: Arc::new(InProcessLimits::new(
                hands.clone(),
                Rates::of_window(5, 100, 900),
            )),
            clock: hands.clone(),
        };
        Self {
            door,
            store,
            hands,
            seen,
        }
    }

    pub(super) fn pass(&self, ms: i64) {
        self.hands.0.fetch_add(ms, Ordering::Relaxed);
    }

    /// Runs one step in a transaction; what it answers is text.
    pub(super) async fn step<T: Send + Sync + 'static>(
        &self,
        input: T,
        step: Step<T>,
    ) -> Result<String, Refusal> {
        let input = Arc::new(input);
        let unit = Unit::of(Arc::new(move |tx| {
            let input = input.clone();
            Box::pin(async move {
                let text = step(tx, &input).await?;
                Ok(Answer::empty().with_once("text", text))
            })
        }));
        let answer = self.store.run(0, unit).await.map_err(plain)?;
        let answer: serde_json::Value = serde_json::from_str(answer.get()).unwrap();
        Ok(answer["text"].as_str().unwrap().to_owned())
    }

    pub(super) async fn books(&self) -> Box<dyn Books> {
        self.store.read().await.unwrap()
    }

    async fn actor(&self, user: UserId) -> Actor {
        self.books().await.actor(user).await.unwrap().unwrap()
    }

    async fn organiser(&self) -> Opened {
        let mei = user::NewUser {
            email: "mei@fair.example".into(),
            name: "Mei".into(),
            grants: vec![Grant::Organiser, Grant::Moderator],
        };
        let link = self.step(mei, |tx, it| {
            Box::pin(async move { Ok(user::user_add(tx, it).await?.1.reveal().to_owned()) })
        });
        self.redeem(&link.await.unwrap(), PASSWORD).await.unwrap()
    }

    async fn firm(&self, organiser: &Opened, host: &str, side: Side) -> Firm {
        let input = company::NewCompany {
            name: host.into(),
            side,
            country: "BR".into(),
            admin_email: format!("admin@{host}"),
            admin_name: "Bruno".into(),
        };
        let who = self.actor(organiser.user).await;
        let link = self
            .step((who, input), |tx, (who, it)| {
                Box::pin(
                    async move { Ok(company::create(tx, who, it).await?.1.reveal().to_owned()) },
                )
            })
            .await
            .unwrap();
        let admin = self.redeem(&link, PASSWORD).await.unwrap();
        let id = self.actor(admin.user).await.membership.unwrap().company;
        Firm { id, admin }
    }

    async fn invite(&self, by: UserId, email: &str, admin: bool) -> Result<String, Refusal> {
        let invite = staff::Invite {
            email: email.into(),
            name: "Ana".into(),
            admin,
        };
        let who = self.actor(by).await;
        self.step((who, invite), |tx, (who, it)| {
            Box::pin(async move { Ok(staff::invite(tx, who, it).await?.reveal().to_owned()) })
        })
        .await
    }

    async fn colleague(&self, by: UserId, email: &str, admin: bool) -> Opened {
        let link = self.invite(by, email, admin).await.unwrap();
        self.redeem(&link, PASSWORD).await.unwrap()
    }

    async fn redeem(&self, link: &str, password: &str) -> Result<Opened, Refusal> {
        let input = Redemption {
            token: Secret::from(link),
            password: Secret::from(password),
            name: None,
            from: Secret::from("192.0.2.1"),
        };
        self.door.redeem(&input).await.map_err(plain)
    }

    async fn login(&self, email: &str, password: &str) -> Result<Opened, Refusal> {
        let attempt = Attempt {
            email: Secret::from(email),
            password: Secret::from(password),
            from: Secret::from("192.0.2.1"),
        };
        self.door.login(&attempt).await.map_err(plain)
    }

    async fn is_signed_in(&self, opened: &Opened) -> bool {
        let now = self.hands.machine();
        let session = self.books().await.session(opened.token.hash(), now).await;
        session.unwrap().is_some()
    }

    async fn staff_step(
        &self,
        by: UserId,
        on: UserId,
        step: Step<(Actor, UserId)>,
    ) -> Result<String, Refusal> {
        self.step((self.actor(by).await, on), step).await
    }

    async fn remove(&self, by: UserId, on: UserId) -> Result<String, Refusal> {
        self.remove_as(self.actor(by).await, on).await
    }

    async fn remove_as(&self, who: Actor, on: UserId) -> Result<String, Refusal> {
        self.step((who, on), |tx, (who, on)| {
            Box::pin(async move {
                let departure = Departure {
                    user: *on,
                    heir: None,
                };
                staff::remove(tx, who, departure).await?;
                Ok(String::new())
            })
        })
        .await
    }

    async fn open_invitations(&self, company: CompanyId) -> Vec<Link> {
        let now = self.hands.machine();
        self.books().await.invitations(company, now).await.unwrap()
    }

    async fn withdraw(&self, by: UserId, invitation: LinkId) -> Result<String, Refusal> {
        let who = self.actor(by).await;
        self.step((who, invitation), |tx, (who, it)| {
            Box::pin(async move { staff::withdraw(tx, who, *it).await.map(|()| String::new()) })
        })
        .await
    }

    async fn demote(&self, by: UserId, on: UserId) -> Result<String, Refusal> {
        self.staff_step(by, on, |tx, (who, on)| {
            Box::pin(async move {
                staff::set_admin(tx, who, *on, staff::Role::Staff).await?;
                Ok(String::new())
            })
        })
        .await
    }

    async fn reset_link(&self, by: UserId, on: UserId) -> Result<String, Refusal> {
        self.staff_step(by, on, |tx, (who, on)| {
            Box::pin(async move { Ok(staff::reset_link(tx, who, *on).await?.reveal().to_owned()) })
        })
        .await
    }

    fn told(&self, topic: &str, what: &str) -> bool {
        let seen = self.seen.0.lock().unwrap();
        seen.iter().any(|(at, is)| at == topic && is.contains(what))
    }
}

pub(super) async fn everywhere(check: impl AsyncFn(&Office)) {
    on_each(async |url| check(&Office::open(url).await).await).await;
}

fn plain(refusal: domain::Refusal) -> Refusal {
    match refusal {
        domain::Refusal::Accounts(it) => it,
        other => panic!("{other}"),
    }
}
