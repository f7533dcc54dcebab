//! Commands of organisers and exhibitors.

use super::Entry;
use crate::{
    command,
    domain::{fair::service, ledger::Answer},
    kernel::topic::Topic,
    protocol::commands::fair::FairAnnounce,
};

/// `fair.*`, `edition.*`, `exhibitor.*`, `duty.*`.
pub fn entries() -> Vec<Entry> {
    vec![command!("fair.announce", FairAnnounce, |tx, who, input| {
        service::announce(tx, who, input.edition, &input.text).await?;
        Ok(Answer::empty().seq_in(Topic::Fair(input.edition)))
    })]
}
