//! Durable timers and reactions: rows taken once by lease, with a fencing number.

use super::{Store, session::Session, sql::Row};
use crate::{
    args,
    domain::ledger::Fence,
    kernel::{
        fault::Fault,
        ids::JobId,
        time::{FairTime, MINUTE, MachineTime},
    },
};

/// How long a node may take for one job before another may take it over.
const LEASE_MS: i64 = MINUTE / 2;
/// Failures after which a job is parked, visibly, instead of tried again.
const PARKED_AFTER: i64 = 8;
/// Jobs taken at a time.
const TAKE: i64 = 32;

/// A job this node holds.
#[derive(Clone, Debug)]
pub struct Taken {
    /// Which, and under which number.
    pub fence: Fence,
    /// What is to be done.
    pub kind: String,
    /// What it is about.
    pub object: String,
    /// What the handler needs besides.
    pub body: serde_json::Value,
}

fn taken(row: &Row) -> Result<(i64, Taken), Fault> {
    let it = Taken {
        fence: Fence {
            job: row.id::<JobId>("id")?,
            number: row.int("fence")?,
        },
        kind: row.text("kind")?,
        object: row.text("object")?,
        body: serde_json::from_str(&row.text("body")?).map_err(Fault::other)?,
    };
    Ok((row.int("due")?, it))
}

impl Session<'_> {
    /// Takes the jobs due at `fair`, oldest first, each for as long as a lease lasts.
    pub async fn take_jobs(
        &mut self,
        fair: FairTime,
        now: MachineTime,
    ) -> Result<Vec<Taken>, Fault> {
        let rows = self
            .all(
                "UPDATE jobs SET fence = fence + 1, lease_until = $1, attempts = attempts + 1
                 WHERE id IN (SELECT id FROM jobs WHERE parked = 0 AND due <= $2 AND lease_until <= $3
                              ORDER BY due, id LIMIT $4)
                   AND lease_until <= $3
                 RETURNING id, kind, object, body, fence, due",
                args![now.plus(LEASE_MS), fair, now, TAKE],
            )
            .await?;
        let mut jobs = rows.iter().map(taken).collect::<Result<Vec<_>, _>>()?;
        // RETURNING promises no order; timers are announced in the order they fell due.
        jobs.sort_by_key(|(due, _)| *due);
        Ok(jobs.into_iter().map(|(_, it)| it).collect())
    }

    /// Gives a failed job back with a growing pause, or parks it where operators see it.
    pub async fn give_back(
        &mut self,
        fence: Fence,
        now: MachineTime,
        error: &str,
    ) -> Result<(), Fault> {
        self.run(
            "UPDATE jobs SET lease_until = $1 + 1000 * attempts * attempts, error = $2,
               parked = CASE WHEN attempts >= $3 THEN 1 ELSE 0 END
             WHERE id = $4 AND fence = $5",
            args![now, error, PARKED_AFTER, fence.job, fence.number],
        )
        .await
        .map(drop)
    }
}

impl Store {
    /// Fair time of the next job that is not leased, if any; `lease_until` of the others is machine time.
    pub async fn next_due(&self, now: MachineTime) -> Result<Option<i64>, Fault> {
        let mut session = self.session().await?;
        let row = session
            .one(
                "SELECT MIN(due) AS due FROM jobs WHERE parked = 0 AND lease_until <= $1",
                args![now],
            )
            .await?;
        row.map_or(Ok(None), |it| it.opt_int("due"))
    }

    /// Jobs that failed too often and wait for an operator.
    pub async fn parked_jobs(&self) -> Result<i64, Fault> {
        let mut session = self.session().await?;
        let row = session
            .one(
                "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM jobs WHERE parked = 1",
                Vec::new(),
            )
            .await?;
        row.map_or(Ok(0), |it| it.int("n"))
    }
}
