//! "When X happened, Y follows": the only place two features meet.

use crate::{
    domain::{
        Refusal, Tx,
        accounts::staff::leaving::{FORGET, OldNews},
        appointments, fair,
        ledger::Taken,
    },
    kernel::fault::Fault,
};

/// Does what a job is for, in its transaction.
pub(super) async fn react(tx: &mut dyn Tx, job: &Taken) -> Result<(), Refusal> {
    match job.kind.as_str() {
        fair::service::RULES_CHANGED => Ok(fair::consequences::on_job(tx, &job.body).await?),
        FORGET => {
            let old: OldNews = serde_json::from_value(job.body.clone()).map_err(Fault::other)?;
            Ok(old.redact(tx).await?)
        }
        kind if appointments::service::KINDS.contains(&kind) => {
            appointments::service::on_job(tx, kind, &job.object, &job.body).await
        }
        kind => Err(Fault::other(format!("no reaction is known for {kind}")).into()),
    }
}
