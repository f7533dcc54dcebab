//! A fair with one stand of three and buyers of two firms: what every check of appointments begins with.

use futures::future::BoxFuture;
use jiff::civil::{Date, date};

use super::super::{Bench, member, organiser};
use crate::{
    domain::{
        CommandRefusal, Refusal, Tx,
        accounts::staff::{
            self,
            leaving::{Departure, FORGET, OldNews},
        },
        appointments::{
            Appointment,
            appointment::{Origin, OriginKind, Preset, Reason},
            service::{self, Asking, CardChoice},
        },
        fair::{
            self, Change, Closure, Edition, Policy, Rules,
            service::{NewEdition, open_edition},
            stands,
        },
        ledger::{Answer, Ledger as _, Taken, Unit},
        topics,
    },
    kernel::{
        actor::{Actor, Membership, Side},
        ids::{AppointmentId, CompanyId, ExhibitorId, GridId, UserId},
        time::{Clock as _, FairTime, HOUR, MINUTE},
        topic::Topic,
    },
};

/// The first fair day.
pub const DAY: Date = date(2027, 10, 15);

pub struct Hall<'b> {
    pub bench: &'b Bench,
    pub edition: Edition,
    pub stand: ExhibitorId,
    pub queue: GridId,
    /// Li, Wang, and Chen, the admin, who is not on duty.
    pub li: Actor,
    pub wang: Actor,
    pub chen: Actor,
    pub grid_li: GridId,
    pub grid_wang: GridId,
    /// Ana and her admin Bruno; Carla of another firm.
    pub ana: Actor,
    pub bruno: Actor,
    pub carla: Actor,
    /// The organiser.
    pub mei: Actor,
}

impl<'b> Hall<'b> {
    /// A fair under `policy`, at nine o'clock of the day before.
    pub async fn open(bench: &'b Bench, policy: Policy) -> Self {
        let rules = Rules {
            policy,
            ..Rules::usual()
        };
        Self::under(bench, rules).await
    }

    pub async fn under(bench: &'b Bench, rules: Rules) -> Self {
        let edition = opened(bench, rules).await;
        let tayo = bench.company("Tayo", Side::Exhibitor).await;
        let importadora = bench.company("Importadora", Side::Buyer).await;
        let nordhandel = bench.company("Nordhandel", Side::Buyer).await;
        let stand = bench
            .stand(edition.id, tayo, "Tayo Motor")
            .await
            .expect("it enters");
        let li = person(bench, "Li", tayo, (Side::Exhibitor, false)).await;
        let wang = person(bench, "Wang", tayo, (Side::Exhibitor, false)).await;
        let chen = person(bench, "Chen", tayo, (Side::Exhibitor, true)).await;
        let ana = person(bench, "Ana", importadora, (Side::Buyer, false)).await;
        let bruno = person(bench, "Bruno", importadora, (Side::Buyer, true)).await;
        let carla = person(bench, "Carla", nordhandel, (Side::Buyer, false)).await;
        let mei = Actor {
            user: bench.person("Mei", None).await,
            ..organiser()
        };
        let grid_li = on_duty(bench, &chen, (stand, li.user), true).await;
        let grid_wang = on_duty(bench, &chen, (stand, wang.user), true).await;
        let queue = bench
            .books()
            .await
            .exhibitor(stand)
            .await
            .expect("a row")
            .expect("it")
            .queue;
        let hall = Self {
            bench,
            edition,
            stand,
            queue,
            li,
            wang,
            chen,
            grid_li,
            grid_wang,
            ana,
            bruno,
            carla,
            mei,
        };
        hall.be(hall.at(DAY, 9, 0).plus(-24 * HOUR));
        hall
    }

    /// Moves fair time, which never goes back.
    pub fn be(&self, at: FairTime) {
        let clock = &self.bench.clock;
        clock.set_moved(at.ms() - clock.shared().ms());
    }

    pub fn now(&self) -> FairTime {
        self.bench.clock.fair()
    }

    /// A wall-clock moment of the fair's zone.
    pub fn at(&self, day: Date, hour: i8, minute: i8) -> FairTime {
        let zoned = day
            .at(hour, minute, 0, 0)
            .in_tz(&self.edition.zone)
            .expect("it exists");
        FairTime::from_ms(zoned.timestamp().as_millisecond())
    }

