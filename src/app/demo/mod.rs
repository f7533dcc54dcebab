//! The demonstration fair: two sessions, three buyers, a dozen exhibitors with their products and an organiser, seeded once into an empty
//! database through the same services that serve everybody.
//!
//! Its accounts have a printed password, so a production profile refuses it.

mod calendar;
mod cast;
mod halls;
pub mod pictures;
mod seed;
mod shelves;
mod welcome;

pub use seed::{is_seeded, seed};
pub use welcome::welcome;
