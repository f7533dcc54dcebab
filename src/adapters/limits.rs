//! Token buckets of this process.
//!
//! Memory is bounded by two generations of buckets: when the young one is full it becomes the old one, and what was
//! not touched for a whole generation is forgotten. To be forgotten a guesser would have to touch as many other
//! buckets, each of which costs him a try that his address is charged for.

use std::{collections::HashMap, mem, sync::Arc};

use async_trait::async_trait;
use parking_lot::Mutex;

use crate::{
    domain::limits::{LimitKey, Limited, Limits, Rate, Rates},
    kernel::{
        fault::Fault,
        time::{Clock, MachineTime},
    },
};

/// Buckets of one generation: two of them take some 4 MB.
const GENERATION: usize = 32_768;

/// The in-process implementation of [`Limits`].
pub struct InProcessLimits {
    clock: Arc<dyn Clock>,
    rates: Rates,
    buckets: Mutex<Buckets>,
}

#[derive(Default)]
struct Buckets {
    young: HashMap<LimitKey, Level>,
    old: HashMap<LimitKey, Level>,
}

/// What a bucket held at a moment, in milliseconds of refilling: whole tokens times `refill_ms`, and what has dripped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Level {
    held_ms: i64,
    at: MachineTime,
}

impl InProcessLimits {
    /// Empty memory: every bucket is full.
    pub fn new(clock: Arc<dyn Clock>, rates: Rates) -> Self {
        Self {
            clock,
            rates,
            buckets: Mutex::default(),
        }
    }
}

#[async_trait]
impl Limits for InProcessLimits {
    async fn take(&self, key: LimitKey, cost: u32) -> Result<(), Limited> {
        let rate = self.rates.of(key.bucket);
        let now = self.clock.machine();
        let mut buckets = self.buckets.lock();
        let level = buckets.level(&key, rate, now);
        let left = level.held_ms - price(rate, cost);
        if left < 0 {
            let ms = u32::try_from(-left).unwrap_or(u32::MAX);
            return Err(Limited::RetryAfter { ms });
        }
        buckets.keep(
            key,
            Level {
                held_ms: left,
                ..level
            },
        );
        Ok(())
    }

    async fn put_back(&self, key: LimitKey, cost: u32) -> Result<(), Fault> {
        let rate = self.rates.of(key.bucket);
        let now = self.clock.machine();
        let mut buckets = self.buckets.lock();
        let level = buckets.level(&key, rate, now);
        let held_ms = (level.held_ms + price(rate, cost)).min(full(rate));
        buckets.keep(key, Level { held_ms, ..level });
        Ok(())
    }
}

impl Buckets {
    /// What the bucket holds now; a clock that was set back refills nothing.
    fn level(&self, key: &LimitKey, rate: Rate, now: MachineTime) -> Level {
        let kept = self.young.get(key).or_else(|| self.old.get(key));
        let held_ms = kept.map_or_else(
            || full(rate),
            |it| (it.held_ms + now.since(it.at).max(0)).min(full(rate)),
        );
        Level { held_ms, at: now }
    }

    fn keep(&mut self, key: LimitKey, level: Level) {
        if self.young.len() >= GENERATION && !self.young.contains_key(&key) {
            self.old = mem::take(&mut self.young);
        }
        self.young.insert(key, level);
    }
}

fn price(rate: Rate, tokens: u32) -> i64 {
    i64::from(rate.refill_ms) * i64::from(tokens)
}

fn full(rate: Rate) -> i64 {
    price(rate, rate.burst)
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicI64, Ordering};

    use super::*;
    use crate::{domain::limits::Bucket, kernel::time::FairTime};

    #[derive(Default)]
    struct Hands(AtomicI64);

    impl Clock for Hands {
        fn fair(&self) -> FairTime {
            FairTime::from_ms(self.0.load(Ordering::Relaxed))
        }

        fn machine(&self) -> MachineTime {
            MachineTime::from_ms(self.0.load(Ordering::Relaxed))
        }
    }

    fn limits() -> (Arc<Hands>, InProcessLimits) {
        let hands = Arc::new(Hands::default());
        let rates = Rates::of_window(3, 100, 30);
        (hands.clone(), InProcessLimits::new(hands, rates))
    }

    fn key(subject: &str) -> LimitKey {
        LimitKey::new(Bucket::LoginOfPerson, subject)
    }

    fn wait(taken: Result<(), Limited>) -> u32 {
        match taken {
            Err(Limited::RetryAfter { ms }) => ms,
            other => panic!("{other:?}"),
        }
    }

    #[tokio::test]
    async fn a_bucket_empties_and_drips_full_again() {
        let (hands, limits) = limits();
        for _ in 0..3 {
            limits.take(key("ana"), 1).await.unwrap();
        }
        assert_eq!(wait(limits.take(key("ana"), 1).await), 10_000);
        limits
            .take(key("li"), 1)
            .await
            .expect("another's bucket is full");
        hands.0.store(9_999, Ordering::Relaxed);
        assert_eq!(wait(limits.take(key("ana"), 1).await), 1);
        hands.0.store(10_000, Ordering::Relaxed);
        limits.take(key("ana"), 1).await.unwrap();
        hands.0.store(1_000_000, Ordering::Relaxed);
        limits
            .take(key("ana"), 3)
            .await
            .expect("full, but no fuller");
        assert_eq!(wait(limits.take(key("ana"), 1).await), 10_000);
    }

    #[tokio::test]
    async fn what_was_right_costs_nothing() {
        let (_, limits) = limits();
        for _ in 0..100 {
            limits.take(key("ana"), 1).await.unwrap();
            limits.put_back(key("ana"), 1).await.unwrap();
        }
        limits.put_back(key("ana"), 50).await.unwrap();
        limits.take(key("ana"), 3).await.unwrap();
        wait(limits.take(key("ana"), 1).await);
    }

    #[tokio::test]
    async fn memory_is_bounded_and_remembers_a_generation() {
        let (_, limits) = limits();
        limits.take(key("guessed"), 3).await.unwrap();
        for n in 0..GENERATION {
            limits.take(key(&format!("n{n}")), 1).await.unwrap();
        }
        wait(limits.take(key("guessed"), 1).await);
        for n in 0..3 * GENERATION {
            limits.take(key(&format!("m{n}")), 1).await.unwrap();
        }
        let buckets = limits.buckets.lock();
        assert!(buckets.young.len() + buckets.old.len() <= 2 * GENERATION);
    }
}
