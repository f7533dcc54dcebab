//! The socket: bytes become messages, messages become commands and subscriptions.
//!
//! * One connection is one actor. Commands take effect in the order sent; their work is never cancelled by the socket.
//! * A right is checked at subscribe, and again whenever a revocation concerns the person.
//! * Limits hold before anybody is signed in.

pub mod connection;
mod dispatch;
mod greet;
pub mod pulse;
pub mod reader;
pub mod rights;
pub mod socket;
mod subscribe;
pub mod upgrade;
