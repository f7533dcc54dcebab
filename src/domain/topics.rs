//! Who may hear which topic, and the snapshot each begins with.

use serde_json::value::RawValue;

use super::{Books, accounts, appointments, fair, notifications};
use crate::kernel::{actor::Actor, fault::Fault, topic::Topic};

/// Why a topic is not for this person.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// It exists, or may exist, but not for him.
    #[error("this topic is not for you")]
    NoRight,
    /// There is no such object.
    #[error("no such topic")]
    Unknown,
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

/// Refuses unless `who` may hear `topic` now.
pub async fn may_hear(books: &mut dyn Books, who: &Actor, topic: &Topic) -> Result<(), Refusal> {
    match topic {
        Topic::Slots(grid, date) => appointments::snapshots::slots_exist(books, *grid, *date).await,
        Topic::Negotiation(id) => appointments::snapshots::may_hear(books, who, *id).await,
        Topic::Desk(exhibitor) => fair::snapshots::may_hear_desk(books, who, *exhibitor).await,
        Topic::Fair(edition) => fair::snapshots::edition_exists(books, *edition).await,
        Topic::Inbox(user) if *user == who.user => Ok(()),
        Topic::Company(company) if who.manages(*company) => Ok(()),
        Topic::Inbox(_) | Topic::Company(_) | Topic::Rights => Err(Refusal::NoRight),
    }
}

/// The topic's state, to be merged key by key when it comes in several parts.
///
/// It holds stored state and absolute times, never what `now` makes of them (DESIGN 1, law 5).
pub async fn snapshot(books: &mut dyn Books, topic: &Topic) -> Result<Vec<Box<RawValue>>, Fault> {
    match topic {
        Topic::Slots(grid, date) => appointments::snapshots::slots(books, *grid, *date).await,
        Topic::Negotiation(id) => appointments::snapshots::negotiation(books, *id).await,
        Topic::Desk(exhibitor) => appointments::snapshots::desk(books, *exhibitor).await,
        Topic::Fair(edition) => fair::snapshots::fair(books, *edition).await,
        Topic::Inbox(user) => notifications::snapshots::inbox(books, *user).await,
        Topic::Company(company) => accounts::snapshots::company(books, *company).await,
        Topic::Rights => Ok(Vec::new()),
    }
}
