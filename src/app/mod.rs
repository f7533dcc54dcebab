//! The only place that knows everyone.

pub mod cli;
pub mod demo;
pub mod editions;
mod follower;
mod jobs;
mod lifecycle;
mod nodes;
pub mod people;
mod publisher;
mod reactions;
mod rights;
mod telemetry;
mod wiring;

pub use wiring::App;
