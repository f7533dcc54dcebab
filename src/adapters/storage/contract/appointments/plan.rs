//! Random plans of buyers and salespeople: whatever they do, nobody ever sits in two places.

use proptest::prelude::*;

use super::{
    fold::Before,
    hall::{DAY, Hall, STEP},
};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        Refusal,
        appointments::{
            self, Appointment, claim,
            list::{Owned, Slice, Tab},
        },
        fair::{Period, Policy},
    },
    kernel::{
        actor::Actor,
        ids::{AppointmentId, GridId, UserId},
        time::{FairTime, MINUTE},
    },
};

/// What somebody does, with three numbers that pick whom, what and when.
type Step = (u8, u8, u8, u8);

struct Play<'h, 'b> {
    hall: &'h Hall<'b>,
    made: Vec<AppointmentId>,
    /// Those who left their companies: their colleagues act instead.
    gone: Vec<UserId>,
}

/// A rule may refuse; nothing may break.
fn allowed<T>(outcome: Result<T, Refusal>) -> Option<T> {
    match outcome {
        Ok(it) => Some(it),
        Err(Refusal::Appointments(appointments::Refusal::Fault(it)) | Refusal::Fault(it)) => {
            panic!("{it:?}")
        }
        Err(_) => None,
    }
}

impl<'h> Play<'h, '_> {
    async fn step(&mut self, (what, who, which, when): Step) {
        let hall = self.hall;
        let (buyer, seller, grid) = (self.buyer(who), self.seller(who), self.grid(which));
        let start = hall.at(DAY, 9, 0).plus(i64::from(when % 5) * 30 * MINUTE);
        let it = self
            .made
            .get(usize::from(which) % self.made.len().max(1))
            .copied();
        match (what % 13, it) {
            (0 | 1, _) => {
                let made = allowed(hall.ask(buyer, grid, start).await);
                self.made.extend(made.map(|it| it.id));
            }
            (2, _) => {
                allowed(hall.hold(buyer, grid, start).await);
            }
            (3, _) if when % 3 == 0 => {
                allowed(hall.release(buyer).await);
            }
            (4, _) => {
                hall.be(hall.now().plus(i64::from(when) * STEP / 4));
                if which % 2 == 0 {
                    hall.settle().await;
                }
            }
            (5, _) if when % 3 == 0 => hall.duty(seller.user, which % 2 == 0).await,
            (6 | 7, Some(it)) => drop(allowed(hall.accept(seller, it).await)),
            (8, Some(it)) => {
                let other = start.plus(30 * MINUTE);
                drop(allowed(hall.reject(seller, it, vec![start, other]).await));
            }
            (9, Some(it)) => {
                let taken = allowed(hall.take(buyer, it, start).await);
                self.made.extend(taken.map(|it| it.id));
            }
            (10, Some(it)) if when % 3 == 0 => {
                allowed(hall.reject_conflicting(seller, it).await);
            }
            (10, Some(it)) => {
                let by = if when % 3 == 1 { buyer } else { seller };
                drop(allowed(hall.cancel(by, it, Some("changed plans")).await));
            }
            (11, _) if when % 3 == 0 => self.leave(&hall.chen, &hall.wang, which).await,
            (12, _) if when % 3 == 0 => self.leave(&hall.bruno, &hall.ana, which).await,
            _ => {}
        }
    }

    async fn leave(&mut self, admin: &Actor, who: &Actor, which: u8) {
        if self.gone.contains(&who.user) {
            return;
        }
        let heir = which.is_multiple_of(2).then_some(admin.user);
        allowed(self.hall.remove(admin, who.user, heir).await).expect("an admin may");
        self.gone.push(who.user);
        if which.is_multiple_of(3) {
            self.hall.settle().await;
        }
    }

    fn buyer(&self, n: u8) -> &'h Actor {
        let hall = self.hall;
        let all = [&hall.ana, &hall.bruno, &hall.carla];
        self.present(all[usize::from(n % 3)], &hall.bruno)
    }

    fn seller(&self, n: u8) -> &'h Actor {
        let hall = self.hall;
        let all = [&hall.li, &hall.wang, &hall.chen];
        self.present(all[usize::from(n % 3)], &hall.chen)
    }

    fn present(&self, wanted: &'h Actor, admin: &'h Actor) -> &'h Actor {
        if self.gone.contains(&wanted.user) {
            admin
        } else {
            wanted
        }
    }

    fn grid(&self, n: u8) -> GridId {
        [self.hall.grid_li, self.hall.grid_wang, self.hall.queue][usize::from(n % 3)]
    }

    /// Nobody sits in two places, and every accepted appointment owns its people's time.
    async fn holds(&self) {
        let hall = self.hall;
        let mut books = hall.bench.books().await;
        for who in [
            &hall.ana,
            &hall.bruno,
            &hall.carla,
            &hall.li,
            &hall.wang,
            &hall.chen,
        ] {
            let busy = books.busy_of(who.user).await.expect("a list");
            for pair in busy.windows(2) {
                assert!(
                    pair[0].2 <= pair[1].1,
                    "{} sits in two places: {busy:?}",
                    who.user
                );
            }
            for (id, start, end) in busy {
                let span = Period { start, end };
                let claims = books.claims(&[who.user], span).await.expect("claims");
                let owned = claims
                    .iter()
                    .filter(|it| it.owner == claim::Owner::Appointment(id) && it.until.is_none());
                assert_eq!(owned.count(), claim::quanta(span).count());
            }
        }
    }
}

