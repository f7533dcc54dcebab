//! The HTTP doors: one file per feature, and what they share.

pub mod address;
pub mod answer;
mod assets;
pub mod cookie;
pub mod extract;
mod health;
pub mod origin;
mod posted;
pub mod router;
pub mod serve;
