//! Which nodes run, and how far each has applied revocations (DESIGN 1, law 9).

use super::{Store, session::Session, sql::Row};
use crate::{
    args,
    kernel::{fault::Fault, ids::NodeId, time::MachineTime},
};

impl Session<'_> {
    /// Renews a node's lease until `until` and notes the last rights change it applied.
    pub async fn renew_lease(
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
            args![until.plus(-crate::kernel::time::HOUR)],
        )
        .await
        .map(drop)
    }

    /// Ends a node's lease at once: it has stopped delivering.
    pub async fn end_lease(&mut self, node: NodeId) -> Result<(), Fault> {
        self.run("DELETE FROM nodes WHERE id = $1", args![node])
            .await
            .map(drop)
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
}
