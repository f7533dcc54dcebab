//! Who is connected and who hears what. The hub moves frames; it never reads them, and it never waits.
//!
//! * Within a topic it delivers strictly `seq` + 1. A later fact waits at most 20 ms, then the log is read once.
//! * A durable or signalling frame that does not fit cuts the connection, which resumes from its last `seq`.
//! * Once a byte of a frame is written, the rest of it is never dropped.
//! * It delivers nothing while this node's lease is not renewed (DESIGN 1, law 9).

pub mod bus;
mod deliver;
pub mod frame;
pub mod lease;
pub mod mailbox;
pub mod presence;
pub mod registry;
pub mod replay;
pub mod seats;
pub mod topic;

pub use deliver::{Frames, Hub};
