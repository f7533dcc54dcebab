//! One transaction for all commands that wait: a savepoint before the first write of each that has neighbours, heads
//! raised once (DESIGN 1, laws 1, 6, 7).

mod admission;
mod answers;
mod numbering;

use std::{ops::Range, panic::AssertUnwindSafe, sync::Arc};

use futures::FutureExt;
use serde_json::value::RawValue;
use tokio::sync::{OwnedSemaphorePermit, oneshot};

pub(super) use self::admission::ANSWERS_KEPT_MS;
use self::admission::Admitted;
use super::{
    Dialect,
    conn::Conn,
    faults::{contained, of_database},
    session::Session,
};
use crate::{
    args,
    domain::{
        CommandRefusal, Refusal,
        ledger::{Answer, Fence, Reply, Unit},
    },
    kernel::{fact::Fact, fault::Fault, time::Clock},
};

/// A command that waits for its batch.
pub(super) struct Pending {
    pub unit: Unit,
    pub reply: oneshot::Sender<Reply>,
    /// Given back when it is done, if another lane runs it.
    pub place: Option<OwnedSemaphorePermit>,
}

impl Pending {
    /// A command that waits in its own lane.
    pub(super) fn new(unit: Unit, reply: oneshot::Sender<Reply>) -> Self {
        Self {
            unit,
            reply,
            place: None,
        }
    }
}

/// A batch that is on disk.
pub(super) struct Committed {
    pub replies: Vec<Reply>,
    pub facts: Vec<Fact>,
    /// Whether a job was written.
    pub scheduled: bool,
}

enum Outcome {
    /// It took effect; the facts it told are in this range.
    Done(Answer, Range<usize>),
    /// Its id was answered before.
    Repeated(Arc<RawValue>),
    /// Its twin stands earlier in this batch.
    TwinOf(usize),
    Refused(Refusal),
}

/// Runs `units` in one transaction. An error means that nothing of the batch took effect, or, when the connection
/// was lost between COMMIT and its answer, that the commands' ids will tell.
pub(super) async fn run(
    conn: &mut Conn,
    clock: &dyn Clock,
    units: &[&Unit],
) -> Result<Committed, Fault> {
    let mut session = Session::lent(conn, (clock.fair(), clock.machine()));
    let admitted = admission::begin(&mut session, units).await?;
    let callers = units.iter().filter_map(|it| it.caller.clone());
    session.meet(callers).await?;
    let mut outcomes: Vec<Outcome> = Vec::with_capacity(units.len());
    // By the place of an id's first use: where it took effect.
    let mut done: Vec<Option<usize>> = vec![None; units.len()];
    for (index, (unit, admitted)) in units.iter().zip(admitted).enumerate() {
        let first = admitted.first_use().unwrap_or(index);
        let twin = done.get(first).copied().flatten();
        let outcome = match admitted {
            Admitted::Repeated(answer) => Outcome::Repeated(answer),
            Admitted::Refused(it) => Outcome::Refused(it),
            // A refusal is not stored: the twin of one is tried in its own right.
            Admitted::Fresh | Admitted::TwinOf(_) => match twin {
                Some(twin) => twin_of(units, twin, unit),
                None => one(&mut session, unit, units.len() == 1).await?,
            },
        };
        if let (Outcome::Done(..), Some(place)) = (&outcome, done.get_mut(first)) {
            *place = Some(index);
        }
        outcomes.push(outcome);
    }
    session.guard(false);
    if let [Outcome::Refused(_)] = &*outcomes {
        // Alone, a command has no savepoint: the whole transaction is undone.
        session.plain("ROLLBACK").await?;
        session.remember();
        let replies = outcomes.into_iter().map(|it| answers::finish((it, None)));
        return Ok(Committed {
            replies: replies.collect(),
            facts: Vec::new(),
            scheduled: false,
        });
    }
    let facts = numbering::number(&mut session).await?;
    let kept = answers::of(&outcomes, &facts)?;
    answers::remember(&mut session, units, (&outcomes, &kept)).await?;
    session.plain("COMMIT").await?;
    let scheduled = session.scheduled;
    session.remember();
    Ok(Committed {
        scheduled,
        replies: outcomes
            .into_iter()
            .zip(kept)
            .map(answers::finish)
            .collect(),
        facts,
    })
}

/// The outcome of `unit`, whose id took effect at `twin`.
fn twin_of(units: &[&Unit], twin: usize, unit: &Unit) -> Outcome {
    let hash = |it: &Unit| it.key.as_ref().map(|key| key.hash);
    if units.get(twin).and_then(|it| hash(it)) == hash(unit) {
        Outcome::TwinOf(twin)
    } else {
        Outcome::Refused(CommandRefusal::Reused.into())
    }
}

/// Runs one command; `alone` if the transaction is all its own.
async fn one(session: &mut Session<'_>, unit: &Unit, alone: bool) -> Result<Outcome, Fault> {
    let first = session.facts.len();
    let closing = session.closing.len();
    session.guard(!alone);
    match attempt(session, unit).await {
        Ok(answer) => Ok(Outcome::Done(answer, first..session.facts.len())),
        Err(refusal) => {
            if let Some(it) = refusal.fault().filter(|it| !is_contained(it, session)) {
                return Err(it.again());
            }
            session.undo().await?;
            session.facts.truncate(first);
            session.closing.truncate(closing);
            Ok(Outcome::Refused(refusal))
        }
    }
}

/// Whether the transaction can go on after `fault`. PostgreSQL ends it with any error that no savepoint stands before.
fn is_contained(fault: &Fault, session: &Session<'_>) -> bool {
    let stands = session.dialect() == Dialect::Sqlite || session.can_undo();
    contained(fault) && (stands || !of_database(fault))
}

async fn attempt(session: &mut Session<'_>, unit: &Unit) -> Result<Answer, Refusal> {
    if let Some(fence) = unit.fence {
        finish_job(session, fence).await?;
    }
    // A defect in one command must not take its neighbours down with it.
    let worked = AssertUnwindSafe((unit.work)(session)).catch_unwind().await;
    worked.map_err(|_| Fault::other("a command panicked"))?
}

async fn finish_job(session: &mut Session<'_>, fence: Fence) -> Result<(), Refusal> {
    let mine = session
        .run(
            "DELETE FROM jobs WHERE id = $1 AND fence = $2",
            args![fence.job, fence.number],
        )
        .await?;
    if mine == 1 {
        Ok(())
    } else {
        Err(CommandRefusal::LeaseLost.into())
    }
}
