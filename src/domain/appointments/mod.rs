//! Slots and appointments.
//!
//! * No two accepted appointments overlap for one person, ever, on any path, on any number of nodes:
//!   `claims(person, quantum)` is the only arbiter, for both people.
//! * Acceptance is the single transition that commits a period (a suggested time that is taken is accepted at once).
//! * Whoever changes a claim first locks the day of the stand, and then announces a colour only if it changed.
//! * Nobody learns from a colour who keeps a period.

pub mod appointment;
pub mod claim;
pub mod event;
pub mod free;
pub mod grid;
pub mod list;
pub mod negotiation;
pub mod policy;
pub mod ports;
pub mod refusal;
pub mod service;
pub mod snapshots;
pub mod text;
pub mod venue;

pub use appointment::Appointment;
pub use negotiation::Negotiation;
pub use refusal::{Refusal, Status, Who};