    pub async fn ask(
        &self,
        who: &Actor,
        grid: GridId,
        start: FairTime,
    ) -> Result<Appointment, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move {
                let asking = Asking {
                    grid,
                    start,
                    topic: " Price inquiry ".to_owned(),
                    card: CardChoice::Send,
                    origin: Origin {
                        kind: OriginKind::Product,
                        reference: Some("racer-7".to_owned()),
                    },
                };
                Ok(service::request(tx, &who, asking).await?)
            })
        })
        .await
    }

    pub async fn accept(&self, who: &Actor, id: AppointmentId) -> Result<Appointment, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::accept(tx, &who, id).await?) })
        })
        .await
    }

    pub async fn reject(
        &self,
        who: &Actor,
        id: AppointmentId,
        suggested: Vec<FairTime>,
    ) -> Result<Appointment, Refusal> {
        let reason = Reason {
            preset: Preset::ScheduleConflict,
            text: String::new(),
        };
        self.reject_for(who, id, (Some(reason), suggested)).await
    }

    pub async fn reject_for(
        &self,
        who: &Actor,
        id: AppointmentId,
        why: (Option<Reason>, Vec<FairTime>),
    ) -> Result<Appointment, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let (who, why) = (who.clone(), why.clone());
            Box::pin(async move { Ok(service::reject(tx, &who, id, why).await?) })
        })
        .await
    }

    pub async fn reject_conflicting(
        &self,
        who: &Actor,
        id: AppointmentId,
    ) -> Result<usize, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::reject_conflicting(tx, &who, id).await?) })
        })
        .await
    }

    pub async fn take(
        &self,
        who: &Actor,
        id: AppointmentId,
        start: FairTime,
    ) -> Result<Appointment, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::take(tx, &who, id, start).await?) })
        })
        .await
    }

    pub async fn cancel(
        &self,
        who: &Actor,
        id: AppointmentId,
        reason: Option<&'static str>,
    ) -> Result<Appointment, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::cancel(tx, &who, id, reason).await?) })
        })
        .await
    }

    pub async fn hold(
        &self,
        who: &Actor,
        grid: GridId,
        start: FairTime,
    ) -> Result<FairTime, Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::hold(tx, &who, (grid, start)).await?) })
        })
        .await
    }

    pub async fn release(&self, who: &Actor) -> Result<(), Refusal> {
        let who = who.clone();
        self.run(move |tx| {
            let who = who.clone();
            Box::pin(async move { Ok(service::release(tx, &who).await?) })
        })
        .await
    }

    pub async fn duty(&self, person: UserId, on: bool) {
        on_duty(self.bench, &self.chen, (self.stand, person), on).await;
    }

    /// Removes somebody of the remover's company; what follows is [`Self::settle`]'s.
    pub async fn remove(
        &self,
        by: &Actor,
        user: UserId,
        heir: Option<UserId>,
    ) -> Result<(), Refusal> {
        let by = by.clone();
        self.run(move |tx| {
            let by = by.clone();
            let departure = Departure { user, heir };
            Box::pin(async move { Ok(staff::remove(tx, &by, departure).await?) })
        })
        .await
    }

    /// The organiser makes periods of `minutes`; what follows is [`Self::settle`]'s.
    pub async fn cut_periods(&self, minutes: u16) {
        let change = Rules {
            minutes,
            ..self.edition.rules.clone()
        };
        let (id, revision) = (self.edition.id, self.edition.revision);
        let mei = self.mei.clone();
        self.run(move |tx| {
            let (mei, change) = (mei.clone(), (revision, change.clone()));
            Box::pin(async move { Ok(fair::service::set_rules(tx, &mei, id, change).await?) })
        })
        .await
        .expect("the rules change");
    }

    /// The edition as it is now.
    pub async fn edition_now(&self) -> Edition {
        let mut books = self.bench.books().await;
        let found = books.edition(self.edition.id).await.expect("a row");
        found.expect("the edition")
    }

    /// The organiser changes the edition as it is now; what follows is [`Self::settle`]'s.
    pub async fn change(&self, change: Change) -> Result<i64, Refusal> {
        let (id, revision) = (self.edition.id, self.edition_now().await.revision);
        let mei = self.mei.clone();
        self.run(move |tx| {
            let (mei, change) = (mei.clone(), (revision, change.clone()));
            Box::pin(async move { Ok(fair::service::update(tx, &mei, id, change).await?) })
        })
        .await
    }

    /// The change that closes these hours, and opens all others.
    pub async fn closing(&self, closed: &[(Date, &str, &str)]) -> Change {
        let closed = closed.iter().map(|(day, from, to)| Closure {
            day: *day,
            from: (*from).to_owned(),
            to: (*to).to_owned(),
        });
        let rules = Rules {
            closed: closed.collect(),
            ..self.edition_now().await.rules
        };
        Change {
            rules: Some(rules),
            ..Change::default()
        }
    }

    /// Runs `work` as a command.
    pub async fn run<T: Send + 'static>(
        &self,
        work: impl for<'t> Fn(&'t mut (dyn Tx + 't)) -> BoxFuture<'t, Result<T, Refusal>>
        + Send
        + Sync
        + 'static,
    ) -> Result<T, Refusal> {
        self.bench.write(work).await
    }

    /// Does every job that is due, also those they leave behind.
    pub async fn settle(&self) {
        loop {
            let due = self
                .run(|tx| Box::pin(async move { Ok(tx.take_jobs().await?) }))
                .await
                .expect("jobs can be taken");
            if due.is_empty() {
                return;
            }
            for job in due {
                let unit = Unit {
                    key: None,
                    caller: None,
                    fence: Some(job.fence),
                    work: std::sync::Arc::new(move |tx| {
                        let job = job.clone();
                        Box::pin(async move {
                            doing(tx, &job).await?;
                            Ok(Answer::empty())
                        })
                    }),
                };
                // Replaced by a job before it: the newer row is taken in the next round.
                match self.bench.store.run(0, unit).await {
                    Ok(_) | Err(Refusal::Command(CommandRefusal::LeaseLost)) => {}
                    Err(other) => panic!("the job is done: {other:?}"),
                }
            }
        }
    }

    /// The snapshot of a topic, as JSON.
    pub async fn snapshot(&self, topic: &Topic) -> serde_json::Value {
        let mut books = self.bench.books().await;
        let parts = topics::snapshot(&mut *books, topic)
            .await
            .expect("a snapshot");
        serde_json::from_str(parts[0].get()).expect("JSON")
    }

    /// The colour of a period as everybody sees it.
    pub async fn colour(&self, grid: GridId, start: FairTime) -> String {
        let day = jiff::Timestamp::from_millisecond(start.ms())
            .expect("a moment")
            .in_tz(&self.edition.zone)
            .expect("a zone")
            .date();
        let state = self.snapshot(&Topic::Slots(grid, day)).await;
        let periods = state["periods"].as_array().expect("periods");
        let period = periods
            .iter()
            .find(|it| it["start"] == start.ms())
            .expect("on the grid");
        period["state"].as_str().expect("a word").to_owned()
    }

    /// An appointment as it stands now.
    pub async fn read(&self, id: AppointmentId) -> Appointment {
        let mut books = self.bench.books().await;
        books
            .appointment(id)
            .await
            .expect("a row")
            .expect("it exists")
    }
}

