//! What people do with periods. `O` and `R` are the domain's origin and reason, which are not the protocol's to know.

use serde::Deserialize;

use crate::kernel::{
    ids::{AppointmentId, GridId},
    time::FairTime,
};

/// `slot.hold`: keeps a period while its buyer fills in the form; replaces his earlier hold.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotHold {
    /// In which calendar.
    pub grid: GridId,
    /// The period's first moment.
    pub start: FairTime,
}

/// `slot.release`: gives up what the caller holds.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SlotRelease {}

/// `appointment.request`: a buyer asks for a period.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRequest<O> {
    /// In which calendar: a salesperson's or the exhibitor's queue.
    pub grid: GridId,
    /// The period's first moment.
    pub start: FairTime,
    /// What about, 1 to 200 characters.
    pub topic: String,
    /// Whether the caller's business card goes along.
    pub card: bool,
    /// From where on the site.
    pub origin: O,
}

/// `appointment.accept`: the exhibitor says yes.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentAccept {
    /// A pending one.
    pub appointment: AppointmentId,
}

/// `appointment.reject`: the exhibitor says no.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentReject<R> {
    /// A pending one.
    pub appointment: AppointmentId,
    /// Why; refused as `reason_required` without.
    pub reason: Option<R>,
    /// Starts of up to five periods that are offered instead.
    #[serde(default)]
    pub suggest: Vec<FairTime>,
}

/// `appointment.reject_conflicting`: says no to a request in conflict, and to whoever else waits for
/// that time with nobody left to receive him.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentRejectConflicting {
    /// A pending one in conflict.
    pub appointment: AppointmentId,
}

/// `appointment.take`: the buyer takes a suggested time.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentTake {
    /// A rejected one.
    pub appointment: AppointmentId,
    /// One of its suggested starts.
    pub start: FairTime,
}

/// `appointment.cancel`: either side calls it off.
#[derive(Debug, Deserialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AppointmentCancel {
    /// A pending or accepted one.
    pub appointment: AppointmentId,
    /// Why, up to 500 characters; required within a day of an accepted one's start.
    pub reason: Option<String>,
}
