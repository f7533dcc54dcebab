//! Who may do what. Rights are asked of the person's place now; what time allows is said with the object.

use std::collections::BTreeMap;

use serde::Serialize;

use super::{
    Refusal,
    appointment::{Appointment, REASON_WITHIN, State},
    negotiation::Negotiation,
};
use crate::kernel::{
    actor::{Actor, Membership, Side},
    time::FairTime,
};

/// When an action is allowed, in fair time; a missing bound does not bind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
#[ts(rename = "ActionWindow")]
#[schema(as = ActionWindow)]
pub struct Window {
    /// Not before.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub from: Option<FairTime>,
    /// No longer from this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub until: Option<FairTime>,
    /// A reason is required from this moment.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub reason_from: Option<FairTime>,
}

impl Window {
    fn until(until: FairTime) -> Self {
        Self {
            until: Some(until),
            ..Self::default()
        }
    }
}

/// What each side may do with an appointment: the only source of the client's buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct May {
    /// The buyer, or his admin.
    pub buyer: BTreeMap<&'static str, Window>,
    /// The exhibitor's staff, or their admin.
    pub exhibitor: BTreeMap<&'static str, Window>,
}

/// What each side may do in the present state; the same for every reader of the frame.
pub fn allowed(appointment: &Appointment) -> May {
    let mut may = May::default();
    let start = appointment.period.start;
    match &appointment.state {
        State::Pending { .. } => {
            let until = Window::until(appointment.expires_at);
            may.buyer.insert("cancel", until);
            may.exhibitor.insert("accept", until);
            may.exhibitor.insert("reject", until);
        }
        State::Accepted { .. } => {
            let cancel = Window {
                reason_from: Some(start.plus(-REASON_WITHIN)),
                ..Window::until(start)
            };
            may.buyer.insert("cancel", cancel);
            may.exhibitor.insert("cancel", cancel);
            may.exhibitor
                .insert("reject_conflicting", Window::until(start));
        }
        State::Rejected {
            rejection,
            taken: false,
            ..
        } => {
            if let Some(last) = rejection.suggested.iter().max() {
                may.buyer.insert("take", Window::until(*last));
            }
        }
        State::Rejected { .. } | State::Cancelled { .. } | State::Expired => {}
    }
    may
}

/// Only buyers ask.
pub fn may_ask(who: &Actor) -> Result<Membership, Refusal> {
    who.membership
        .filter(|at| at.side == Side::Buyer)
        .ok_or(Refusal::NoRight)
}

/// Any staff of the exhibitor's company answers (D-5).
pub fn may_answer(who: &Actor, appointment: &Appointment) -> Result<(), Refusal> {
    allow(who.belongs_to(appointment.exhibitor.company))
}

/// The buyer himself or his admin; the salesperson in charge or his admin. Gives the side that cancels.
pub fn may_cancel(who: &Actor, appointment: &Appointment) -> Result<Side, Refusal> {
    if buys(who, appointment) {
        return Ok(Side::Buyer);
    }
    let company = appointment.exhibitor.company;
    let in_charge = appointment
        .in_charge()
        .is_some_and(|seat| seat.user == who.user);
    allow(who.manages(company) || who.belongs_to(company) && in_charge)?;
    Ok(Side::Exhibitor)
}

/// The buyer himself or his admin.
pub fn may_take(who: &Actor, appointment: &Appointment) -> Result<(), Refusal> {
    allow(buys(who, appointment))
}

/// Whoever may act on it, and the exhibitor's staff, who may answer for each other.
pub fn may_read(who: &Actor, appointment: &Appointment) -> Result<(), Refusal> {
    allow(buys(who, appointment) || who.belongs_to(appointment.exhibitor.company))
}

/// Whether `who` takes part in a negotiation he has an appointment in, or manages one of its companies.
pub fn may_hear(who: &Actor, negotiation: &Negotiation, is_in: bool) -> Result<(), Refusal> {
    let (buyer, exhibitor) = (negotiation.buyer.company, negotiation.exhibitor.company);
    let admin = who.manages(buyer) || who.manages(exhibitor);
    allow(admin || is_in && (who.belongs_to(buyer) || who.belongs_to(exhibitor)))
}

fn buys(who: &Actor, appointment: &Appointment) -> bool {
    let company = appointment.buyer.company;
    who.manages(company) || who.belongs_to(company) && who.user == appointment.buyer.user
}

fn allow(allowed: bool) -> Result<(), Refusal> {
    if allowed {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}
