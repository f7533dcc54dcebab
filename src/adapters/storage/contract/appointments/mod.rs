//! Slots and appointments, whole: services, claims and rows together, on every backend.

mod answers;
mod asking;
mod closing;
mod fold;
pub mod hall;
mod leaving;
mod lists;
mod may;
mod plan;
mod races;
mod remembered;

use crate::{
    domain::{
        Refusal,
        appointments::{self, Status, Who},
    },
    kernel::time::FairTime,
};

/// The nearest starts of a refused period, and whose time is taken.
fn taken<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> (Who, Vec<FairTime>) {
    match outcome.expect_err("the period is taken") {
        Refusal::Appointments(appointments::Refusal::SlotTaken { who, nearest }) => (who, nearest),
        other => panic!("not taken, but {other:?}"),
    }
}

/// The status that does not allow an action.
fn not_now<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> Status {
    match outcome.expect_err("not now") {
        Refusal::Appointments(appointments::Refusal::NotNow { status }) => status,
        other => panic!("allowed, or {other:?}"),
    }
}

/// The refusal of this feature.
fn refused<T: std::fmt::Debug>(outcome: Result<T, Refusal>) -> appointments::Refusal {
    match outcome.expect_err("refused") {
        Refusal::Appointments(it) => it,
        other => panic!("{other:?}"),
    }
}
