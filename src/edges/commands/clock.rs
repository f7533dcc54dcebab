//! The command that moves simulated fair time.

use futures::future::BoxFuture;

use super::{Caller, Entry};
use crate::{
    domain::{Refusal, Tx, fair::clock, ledger::Answer},
    edges::shared::Shared,
    kernel::actor::Actor,
    protocol::{
        code::{Code, No},
        commands::clock::ClockAdvance,
    },
};

/// `clock.*`.
pub fn entries() -> Vec<Entry> {
    // It waits, as a revocation does, until every node has applied it.
    vec![Entry::prepared("clock.advance", only_simulated, advance).revoking()]
}

fn only_simulated(
    shared: Shared,
    _: Caller,
    input: ClockAdvance,
) -> BoxFuture<'static, Result<ClockAdvance, No>> {
    Box::pin(async move {
        if shared.simulated {
            Ok(input)
        } else {
            Err(No::new(Code::ClockReal))
        }
    })
}

fn advance<'t>(
    tx: &'t mut (dyn Tx + 't),
    who: &'t Actor,
    input: &'t ClockAdvance,
) -> BoxFuture<'t, Result<Answer, Refusal>> {
    Box::pin(async move {
        let fair = clock::advance(tx, who, input.by_ms).await?;
        Ok(Answer::empty().with("fair", fair.ms()))
    })
}
