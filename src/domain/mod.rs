//! The fair itself: rules as pure functions, services that read alike, and ports for what they need.
//!
//! Nothing here knows HTTP, SQL, Redis, a task or the ambient clock.

pub mod accounts;
pub mod appointments;
pub mod catalogue;
pub mod fair;
pub mod journal;
pub mod kinds;
pub mod ledger;
pub mod limits;
pub mod notifications;
pub mod pictures;
pub mod search;
pub mod text;
pub mod topics;

use async_trait::async_trait;
use journal::Journal;

use crate::kernel::{fault::Fault, topic::Topic};

/// The numbers of a topic's facts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Span {
    /// The newest; 0 if there is none.
    pub head: i64,
    /// Up to this one they are not replayed.
    pub closed: i64,
}

/// What a read may ask of the log itself, and of the jobs written with it.
#[async_trait]
pub trait Heads: Send {
    /// The number of the topic's newest fact; 0 if it has none.
    async fn head(&mut self, topic: &Topic) -> Result<i64, Fault>;
    /// The same, and up to which number its facts are not replayed ([`Journal::close_history`]).
    async fn span(&mut self, topic: &Topic) -> Result<Span, Fault>;
    /// How many jobs have failed so often that they wait for an operator.
    async fn parked_jobs(&mut self) -> Result<i64, Fault>;
}

/// Everything a read may ask of the store.
pub trait Books:
    Heads
    + accounts::ports::Accounts
    + fair::ports::Fairs
    + fair::ports::Stands
    + catalogue::ports::Catalogue
    + appointments::ports::Appointments
    + notifications::ports::Notices
    + search::ports::Finder
    + pictures::ports::Pictures
{
}

/// Everything a command may ask of the store, and the journal it tells.
pub trait Tx: Books + Journal + ledger::Housekeeping + search::ports::Index {}

/// Every way the fair says no; the edge gives each its code, HTTP status and text.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// Accounts and companies.
    #[error(transparent)]
    Accounts(#[from] accounts::Refusal),
    /// Editions, exhibitors and their rules.
    #[error(transparent)]
    Fair(#[from] fair::Refusal),
    /// Sections, homepages and products.
    #[error(transparent)]
    Catalogue(#[from] catalogue::Refusal),
    /// Slots and appointments.
    #[error(transparent)]
    Appointments(#[from] appointments::Refusal),
    /// Pictures.
    #[error(transparent)]
    Pictures(#[from] pictures::Refusal),
    /// Who may hear a topic.
    #[error(transparent)]
    Topic(#[from] topics::Refusal),
    /// The command's id (DESIGN 1, law 6).
    #[error(transparent)]
    Command(#[from] CommandRefusal),
    /// Infrastructure failed.
    #[error(transparent)]
    Fault(#[from] Fault),
}

impl Refusal {
    /// The fault underneath, if infrastructure failed rather than a rule said no.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Self::Accounts(accounts::Refusal::Fault(it))
            | Self::Fair(fair::Refusal::Fault(it))
            | Self::Catalogue(catalogue::Refusal::Fault(it))
            | Self::Appointments(appointments::Refusal::Fault(it))
            | Self::Pictures(pictures::Refusal::Fault(it))
            | Self::Topic(topics::Refusal::Fault(it))
            | Self::Fault(it) => Some(it),
            _ => None,
        }
    }
}

/// What can be wrong with a command's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CommandRefusal {
    /// The id was used with another body.
    #[error("the id was used with another body")]
    Reused,
    /// Its answer is not kept any more.
    #[error("the id is too old")]
    TooOld,
    /// It was stamped more than ten minutes ahead of the server.
    #[error("the id is stamped ahead of the server's clock")]
    Ahead,
    /// A job's lease was lost to another node: nothing was done, and nothing is owed.
    #[error("the lease was lost")]
    LeaseLost,
}
