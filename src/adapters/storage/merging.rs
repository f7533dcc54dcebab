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

/// When the lanes of a store became one.
pub(super) type Since = Arc<Mutex<Option<Instant>>>;

/// One lane's part in it.
pub(super) struct Merging {
    since: Since,
    /// The first lane; none if this is it.
    first: Option<mpsc::Sender<Pending>>,
    /// A place for each command that may be with the first lane.
    places: Arc<Semaphore>,
    count: u16,
}

impl Merging {
    /// The part of a lane that may have `count` commands with the first one.
    pub(super) fn of(since: &Since, first: Option<mpsc::Sender<Pending>>, count: u16) -> Self {
        Self {
            since: since.clone(),
            first,
            places: Arc::new(Semaphore::new(usize::from(count))),
            count,
        }
    }

    /// Whether the lanes are one now.
    pub(super) fn is_on(&self) -> bool {
        let since = *self.since.lock();
        since.is_some_and(|since| since.elapsed() < TOGETHER_FOR)
    }

    /// A batch met another's. False if the lanes have been one already, so that it was another node's.
    pub(super) fn begin(&self) -> bool {
        let mut since = self.since.lock();
        let now = Instant::now();
        if let Some(began) = since.filter(|it| now.duration_since(*it) < TOGETHER_FOR) {
            return now.duration_since(began) < SETTLING;
        }
        *since = Some(now);
        metrics::counter!("parley_lanes_merged").increment(1);
        true
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

    use super::{Merging, Since};
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
        let since = Since::default();
        let (first, mut theirs) = mpsc::channel(8);
        let lane = Merging::of(&since, Some(first), 8);
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
        let lane = Merging::of(&Since::default(), None, 8);
        let mut taken = vec![command()];
        assert!(!lane.hand_over(&mut taken).await);
        assert_eq!(taken.len(), 1);
        lane.ended().await;
    }
}
