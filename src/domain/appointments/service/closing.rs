//! The organiser took periods away: what a stand has arranged in them is called off, a few appointments at a time.
//!
//! Whoever arranges something reads the calendar behind the lock of its day, and this job takes the same lock after the
//! organiser's change has committed: what was arranged just before is seen here, and nothing is arranged afterwards.

use serde_json::json;

use super::{
    closer, conflicts,
    jobs::HOLD_GONE,
    load, reject, staff,
    stage::{self, Loss, Stage},
    tell::{self, Time},
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal, Status, appointment::ClosingSide, claim::Owner, ports::DayAhead,
            venue::Venue,
        },
        fair::{Period, gone::Gone},
        journal::{Due, NewJob},
    },
    kernel::{
        actor::Side,
        fact::By,
        fault::Fault,
        time::{DAY, FairTime},
    },
};

/// Appointments called off by one job: each is some twenty statements, and the one writer is held for 20 ms at most
/// (DESIGN 1, law 11).
const PAGE: usize = 4;
/// Appointments looked at by one job: most of a day may be unaffected.
const READ: i64 = 50;

/// Does one page, and leaves the rest to the next job.
pub(super) async fn close(tx: &mut dyn Tx, gone: Gone) -> Result<(), Refusal> {
    let Some(day) = gone.days.first().copied() else {
        return Ok(());
    };
    stage::lock(tx, [(gone.exhibitor, day)]).await?;
    let venue = Venue::load(tx, gone.exhibitor).await?;
    if gone.after.is_none() {
        release_holds(tx, &venue, day).await?;
        if !venue.calendar.is_fair_day(day) {
            // No calendar shows this day any more; whoever looks at it sees it empty.
            staff::paint(tx, &venue, day).await?;
        }
    }
    let of = DayAhead {
        exhibitor: gone.exhibitor,
        day,
        now: tx.now(),
        after: gone.after,
    };
    let page = tx.day_ahead(of, READ).await?;
    let affected = page.iter().filter(|it| !venue.calendar.offers(it.period));
    let affected: Vec<_> = affected.take(PAGE).collect();
    for seen in &affected {
        call_off(tx, &gone, seen).await?;
    }
    let last = match (affected.last(), page.last()) {
        (Some(last), _) if affected.len() == PAGE => Some(last.id),
        (_, Some(last)) if i64::try_from(page.len()).is_ok_and(|len| len == READ) => Some(last.id),
        _ => None,
    };
    let next = match last {
        Some(last) => Some(gone.page_after(last)),
        None => gone.next_day(),
    };
    if let Some(next) = next {
        next.schedule(tx).await?;
    }
    Ok(())
}

/// Calls off one appointment, as it stands under its lock, and tells both people once.
async fn call_off(tx: &mut dyn Tx, gone: &Gone, seen: &Appointment) -> Result<(), Refusal> {
    let (venue, mut stage) = Stage::of(tx, seen).await?;
    let current = load(tx, seen.id).await?;
    let now = tx.now();
    if !current.is_ahead(now) || venue.calendar.offers(current.period) {
        return Ok(());
    }
    let was = current.status();
    let suggested = near(tx, &venue, &current).await?;
    let by = closer(tx, gone.by, ClosingSide::Organiser).await?;
    let (next, what) = current.withdraw((by, suggested.clone()), now)?;
    if was == Status::Accepted {
        stage.release(tx, Owner::Appointment(next.id)).await?;
        tx.save_appointment(&next).await?;
        tell::busy(tx, &next, Time::Free)?;
        conflicts::settle_later(tx, &stage, &venue, &next).await?;
    } else {
        reject::end(tx, &mut stage, &next).await?;
    }
    let cause = By {
        user: gone.by,
        side: None,
    };
    tell::changed(tx, &next, what, Some(cause)).await?;
    told(tx, &venue, &next, &suggested).await?;
    Ok(stage.announce(tx)?)
}

/// The nearest periods at which its buyer and whoever could receive him are free.
async fn near(tx: &mut dyn Tx, venue: &Venue, it: &Appointment) -> Result<Vec<FairTime>, Fault> {
    let in_charge = it.in_charge().filter(|seat| {
        let member = venue.member(seat.user);
        member.is_some_and(|it| it.on_duty)
    });
    let receivers = match in_charge {
        Some(seat) => vec![seat.user],
        None => venue.receivers(None),
    };
    let loss = Loss {
        venue,
        receivers: &receivers,
        buyer: it.buyer.user,
        wanted: it.period.start,
        asker: Side::Buyer,
    };
    loss.near(tx).await
}

/// A line for the buyer, and for whoever was to receive him: a request to the queue was everybody's on duty.
async fn told(
    tx: &mut dyn Tx,
    venue: &Venue,
    it: &Appointment,
    suggested: &[FairTime],
) -> Result<(), Refusal> {
    let mut with = tell::called_off(it);
    with["nearest"] = json!(suggested);
    // Where the buyer asks for one of them.
    with["ask"] = json!({ "exhibitor": it.exhibitor.id, "grid": it.grid });
    let news = ("appointment.cancelled", with);
    tell::notices(tx, it, None, news.clone()).await?;
    if it.in_charge().is_none() {
        for reader in venue.receivers(None) {
            tell::notice(tx, reader, it, news.clone()).await?;
        }
    }
    Ok(())
}

/// Queues that the holds of this day are looked at: a buyer's row is locked before any day, so not here.
async fn release_holds(
    tx: &mut dyn Tx,
    venue: &Venue,
    day: jiff::civil::Date,
) -> Result<(), Refusal> {
    let Ok(noon) = day.at(12, 0, 0, 0).in_tz(&venue.edition.zone) else {
        return Err(Fault::other("a day that its zone does not know").into());
    };
    let noon = FairTime::from_ms(noon.timestamp().as_millisecond());
    // A day and a half to either side: whatever clocks do, and whatever zone it was in before.
    let around = Period {
        start: noon.plus(-DAY * 3 / 2),
        end: noon.plus(DAY * 3 / 2),
    };
    for (buyer, period) in tx.holds_at(venue.stand.id, around).await? {
        if !venue.calendar.offers(period) {
            let job = NewJob {
                kind: HOLD_GONE,
                object: buyer.to_string(),
                due: Due::Now,
                body: json!({}),
            };
            tx.schedule(job).await?;
        }
    }
    Ok(())
}
