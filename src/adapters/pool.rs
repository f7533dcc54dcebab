//! The one bounded pool of threads that may compute for long: passwords are hashed there, pictures are drawn.
//!
//! Only a few run at a time and only so many wait: beyond that a caller is told to come back, and nobody's booking waits
//! for somebody's password or picture.

use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};

use tokio::{sync::Semaphore, task::spawn_blocking};

use crate::kernel::fault::Fault;

/// Work that may wait for its turn: about two seconds' worth of passwords on one core.
const WAITING: usize = 100;

/// The pool, cheap to clone.
#[derive(Clone)]
pub struct Pool {
    running: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

impl Pool {
    /// A pool that runs `threads` pieces of work at a time.
    pub fn new(threads: usize) -> Self {
        Self {
            running: Arc::new(Semaphore::new(threads.max(1))),
            waiting: Arc::default(),
        }
    }

    /// Runs `work` when its turn comes.
    pub async fn work<T: Send + 'static, E: From<Fault> + Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, E> + Send + 'static,
    ) -> Result<T, E> {
        let place = Place::take(&self.waiting)?;
        let turn = self.running.clone().acquire_owned().await;
        let turn = turn.map_err(Fault::other)?;
        drop(place);
        // The permit goes with the work: a caller who leaves does not make room for another.
        let done = spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(Fault::other)?
    }
}

/// A place in the queue; dropping it, also by a caller who leaves, gives it back.
struct Place<'a>(&'a AtomicUsize);

impl<'a> Place<'a> {
    fn take(waiting: &'a AtomicUsize) -> Result<Self, Fault> {
        let place = Self(waiting);
        if waiting.fetch_add(1, Ordering::Relaxed) >= WAITING {
            return Err(Fault::unavailable("too much work waits for its turn"));
        }
        Ok(place)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn beyond_the_queue_a_caller_is_told_to_come_back() {
        let pool = Pool::new(1);
        assert_eq!(pool.work(|| Ok::<_, Fault>(1)).await.unwrap(), 1);
        pool.waiting.store(WAITING, Ordering::Relaxed);
        assert!(pool.work(|| Ok::<_, Fault>(1)).await.is_err());
        assert_eq!(pool.waiting.load(Ordering::Relaxed), WAITING);
    }
}