/// Does a job as the server does.
pub async fn doing(tx: &mut dyn Tx, job: &Taken) -> Result<(), Refusal> {
    if service::KINDS.contains(&job.kind.as_str()) {
        service::on_job(tx, &job.kind, &job.object, &job.body).await?;
    } else if job.kind == fair::service::RULES_CHANGED {
        fair::consequences::on_job(tx, &job.body).await?;
    } else if job.kind == FORGET {
        let old = serde_json::from_value::<OldNews>(job.body.clone());
        old.expect("old news").redact(tx).await?;
    }
    Ok(())
}

async fn opened(bench: &Bench, rules: Rules) -> Edition {
    bench
        .write(move |tx| {
            let rules = rules.clone();
            Box::pin(async move {
                let new = NewEdition {
                    name: "The 128th".to_owned(),
                    zone: "Asia/Shanghai".to_owned(),
                    first_day: DAY,
                    last_day: date(2027, 10, 17),
                    rules,
                    current: true,
                };
                Ok(open_edition(tx, new).await?)
            })
        })
        .await
        .expect("the edition opens")
}

pub async fn person(
    bench: &Bench,
    name: &'static str,
    company: CompanyId,
    (side, admin): (Side, bool),
) -> Actor {
    let at = Membership {
        company,
        side,
        admin,
    };
    member(bench.person(name, Some(at)).await, at)
}

async fn on_duty(bench: &Bench, chen: &Actor, place: (ExhibitorId, UserId), on: bool) -> GridId {
    let chen = chen.clone();
    bench
        .write(move |tx| {
            let chen = chen.clone();
            Box::pin(async move { Ok(stands::set_duty(tx, &chen, place, on).await?) })
        })
        .await
        .expect("duty is set")
}

/// A quarter of an hour, to step over bounds with.
pub const STEP: i64 = 15 * MINUTE;
