//! The organiser offers the period no longer: what was arranged in it is over, whoever waited for whom.

use super::{Appointment, Closer, Preset, Reason, State};
use crate::{
    domain::appointments::{Refusal, event::What},
    kernel::time::FairTime,
};

impl Appointment {
    /// Whether it waits for its answer or for its start.
    pub fn is_ahead(&self, now: FairTime) -> bool {
        match self.state {
            State::Pending { .. } => self.answerable(now).is_ok(),
            State::Accepted { .. } => now < self.period.start,
            State::Rejected { .. } | State::Cancelled { .. } | State::Expired => false,
        }
    }

    /// Called off because its period is gone; `suggested` are starts near it at which both are free.
    pub fn withdraw(
        self,
        (by, suggested): (Closer, Vec<FairTime>),
        now: FairTime,
    ) -> Result<(Self, What), Refusal> {
        if !self.is_ahead(now) {
            return Err(self.not_at(now));
        }
        let seated = match &self.state {
            State::Accepted { seated, .. } => Some(seated.clone()),
            _ => None,
        };
        let reason = Reason {
            preset: Preset::FairChanged,
            text: String::new(),
        };
        let state = State::Cancelled {
            seated,
            reason: Some(reason),
            by,
            at: now,
            suggested,
        };
        Ok((Self { state, ..self }, What::Cancelled))
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{
            ClosingSide,
            tests::{pending, seat},
        },
        *,
    };
    use crate::kernel::{ids::UserId, time::MachineTime};

    const NOW: FairTime = FairTime::from_ms(1);

    fn mei() -> (Closer, Vec<FairTime>) {
        let user = UserId::mint(MachineTime::from_ms(3));
        let by = Closer {
            user,
            name: "Mei".into(),
            side: ClosingSide::Organiser,
        };
        (by, vec![FairTime::from_ms(7)])
    }

    #[test]
    fn what_waits_and_what_is_accepted_is_withdrawn_with_its_seat() {
        let (gone, what) = pending().withdraw(mei(), NOW).unwrap();
        assert_eq!(what, What::Cancelled);
        assert!(matches!(
            &gone.state,
            State::Cancelled { seated: None, reason: Some(reason), by, suggested, .. }
                if reason.preset == Preset::FairChanged
                    && by.side == ClosingSide::Organiser
                    && suggested.len() == 1
        ));
        let li = seat();
        let (accepted, _) = pending().accept(li.clone(), NOW).unwrap();
        let (gone, _) = accepted.withdraw(mei(), NOW).unwrap();
        assert_eq!(gone.in_charge(), Some(&li));
        assert!(gone.withdraw(mei(), NOW).is_err(), "once");
    }

    #[test]
    fn what_has_begun_or_lapsed_is_left_alone() {
        let it = pending();
        let late = it.expires_at;
        assert!(it.withdraw(mei(), late).is_err());
        let (accepted, _) = pending().accept(seat(), NOW).unwrap();
        let start = accepted.period.start;
        assert!(!accepted.is_ahead(start));
        assert!(accepted.withdraw(mei(), start).is_err());
    }
}
