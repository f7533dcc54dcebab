//! One topic on this node: who hears it, up to which number it is delivered, and what waits for a gap to close.

use std::{
    collections::{BTreeMap, VecDeque},
    hint::black_box,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use bytes::Bytes;
use parking_lot::Mutex;
use tokio::sync::OnceCell;

use super::{
    frame::{self, Class},
    mailbox::Mailbox,
};

/// Facts that may wait for an earlier one; beyond it the log is read anyway.
const STASH: usize = 1024;
/// Newest frames kept for those who resume, per topic.
const RING_BYTES: usize = 64 * 1024;

/// One connection's ear for one topic.
#[derive(Debug)]
pub struct Subscription {
    /// Where frames go.
    pub mailbox: Arc<Mailbox>,
    /// Facts up to this number came by replay.
    after: i64,
    /// Set when the right was lost: nothing is delivered after that.
    cut: AtomicBool,
}

impl Subscription {
    /// Hears facts after `after`.
    pub fn new(mailbox: Arc<Mailbox>, after: i64) -> Self {
        Self {
            mailbox,
            after,
            cut: AtomicBool::new(false),
        }
    }

    /// Ends delivery at once.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::Release);
    }

    /// Takes `block`, which is `frames` joined, of which the first is fact `first`.
    pub(super) fn hear(&self, first: i64, frames: &[Bytes], block: &Bytes) {
        if !self.is_open() {
            return;
        }
        if self.after < first {
            return self.mailbox.offer(block, Class::Durable);
        }
        // It read the log ahead of this node's hub: only what it has not had.
        let had = usize::try_from(self.after - first + 1).unwrap_or(usize::MAX);
        if let Some(rest) = frames.get(had..).filter(|it| !it.is_empty()) {
            self.mailbox.offer(&frame::join(rest), Class::Durable);
        }
    }

    /// Brings what a delivery will need into the cache.
    pub(super) fn touch(&self) {
        black_box(self.cut.load(Ordering::Relaxed));
        self.mailbox.touch();
    }

    /// Whether it hears anything at all.
    pub(super) fn is_open(&self) -> bool {
        !self.cut.load(Ordering::Acquire)
    }
}

/// A snapshot in frames, shared by all who ask at the same number.
pub type Parts = Arc<[Bytes]>;

/// One topic on this node.
#[derive(Debug)]
pub struct Entry {
    /// Its name.
    pub name: Arc<str>,
    pub(super) state: Mutex<State>,
    /// The log's head is read once, however many ask at the same time.
    pub(super) primed: OnceCell<()>,
    /// One snapshot is read at a time; the others take its result.
    pub snapshot: tokio::sync::Mutex<Option<(i64, Parts)>>,
}

#[derive(Debug, Default)]
pub(super) struct State {
    /// The number up to which everything was delivered; none until the log's head is known.
    pub delivered: Option<i64>,
    pub stash: BTreeMap<i64, Bytes>,
    /// Shared with a running fan-out; copied only when it changes meanwhile.
    pub subscribers: Arc<Vec<Arc<Subscription>>>,
    ring: VecDeque<(i64, Bytes)>,
    ring_bytes: usize,
    /// A reader of the log is under way.
    pub filling: bool,
    /// Nobody hears it any more and it left the table: ask the table again.
    pub retired: bool,
}

/// What is to be delivered now.
pub(super) struct Ready {
    /// The frames in order, as one block is made of them.
    pub frames: Vec<Bytes>,
    /// The number of the first.
    pub first: i64,
    pub subscribers: Arc<Vec<Arc<Subscription>>>,
}

impl Entry {
    pub(super) fn new(name: Arc<str>) -> Self {
        Self {
            name,
            state: Mutex::new(State::default()),
            primed: OnceCell::new(),
            snapshot: tokio::sync::Mutex::new(None),
        }
    }

