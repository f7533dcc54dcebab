//! Accounts: each rule through its service, in real transactions.

use std::sync::{
    Arc, Mutex,
    atomic::{AtomicI64, Ordering},
};

use futures::future::BoxFuture;
use tokio_util::task::TaskTracker;

use super::on_each;
use crate::{
    adapters::{
        hasher::{Argon, Cost},
        limits::InProcessLimits,
        storage::{Committed, Options, Store, open},
    },
    domain::{
        self, Books, Tx,
        accounts::{
            Refusal, company, keys,
            login::{Attempt, Opened, Redemption, SignIn},
            ports::{KeyOwner, LinkKind},
            secret::{self, SESSION_IDLE, Token},
            sessions, snapshots, staff, user,
        },
        ledger::{Answer, Ledger, Unit},
        limits::Rates,
    },
    kernel::{
        actor::{Actor, Grant, Language, Side},
        fact::Fact,
        ids::{CompanyId, UserId},
        secret::Secret,
        time::{Clock, DAY, FairTime, HOUR, MachineTime},
    },
};

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

    fn scheduled(&self) {}
}

/// A server's accounts without its doors.
struct Office {
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

type Step<T> = for<'t> fn(&'t mut (dyn Tx + 't), &'t T) -> BoxFuture<'t, Result<String, Refusal>>;

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
            hasher: Arc::new(Argon::new(Cost::Least, 2).unwrap()),
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

    fn pass(&self, ms: i64) {
        self.hands.0.fetch_add(ms, Ordering::Relaxed);
    }

