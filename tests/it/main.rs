//! The real server, met as its users meet it: one binary, named clients, real databases.
//!
//! PostgreSQL and Redis are started from what the machine has installed, each with a folder of its own. A test
//! that lacks them says `SKIPPED name: reason` and is counted so.

mod architecture;
mod asleep;
mod backup;
mod conformance;
mod disk;
mod doors;
mod faults;
mod generated;
mod ground;
mod hall;
mod limits;
mod logs;
mod nodes;
mod operators;
mod pictures;
mod plan;
mod races;
mod rights;
mod soak;
mod support;
mod wire;
