//! Slots and appointments.
//!
//! No two accepted appointments overlap for one person, ever, on any path, on any number of nodes: `claims(person,
//! quantum)` is the only arbiter.

pub mod ports;
pub mod refusal;
pub mod snapshots;

pub use refusal::Refusal;
