//! The inputs of the commands, one file per feature.

pub mod accounts;
pub mod appointments;
pub mod catalogue;
pub mod clock;
pub mod fair;
pub mod notices;
