//! Editions, their rules, and the exhibitors that take part.

pub mod edition;
pub mod exhibitor;
pub mod ports;
pub mod refusal;
pub mod snapshots;

pub use edition::{Edition, Policy, Rules};
pub use exhibitor::{Exhibitor, Grid};
pub use refusal::Refusal;
