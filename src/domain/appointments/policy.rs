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

/// What somebody is to an appointment; one person can be several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The person named as its buyer.
    Buyer,
    /// An admin of the buyer's company.
    BuyerAdmin,
    /// Anybody of the exhibitor's company.
    Sales,
    /// The salesperson in charge: named as seated, and before that as addressed.
    Seated,
    /// An admin of the exhibitor's company.
    ExhibitorAdmin,
}

/// What can be done with an appointment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// Say yes.
    Accept,
    /// Say no.
    Reject,
    /// Say no to everybody who waits in conflict for the same time.
    RejectConflicting,
    /// Call it off.
    Cancel,
    /// Take a time suggested with a rejection.
    Take,
}

impl Action {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Accept => "accept",
            Self::Reject => "reject",
            Self::RejectConflicting => "reject_conflicting",
            Self::Cancel => "cancel",
            Self::Take => "take",
        }
    }

    /// Who has the right to it. Both what is offered and what is refused are read from here.
    const fn roles(self) -> &'static [Role] {
        match self {
            // Any staff of the exhibitor's company answers (D-5).
            Self::Accept | Self::Reject | Self::RejectConflicting => &[Role::Sales],
            Self::Cancel => &[
                Role::Buyer,
                Role::BuyerAdmin,
                Role::Seated,
                Role::ExhibitorAdmin,
            ],
            Self::Take => &[Role::Buyer, Role::BuyerAdmin],
        }
    }
}

/// What each role may do with an appointment: the only source of the client's buttons.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct May {
    /// The person named in `buyer`.
    pub buyer: BTreeMap<&'static str, Window>,
    /// Admins of the company named in `buyer`.
    pub buyer_admin: BTreeMap<&'static str, Window>,
    /// Everybody of the company named in `exhibitor`.
    pub sales: BTreeMap<&'static str, Window>,
    /// The person named in `seated`.
    pub seated: BTreeMap<&'static str, Window>,
    /// Admins of the company named in `exhibitor`.
    pub exhibitor_admin: BTreeMap<&'static str, Window>,
}

impl May {
    fn offer(&mut self, action: Action, window: Window) {
        for role in action.roles() {
            self.of(*role).insert(action.as_str(), window);
        }
    }

    /// A request in a state in which only its buyer's side can act.
    fn offer_to_buyers(&mut self, action: Action, window: Window) {
        for role in [Role::Buyer, Role::BuyerAdmin] {
            self.of(role).insert(action.as_str(), window);
        }
    }

    fn of(&mut self, role: Role) -> &mut BTreeMap<&'static str, Window> {
        match role {
            Role::Buyer => &mut self.buyer,
            Role::BuyerAdmin => &mut self.buyer_admin,
            Role::Sales => &mut self.sales,
            Role::Seated => &mut self.seated,
            Role::ExhibitorAdmin => &mut self.exhibitor_admin,
        }
    }
}

/// What each role may do in the present state; the same for every reader of the frame.
pub fn allowed(appointment: &Appointment) -> May {
    let mut may = May::default();
    let start = appointment.period.start;
    match &appointment.state {
        State::Pending { conflict } => {
            let until = Window::until(appointment.expires_at);
            may.offer_to_buyers(Action::Cancel, until);
            may.offer(Action::Accept, until);
            may.offer(Action::Reject, until);
            if *conflict {
                may.offer(Action::RejectConflicting, until);
            }
        }
        State::Accepted { .. } => {
            let cancel = Window {
                reason_from: Some(start.plus(-REASON_WITHIN)),
                ..Window::until(start)
            };
            may.offer(Action::Cancel, cancel);
        }
        State::Rejected {
            rejection,
            taken: false,
            ..
        } => {
            if let Some(last) = rejection.suggested.iter().max() {
                may.offer(Action::Take, Window::until(*last));
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

/// Refuses whoever has no right to `action`, whatever the state.
pub fn may(who: &Actor, action: Action, appointment: &Appointment) -> Result<(), Refusal> {
    may_read(who, appointment)?;
    let mut roles = action.roles().iter();
    allow(roles.any(|role| is(who, *role, appointment)))
}

/// The side that `who` cancels for.
pub fn may_cancel(who: &Actor, appointment: &Appointment) -> Result<Side, Refusal> {
    may(who, Action::Cancel, appointment)?;
    Ok(if buys(who, appointment) {
        Side::Buyer
    } else {
        Side::Exhibitor
    })
}

/// Whether `who` is `role` to `appointment`.
fn is(who: &Actor, role: Role, appointment: &Appointment) -> bool {
    let (buyer, exhibitor) = (appointment.buyer.company, appointment.exhibitor.company);
    match role {
        Role::Buyer => who.belongs_to(buyer) && who.user == appointment.buyer.user,
        Role::BuyerAdmin => who.manages(buyer),
        Role::Sales => who.belongs_to(exhibitor),
        Role::Seated => {
            let in_charge = appointment.in_charge();
            who.belongs_to(exhibitor) && in_charge.is_some_and(|seat| seat.user == who.user)
        }
        Role::ExhibitorAdmin => who.manages(exhibitor),
    }
}

/// Whoever may act on it, and the exhibitor's staff, who may answer for each other. To others it does not exist.
pub fn may_read(who: &Actor, appointment: &Appointment) -> Result<(), Refusal> {
    if buys(who, appointment) || who.belongs_to(appointment.exhibitor.company) {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}

/// Whether `who` takes part in a negotiation he has an appointment in, or manages one of its companies.
pub fn may_hear(who: &Actor, negotiation: &Negotiation, is_in: bool) -> Result<(), Refusal> {
    let (buyer, exhibitor) = (negotiation.buyer.company, negotiation.exhibitor.company);
    let admin = who.manages(buyer) || who.manages(exhibitor);
    allow(admin || is_in && (who.belongs_to(buyer) || who.belongs_to(exhibitor)))
}

fn buys(who: &Actor, appointment: &Appointment) -> bool {
    let roles = [Role::Buyer, Role::BuyerAdmin];
    roles.into_iter().any(|role| is(who, role, appointment))
}

fn allow(allowed: bool) -> Result<(), Refusal> {
    if allowed {
        Ok(())
    } else {
        Err(Refusal::NoRight)
    }
}
