//! Somebody left his company: what he had arranged goes on with somebody else.

use super::{Appointment, Seat, State};
use crate::{
    domain::{
        accounts::ports::Person,
        appointments::{Refusal, event::What},
    },
    kernel::{
        ids::{GridId, UserId},
        time::FairTime,
    },
};

/// The colleague who goes on for a buyer.
#[derive(Clone, Debug)]
pub struct Successor {
    /// Who.
    pub user: UserId,
    /// His name.
    pub name: String,
    /// His address, for a card that was sent along.
    pub email: String,
}

impl From<Person> for Successor {
    fn from(it: Person) -> Self {
        Self {
            user: it.id,
            name: it.name,
            email: it.email,
        }
    }
}

impl Appointment {
    /// A request asks somebody else from now on, or the queue; `grid` is the calendar it stands in.
    pub fn readdress(
        self,
        (to, grid): (Option<Seat>, GridId),
        now: FairTime,
    ) -> Result<(Self, What), Refusal> {
        self.answerable(now)?;
        let next = Self {
            addressed: to,
            grid,
            ..self
        };
        Ok((next, What::Reassigned))
    }

    /// Another salesperson receives the buyer; when it was accepted stays.
    pub fn reseat(self, seated: Seat, now: FairTime) -> Result<(Self, What), Refusal> {
        match self.state {
            State::Accepted { at, .. } if now < self.period.start => {
                let state = State::Accepted { seated, at };
                Ok((Self { state, ..self }, What::Reassigned))
            }
            _ => Err(self.not_at(now)),
        }
    }

    /// Another person goes on for the buyer; a card that was sent along becomes his.
    pub fn represent(mut self, by: Successor, now: FairTime) -> Result<(Self, What), Refusal> {
        match self.state {
            State::Pending { .. } => self.answerable(now)?,
            State::Accepted { .. } if now < self.period.start => {}
            _ => return Err(self.not_at(now)),
        }
        self.stand_in(by);
        Ok((self, What::Reassigned))
    }

    /// `by` is the buyer from now on, with his own card where one was sent along.
    pub(super) fn stand_in(&mut self, by: Successor) {
        if let Some(card) = &mut self.card {
            card.name.clone_from(&by.name);
            card.email = by.email;
        }
        self.buyer.user = by.user;
        self.buyer.name = by.name;
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::tests::{closer, pending, rejection, seat},
        *,
    };
    use crate::{
        domain::appointments::{Status, appointment::Card},
        kernel::{actor::Side, ids::UserId, time::MachineTime},
    };

    const NOW: FairTime = FairTime::from_ms(1);

    fn wang() -> Seat {
        Seat {
            user: UserId::mint(MachineTime::from_ms(9)),
            name: "Wang".into(),
        }
    }

    fn bruno() -> Successor {
        Successor {
            user: UserId::mint(MachineTime::from_ms(8)),
            name: "Bruno".into(),
            email: "bruno@importadora.example".into(),
        }
    }

    #[test]
    fn a_request_goes_on_to_a_colleague_or_the_queue() {
        let grid = GridId::mint(MachineTime::from_ms(7));
        let wang = wang();
        let (next, what) = pending()
            .readdress((Some(wang.clone()), grid), NOW)
            .unwrap();
        assert_eq!(
            (next.in_charge(), next.grid, what),
            (Some(&wang), grid, What::Reassigned)
        );
        let (next, _) = next.readdress((None, grid), NOW).unwrap();
        assert_eq!((next.in_charge(), next.status()), (None, Status::Pending));
        let late = next.expires_at;
        assert!(next.readdress((None, grid), late).is_err());
    }

    #[test]
    fn an_accepted_one_keeps_its_moment_and_changes_its_seat() {
        let wang = wang();
        let (accepted, _) = pending().accept(seat(), NOW).unwrap();
        let start = accepted.period.start;
        let (next, _) = accepted.clone().reseat(wang.clone(), NOW.plus(5)).unwrap();
        let state = State::Accepted {
            seated: wang.clone(),
            at: NOW,
        };
        assert_eq!(next.state, state);
        assert!(accepted.reseat(wang.clone(), start).is_err());
        assert!(pending().reseat(wang, NOW).is_err());
    }

    #[test]
    fn a_buyers_colleague_takes_over_with_his_own_card() {
        let bruno = bruno();
        let mut asked = pending();
        asked.card = Some(Card {
            name: "Ana".into(),
            company: "Importadora".into(),
            country: "BR".into(),
            email: "ana@importadora.example".into(),
        });
        let (next, _) = asked.clone().represent(bruno.clone(), NOW).unwrap();
        let card = next.card.unwrap();
        assert_eq!(next.buyer.user, bruno.user);
        assert_eq!((&*card.name, &*card.email), ("Bruno", &*bruno.email));
        assert_eq!(card.company, "Importadora");
        let (over, _) = asked
            .reject(rejection(), closer(Side::Exhibitor), NOW)
            .unwrap();
        assert!(over.represent(bruno, NOW).is_err());
    }
}
