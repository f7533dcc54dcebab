//! Somebody went on or off duty: his calendar and the queue's may look different on every day of the fair.

use crate::{
    domain::{
        Tx,
        appointments::{Refusal, event::PeriodChanged, venue::Venue},
        fair::Period,
        journal::{Due, NewJob, Tell},
    },
    kernel::{ids::ExhibitorId, topic::Topic},
};

use super::{
    jobs::{DUTY_CHANGED, Repaint},
    stage,
};

/// Announces one day's colours of all calendars of a stand as they are, and leaves the next day to the next job.
///
/// What they were before is not known any more; a fact says how a period is, so hearing it twice is harmless.
pub(super) async fn repaint(tx: &mut dyn Tx, it: Repaint) -> Result<(), Refusal> {
    let venue = Venue::load(tx, it.exhibitor).await?;
    // Days that are over as well: a calendar that is read later must be the one its facts told.
    let mut days = venue
        .calendar
        .days()
        .skip_while(|day| it.day.is_some_and(|from| *day < from));
    let (Some(day), next) = (days.next(), days.next()) else {
        return Ok(());
    };
    if let Some(next) = next {
        later(tx, it.exhibitor, next).await?;
    }
    let periods = venue.calendar.periods(day);
    let (Some(first), Some(last)) = (periods.first(), periods.last()) else {
        return Ok(());
    };
    let span = Period {
        start: first.start,
        end: last.end,
    };
    stage::lock(tx, [(it.exhibitor, day)]).await?;
    let book = venue.claims(tx, span).await?;
    let requests = venue.requests(tx, span).await?;
    for (id, person) in venue.grids() {
        for period in &periods {
            let colour = venue.colour((id, person), *period, &book, &requests);
            let changed = PeriodChanged::new(period.start, colour);
            tx.tell(Topic::Slots(id, day), "period.changed", None, &changed)?;
        }
    }
    Ok(())
}

async fn later(
    tx: &mut dyn Tx,
    exhibitor: ExhibitorId,
    day: jiff::civil::Date,
) -> Result<(), Refusal> {
    let job = NewJob {
        kind: DUTY_CHANGED,
        object: format!("{exhibitor}/{day}"),
        due: Due::Now,
        body: serde_json::json!({ "exhibitor": exhibitor, "day": day.to_string() }),
    };
    Ok(tx.schedule(job).await?)
}
