//! The facts appointments announce, exactly as they stand on the wire.

use serde::Serialize;

use super::{
    Status,
    appointment::{Appointment, Buyer, Card, ClosingSide, Origin, Reason, Seat, Stand, State},
    grid::Colour,
    negotiation::Negotiation,
    policy::{self, May},
};
use crate::{
    domain::fair::{Period, Policy},
    kernel::{
        ids::{AppointmentId, EditionId, GridId, NegotiationId},
        time::FairTime,
    },
};

/// What became of an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// It was made.
    Requested,
    /// It will take place.
    Accepted,
    /// The exhibitor said no.
    Rejected,
    /// One side called it off.
    Cancelled,
    /// Nobody answered in time.
    Expired,
    /// An acceptance fills its time, or does not any more.
    Conflicted,
    /// Somebody left his company, and it goes on with a colleague or in the queue.
    Reassigned,
}

impl What {
    /// The kind of the fact in `negotiation/{id}`.
    pub const fn kind(self) -> &'static str {
        match self {
            Self::Requested => "appointment.requested",
            Self::Accepted => "appointment.accepted",
            Self::Rejected => "appointment.rejected",
            Self::Cancelled => "appointment.cancelled",
            Self::Expired => "appointment.expired",
            Self::Conflicted => "appointment.conflicted",
            Self::Reassigned => "appointment.reassigned",
        }
    }
}

/// Who ended it, as the other side reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct ClosedBy {
    /// On whose behalf.
    pub side: ClosingSide,
    /// His name.
    pub name: String,
}

/// An appointment as both companies read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[ts(rename = "Appointment")]
#[schema(as = Appointment)]
pub struct AppointmentView {
    /// Its id.
    pub id: AppointmentId,
    /// What it belongs to.
    pub negotiation: NegotiationId,
    /// In which fair.
    pub edition: EditionId,
    /// Its first moment.
    pub start: FairTime,
    /// The first moment after it.
    pub end: FairTime,
    /// What about.
    pub topic: String,
    /// Where it stands.
    pub status: Status,
    /// When it was made ("Scheduled on").
    pub requested_at: FairTime,
    /// When it lapses unanswered.
    pub expires_at: FairTime,
    /// When it was accepted, rejected or cancelled.
    pub answered_at: Option<FairTime>,
    /// Whether an acceptance already fills the time a pending request needs.
    pub conflict: bool,
    /// Who asks.
    pub buyer: Buyer,
    /// Who is asked.
    pub exhibitor: Stand,
    /// The calendar it was made in.
    pub grid: GridId,
    /// The salesperson asked; none for the queue.
    pub addressed: Option<Seat>,
    /// Who receives the buyer.
    pub seated: Option<Seat>,
    /// From where on the site.
    pub origin: Origin,
    /// The card sent along.
    pub card: Option<Card>,
    /// Why it was rejected or cancelled.
    pub reason: Option<Reason>,
    /// By whom.
    pub closed_by: Option<ClosedBy>,
    /// Starts the exhibitor offers instead; after the organiser called it off, starts at which both were free.
    pub suggested: Vec<FairTime>,
    /// What each side may do.
    pub may: May,
}

impl From<&Appointment> for AppointmentView {
    fn from(it: &Appointment) -> Self {
        let end = Ending::of(&it.state);
        Self {
            id: it.id,
            negotiation: it.negotiation,
            edition: it.edition,
            start: it.period.start,
            end: it.period.end,
            topic: it.topic.clone(),
            status: it.status(),
            requested_at: it.requested_at,
            expires_at: it.expires_at,
            answered_at: end.at,
            conflict: matches!(it.state, State::Pending { conflict: true }),
            buyer: it.buyer.clone(),
            exhibitor: it.exhibitor.clone(),
            grid: it.grid,
            addressed: it.addressed.clone(),
            seated: end.seated,
            origin: it.origin.clone(),
            card: it.card.clone(),
            reason: end.reason,
            closed_by: end.closed_by,
            suggested: end.suggested,
            may: policy::allowed(it),
        }
    }
}

