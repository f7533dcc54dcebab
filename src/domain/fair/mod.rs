//! Editions, their rules, and the exhibitors that take part.
//!
//! A stand is a company's participation in one edition; its calendars are its queue and one per salesperson, made by
//! his first duty and never removed. Rules change by revision: who changes them says which ones he has read.

pub mod calendar;
pub mod change;
pub mod clock;
mod closure;
pub mod consequences;
pub mod edition;
pub mod event;
pub mod exhibitor;
pub mod gone;
pub mod ports;
pub mod refusal;
mod rules;
pub mod service;
pub mod snapshots;
pub mod stands;
pub mod text;

pub use calendar::{Calendar, Period};
pub use change::Change;
pub use closure::Closure;
pub use edition::{Edition, Policy, Rules};
pub use exhibitor::{Exhibitor, Grid};
pub use refusal::Refusal;
