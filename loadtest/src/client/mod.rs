//! The client side: one thread, one epoll, as many connections as the scenario asks for.
//!
//! It must cost less per delivery than any server, or it would be the client that is measured.

pub mod buyers;
pub mod crew;
pub mod engine;
pub mod hall;
mod line;
