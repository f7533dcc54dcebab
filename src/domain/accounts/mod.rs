//! People, companies, sign-in and rights.

pub mod ports;
pub mod refusal;
pub mod snapshots;

pub use refusal::Refusal;