/// No claim outlives what it was made for.
async fn nothing_is_left(hall: &Hall<'_>) {
    let mut books = hall.bench.books().await;
    let people = [
        &hall.ana,
        &hall.bruno,
        &hall.carla,
        &hall.li,
        &hall.wang,
        &hall.chen,
    ];
    let people: Vec<_> = people.iter().map(|who| who.user).collect();
    let span = Period {
        start: FairTime::from_ms(0),
        end: hall.now().plus(1_000 * STEP),
    };
    let slice = Slice {
        owned: Owned::ExhibitorCompany(hall.li.membership.expect("Tayo").company),
        edition: None,
        tab: Tab::Accepted,
        offset: 0,
        limit: 1_000,
    };
    let accepted = books.slice(&slice).await.expect("a list");
    let expected: usize = accepted
        .iter()
        .map(|it: &Appointment| 2 * claim::quanta(it.period).count())
        .sum();
    let claims = books.claims(&people, span).await.expect("claims");
    assert_eq!(claims.len(), expected, "{claims:?}");
}

fn play(policy: Policy, steps: &[Step]) {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime
        .expect("a runtime")
        .block_on(everywhere(async |bench| {
            let hall = Hall::open(bench, policy).await;
            let before = Before::of(&hall).await;
            let mut play = Play {
                hall: &hall,
                made: Vec::new(),
                gone: Vec::new(),
            };
            for step in steps {
                play.step(*step).await;
                play.holds().await;
            }
            // Long after everything: only accepted appointments still own anybody's time.
            hall.be(hall.at(DAY, 23, 0));
            before.matches(&hall).await;
            nothing_is_left(&hall).await;
        }));
}

/// Making a database on a server takes as long as a plan on SQLite.
fn cases() -> u32 {
    if std::env::var_os("PARLEY_TEST_POSTGRES").is_some() {
        4
    } else {
        24
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: cases(), ..ProptestConfig::default() })]

    #[test]
    fn nobody_ever_sits_in_two_places(
        policy in prop_oneof![Just(Policy::Hold), Just(Policy::Soft), Just(Policy::Open)],
        steps in prop::collection::vec(any::<Step>(), 1..60),
    ) {
        play(policy, &steps);
    }
}

/// Found by the plan: somebody leaves while a request keeps his time, and a colleague accepts it before his things are
/// passed on.
#[test]
fn the_time_of_somebody_who_left_is_let_go_with_his_request() {
    play(
        Policy::Hold,
        &[(104, 0, 151, 0), (206, 0, 43, 108), (149, 0, 0, 11)],
    );
}
