//! How many sockets one address holds, or uploads one person has under way, counted by guards.

use std::{hash::Hash, net::IpAddr, sync::Arc};

use dashmap::DashMap;

/// A count per address, or per whatever else is counted against.
pub struct Seats<K: Eq + Hash = IpAddr>(DashMap<K, usize>);

/// Counted against its holder until it is dropped.
pub struct Seat<K: Eq + Hash = IpAddr> {
    seats: Arc<Seats<K>>,
    holder: K,
}

impl<K: Eq + Hash> Default for Seats<K> {
    fn default() -> Self {
        Self(DashMap::default())
    }
}

impl<K: Eq + Hash + Copy> Seats<K> {
    /// Counts one more of `holder`; none if it has `limit` already.
    pub fn take(self: &Arc<Self>, holder: K, limit: usize) -> Option<Seat<K>> {
        let mut count = self.0.entry(holder).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        drop(count);
        Some(Seat {
            seats: self.clone(),
            holder,
        })
    }
}

impl<K: Eq + Hash> Drop for Seat<K> {
    fn drop(&mut self) {
        self.seats.0.remove_if_mut(&self.holder, |_, count| {
            *count = count.saturating_sub(1);
            *count == 0
        });
    }
}

#[cfg(test)]
mod tests {
    use std::{net::IpAddr, sync::Arc};

    use super::Seats;

    #[test]
    fn a_seat_is_free_again_when_it_is_left() {
        let seats = Arc::<Seats>::default();
        let here = IpAddr::from([127, 0, 0, 1]);
        let taken = seats.take(here, 1);
        assert!(taken.is_some());
        assert!(seats.take(here, 1).is_none());
        assert!(seats.take(IpAddr::from([127, 0, 0, 2]), 1).is_some());
        drop(taken);
        assert!(seats.take(here, 1).is_some());
    }
}
