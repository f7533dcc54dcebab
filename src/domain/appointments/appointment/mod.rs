//! One request for a period: pending → accepted, rejected, cancelled or expired. Every transition is pure.
//!
//! Names stand as they stood when the step was taken, so that a fact and a later reading say the same.

mod handover;
mod parties;
mod withdrawn;

#[cfg(test)]
mod tests;

use jiff::civil::Date;

pub use handover::Successor;
pub use parties::{
    Buyer, Card, Closer, ClosingSide, Origin, OriginKind, Preset, Reason, Seat, Stand,
};

use super::{Refusal, Status, event::What};
use crate::{
    domain::fair::Period,
    kernel::{
        ids::{AppointmentId, EditionId, GridId, NegotiationId},
        time::{DAY, FairTime},
    },
};

/// From this long before the start an accepted appointment is cancelled only with a reason (D-4).
pub const REASON_WITHIN: i64 = DAY;

/// What an exhibitor says when he rejects.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rejection {
    /// Why.
    pub reason: Reason,
    /// Starts he offers instead.
    pub suggested: Vec<FairTime>,
}

/// Where an appointment stands, and only what is true there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// Waits for the exhibitor.
    Pending {
        /// Whether an acceptance already fills the time it needs.
        conflict: bool,
    },
    /// Will take place.
    Accepted {
        /// Who receives the buyer.
        seated: Seat,
        /// Since when.
        at: FairTime,
    },
    /// The exhibitor said no.
    Rejected {
        /// Why, and what instead.
        rejection: Rejection,
        /// By whom.
        by: Closer,
        /// When.
        at: FairTime,
        /// Whether a suggested time was taken.
        taken: bool,
    },
    /// One side called it off, or the organiser.
    Cancelled {
        /// Who would have received the buyer, if it had been accepted.
        seated: Option<Seat>,
        /// Why.
        reason: Option<Reason>,
        /// By whom.
        by: Closer,
        /// When.
        at: FairTime,
        /// Starts near it at which both were free, where the organiser called it off.
        suggested: Vec<FairTime>,
    },
    /// Nobody answered by `expires_at`.
    Expired,
}

/// One request for a period.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Appointment {
    /// Its id.
    pub id: AppointmentId,
    /// What it belongs to.
    pub negotiation: NegotiationId,
    /// In which fair.
    pub edition: EditionId,
    /// Who asks.
    pub buyer: Buyer,
    /// Who is asked.
    pub exhibitor: Stand,
    /// The calendar it was made in.
    pub grid: GridId,
    /// The salesperson asked; none for the queue.
    pub addressed: Option<Seat>,
    /// The fair day.
    pub day: Date,
    /// The time.
    pub period: Period,
    /// What about.
    pub topic: String,
    /// From where on the site.
    pub origin: Origin,
    /// The card sent along.
    pub card: Option<Card>,
    /// When it was made.
    pub requested_at: FairTime,
    /// When it lapses unanswered; never after the start.
    pub expires_at: FairTime,
    /// Where it stands.
    pub state: State,
}

impl Appointment {
    /// Where it stands, as a word.
    pub fn status(&self) -> Status {
        match self.state {
            State::Pending { .. } => Status::Pending,
            State::Accepted { .. } => Status::Accepted,
            State::Rejected { .. } => Status::Rejected,
            State::Cancelled { .. } => Status::Cancelled,
            State::Expired => Status::Expired,
        }
    }

    /// Where it stands at `now`: a request nobody answered in time has expired, whether a timer said so yet or not.
    pub fn status_at(&self, now: FairTime) -> Status {
        match self.status() {
            Status::Pending if now >= self.expires_at => Status::Expired,
            status => status,
        }
    }

    /// The salesperson in charge: who is or was seated, else who was asked.
    pub fn in_charge(&self) -> Option<&Seat> {
        match &self.state {
            State::Accepted { seated, .. } => Some(seated),
            State::Cancelled { seated, .. } => seated.as_ref().or(self.addressed.as_ref()),
            _ => self.addressed.as_ref(),
        }
    }

    /// Accepting seats somebody; only now is the time fixed.
    pub fn accept(self, seated: Seat, now: FairTime) -> Result<(Self, What), Refusal> {
        self.answerable(now)?;
        let state = State::Accepted { seated, at: now };
        Ok((Self { state, ..self }, What::Accepted))
    }

