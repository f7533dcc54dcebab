//! Somebody left his company: what lies ahead of him is passed on, a few appointments at a time.

use super::{buyers, seats};
use crate::{
    domain::{
        Tx,
        accounts::staff::leaving::Leaving,
        appointments::{
            Appointment, Refusal,
            appointment::{Preset, Reason},
            claim::Book,
            event::What,
            ports::Ahead,
            service::{closer, stage},
            snapshots::painted,
            venue::{Requests, Venue},
        },
        fair::{Grid, stands},
        journal::Tell,
    },
    kernel::{actor::Side, fact::By, topic::Topic},
};

/// Appointments of one job: each is a dozen statements, and the one writer is held for 20 ms at most (DESIGN 1, law 11).
const PAGE: i64 = 8;

/// Passes on one page of what lies ahead of him, and leaves the rest to the next job.
pub(in crate::domain::appointments::service) async fn left(
    tx: &mut dyn Tx,
    it: Leaving,
) -> Result<(), Refusal> {
    if it.is_over(tx).await? {
        return Ok(());
    }
    prepare(tx, &it).await?;
    let ahead = Ahead {
        person: it.person,
        company: it.company,
        side: it.side,
        now: tx.now(),
    };
    let page = tx.ahead(ahead, PAGE).await?;
    let heir = it.present_heir(tx).await?;
    let it = Leaving { heir, ..it };
    for seen in &page {
        match it.side {
            Side::Buyer => buyers::pass_on(tx, &it, seen).await?,
            Side::Exhibitor => seats::pass_on(tx, &it, seen).await?,
        }
    }
    if i64::try_from(page.len()).is_ok_and(|len| len == PAGE) {
        it.next().schedule(tx).await?;
    }
    Ok(())
}

/// Locks what is needed to see everything he has.
///
/// Whoever seats somebody holds that day's lock and has read the stand under it, whoever asks holds his own row: what
/// was arranged with him before he left is seen by the page that follows, and nothing is arranged with him any more.
async fn prepare(tx: &mut dyn Tx, it: &Leaving) -> Result<(), Refusal> {
    if it.side == Side::Buyer {
        let mut people = vec![it.person];
        people.extend(it.heir);
        people.sort_unstable();
        for person in people {
            tx.lock_buyer(person).await?;
        }
        return Ok(());
    }
    let grids = tx.grids_of(it.person).await?;
    let mut calendars = Vec::new();
    for grid in grids.into_iter().filter(|grid| grid.company == it.company) {
        calendars.push((Venue::load(tx, grid.exhibitor).await?, grid));
    }
    let days = calendars
        .iter()
        .flat_map(|(venue, _)| venue.calendar.days().map(|day| (venue.stand.id, day)));
    stage::lock(tx, days.collect::<Vec<_>>()).await?;
    if it.page == 0 {
        for (venue, grid) in &calendars {
            close(tx, venue, grid).await?;
        }
    }
    Ok(())
}

/// He goes off duty: his own calendar is busy from now on, and the others of the stand are announced anew.
async fn close(tx: &mut dyn Tx, venue: &Venue, grid: &Grid) -> Result<(), Refusal> {
    if let Some(person) = grid.person {
        let place = (venue.stand.id, person);
        stands::off_duty(tx, grid.id, place).await?;
    }
    for day in venue.calendar.days() {
        let periods = venue.calendar.periods(day);
        let nothing = (&Book::default(), &Requests::default());
        let state = painted(venue, (grid.id, grid.person), periods, nothing);
        tx.tell(Topic::Slots(grid.id, day), "grid.changed", None, &state)?;
    }
    Ok(())
}

/// In whose name it is passed on.
pub(super) fn cause(it: &Leaving) -> By {
    By {
        user: it.by,
        side: Some(it.side),
    }
}

/// Calls off what nobody of his company is free for; the stage's part is the caller's.
pub(super) async fn call_off(
    tx: &mut dyn Tx,
    it: &Leaving,
    current: Appointment,
) -> Result<(Appointment, What), Refusal> {
    let by = closer(tx, it.by, it.side.into()).await?;
    let reason = Reason {
        preset: Preset::ScheduleConflict,
        text: String::new(),
    };
    current.cancel(by, Some(reason), tx.now())
}
