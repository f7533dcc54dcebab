//! What a transaction remembers is what is there: after a write of its own, after one that was undone, in the next batch.

use futures::FutureExt as _;

use super::hall::{DAY, Hall};
use crate::{
    adapters::storage::contract::everywhere,
    domain::{
        CommandRefusal, Refusal, Tx,
        appointments::claim::{Owner, Wish},
        fair::{Edition, Period, Policy, Rules},
    },
    kernel::{
        actor::{Grant, Membership},
        fault::Fault,
        ids::{EditionId, ExhibitorId, GridId, UserId},
        time::MINUTE,
    },
};

/// Whose rows are read.
#[derive(Clone, Copy)]
struct Asked {
    li: UserId,
    ana: UserId,
    stand: ExhibitorId,
    grid: GridId,
    edition: EditionId,
    period: Period,
}

impl Asked {
    /// Everything that is remembered, as it is read now.
    async fn read(self, tx: &mut dyn Tx) -> Result<String, Fault> {
        let edition = tx.edition(self.edition).await?.expect("it is there");
        let periods = tx.calendar(&edition).await?.periods(DAY).len();
        let claims = tx.claims(&[self.li, self.ana], self.period).await?;
        Ok(format!(
            "{:?} {:?} {:?} {:?} {:?} {:?} {edition:?} {periods} {claims:?}",
            tx.actor(self.li).await?,
            tx.person(self.li).await?.map(|it| it.name),
            tx.grid(self.grid).await?,
            tx.grids_of(self.li).await?,
            tx.exhibitor(self.stand).await?.map(|it| it.name),
            tx.staff(self.stand).await?,
        ))
    }

    /// Write number `write`, if there are so many.
    async fn write(self, tx: &mut dyn Tx, write: usize) -> Result<bool, Fault> {
        match write {
            0 => {
                let at = tx.actor(self.li).await?.and_then(|it| it.membership);
                let at = at.expect("he is staff");
                let to = Membership { admin: true, ..at };
                tx.set_role(self.li, to).await?;
            }
            1 => tx.grant(self.li, self.edition, Grant::Moderator).await?,
            2 => {
                let mut li = tx.person(self.li).await?.expect("a row");
                li.name = "Li Na".to_owned();
                tx.save_profile(&li).await?;
            }
            3 => {
                tx.set_duty(self.grid, (self.stand, self.li), false).await?;
            }
            4 => {
                let edition = tx.edition(self.edition).await?.expect("it is there");
                let rules = Rules {
                    minutes: edition.rules.minutes * 2,
                    ..edition.rules.clone()
                };
                let next = Edition {
                    revision: edition.revision + 1,
                    rules,
                    ..edition.clone()
                };
                assert!(tx.change_edition(&next, edition.revision).await?);
            }
            5 => {
                let wish = Wish {
                    people: vec![self.li, self.ana],
                    period: self.period,
                    owner: Owner::Hold(self.ana),
                    until: Some(self.period.start),
                    over: self.ana,
                };
                assert!(tx.claim(&wish, tx.now()).await?);
            }
            6 => tx.release(Owner::Hold(self.ana)).await?,
            7 => {
                let at = tx.actor(self.li).await?.and_then(|it| it.membership);
                tx.leave(self.li, at.expect("he is staff").company).await?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

#[tokio::test]
async fn what_is_remembered_is_what_is_there() {
    everywhere(async |bench| {
        let hall = Hall::open(bench, Policy::Hold).await;
        let start = hall.at(DAY, 10, 0);
        let asked = Asked {
            li: hall.li.user,
            ana: hall.ana.user,
            stand: hall.stand,
            grid: hall.grid_li,
            edition: hall.edition.id,
            period: Period {
                start,
                end: start.plus(30 * MINUTE),
            },
        };
        let read = async || {
            let read = hall.run(move |tx| async move { Ok(asked.read(tx).await?) }.boxed());
            read.await.expect("read")
        };
        let mut before = read().await;
        for write in 0.. {
            let undone = hall.run(move |tx| {
                async move {
                    asked.read(tx).await?;
                    asked.write(tx, write).await?;
                    asked.read(tx).await?;
                    Err::<(), Refusal>(CommandRefusal::TooOld.into())
                }
                .boxed()
            });
            assert!(undone.await.is_err());
            assert_eq!(read().await, before, "write {write} was undone");
            let written = hall.run(move |tx| {
                async move {
                    asked.read(tx).await?;
                    let wrote = asked.write(tx, write).await?;
                    Ok(wrote.then_some(asked.read(tx).await?))
                }
                .boxed()
            });
            let Some(after) = written.await.expect("written") else {
                break;
            };
            assert_ne!(after, before, "write {write} shows in its own transaction");
            assert_eq!(read().await, after, "write {write} shows in the next one");
            before = after;
        }
    })
    .await;
}
