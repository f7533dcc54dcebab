//! Somebody went on or off duty, or the fair's rules changed: calendars may look different on every day of the fair.

use crate::{
    domain::{
        Tx,
        appointments::{
            Refusal,
            claim::Book,
            service::{
                jobs::{DUTY_CHANGED, Repaint},
                stage,
            },
            snapshots::painted,
            venue::{Requests, Venue},
        },
        fair::Period,
        journal::{Due, NewJob, Tell},
    },
    kernel::{ids::ExhibitorId, topic::Topic},
};

/// Announces one day's colours of all calendars of a stand as they are, and leaves the next day to the next job.
///
/// What they were before is not known any more, and other rules make other periods: `grid.changed` carries the day whole.
pub(in crate::domain::appointments::service) async fn repaint(
    tx: &mut dyn Tx,
    it: Repaint,
) -> Result<(), Refusal> {
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
    stage::lock(tx, [(it.exhibitor, day)]).await?;
    paint(tx, &venue, day).await
}

/// Announces how all calendars of a stand look on a day, which is locked.
pub(in crate::domain::appointments::service) async fn paint(
    tx: &mut dyn Tx,
    venue: &Venue,
    day: jiff::civil::Date,
) -> Result<(), Refusal> {
    let periods = venue.calendar.periods(day);
    // Other rules may leave a day without a period: that is told as well.
    let (book, requests) = match (periods.first(), periods.last()) {
        (Some(first), Some(last)) => {
            let span = Period {
                start: first.start,
                end: last.end,
            };
            (
                venue.claims(tx, span).await?,
                venue.requests(tx, span).await?,
            )
        }
        _ => (Book::default(), Requests::default()),
    };
    // Those of people who have left as well: whoever still watches one sees that nobody is there.
    for (id, person) in tx.calendars(venue.stand.id).await? {
        let state = painted(venue, (id, person), periods, (&book, &requests));
        tx.tell(Topic::Slots(id, day), "grid.changed", None, &state)?;
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
