//! Bytes become commands, refusals become answers.

pub mod commands;
pub mod contract;
pub mod encode;
pub mod http;
pub mod refusals;
pub mod roles;
pub mod shared;
pub mod sign_in;
pub mod ws;
