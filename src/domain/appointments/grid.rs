//! Colours of periods: what everybody may see of a calendar, and nothing else.
//!
//! A colour is made of stored state alone: a claim that has lapsed keeps its colour until somebody clears it, and
//! `until` tells every reader when it stops meaning anything.

use super::claim::{Book, Taken};
use crate::{
    domain::fair::Period,
    kernel::{ids::UserId, time::FairTime},
};

/// The public colour of a period, from the most to the least available.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Colour {
    /// Nobody has asked for it.
    Free,
    /// Somebody asked; it can still be chosen (policy `soft`).
    Requested,
    /// Kept until this moment (policy `hold`).
    Held(FairTime),
    /// An accepted appointment fills it, or the person receives nobody.
    Busy,
}

/// Whether requests wait for a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Asked {
    /// At least one does, and the policy shows it.
    Yes,
    /// None does, or the policy shows nothing.
    No,
}

/// The colour of `period` for a person on duty.
pub fn of_person(book: &Book, person: UserId, period: Period, asked: Asked) -> Colour {
    match (book.taken(person, period, None), asked) {
        (Taken::Firmly, _) => Colour::Busy,
        (Taken::Until(until), _) => Colour::Held(until),
        (Taken::No, Asked::Yes) => Colour::Requested,
        (Taken::No, Asked::No) => Colour::Free,
    }
}

/// The colour of a queue: the union of the staff on duty is as available as the most available of them.
///
/// With nobody on duty there is nobody to meet: busy.
pub fn of_queue(staff: impl Iterator<Item = Colour>, asked: Asked) -> Colour {
    match (staff.min().unwrap_or(Colour::Busy), asked) {
        (Colour::Free, Asked::Yes) => Colour::Requested,
        (colour, _) => colour,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_queue_is_busy_only_when_everybody_is() {
        let until = FairTime::from_ms(9);
        let queue = |colours: &[Colour]| of_queue(colours.iter().copied(), Asked::No);
        assert_eq!(queue(&[]), Colour::Busy);
        assert_eq!(queue(&[Colour::Busy, Colour::Busy]), Colour::Busy);
        assert_eq!(queue(&[Colour::Busy, Colour::Free]), Colour::Free);
        assert_eq!(queue(&[Colour::Busy, Colour::Requested]), Colour::Requested);
        assert_eq!(
            queue(&[
                Colour::Held(FairTime::from_ms(12)),
                Colour::Held(until),
                Colour::Busy
            ]),
            Colour::Held(until)
        );
    }

    #[test]
    fn a_request_to_the_queue_marks_it_without_taking_it() {
        let queue = |colour| of_queue([colour].into_iter(), Asked::Yes);
        assert_eq!(queue(Colour::Free), Colour::Requested);
        assert_eq!(queue(Colour::Busy), Colour::Busy);
    }
}
