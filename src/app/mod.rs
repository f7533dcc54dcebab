//! The only place that knows everyone.

pub mod demo;
