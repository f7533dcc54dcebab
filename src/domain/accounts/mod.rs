//! People, companies, sign-in and rights.
//!
//! * A user belongs to at most one company, which fixes his side; a right over a fair is a grant.
//! * Who belongs nowhere and holds no grant may not act: he keeps his user and is refused everywhere.
//! * Passwords are hashed outside any transaction; of tokens, tickets, links and keys only hashes are kept.
//! * A company keeps one admin at least; whoever counts its people holds its row.
//! * Nobody leaves appointments behind: what lies ahead of him goes to colleagues, or is called off and told.
//! * Whatever takes a right away says so on the topic `rights`, in the same transaction.

pub mod company;
pub mod event;
pub mod keys;
pub mod login;
pub mod password;
pub mod policy;
pub mod ports;
pub mod refusal;
pub mod secret;
pub mod sessions;
pub mod snapshots;
pub mod staff;
pub mod user;

pub use refusal::Refusal;
