//! What the server writes for its own sake: durable jobs taken by lease, nodes' leases, and the moved clock.

use async_trait::async_trait;

use super::{Store, batch::ANSWERS_KEPT_MS, meta, session::Session, sql::Row};
use crate::{
    args,
    domain::{
        journal::Journal,
        ledger::{Fence, Housekeeping, Taken},
    },
    kernel::{
        fault::Fault,
        ids::{JobId, NodeId},
        time::{HOUR, MINUTE, MachineTime},
    },
};

/// How long a node may take for one job before another may take it over.
const LEASE_MS: i64 = MINUTE / 2;
/// Failures after which a job is parked, visibly, instead of tried again.
const PARKED_AFTER: i64 = 8;
/// Jobs taken at a time.
const TAKE: i64 = 32;
/// Answers forgotten at a time: the one writer is held for milliseconds (DESIGN 1, law 11).
const FORGET: i64 = 200;

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

#[async_trait]
impl Housekeeping for Session<'_> {
    async fn take_jobs(&mut self) -> Result<Vec<Taken>, Fault> {
        let (fair, now) = (self.now(), self.machine());
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

    async fn give_back(&mut self, fence: Fence, error: &str) -> Result<(), Fault> {
        let now = self.machine();
        self.run(
            "UPDATE jobs SET lease_until = $1 + 1000 * attempts * attempts, error = $2,
               parked = CASE WHEN attempts >= $3 THEN 1 ELSE 0 END
             WHERE id = $4 AND fence = $5",
            args![now, error, PARKED_AFTER, fence.job, fence.number],
        )
        .await
        .map(drop)
    }

    async fn renew_lease(
        &mut self,
        node: NodeId,
        until: MachineTime,
        applied: i64,
    ) -> Result<(), Fault> {
        self.run(
            "INSERT INTO nodes (id, until, applied) VALUES ($1, $2, $3)
             ON CONFLICT (id) DO UPDATE SET until = excluded.until, applied = excluded.applied",
            args![node, until, applied],
        )
        .await?;
        // A node that has not renewed for an hour is never coming back under this id.
        self.run(
            "DELETE FROM nodes WHERE until < $1",
            args![until.plus(-HOUR)],
        )
        .await
        .map(drop)
    }

    async fn end_lease(&mut self, node: NodeId) -> Result<(), Fault> {
        self.run("DELETE FROM nodes WHERE id = $1", args![node])
            .await
            .map(drop)
    }

    async fn forget_answers(&mut self) -> Result<u64, Fault> {
        let before = self.machine().plus(-ANSWERS_KEPT_MS);
        self.run(
            "DELETE FROM commands WHERE (actor, id) IN
               (SELECT actor, id FROM commands WHERE at < $1 ORDER BY at LIMIT $2)",
            args![before, FORGET],
        )
        .await
    }

    async fn forget_secrets(&mut self) -> Result<u64, Fault> {
        let now = self.machine();
        // A dead link is answered like one that never was, so nothing is lost with its row.
        let links = self
            .run(
                "DELETE FROM links WHERE id IN
                   (SELECT id FROM links WHERE used_at IS NOT NULL OR expires_at <= $1 LIMIT $2)",
                args![now, FORGET],
            )
            .await?;
        // A used ticket stays for the rest of its half minute.
        let tickets = self
            .run(
                "DELETE FROM tickets WHERE secret IN
                   (SELECT secret FROM tickets WHERE expires_at <= $1 LIMIT $2)",
                args![now, FORGET],
            )
            .await?;
        Ok(links + tickets)
    }

    async fn start_clock(&mut self, by_ms: i64) -> Result<bool, Fault> {
        let row = self
            .one(
                "INSERT INTO meta (key, value) VALUES ($1, $2)
                 ON CONFLICT (key) DO NOTHING RETURNING key",
                args![meta::CLOCK_OFFSET, by_ms.to_string()],
            )
            .await?;
        Ok(row.is_some())
    }

    async fn move_clock(&mut self, by_ms: i64) -> Result<i64, Fault> {
        // Inserted first, so that two who move it at once move it twice, one after the other.
        let row = self
            .one(
                "INSERT INTO meta (key, value) VALUES ($1, $2)
                 ON CONFLICT (key) DO UPDATE
                   SET value = CAST(CAST(meta.value AS BIGINT) + CAST(excluded.value AS BIGINT) AS TEXT)
                 RETURNING value",
                args![meta::CLOCK_OFFSET, by_ms.to_string()],
            )
            .await?;
        let text = row
            .ok_or_else(|| Fault::other("the clock was not moved"))?
            .text("value")?;
        text.parse().map_err(Fault::other)
    }
}

impl Store {
    /// How many nodes with a lease at `now` have not yet applied rights change `seq`.
    pub async fn nodes_behind(&self, seq: i64, now: MachineTime) -> Result<i64, Fault> {
        let mut session = self.session().await?;
        let row: Option<Row> = session
            .one(
                "SELECT CAST(COUNT(*) AS BIGINT) AS n FROM nodes WHERE until > $1 AND applied < $2",
                args![now, seq],
            )
            .await?;
        row.map_or(Ok(0), |it| it.int("n"))
    }

    /// Fair time at which the next job that nobody holds falls due, if there is one.
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
}
