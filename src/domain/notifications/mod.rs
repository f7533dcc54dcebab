//! The message centre: what a person is told, in `inbox/{user}`.

pub mod ports;
pub mod service;
pub mod snapshots;
