//! Periods that an organiser's change took away: what every stand does about what was arranged in them.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::{
    domain::{
        Tx,
        journal::{Due, NewJob},
    },
    kernel::{
        fault::Fault,
        ids::{AppointmentId, ExhibitorId, UserId},
    },
};

/// The job that calls off what one stand has arranged in periods that are gone.
pub const PERIODS_GONE: &str = "fair.periods_gone";

/// One page of a stand's work.
///
/// It says where to look, never what to find: each page reads the calendar and the appointments as they are then, so
/// that a page done twice, or one of an older change, takes away nothing that is offered again.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Gone {
    /// At which stand.
    pub exhibitor: ExhibitorId,
    /// The revision that took them away.
    pub revision: i64,
    /// The organiser.
    pub by: UserId,
    /// The days that lost periods and are still to be looked at, the first one now.
    pub days: Vec<Date>,
    /// After which appointment of that day.
    #[serde(default)]
    pub after: Option<AppointmentId>,
}

impl Gone {
    /// The page after `last` of the same day.
    #[must_use]
    pub fn page_after(self, last: AppointmentId) -> Self {
        Self {
            after: Some(last),
            ..self
        }
    }

    /// The first page of the next day; none after the last one.
    pub fn next_day(self) -> Option<Self> {
        let days: Vec<_> = self.days.into_iter().skip(1).collect();
        (!days.is_empty()).then_some(Self {
            days,
            after: None,
            ..self
        })
    }

    /// Queues it. Each page is a job of its own, so that a page under way never swallows the next.
    ///
    /// Its turn is after the reactions and timers that are due: tens of thousands of these may wait, and a request that
    /// expires meanwhile must not wait for them.
    pub async fn schedule(&self, tx: &mut dyn Tx) -> Result<(), Fault> {
        let day = self.days.first().map(Date::to_string).unwrap_or_default();
        let after = self.after.map(|it| it.to_string()).unwrap_or_default();
        tx.schedule(NewJob {
            kind: PERIODS_GONE,
            object: format!("{}/{}/{day}/{after}", self.exhibitor, self.revision),
            due: Due::Fair(tx.now()),
            body: serde_json::to_value(self).map_err(Fault::other)?,
        })
        .await
    }
}
