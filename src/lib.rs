//! Parley: the server on which buyers and exhibitors of a trade fair meet.

pub mod adapters;
pub mod app;
pub mod config;
pub mod domain;
pub mod edges;
pub mod hub;
pub mod kernel;
pub mod protocol;

#[cfg(test)]
#[path = "../tests/it/support/local/mod.rs"]
mod local;
