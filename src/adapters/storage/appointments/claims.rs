//! Claims on people's time, holds, and the rows that are locked while they change.

use jiff::civil::Date;

use crate::{
    adapters::storage::{
        session::Session,
        sql::{Arg, Row, marks, values},
    },
    args,
    domain::{
        appointments::{
            claim::{Claim, Owner, Wish, quanta},
            ports::Hold,
        },
        fair::Period,
    },
    kernel::{
        fault::Fault,
        ids::{ExhibitorId, UserId},
        time::FairTime,
    },
};

/// Appointment and hold, one of them NULL.
fn columns(owner: Owner) -> (Option<String>, Option<String>) {
    match owner {
        Owner::Appointment(id) => (Some(id.to_string()), None),
        Owner::Hold(buyer) => (None, Some(buyer.to_string())),
    }
}

fn claim(row: &Row) -> Result<Claim, Fault> {
    let owner = match (row.opt_id("appointment")?, row.opt_id("hold")?) {
        (Some(id), None) => Owner::Appointment(id),
        (None, Some(buyer)) => Owner::Hold(buyer),
        _ => return Err(Fault::other("a claim without one owner")),
    };
    Ok(Claim {
        person: row.id("person")?,
        quantum: row.int("quantum")?,
        owner,
        until: row.opt_int("until")?.map(FairTime::from_ms),
    })
}

impl Session<'_> {
    pub(super) async fn lock_day_row(
        &mut self,
        exhibitor: ExhibitorId,
        day: Date,
    ) -> Result<(), Fault> {
        if !self.is_to_lock(format!("grid_days/{exhibitor}/{day}")) {
            return Ok(());
        }
        self.run(
            "INSERT INTO grid_days (exhibitor, day, revision) VALUES ($1, $2, 1)
             ON CONFLICT (exhibitor, day) DO UPDATE SET revision = grid_days.revision + 1",
            args![exhibitor, day],
        )
        .await
        .map(drop)
    }

    pub(super) async fn lock_asker(&mut self, buyer: UserId) -> Result<(), Fault> {
        if !self.is_to_lock(format!("askers/{buyer}")) {
            return Ok(());
        }
        self.run(
            "INSERT INTO askers (person, revision) VALUES ($1, 1)
             ON CONFLICT (person) DO UPDATE SET revision = askers.revision + 1",
            args![buyer],
        )
        .await
        .map(drop)
    }

    pub(super) async fn claims_of(
        &mut self,
        people: &[UserId],
        span: Period,
    ) -> Result<Vec<Claim>, Fault> {
        let quanta = quanta(span);
        let (mut claims, unknown) = self.memory.claims(people, &quanta);
        if unknown.is_empty() {
            return Ok(claims);
        }
        let mut args = args![quanta.start, quanta.end];
        args.extend(unknown.iter().map(|person| Arg::from(*person)));
        let sql = format!(
            "SELECT person, quantum, appointment, hold, until FROM claims
             WHERE quantum >= $1 AND quantum < $2 AND person IN ({})",
            marks(3, unknown.len())
        );
        let rows = self.all_built(sql, args).await?;
        let read: Vec<Claim> = rows.iter().map(claim).collect::<Result<_, _>>()?;
        self.memory.keep_claims(&unknown, &quanta, &read);
        claims.extend(read);
        Ok(claims)
    }

    pub(super) async fn claims_by(&mut self, owner: Owner) -> Result<Vec<Claim>, Fault> {
        let rows = match owner {
            Owner::Appointment(id) => {
                self.all(
                    "SELECT person, quantum, appointment, hold, until FROM claims WHERE appointment = $1",
                    args![id],
                )
                .await?
            }
            Owner::Hold(buyer) => {
                self.all(
                    "SELECT person, quantum, appointment, hold, until FROM claims WHERE hold = $1",
                    args![buyer],
                )
                .await?
            }
        };
        rows.iter().map(claim).collect()
    }

    /// One statement decides: a row that is still somebody else's is not given back, and the count tells.
    pub(super) async fn claim_wish(&mut self, wish: &Wish, now: FairTime) -> Result<bool, Fault> {
        let claims = wish.claims();
        let mut args = Vec::with_capacity(claims.len() * 5 + 2);
        for it in &claims {
            let (appointment, hold) = columns(it.owner);
            args.extend(args![it.person, it.quantum, appointment, hold, it.until]);
        }
        args.extend(args![now, wish.over]);
        let sql = format!(
            "INSERT INTO claims (person, quantum, appointment, hold, until) VALUES {}
             ON CONFLICT (person, quantum) DO UPDATE
               SET appointment = excluded.appointment, hold = excluded.hold, until = excluded.until
             WHERE claims.until <= ${} OR claims.hold = ${}
                OR claims.appointment = excluded.appointment OR claims.hold = excluded.hold
             RETURNING quantum",
            values(claims.len(), 5),
            claims.len() * 5 + 1,
            claims.len() * 5 + 2,
        );
        self.memory.forget_claims(wish.people.iter().copied());
        let granted = self.all_built(sql, args).await?;
        Ok(granted.len() == claims.len())
    }

    pub(super) async fn release_owner(&mut self, owner: Owner) -> Result<(), Fault> {
        let rows = match owner {
            Owner::Appointment(id) => {
                self.all(
                    "DELETE FROM claims WHERE appointment = $1 RETURNING person",
                    args![id],
                )
                .await?
            }
            Owner::Hold(buyer) => {
                self.all(
                    "DELETE FROM claims WHERE hold = $1 RETURNING person",
                    args![buyer],
                )
                .await?
            }
        };
        for row in rows {
            self.memory.forget_claims([row.id("person")?]);
        }
        Ok(())
    }

    pub(super) async fn hold_row(&mut self, buyer: UserId) -> Result<Option<Hold>, Fault> {
        let row = self
            .one(
                "SELECT buyer, exhibitor, grid, starts_at, ends_at, until FROM holds WHERE buyer = $1",
                args![buyer],
            )
            .await?;
        row.map(|it| {
            Ok(Hold {
                buyer: it.id("buyer")?,
                exhibitor: it.id("exhibitor")?,
                grid: it.id("grid")?,
                period: Period {
                    start: it.fair("starts_at")?,
                    end: it.fair("ends_at")?,
                },
                until: it.fair("until")?,
            })
        })
        .transpose()
    }

    pub(super) async fn write_hold(&mut self, it: &Hold) -> Result<(), Fault> {
        self.run(
            "INSERT INTO holds (buyer, exhibitor, grid, starts_at, ends_at, until)
             VALUES ($1, $2, $3, $4, $5, $6)
             ON CONFLICT (buyer) DO UPDATE SET exhibitor = excluded.exhibitor, grid = excluded.grid,
               starts_at = excluded.starts_at, ends_at = excluded.ends_at, until = excluded.until",
            args![
                it.buyer,
                it.exhibitor,
                it.grid,
                it.period.start,
                it.period.end,
                it.until
            ],
        )
        .await
        .map(drop)
    }

    pub(super) async fn delete_hold(&mut self, buyer: UserId) -> Result<(), Fault> {
        self.run("DELETE FROM holds WHERE buyer = $1", args![buyer])
            .await
            .map(drop)
    }
}
