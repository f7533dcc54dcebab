//! The HTTP doors: one file per feature, and what they share.

pub mod address;
pub mod answer;
pub mod appointments;
mod asked;
mod assets;
mod catalogue;
pub mod cookie;
mod described;
pub mod extract;
pub mod fair;
mod health;
mod keys;
mod members;
pub mod notices;
pub mod origin;
pub mod pictures;
mod posted;
pub mod router;
pub mod serve;
mod session;
pub mod snapshots;

pub use described::described;
