//! "When X happened, Y follows": the only place two features meet.

use crate::domain::{Refusal, Tx, appointments::service, ledger::Taken};
use crate::kernel::fault::Fault;

/// Does what a job is for, in its transaction.
pub(super) async fn react(tx: &mut dyn Tx, job: &Taken) -> Result<(), Refusal> {
    if service::KINDS.contains(&job.kind.as_str()) {
        return service::on_job(tx, &job.kind, &job.object, &job.body).await;
    }
    Err(Fault::other(format!("no reaction is known for {}", job.kind)).into())
}
