//! The database: SQLite or PostgreSQL behind one text per query.
//!
//! * A command is acknowledged only when its batch is on disk.
//! * Facts are numbered just before COMMIT, so numbers have no holes and commit order is number order.
//! * Two people's race is decided by a unique key, never by a constraint's name or a check that ran before.

mod accounts;
mod appointments;
pub mod backup;
mod batch;
mod catalogue;
mod conn;
#[cfg(test)]
pub mod contract;
mod dialect;
mod exhibitors;
mod fair;
mod faults;
mod housekeeping;
mod lanes;
mod ledger;
pub mod log;
mod memory;
mod merging;
pub mod meta;
mod notices;
mod open;
mod pictures;
mod search;
pub mod session;
pub mod sql;
mod sqlite;
mod table;

#[cfg(test)]
mod tests;

pub use dialect::Dialect;
pub use lanes::Committed;
pub use ledger::Store;
pub use open::{Options, open};
