//! Requests whose time an acceptance has filled: they stay pending, marked, until the exhibitor says no in one click.

use serde_json::json;

use super::{
    closer,
    jobs::{SETTLE, Settling},
    load,
    nearest::Finder,
    reject,
    stage::Stage,
    tell,
};
use crate::{
    domain::{
        Tx,
        appointments::{
            Appointment, Refusal, Status,
            appointment::{ClosingSide, Preset, Reason, Rejection, State},
            claim::{Book, Owner, Taken},
            policy::{self, Action},
            ports::Waiting,
            venue::Venue,
        },
        fair::Period,
        journal::{Due, NewJob},
    },
    kernel::{
        actor::Actor,
        ids::{AppointmentId, UserId},
    },
};

/// How many requests one transaction looks at (DESIGN 1, law 11); a job goes on with the rest.
const PAGE: i64 = 50;

/// After `changed` has filled or freed time: marks the requests of this stand now, those of others by a job each.
pub(super) async fn settle(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    venue: &Venue,
    changed: &Appointment,
) -> Result<(), Refusal> {
    mark(tx, stage, venue, (changed.period, None)).await?;
    for exhibitor in stage.elsewhere() {
        later(tx, Settling::new(exhibitor, changed.period, None)).await?;
    }
    let buyer = changed.buyer.user;
    elsewhere(tx, venue, (buyer, changed.period)).await
}

/// After `gone` was called off with its period: everything is left to jobs, one for each span whatever was in it.
pub(super) async fn settle_later(
    tx: &mut dyn Tx,
    stage: &Stage,
    venue: &Venue,
    gone: &Appointment,
) -> Result<(), Refusal> {
    later(tx, Settling::new(venue.stand.id, gone.period, None)).await?;
    for exhibitor in stage.elsewhere() {
        later(tx, Settling::new(exhibitor, gone.period, None)).await?;
    }
    elsewhere(tx, venue, (gone.buyer.user, gone.period)).await
}

/// The buyer's own requests at other stands.
async fn elsewhere(
    tx: &mut dyn Tx,
    venue: &Venue,
    (buyer, span): (UserId, Period),
) -> Result<(), Refusal> {
    let now = tx.now();
    for open in tx.open_of(buyer, now).await? {
        if open.exhibitor != venue.stand.id && open.period.overlaps(span) {
            later(tx, Settling::new(open.exhibitor, span, None)).await?;
        }
    }
    Ok(())
}

/// Marks or clears one page of the requests that need `span`; a job goes on after it.
pub(super) async fn mark(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    venue: &Venue,
    (span, after): (Period, Option<AppointmentId>),
) -> Result<(), Refusal> {
    let page = page(tx, stage, venue, (span, after)).await?;
    if i64::try_from(page.len()).is_ok_and(|len| len == PAGE) {
        let last = page.last().map(|it| it.id);
        later(tx, Settling::new(venue.stand.id, span, last)).await?;
    }
    let mut changes = Vec::new();
    // A request for a period that is gone is about to be called off: it hears of nothing else.
    for it in page
        .into_iter()
        .filter(|it| venue.calendar.offers(it.period))
    {
        let conflict =
            firmly(stage.book(), it.buyer.user, &it) || unreceived(stage.book(), venue, &it);
        changes.extend(it.mark(conflict).map(|(next, what)| (next, what, conflict)));
    }
    if changes.is_empty() {
        return Ok(());
    }
    let buyers: Vec<_> = changes.iter().map(|(it, ..)| it.buyer.user).collect();
    let finder = Finder::load(tx, venue, &buyers).await?;
    for (next, what, conflict) in changes {
        tx.save_appointment(&next).await?;
        tell::changed(tx, &next, what, None).await?;
        if conflict {
            let nearest =
                finder.nearest(&receivers(venue, &next), next.buyer.user, next.period.start);
            let more = json!({ "nearest": nearest });
            tell::notice_buyer(tx, &next, ("appointment.conflict", more)).await?;
        }
    }
    Ok(())
}

/// Rejects, with the nearest alternatives, the request `id` that waits in conflict, and whoever else waits for the same
/// time with nobody left to receive him.
pub async fn reject_conflicting(
    tx: &mut dyn Tx,
    who: &Actor,
    id: AppointmentId,
) -> Result<usize, Refusal> {
    let seen = load(tx, id).await?;
    policy::may(who, Action::RejectConflicting, &seen)?;
    let (venue, mut stage) = Stage::of(tx, &seen).await?;
    let current = load(tx, id).await?;
    let now = tx.now();
    current.answerable(now)?;
    if current.state != (State::Pending { conflict: true }) {
        return Err(Refusal::NotNow {
            status: current.status(),
        });
    }
    let by = closer(tx, who.user, ClosingSide::Exhibitor).await?;
    let span = current.period;
    let mut losers = vec![current];
    let mut after = None;
    // A page at a time, until one page of losers is full or nobody is left.
    while losers.len() < usize::try_from(PAGE).expect("a small constant") {
        let page = page(tx, &mut stage, &venue, (span, after)).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.id);
        losers.extend(page.into_iter().filter(|it| {
            it.id != id
                && it.status_at(now) == Status::Pending
                && unreceived(stage.book(), &venue, it)
        }));
    }
    let buyers: Vec<_> = losers.iter().map(|it| it.buyer.user).collect();
    let finder = Finder::load(tx, &venue, &buyers).await?;
    let rejected = losers.len();
    for it in losers {
        let nearest = finder.nearest(&receivers(&venue, &it), it.buyer.user, it.period.start);
        let rejection = Rejection {
            reason: Reason {
                preset: Preset::ScheduleConflict,
                text: String::new(),
            },
            suggested: nearest,
        };
        reject::apply(tx, &mut stage, it, (rejection, by.clone())).await?;
    }
    stage.announce(tx)?;
    Ok(rejected)
}

/// One page of pending requests on `span`, their buyers' claims read as well.
async fn page(
    tx: &mut dyn Tx,
    stage: &mut Stage,
    venue: &Venue,
    (span, after): (Period, Option<AppointmentId>),
) -> Result<Vec<Appointment>, Refusal> {
    let waiting = Waiting {
        exhibitor: venue.stand.id,
        span,
        after,
        limit: PAGE,
    };
    let page = tx.waiting(waiting).await?;
    let buyers: Vec<_> = page.iter().map(|it| it.buyer.user).collect();
    stage.read(tx, &buyers).await?;
    Ok(page)
}

async fn later(tx: &mut dyn Tx, settling: Settling) -> Result<(), Refusal> {
    let job = NewJob {
        kind: SETTLE,
        object: settling.object(),
        due: Due::Now,
        body: settling.body(),
    };
    Ok(tx.schedule(job).await?)
}

/// Whether accepted appointments take the time of `person` that `it` needs.
fn firmly(book: &Book, person: UserId, it: &Appointment) -> bool {
    book.taken(person, it.period, Some(Owner::Appointment(it.id))) == Taken::Firmly
}

/// Whether they take the time of everybody who could receive its buyer.
fn unreceived(book: &Book, venue: &Venue, it: &Appointment) -> bool {
    let receivers = receivers(venue, it);
    !receivers.is_empty() && receivers.iter().all(|person| firmly(book, *person, it))
}

pub(super) fn receivers(venue: &Venue, it: &Appointment) -> Vec<UserId> {
    match &it.addressed {
        Some(asked) => vec![asked.user],
        None => venue.receivers(None),
    }
}
