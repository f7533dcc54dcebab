//! What an organiser's change would call off, before it is made; and what a change that was made still has to.

use serde::Serialize;

use crate::{
    domain::{
        Books,
        appointments::{
            Appointment, Status,
            appointment::{Buyer, Seat, Stand},
            ports::EditionAhead,
        },
        fair::{self, Calendar, Change, service::may_organise},
    },
    kernel::{
        actor::Actor,
        ids::{AppointmentId, EditionId},
        time::FairTime,
    },
};

/// How many are listed: enough to see whom it meets; the counts say the rest.
const LISTED: usize = 100;

/// What is called off by a change.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct Affected {
    /// The revision of the edition that was compared.
    #[ts(type = "number")]
    pub revision: i64,
    /// How many accepted appointments.
    #[ts(type = "number")]
    pub accepted: i64,
    /// How many requests that wait.
    #[ts(type = "number")]
    pub pending: i64,
    /// The nearest of them, at most 100.
    pub items: Vec<AffectedAppointment>,
}

/// One appointment that is called off, as an organiser sees it: who and when, not what about.
#[derive(Clone, Debug, Serialize, ts_rs::TS, utoipa::ToSchema)]
pub struct AffectedAppointment {
    /// Its id.
    pub id: AppointmentId,
    /// Whether it waits or is accepted.
    pub status: Status,
    /// Its first moment.
    pub start: FairTime,
    /// The first moment after it.
    pub end: FairTime,
    /// Who asks.
    pub buyer: Buyer,
    /// Who is asked.
    pub exhibitor: Stand,
    /// The salesperson in charge; none while a request waits in the queue.
    pub in_charge: Option<Seat>,
}

impl From<Appointment> for AffectedAppointment {
    fn from(it: Appointment) -> Self {
        Self {
            id: it.id,
            status: it.status(),
            start: it.period.start,
            end: it.period.end,
            in_charge: it.in_charge().cloned(),
            buyer: it.buyer,
            exhibitor: it.exhibitor,
        }
    }
}

/// What lies ahead in periods that `edition` would not offer after `change`; with no change, what still lies in periods
/// that are gone already.
pub async fn affected(
    books: &mut dyn Books,
    who: &Actor,
    (id, now): (EditionId, FairTime),
    change: Change,
) -> Result<Affected, fair::Refusal> {
    may_organise(who, id)?;
    let edition = books.edition(id).await?.ok_or(fair::Refusal::Unknown)?;
    let revision = edition.revision;
    let next = Calendar::of(&change.applied(&edition)?)?;
    let ahead = EditionAhead { edition: id, now };
    let mut found = Affected {
        revision,
        accepted: 0,
        pending: 0,
        items: Vec::new(),
    };
    // From period to period, because a fair has few of them and many appointments: only what is gone is counted.
    let mut last = None;
    while let Some(period) = books.next_period_ahead(ahead, last).await? {
        last = Some(period);
        if next.offers(period) {
            continue;
        }
        let counts = books.count_period(ahead, period).await?;
        found.accepted += counts.accepted;
        found.pending += counts.pending;
        let room = i64::try_from(LISTED - found.items.len()).unwrap_or_default();
        if room > 0 {
            let more = books.period_ahead(ahead, period, room).await?;
            found.items.extend(more.into_iter().map(Into::into));
        }
    }
    Ok(found)
}