/// What only some states know.
#[derive(Default)]
struct Ending {
    at: Option<FairTime>,
    seated: Option<Seat>,
    reason: Option<Reason>,
    closed_by: Option<ClosedBy>,
    suggested: Vec<FairTime>,
}

impl Ending {
    fn of(state: &State) -> Self {
        match state.clone() {
            State::Pending { .. } | State::Expired => Self::default(),
            State::Accepted { seated, at } => Self {
                at: Some(at),
                seated: Some(seated),
                ..Self::default()
            },
            State::Rejected {
                rejection, by, at, ..
            } => Self {
                at: Some(at),
                reason: Some(rejection.reason),
                closed_by: Some(ClosedBy {
                    side: by.side,
                    name: by.name,
                }),
                suggested: rejection.suggested,
                ..Self::default()
            },
            State::Cancelled {
                seated,
                reason,
                by,
                at,
                suggested,
            } => Self {
                at: Some(at),
                seated,
                reason,
                suggested,
                closed_by: Some(ClosedBy {
                    side: by.side,
                    name: by.name,
                }),
            },
        }
    }
}

/// `appointment.*` in `negotiation/{id}`, `appointment.changed` in inboxes and companies, `request.changed` at desks.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct AppointmentChanged {
    /// How it stands now.
    pub appointment: AppointmentView,
}

/// `negotiation.opened` in `negotiation/{id}`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct NegotiationOpened {
    /// The container.
    pub negotiation: Negotiation,
}

/// `busy.changed` in `inbox/{user}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct BusyChanged {
    /// Which appointment fills the time.
    pub appointment: AppointmentId,
    /// Its first moment.
    pub start: FairTime,
    /// The first moment after it; 0 when the time is free again.
    pub end: FairTime,
}

/// A colour as a word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum PeriodState {
    /// Nobody has asked.
    Free,
    /// Somebody asked; it can still be chosen.
    Requested,
    /// Kept until `until`.
    Held,
    /// Taken.
    Busy,
}

impl From<Colour> for PeriodState {
    fn from(colour: Colour) -> Self {
        match colour {
            Colour::Free => Self::Free,
            Colour::Requested => Self::Requested,
            Colour::Held(_) => Self::Held,
            Colour::Busy => Self::Busy,
        }
    }
}

fn until(colour: Colour) -> Option<FairTime> {
    match colour {
        Colour::Held(until) => Some(until),
        Colour::Free | Colour::Requested | Colour::Busy => None,
    }
}

/// `period.changed` in `slots/{grid}/{date}`: no names, no counts, no ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct PeriodChanged {
    /// Which period.
    pub start: FairTime,
    /// Its colour.
    pub state: PeriodState,
    /// Until when, if it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub until: Option<FairTime>,
}

impl PeriodChanged {
    /// The period that starts at `start` has this colour now.
    pub fn new(start: FairTime, colour: Colour) -> Self {
        Self {
            start,
            state: colour.into(),
            until: until(colour),
        }
    }
}

/// One period of a day's snapshot.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct PeriodView {
    /// Its first moment.
    pub start: FairTime,
    /// The first moment after it.
    pub end: FairTime,
    /// Its colour.
    pub state: PeriodState,
    /// Until when, if it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub until: Option<FairTime>,
}

impl PeriodView {
    /// `period` in `colour`.
    pub fn new(period: Period, colour: Colour) -> Self {
        Self {
            start: period.start,
            end: period.end,
            state: colour.into(),
            until: until(colour),
        }
    }
}

/// The snapshot of `slots/{grid}/{date}`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct SlotsState {
    /// The day's periods, in order.
    pub periods: Vec<PeriodView>,
    /// Their length.
    pub minutes: u16,
    /// What a pending request does to its period.
    pub policy: Policy,
}

/// The snapshot of `negotiation/{id}`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct NegotiationState {
    /// The container.
    pub negotiation: Negotiation,
    /// Its newest appointments, newest first.
    pub appointments: Vec<AppointmentView>,
}

/// The snapshot of `desk/{exhibitor}`.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct DeskState {
    /// What nobody has taken, oldest first.
    pub requests: Vec<AppointmentView>,
}