    /// Runs one step in a transaction; what it answers is text.
    async fn step<T: Send + Sync + 'static>(
        &self,
        input: T,
        step: Step<T>,
    ) -> Result<String, Refusal> {
        let input = Arc::new(input);
        let unit = Unit {
            fence: None,
            key: None,
            work: Arc::new(move |tx| {
                let input = input.clone();
                Box::pin(async move {
                    let text = step(tx, &input).await?;
                    Ok(Answer::empty().with_once("text", text))
                })
            }),
        };
        let answer = self.store.run(0, unit).await.map_err(plain)?;
        let answer: serde_json::Value = serde_json::from_str(answer.get()).unwrap();
        Ok(answer["text"].as_str().unwrap().to_owned())
    }

    async fn books(&self) -> Box<dyn Books> {
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
        self.staff_step(by, on, |tx, (who, on)| {
            Box::pin(async move { staff::remove(tx, who, *on).await.map(|()| String::new()) })
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

async fn everywhere(check: impl AsyncFn(&Office)) {
    on_each(async |url| check(&Office::open(url).await).await).await;
}

fn plain(refusal: domain::Refusal) -> Refusal {
    match refusal {
        domain::Refusal::Accounts(it) => it,
        other => panic!("{other}"),
    }
}

#[tokio::test]
async fn an_invitation_makes_a_member_once() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let bruno = it.actor(firm.admin.user).await;
        assert!(bruno.manages(firm.id));
        assert_eq!(bruno.side(), Some(Side::Buyer));

        let link = it
            .invite(bruno.user, "Ana@Importadora.example", false)
            .await
            .unwrap();
        let view = it
            .door
            .look_at(&Secret::from(&*link), &Secret::from("192.0.2.1"))
            .await
            .unwrap();
        assert!(matches!(view.link.kind, LinkKind::Invitation { .. }));
        assert_eq!(view.company.as_deref(), Some("importadora.example"));
        assert!(matches!(
            it.redeem(&link, "short").await,
            Err(Refusal::Invalid {
                rule: "too_short",
                ..
            })
        ));
        let ana = it.redeem(&link, PASSWORD).await.unwrap();
        assert!(it.is_signed_in(&ana).await);
        assert!(matches!(
            it.redeem(&link, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        let topic = format!("company/{}", firm.id);
        assert!(it.told(&topic, "member.changed"));
        assert!(matches!(
            it.invite(bruno.user, "ANA@importadora.example", false)
                .await,
            Err(Refusal::EmailTaken)
        ));
        let state = snapshots::company(&mut *it.books().await, firm.id)
            .await
            .unwrap();
        assert!(state[0].get().contains(&ana.user.to_string()));
    })
    .await;
}

#[tokio::test]
async fn a_second_invitation_and_time_kill_the_first() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let first = it
            .invite(firm.admin.user, "ana@x.example", false)
            .await
            .unwrap();
        let second = it
            .invite(firm.admin.user, "ana@x.example", true)
            .await
            .unwrap();
        assert!(matches!(
            it.redeem(&first, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        let now = it.hands.machine();
        let open = it.books().await.invitations(firm.id, now).await.unwrap();
        assert_eq!(open.len(), 1);
        it.pass(7 * DAY);
        assert!(matches!(
            it.redeem(&second, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
    })
    .await;
}

#[tokio::test]
async fn wrong_logins_read_alike_and_are_limited_right_ones_are_not() {
    everywhere(async |it: &Office| {
        it.organiser().await;
        for _ in 0..20 {
            it.login(" MEI@fair.example", PASSWORD).await.unwrap();
        }
        for _ in 0..5 {
            for email in ["mei@fair.example", "nobody@fair.example", "no address"] {
                let refused = it.login(email, "wrong-password").await.unwrap_err();
                assert!(matches!(refused, Refusal::WrongPassword), "{email}");
            }
        }
        for email in ["mei@fair.example", "nobody@fair.example"] {
            let refused = it.login(email, PASSWORD).await.unwrap_err();
            assert!(matches!(refused, Refusal::RateLimited { .. }), "{email}");
        }
        it.pass(HOUR);
        it.login("mei@fair.example", PASSWORD).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn a_session_slides_and_ends() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        for _ in 0..2 {
            it.pass(9 * DAY);
            let now = it.hands.machine();
            let session = it
                .books()
                .await
                .session(mei.token.hash(), now)
                .await
                .unwrap()
                .unwrap();
            assert!(sessions::is_due_for_renewal(&session, now));
            it.step(session.id, |tx, id| {
                Box::pin(async move {
                    let now = tx.machine();
                    tx.renew_session(*id, now).await?;
                    Ok(String::new())
                })
            })
            .await
            .unwrap();
        }
        it.pass(12 * DAY - 1);
        assert!(it.is_signed_in(&mei).await);
        it.pass(1);
        assert!(!it.is_signed_in(&mei).await, "30 days are the most");

        let again = it.login("mei@fair.example", PASSWORD).await.unwrap();
        it.pass(SESSION_IDLE - 1);
        it.step((), |tx, ()| {
            Box::pin(async move { sessions::sweep(tx).await.map(|()| String::new()) })
        })
        .await
        .unwrap();
        assert!(it.is_signed_in(&again).await);
        assert!(
            it.told("rights", &mei.session.to_string()),
            "its sockets close too"
        );
        it.pass(1);
        assert!(!it.is_signed_in(&again).await, "14 days unused");
    })
    .await;
}

#[tokio::test]
async fn a_new_password_ends_every_other_session_and_every_reset_link() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let ana = it.colleague(firm.admin.user, "ana@x.example", false).await;
        let elsewhere = it.login("ana@x.example", PASSWORD).await.unwrap();
        let reset = it.reset_link(firm.admin.user, ana.user).await.unwrap();
        let who = it.actor(ana.user).await;
        let change = |current: &'static str| {
            let (door, who) = (it.door.clone(), who.clone());
            async move {
                door.new_password(
                    &who,
                    &Secret::from(current),
                    &Secret::from("another-orchard"),
                )
                .await
                .unwrap()
            }
        };
        let wrong = change("not-her-password").await;
        let right = change(PASSWORD).await;
        for (change, is_right) in [(wrong, false), (right, true)] {
            let done = it
                .step(
                    (who.clone(), ana.session, change),
                    |tx, (who, keep, change)| {
                        Box::pin(async move {
                            sessions::change_password(tx, who, Some(*keep), change).await?;
                            Ok(String::new())
                        })
                    },
                )
                .await;
            assert_eq!(done.is_ok(), is_right);
        }
        assert!(it.is_signed_in(&ana).await);
        assert!(!it.is_signed_in(&elsewhere).await);
        assert!(it.told("rights", &elsewhere.session.to_string()));
        assert!(matches!(
            it.redeem(&reset, PASSWORD).await,
            Err(Refusal::LinkDead)
        ));
        assert!(it.login("ana@x.example", PASSWORD).await.is_err());
        it.login("ana@x.example", "another-orchard").await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn whoever_leaves_loses_everything_at_once() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let carla = it.colleague(firm.admin.user, "carla@x.example", true).await;
        let invited = it.invite(carla.user, "dora@x.example", true).await.unwrap();
        let reset = it.reset_link(firm.admin.user, carla.user).await.unwrap();
        let key = it
            .step(it.actor(carla.user).await, |tx, who| {
                Box::pin(
                    async move { Ok(keys::create(tx, who, "robot").await?.1.reveal().to_owned()) },
                )
            })
            .await
            .unwrap();
        let secret = secret::hash(&key);
        assert!(it.books().await.api_key(secret).await.unwrap().is_some());

        it.remove(firm.admin.user, carla.user).await.unwrap();
        assert!(!it.is_signed_in(&carla).await);
        assert!(it.books().await.actor(carla.user).await.unwrap().is_none());
        assert!(it.books().await.api_key(secret).await.unwrap().is_none());
        for link in [&invited, &reset] {
            assert!(matches!(
                it.redeem(link, PASSWORD).await,
                Err(Refusal::LinkDead)
            ));
        }
        let refused = it.login("carla@x.example", PASSWORD).await.unwrap_err();
        assert!(
            matches!(refused, Refusal::WrongPassword),
            "an ex-member reads like a stranger"
        );
        for is in ["user.changed", "session.ended", "key.revoked"] {
            assert!(it.told("rights", is), "{is}");
        }
        assert!(it.told(&format!("company/{}", firm.id), r#""present":false"#));

        // Another company may take her in, but only she can open her account.
        let other = it.firm(&mei, "nordhandel.example", Side::Buyer).await;
        let link = it
            .invite(other.admin.user, "carla@x.example", false)
            .await
            .unwrap();
        assert!(matches!(
            it.redeem(&link, "chosen-by-a-thief").await,
            Err(Refusal::WrongPassword)
        ));
        let back = it.redeem(&link, PASSWORD).await.unwrap();
        assert_eq!(back.user, carla.user);
        assert!(it.actor(carla.user).await.belongs_to(other.id));
    })
    .await;
}

#[tokio::test]
async fn a_company_keeps_an_admin_whatever_two_admins_do_at_once() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let bruno = firm.admin.user;
        assert!(matches!(
            it.remove(bruno, bruno).await,
            Err(Refusal::LastAdmin)
        ));
        assert!(matches!(
            it.demote(bruno, bruno).await,
            Err(Refusal::LastAdmin)
        ));
        let carla = it.colleague(bruno, "carla@x.example", true).await.user;
        let (one, other) = tokio::join!(it.remove(bruno, carla), it.remove(carla, bruno));
        assert!(one.is_ok() != other.is_ok());
        let members = it.books().await.members(firm.id).await.unwrap();
        assert_eq!(members.iter().filter(|it| it.admin).count(), 1);
    })
    .await;
}

#[tokio::test]
async fn admins_reach_their_own_people_only() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let other = it.firm(&mei, "tayo.example", Side::Exhibitor).await;
        let ana = it.colleague(firm.admin.user, "ana@x.example", false).await;
        for on in [other.admin.user, mei.user] {
            assert!(matches!(
                it.remove(firm.admin.user, on).await,
                Err(Refusal::Unknown)
            ));
            assert!(matches!(
                it.reset_link(firm.admin.user, on).await,
                Err(Refusal::Unknown)
            ));
        }
        assert!(matches!(
            it.remove(ana.user, firm.admin.user).await,
            Err(Refusal::NoRight)
        ));
        assert!(matches!(
            it.invite(ana.user, "x@y.example", true).await,
            Err(Refusal::NoRight)
        ));
        assert!(matches!(
            it.reset_link(firm.admin.user, firm.admin.user).await,
            Err(Refusal::NoRight)
        ));
        let reset = it.reset_link(firm.admin.user, ana.user).await.unwrap();
        let again = it.redeem(&reset, "another-orchard").await.unwrap();
        assert_eq!(again.user, ana.user);
        assert!(
            !it.is_signed_in(&ana).await,
            "a reset ends her old sessions"
        );
    })
    .await;
}

