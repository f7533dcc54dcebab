//! Timers and reactions of this feature: what the app ring hands over when their moment has come.

use serde::Deserialize;
use serde_json::{Value, json};

use super::{closing, conflicts, expire, hold, staff, stage::Stage};
use crate::{
    domain::{self, Tx, appointments::venue::Venue, fair::Period},
    kernel::{
        fault::Fault,
        ids::{AppointmentId, ExhibitorId},
        time::FairTime,
    },
};

/// A request's time to be answered is over; the object is the appointment.
pub const EXPIRE: &str = "appointment.expire";
/// A hold lapses; the object is its buyer.
pub const HOLD_EXPIRE: &str = "hold.expire";
/// Requests on a span of a stand may have come into conflict, or out of it.
pub const SETTLE: &str = "conflict.settle";
/// Somebody of a stand went on or off duty.
pub const DUTY_CHANGED: &str = domain::fair::stands::DUTY_CHANGED;

/// Somebody left his company; what lies ahead of him is passed on.
pub const LEFT: &str = domain::accounts::staff::leaving::LEFT;

/// The organiser took periods away; what a stand has arranged in them is called off.
pub const PERIODS_GONE: &str = domain::fair::gone::PERIODS_GONE;
/// A buyer may hold a period that is gone; the object is the buyer.
pub const HOLD_GONE: &str = "hold.gone";

/// The kinds of jobs [`on_job`] takes.
pub const KINDS: [&str; 7] = [
    EXPIRE,
    HOLD_EXPIRE,
    HOLD_GONE,
    SETTLE,
    DUTY_CHANGED,
    LEFT,
    PERIODS_GONE,
];

/// Does one job. A moment long passed settles state silently; a job done twice does nothing the second time.
pub async fn on_job(
    tx: &mut dyn Tx,
    kind: &str,
    object: &str,
    body: &Value,
) -> Result<(), domain::Refusal> {
    match kind {
        EXPIRE => expire::expire(tx, parsed(object)?).await?,
        HOLD_EXPIRE => hold::expire(tx, parsed(object)?).await?,
        SETTLE => settle(tx, read(body)?).await?,
        DUTY_CHANGED => staff::repaint(tx, read(body)?).await?,
        LEFT => staff::left(tx, read(body)?).await?,
        PERIODS_GONE => closing::close(tx, read(body)?).await?,
        HOLD_GONE => hold::give_back(tx, parsed(object)?).await?,
        other => return Err(Fault::other(format!("no job {other} here")).into()),
    }
    Ok(())
}

fn parsed<T: std::str::FromStr>(object: &str) -> Result<T, Fault> {
    object
        .parse()
        .map_err(|_| Fault::other("a job about no id"))
}

fn read<T: for<'de> Deserialize<'de>>(body: &Value) -> Result<T, Fault> {
    T::deserialize(body).map_err(Fault::other)
}

/// A span of a stand whose requests are to be looked at.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Settling {
    exhibitor: ExhibitorId,
    start: FairTime,
    end: FairTime,
    after: Option<AppointmentId>,
}

impl Settling {
    pub fn new(exhibitor: ExhibitorId, span: Period, after: Option<AppointmentId>) -> Self {
        Self {
            exhibitor,
            start: span.start,
            end: span.end,
            after,
        }
    }

    /// Each page is a job of its own, so that a page under way never swallows the next.
    pub fn object(&self) -> String {
        let page = self.after.map(|it| it.to_string()).unwrap_or_default();
        format!("{}/{}/{page}", self.exhibitor, self.start.ms())
    }

    pub fn body(&self) -> Value {
        json!({
            "exhibitor": self.exhibitor,
            "start": self.start,
            "end": self.end,
            "after": self.after,
        })
    }
}

/// A stand whose colours are to be announced anew, from a day on.
#[derive(Clone, Copy, Debug, Deserialize)]
pub(super) struct Repaint {
    pub exhibitor: ExhibitorId,
    #[serde(default)]
    pub day: Option<jiff::civil::Date>,
}

async fn settle(tx: &mut dyn Tx, it: Settling) -> Result<(), super::Refusal> {
    let span = Period {
        start: it.start,
        end: it.end,
    };
    let mut venue = Venue::load(tx, it.exhibitor).await?;
    let mut stage = Stage::open(tx, &mut venue, span, &[]).await?;
    conflicts::mark(tx, &mut stage, &venue, (span, it.after)).await?;
    stage.announce(tx)?;
    Ok(())
}