    /// Rejecting needs a reason and may offer other times.
    pub fn reject(
        self,
        rejection: Rejection,
        by: Closer,
        now: FairTime,
    ) -> Result<(Self, What), Refusal> {
        self.answerable(now)?;
        let state = State::Rejected {
            rejection,
            by,
            at: now,
            taken: false,
        };
        Ok((Self { state, ..self }, What::Rejected))
    }

    /// Calling it off: a pending one by the buyer, an accepted one by either side until it starts (D-4).
    pub fn cancel(
        self,
        by: Closer,
        reason: Option<Reason>,
        now: FairTime,
    ) -> Result<(Self, What), Refusal> {
        let seated = match &self.state {
            State::Pending { .. } if by.side == ClosingSide::Buyer => {
                self.answerable(now)?;
                None
            }
            State::Accepted { seated, .. } if now < self.period.start => {
                if reason.is_none() && now >= self.period.start.plus(-REASON_WITHIN) {
                    return Err(Refusal::ReasonRequired);
                }
                Some(seated.clone())
            }
            _ => return Err(self.not_at(now)),
        };
        let state = State::Cancelled {
            seated,
            reason,
            by,
            at: now,
            suggested: Vec::new(),
        };
        Ok((Self { state, ..self }, What::Cancelled))
    }

    /// Nobody answered in time.
    pub fn expire(self, now: FairTime) -> Result<(Self, What), Refusal> {
        match self.state {
            State::Pending { .. } if now >= self.expires_at => {
                let state = State::Expired;
                Ok((Self { state, ..self }, What::Expired))
            }
            _ => Err(self.not_at(now)),
        }
    }

    /// Whether the buyer may take the suggested time that starts at `start`.
    pub fn offers(&self, start: FairTime, now: FairTime) -> Result<(), Refusal> {
        let State::Rejected {
            rejection,
            taken: false,
            ..
        } = &self.state
        else {
            return Err(self.not_at(now));
        };
        if !rejection.suggested.contains(&start) {
            return Err(Refusal::Invalid {
                field: "start",
                rule: "not_suggested",
            });
        }
        if now >= start {
            return Err(Refusal::SlotPast);
        }
        Ok(())
    }

    /// Taking a suggested time makes a new appointment that is accepted at once; `self` keeps that it was taken.
    pub fn take(mut self, taking: Taking, now: FairTime) -> Result<(Self, Self), Refusal> {
        self.offers(taking.period.start, now)?;
        let mut next = Self {
            id: taking.id,
            day: taking.day,
            period: taking.period,
            requested_at: now,
            expires_at: taking.period.start,
            state: State::Accepted {
                seated: taking.seated,
                at: now,
            },
            negotiation: self.negotiation,
            edition: self.edition,
            buyer: self.buyer.clone(),
            exhibitor: self.exhibitor.clone(),
            grid: self.grid,
            addressed: self.addressed.clone(),
            topic: self.topic.clone(),
            origin: self.origin.clone(),
            card: self.card.clone(),
        };
        if let Some(by) = taking.successor {
            next.stand_in(by);
        }
        if let State::Rejected { taken, .. } = &mut self.state {
            *taken = true;
        }
        Ok((self, next))
    }

    /// Marks a pending request as being in conflict or not; none if nothing changes.
    pub fn mark(self, conflict: bool) -> Option<(Self, What)> {
        match self.state {
            State::Pending { conflict: before } if before != conflict => {
                let state = State::Pending { conflict };
                Some((Self { state, ..self }, What::Conflicted))
            }
            _ => None,
        }
    }

    /// Whether it still waits for an answer at `now`.
    pub fn answerable(&self, now: FairTime) -> Result<(), Refusal> {
        match self.status_at(now) {
            Status::Pending => Ok(()),
            status => Err(Refusal::NotNow { status }),
        }
    }

    fn not_at(&self, now: FairTime) -> Refusal {
        Refusal::NotNow {
            status: self.status_at(now),
        }
    }
}

/// A suggested time on its way to become an appointment.
#[derive(Clone, Debug)]
pub struct Taking {
    /// The new appointment's id.
    pub id: AppointmentId,
    /// Its fair day.
    pub day: Date,
    /// Its time.
    pub period: Period,
    /// Who receives the buyer.
    pub seated: Seat,
    /// The colleague who comes in the buyer's place, if he has left.
    pub successor: Option<Successor>,
}
