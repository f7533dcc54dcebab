//! The demonstration fair: two sessions, three buyers, three exhibitors and an organiser, seeded once into an empty
//! database through the same services that serve everybody.
//!
//! Its accounts have a printed password, so a production profile refuses it.

mod calendar;
mod cast;
mod seed;
mod welcome;

pub use seed::{is_seeded, seed};
pub use welcome::welcome;
