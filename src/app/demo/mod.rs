//! The demonstration fair: two sessions, three buyers, three exhibitors and an organiser, seeded once into an empty
//! database through the same services that serve everybody.
//!
//! Its accounts have a printed password, so a production profile refuses it.

mod calendar;
mod cast;
mod welcome;

pub use welcome::welcome;
