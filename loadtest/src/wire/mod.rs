//! The public protocol as bytes: frames, what the server says, the upgrade, and plain HTTP.

pub mod frame;
pub mod heard;
pub mod http;
pub mod say;
