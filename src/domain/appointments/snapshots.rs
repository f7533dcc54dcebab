//! The snapshots of `slots/…`, `negotiation/…` and `desk/…`, and who may hear them.

use jiff::civil::Date;
use serde::Serialize;
use serde_json::value::{RawValue, to_raw_value};

use super::{
    claim::Book,
    event::{AppointmentView, DeskState, NegotiationState, PeriodView, SlotsState},
    policy,
    venue::{Requests, Venue},
};
use crate::{
    domain::{Books, fair::Period, topics::Refusal},
    kernel::{
        actor::Actor,
        fault::Fault,
        ids::{ExhibitorId, GridId, NegotiationId, UserId},
    },
};

/// A snapshot of a negotiation holds so many appointments; older ones are read by list.
const NEWEST: i64 = 50;

/// Refuses unless the calendar exists and `date` is a fair day of its edition; anyone signed in may hear it.
pub async fn slots_exist(books: &mut dyn Books, grid: GridId, date: Date) -> Result<(), Refusal> {
    let grid = books.grid(grid).await?.ok_or(Refusal::Unknown)?;
    let edition = books.edition(grid.edition).await?.ok_or(Refusal::Unknown)?;
    if books.calendar(&edition).await?.is_fair_day(date) {
        Ok(())
    } else {
        Err(Refusal::Unknown)
    }
}

/// Refuses unless `who` is an admin of either company or staff in the negotiation.
pub async fn may_hear(
    books: &mut dyn Books,
    who: &Actor,
    id: NegotiationId,
) -> Result<(), Refusal> {
    // Whether it exists is not for strangers to know.
    let it = books.negotiation(id).await?.ok_or(Refusal::NoRight)?;
    let is_in = books.is_in(id, who.user).await?;
    policy::may_hear(who, &it, is_in).map_err(|_| Refusal::NoRight)
}

/// The public colours of one date.
pub async fn slots(
    books: &mut dyn Books,
    id: GridId,
    date: Date,
) -> Result<Vec<Box<RawValue>>, Fault> {
    let Some(grid) = books.grid(id).await? else {
        return Ok(Vec::new());
    };
    let venue = Venue::load(books, grid.exhibitor).await?;
    let periods = venue.calendar.periods(date);
    let (book, requests) = match (periods.first(), periods.last()) {
        (Some(first), Some(last)) => {
            let span = Period {
                start: first.start,
                end: last.end,
            };
            let book = venue.claims(books, span).await?;
            (book, venue.requests(books, span).await?)
        }
        _ => (Book::default(), Requests::default()),
    };
    part(&painted(
        &venue,
        (id, grid.person),
        periods,
        (&book, &requests),
    ))
}

/// How a calendar looks on the day of `periods`.
pub(super) fn painted(
    venue: &Venue,
    grid: (GridId, Option<UserId>),
    periods: &[Period],
    (book, requests): (&Book, &Requests),
) -> SlotsState {
    let view =
        |period: &Period| PeriodView::new(*period, venue.colour(grid, *period, book, requests));
    SlotsState {
        periods: periods.iter().map(view).collect(),
        minutes: venue.edition.rules.minutes,
        policy: venue.edition.rules.policy,
    }
}

/// The negotiation and its newest appointments.
pub async fn negotiation(
    books: &mut dyn Books,
    id: NegotiationId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    let Some(negotiation) = books.negotiation(id).await? else {
        return Ok(Vec::new());
    };
    let newest = books.newest_of(id, NEWEST).await?;
    part(&NegotiationState {
        negotiation,
        appointments: newest.iter().map(AppointmentView::from).collect(),
    })
}

/// What nobody has taken.
pub async fn desk(
    books: &mut dyn Books,
    exhibitor: ExhibitorId,
) -> Result<Vec<Box<RawValue>>, Fault> {
    let waiting = books.unassigned(exhibitor).await?;
    part(&DeskState {
        requests: waiting.iter().map(AppointmentView::from).collect(),
    })
}

fn part(state: &impl Serialize) -> Result<Vec<Box<RawValue>>, Fault> {
    Ok(vec![to_raw_value(state).map_err(Fault::other)?])
}
