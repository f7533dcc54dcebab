//! A company's people come and go: what that does to calendars and appointments.

mod buyers;
mod duty;
mod left;
mod seats;

pub(super) use duty::{paint, repaint};
pub(super) use left::left;