#[tokio::test]
async fn a_ticket_opens_once_within_its_half_minute() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let ticket = || {
            let token = Token::generate();
            let input = (mei.session, token.hash());
            async move {
                it.step(input, |tx, (session, secret)| {
                    Box::pin(async move {
                        sessions::issue_ticket(tx, *session, *secret).await?;
                        Ok(String::new())
                    })
                })
                .await
                .unwrap();
                token
            }
        };
        let take = |token: Token| {
            it.step(token.hash(), |tx, secret| {
                Box::pin(async move {
                    let now = tx.machine();
                    let taken = tx.take_ticket(*secret, now).await?;
                    Ok(taken.map_or_else(String::new, |it| it.user.to_string()))
                })
            })
        };
        let one = ticket().await;
        let (first, second) = tokio::join!(take(one.clone()), take(one));
        assert_eq!(
            [first.unwrap(), second.unwrap()].concat(),
            mei.user.to_string(),
            "one of the two"
        );
        let late = ticket().await;
        it.pass(30_000);
        assert_eq!(take(late).await.unwrap(), "");
    })
    .await;
}

#[tokio::test]
async fn keys_are_the_companys_and_their_use_is_noted_by_the_hour() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let make = |who: Actor| {
            it.step(who, |tx, who| {
                Box::pin(async move { Ok(keys::create(tx, who, "robot").await?.0.to_string()) })
            })
        };
        let id = make(it.actor(firm.admin.user).await)
            .await
            .unwrap()
            .parse()
            .unwrap();
        let now = it.hands.machine();
        assert!(it.books().await.api_key_idle(id, now).await.unwrap());
        it.step(id, |tx, id| {
            Box::pin(async move {
                let now = tx.machine();
                tx.use_api_key(*id, now).await?;
                Ok(String::new())
            })
        })
        .await
        .unwrap();
        assert!(!it.books().await.api_key_idle(id, now).await.unwrap());
        let owner = KeyOwner::Company(firm.id);
        let listed = it.books().await.api_keys(owner).await.unwrap();
        assert_eq!(listed[0].last_used_at, Some(now));

        let carla = it.colleague(firm.admin.user, "carla@x.example", true).await;
        let mut script = it.actor(carla.user).await;
        script.key = Some(id);
        assert!(matches!(make(script).await, Err(Refusal::NoRight)));
        let revoke = |who: Actor| {
            it.step((who, id), |tx, (who, id)| {
                Box::pin(async move { keys::revoke(tx, who, *id).await.map(|()| String::new()) })
            })
        };
        assert!(matches!(
            revoke(it.actor(mei.user).await).await,
            Err(Refusal::Unknown)
        ));
        revoke(it.actor(carla.user).await).await.unwrap();
        assert!(it.books().await.api_keys(owner).await.unwrap().is_empty());
        for _ in 0..keys::MOST_KEYS {
            make(it.actor(mei.user).await).await.unwrap();
        }
        assert!(matches!(
            make(it.actor(mei.user).await).await,
            Err(Refusal::LimitReached { .. })
        ));
    })
    .await;
}

#[tokio::test]
async fn a_profile_is_its_owners_and_his_name_is_news() {
    everywhere(async |it: &Office| {
        let mei = it.organiser().await;
        let firm = it.firm(&mei, "importadora.example", Side::Buyer).await;
        let change = user::Profile {
            language: Some(Language::Zh),
            zone: Some("america/sao_paulo".into()),
            name: Some("Bruno Alves".into()),
        };
        it.step(
            (it.actor(firm.admin.user).await, change),
            |tx, (who, it)| {
                Box::pin(async move {
                    user::update_profile(tx, who, it)
                        .await
                        .map(|()| String::new())
                })
            },
        )
        .await
        .unwrap();
        let bruno = it
            .books()
            .await
            .person(firm.admin.user)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(bruno.zone, "America/Sao_Paulo");
        assert_eq!(it.actor(firm.admin.user).await.language, Language::Zh);
        assert!(it.told(&format!("company/{}", firm.id), "Bruno Alves"));
    })
    .await;
}
