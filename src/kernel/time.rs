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

/// The process's clock: machine time from the system, fair time as machine time plus two offsets.
#[derive(Debug, Default)]
pub struct SystemClock {
    /// The database's clock minus this machine's, so that nodes agree.
    skew_ms: AtomicI64,
    /// How far a simulated fair was moved.
    moved_ms: AtomicI64,
}

impl SystemClock {
    /// Notes the database's clock minus this machine's.
    pub fn set_skew(&self, ms: i64) {
        self.skew_ms.store(ms, Ordering::Release);
    }

    /// Notes how far fair time was moved. It only moves forward: an older value, heard late, is ignored.
    pub fn set_moved(&self, ms: i64) {
        self.moved_ms.fetch_max(ms, Ordering::AcqRel);
    }

    /// How far fair time was moved, in milliseconds.
    pub fn moved(&self) -> i64 {
        self.moved_ms.load(Ordering::Acquire)
    }

    /// Machine time by the database's clock: what leases of several nodes are compared by.
    pub fn shared(&self) -> MachineTime {
        self.machine().plus(self.skew_ms.load(Ordering::Acquire))
    }
}

impl Clock for SystemClock {
    fn fair(&self) -> FairTime {
        FairTime(
            self.shared()
                .0
                .saturating_add(self.moved_ms.load(Ordering::Acquire)),
        )
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
