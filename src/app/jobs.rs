//! The loop that runs durable jobs: timers of the fair, and reactions.

use std::{sync::Arc, time::Duration};

use parking_lot::Mutex;
use tokio::{sync::Notify, time::sleep};
use tokio_util::sync::CancellationToken;

use super::reactions;
use crate::{
    adapters::storage::Store,
    domain::{
        CommandRefusal, Refusal,
        ledger::{Answer, Ledger, Taken, Unit},
    },
    kernel::{
        fault::Fault,
        time::{Clock, SystemClock},
    },
};

/// The longest sleep: jobs of a node that died, and those another node wrote, are found by then.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The one lane in which jobs are taken and do their work, one after the other.
const LANE: u64 = 0;

/// Runs what is due until `stop`.
pub(super) async fn run(
    store: Arc<Store>,
    clock: Arc<SystemClock>,
    wake: Arc<Notify>,
    stop: CancellationToken,
) {
    loop {
        let pause = match work_off(&store, &clock).await {
            Ok(next) => next,
            Err(fault) => {
                tracing::warn!(%fault, "jobs could not be taken");
                LOOK_EVERY
            }
        };
        tokio::select! {
            () = wake.notified() => {}
            () = sleep(pause) => {}
            () = stop.cancelled() => return,
        }
    }
}

/// Runs everything that is due; gives how long there is nothing to do.
async fn work_off(store: &Store, clock: &SystemClock) -> Result<Duration, Fault> {
    loop {
        let Some(due) = store.next_due(clock.machine()).await? else {
            return Ok(LOOK_EVERY);
        };
        let until = due.saturating_sub(clock.fair().ms());
        if until > 0 {
            let until = Duration::from_millis(u64::try_from(until).unwrap_or_default());
            return Ok(until.min(LOOK_EVERY));
        }
        let taken = take(store).await?;
        if taken.is_empty() {
            // Another node was quicker.
            return Ok(LOOK_EVERY);
        }
        for job in taken {
            one(store, job).await;
        }
    }
}

async fn take(store: &Store) -> Result<Vec<Taken>, Fault> {
    let found: Arc<Mutex<Vec<Taken>>> = Arc::default();
    let place = found.clone();
    let unit = Unit::of(Arc::new(move |tx| {
        let place = place.clone();
        Box::pin(async move {
            let taken = tx.take_jobs().await?;
            *place.lock() = taken;
            Ok(Answer::empty())
        })
    }));
    store.run(LANE, unit).await.map_err(into_fault)?;
    let taken = std::mem::take(&mut *found.lock());
    Ok(taken)
}

async fn one(store: &Store, job: Taken) {
    let fence = job.fence;
    let label = format!("{}/{}", job.kind, job.object);
    let job = Arc::new(job);
    let unit = Unit {
        key: None,
        caller: None,
        fence: Some(fence),
        work: Arc::new(move |tx| {
            let job = job.clone();
            Box::pin(async move { reactions::react(tx, &job).await.map(|()| Answer::empty()) })
        }),
    };
    let refusal = match store.run(LANE, unit).await {
        Ok(_) | Err(Refusal::Command(CommandRefusal::LeaseLost)) => return,
        Err(it) => it,
    };
    tracing::warn!(%refusal, job = label, "a job failed and is tried again later");
    metrics::counter!("parley_jobs_failed").increment(1);
    let text = refusal.to_string();
    let unit = Unit::of(Arc::new(move |tx| {
        let text = text.clone();
        Box::pin(async move {
            tx.give_back(fence, &text).await?;
            Ok(Answer::empty())
        })
    }));
    if let Err(refusal) = store.run(LANE, unit).await {
        // Its lease ends by itself.
        tracing::warn!(%refusal, "a failed job could not be given back");
    }
}

/// Forgets answers older than they are kept, and dead links and tickets, a bounded number at a time.
pub(super) async fn forget(store: Arc<Store>, every: Duration, stop: CancellationToken) {
    loop {
        tokio::select! {
            () = sleep(every) => {}
            () = stop.cancelled() => return,
        }
        let unit = Unit::of(Arc::new(|tx| {
            Box::pin(async move {
                tx.forget_answers().await?;
                tx.forget_secrets().await?;
                Ok(Answer::empty())
            })
        }));
        if let Err(refusal) = store.run(LANE, unit).await {
            tracing::warn!(%refusal, "what is over could not be forgotten");
        }
    }
}

/// What stopped the server's own work, where no rule should have said no.
pub(super) fn into_fault(refusal: Refusal) -> Fault {
    match refusal {
        Refusal::Fault(it) => it,
        other => Fault::other(other.to_string()),
    }
}