    /// Makes a subscription that has been told everything up to `position` live, unless this node has delivered more:
    /// then it is behind, and the log must be read for it first.
    pub(super) fn go_live(&self, subscription: &Arc<Subscription>, position: i64) -> GoLive {
        let mut state = self.state.lock();
        if state.retired {
            return GoLive::Retired;
        }
        match state.delivered {
            Some(delivered) if delivered > position => GoLive::Behind,
            _ => {
                Arc::make_mut(&mut state.subscribers).push(subscription.clone());
                GoLive::Live
            }
        }
    }

    /// Frames after `position` from memory, if they are all still there.
    pub fn recent(&self, position: i64) -> Option<Vec<(i64, Bytes)>> {
        let state = self.state.lock();
        let (oldest, _) = state.ring.front()?;
        if *oldest > position + 1 {
            return None;
        }
        Some(
            state
                .ring
                .iter()
                .filter(|(seq, _)| *seq > position)
                .cloned()
                .collect(),
        )
    }

    /// The number up to which this node has delivered.
    pub fn delivered(&self) -> i64 {
        self.state.lock().delivered.unwrap_or_default()
    }
}

/// The outcome of [`Entry::go_live`].
pub(super) enum GoLive {
    /// It hears what comes next.
    Live,
    /// It lacks facts that were delivered here.
    Behind,
    /// The entry left the table: ask the table again.
    Retired,
}

impl State {
    /// Takes in frames, whatever their order, and gives out what follows on what was delivered.
    pub fn admit(&mut self, frames: Vec<(i64, Bytes)>, may_deliver: bool) -> Option<Ready> {
        let floor = self.delivered.unwrap_or(-1);
        for (seq, frame) in frames {
            if seq > floor && self.stash.len() < STASH {
                self.stash.insert(seq, frame);
            }
        }
        let mut next = self.delivered? + 1;
        if !may_deliver {
            return None;
        }
        let first = next;
        let mut ready = Vec::new();
        while let Some(frame) = self.stash.remove(&next) {
            self.keep(next, &frame);
            ready.push(frame);
            next += 1;
        }
        if ready.is_empty() {
            return None;
        }
        self.delivered = Some(next - 1);
        Some(Ready {
            frames: ready,
            first,
            subscribers: self.subscribers.clone(),
        })
    }

    /// The log's head is known: nothing at or below it is delivered live.
    pub fn prime(&mut self, head: i64) {
        if self.delivered.is_none() {
            self.delivered = Some(head);
            self.stash = self.stash.split_off(&(head + 1));
        }
    }

    fn keep(&mut self, seq: i64, frame: &Bytes) {
        self.ring_bytes += frame.len();
        self.ring.push_back((seq, frame.clone()));
        while self.ring_bytes > RING_BYTES {
            match self.ring.pop_front() {
                Some((_, dropped)) => self.ring_bytes -= dropped.len(),
                None => break,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::State;

    fn frames(numbers: &[i64]) -> Vec<(i64, Bytes)> {
        numbers
            .iter()
            .map(|seq| (*seq, Bytes::from(seq.to_string())))
            .collect()
    }

    fn numbers(ready: Option<super::Ready>) -> Vec<i64> {
        let frames = ready.map(|it| it.frames).unwrap_or_default();
        frames
            .iter()
            .map(|it| {
                std::str::from_utf8(it)
                    .expect("digits")
                    .parse()
                    .expect("a number")
            })
            .collect()
    }

    #[test]
    fn facts_are_delivered_in_order_once_and_without_a_hole() {
        let mut state = State::default();
        assert_eq!(numbers(state.admit(frames(&[4, 5]), true)), [0; 0]);
        state.prime(4);
        assert_eq!(numbers(state.admit(frames(&[7, 5]), true)), [5]);
        assert_eq!(numbers(state.admit(frames(&[6, 5, 7]), true)), [6, 7]);
        assert_eq!(numbers(state.admit(frames(&[6]), true)), [0; 0]);
    }

    #[test]
    fn nothing_is_delivered_without_a_lease_and_nothing_is_lost_by_it() {
        let mut state = State::default();
        state.prime(0);
        assert_eq!(numbers(state.admit(frames(&[1]), false)), [0; 0]);
        assert_eq!(numbers(state.admit(frames(&[2]), true)), [1, 2]);
    }
}
