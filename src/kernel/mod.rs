//! What every ring may know: ids, the two clocks, who asks, topics and facts, and how infrastructure fails.
//!
//! Nothing here does I/O, and nothing here knows a feature.

pub mod actor;
pub mod fact;
pub mod fault;
pub mod ids;
pub mod picture_id;
pub mod secret;
pub mod time;
pub mod topic;
