//! The message centre: what a person is told, in `inbox/{user}`.
//!
//! A notice is written in the transaction of what it tells. The read mark moves only forward, and the unread count is
//! told with every change of it, so a client never counts.

pub mod event;
pub mod notice;
pub mod ports;
pub mod service;
pub mod snapshots;
