//! "When X happened, Y follows": the only place two features meet.

use crate::domain::{Refusal, Tx, ledger::Taken};
use crate::kernel::fault::Fault;

/// Does what a job is for, in its transaction.
pub(super) async fn react(_tx: &mut dyn Tx, job: &Taken) -> Result<(), Refusal> {
    Err(Fault::other(format!("no reaction is known for {}", job.kind)).into())
}
