//! Lanes that stand in each other's way become one for a while.
//!
//! Two batches of one node that want the same rows wait for each other, or in a ring. Then the first lane takes all
//! commands, in the order in which each lane has received them: what was a wait for a lock is a place in its queue.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use parking_lot::Mutex;
use tokio::sync::{Semaphore, mpsc};

use super::batch::Pending;

/// How long they stay one: a crowd before one stand is there for longer than a moment.
const TOGETHER_FOR: Duration = Duration::from_secs(10);
/// How long batches of the other lanes may still be under way after they have become one.
const SETTLING: Duration = Duration::from_secs(1);

/// When the lanes of a store became one, and until when they stay it.
#[derive(Clone, Copy)]
pub(super) struct Merged {
    began: Instant,
    until: Instant,
}

/// What the lanes of a store share.
pub(super) type Shared = Arc<Mutex<Option<Merged>>>;

/// One lane's part in it.
pub(super) struct Merging {
    merged: Shared,
    /// The first lane; none if this is it.
    first: Option<mpsc::Sender<Pending>>,
    /// Whether there is no other lane.
    is_only: bool,
    /// A place for each command that may be with the first lane.
    places: Arc<Semaphore>,
    count: u16,
}

impl Merging {
    /// The part of one of `lanes` lanes, `first` being the first of them; it may have `count` commands with that one.
    pub(super) fn of(
        merged: &Shared,
        (first, lanes): (Option<mpsc::Sender<Pending>>, usize),
        count: u16,
    ) -> Self {
        Self {
            merged: merged.clone(),
            first,
            is_only: lanes == 1,
            places: Arc::new(Semaphore::new(usize::from(count))),
            count,
        }
    }

    /// Whether the lanes are one now.
    pub(super) fn is_on(&self) -> bool {
        let merged = *self.merged.lock();
        merged.is_some_and(|it| Instant::now() < it.until)
    }

    /// A batch met another's: the lanes are one from now on, or stay it for longer. False where that does not help,
    /// because it was another node's: there is one lane, or they have been one for a while.
    pub(super) fn begin(&self) -> bool {
        if self.is_only {
            return false;
        }
        let now = Instant::now();
        let mut merged = self.merged.lock();
        let began = merged
            .filter(|it| now < it.until)
            .map_or(now, |it| it.began);
        if began == now {
            metrics::counter!("parley_lanes_merged").increment(1);
        }
        *merged = Some(Merged {
            began,
            until: now + TOGETHER_FOR,
        });
        now.duration_since(began) < SETTLING
    }

    /// Gives `taken` to the first lane; false if this is the first lane.
    pub(super) async fn hand_over(&self, taken: &mut Vec<Pending>) -> bool {
        let Some(first) = &self.first else {
            return false;
        };
        for mut it in taken.drain(..) {
            let places = self.places.clone();
            it.place = Some(places.acquire_owned().await.expect("it is never closed"));
            // A closed lane drops the command, and whoever waits for its answer hears that.
            let _closed = first.send(it).await;
        }
        true
    }

    /// Waits until the first lane has answered all it was given: whoever sent those may have sent what comes now.
    pub(super) async fn ended(&self) {
        if self.places.available_permits() < usize::from(self.count) {
            let all = self.places.acquire_many(u32::from(self.count)).await;
            drop(all.expect("it is never closed"));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use tokio::{
        sync::{mpsc, oneshot},
        task::yield_now,
    };

    use super::{Merging, Shared};
    use crate::{
        adapters::storage::batch::Pending,
        domain::ledger::{Answer, Unit},
    };

    fn command() -> Pending {
        let unit = Unit::of(Arc::new(|_| Box::pin(async { Ok(Answer::empty()) })));
        Pending::new(unit, oneshot::channel().0)
    }

    #[tokio::test]
    async fn a_lane_goes_on_when_what_it_gave_away_is_done() {
        let (first, mut theirs) = mpsc::channel(8);
        let lane = Merging::of(&Shared::default(), (Some(first), 2), 8);
        assert!(!lane.is_on());
        assert!(lane.begin(), "the first to meet another");
        assert!(lane.begin(), "another batch that was under way");
        assert!(lane.is_on());
        let mut taken = vec![command(), command()];
        assert!(lane.hand_over(&mut taken).await);
        assert!(taken.is_empty());

        let mut ended = Box::pin(lane.ended());
        for _ in 0..2 {
            tokio::select! {
                biased;
                () = &mut ended => panic!("two are with the first lane"),
                () = yield_now() => {}
            }
            drop(theirs.recv().await.expect("it was given"));
        }
        ended.await;
    }

    #[tokio::test]
    async fn the_first_lane_keeps_its_own() {
        let lane = Merging::of(&Shared::default(), (None, 1), 8);
        assert!(!lane.begin(), "there is no lane it could have met");
        let mut taken = vec![command()];
        assert!(!lane.hand_over(&mut taken).await);
        assert_eq!(taken.len(), 1);
        lane.ended().await;
    }
}
