//! The two clocks (DESIGN 5): fair time decides appointments, machine time decides sessions and leases.

use std::{
    sync::atomic::{AtomicI64, Ordering},
    time::{SystemTime, UNIX_EPOCH},
};

use serde::{Deserialize, Serialize};

macro_rules! times {
    ($($(#[$doc:meta])* $name:ident),+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, ts_rs::TS, utoipa::ToSchema)]
        #[serde(transparent)]
        #[ts(type = "number")]
        #[schema(value_type = i64)]
        pub struct $name(i64);

        impl $name {
            /// Milliseconds since 1970 UTC.
            pub const fn from_ms(ms: i64) -> Self {
                Self(ms)
            }

            /// Milliseconds since 1970 UTC.
            pub const fn ms(self) -> i64 {
                self.0
            }

            /// `ms` milliseconds later; earlier when negative. Saturates.
            #[must_use]
            pub const fn plus(self, ms: i64) -> Self {
                Self(self.0.saturating_add(ms))
            }

            /// Milliseconds from `earlier` to `self`.
            pub const fn since(self, earlier: Self) -> i64 {
                self.0.saturating_sub(earlier.0)
            }
        }
    )+};
}

times! {
    /// Fair time, milliseconds UTC. It may be simulated; it never runs backwards.
    FairTime,
    /// Machine time, milliseconds UTC. It is never simulated.
    MachineTime
}

/// Milliseconds in a minute.
pub const MINUTE: i64 = 60_000;
/// Milliseconds in an hour.
pub const HOUR: i64 = 60 * MINUTE;
/// Milliseconds in a day of 24 hours.
pub const DAY: i64 = 24 * HOUR;

/// Reads both clocks. Rules never hold one: they are handed the moment.
pub trait Clock: Send + Sync {
    /// The moment that appointments, holds and reminders go by.
    fn fair(&self) -> FairTime;
    /// The moment that ids, sessions and leases go by.
    fn machine(&self) -> MachineTime;
}

/// The process's clock: machine time from the system, fair time as machine time plus an offset.
///
/// The offset is the database's on a cluster, and the stored simulation's where the clock is simulated.
#[derive(Debug, Default)]
pub struct SystemClock {
    offset_ms: AtomicI64,
}

impl SystemClock {
    /// Sets fair time to machine time plus `ms`.
    pub fn set_offset(&self, ms: i64) {
        self.offset_ms.store(ms, Ordering::Release);
    }

    /// Fair time minus machine time, in milliseconds.
    pub fn offset(&self) -> i64 {
        self.offset_ms.load(Ordering::Acquire)
    }
}

impl Clock for SystemClock {
    fn fair(&self) -> FairTime {
        FairTime(self.machine().0.saturating_add(self.offset()))
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that reads the system's clock"
    )]
    fn machine(&self) -> MachineTime {
        let since = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        MachineTime(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}
