//! The wire: what clients say, what the server says, and the closed list of codes. Everything speaks this, and only
//! this: the web client, scripts, the load test.

pub mod accounts;
pub mod client;
pub mod code;
pub mod commands;
pub mod pictures;
pub mod server;
mod text;
