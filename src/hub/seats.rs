//! How many sockets one address holds, counted by guards.

use std::{net::IpAddr, sync::Arc};

use dashmap::DashMap;

/// A count per address.
#[derive(Default)]
pub struct Seats(DashMap<IpAddr, usize>);

/// Counted against its address until it is dropped.
pub struct Seat {
    seats: Arc<Seats>,
    address: IpAddr,
}

impl Seats {
    /// Counts one more of `address`; none if it has `limit` already.
    pub fn take(self: &Arc<Self>, address: IpAddr, limit: usize) -> Option<Seat> {
        let mut count = self.0.entry(address).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        drop(count);
        Some(Seat {
            seats: self.clone(),
            address,
        })
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.seats.0.remove_if_mut(&self.address, |_, count| {
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
        let seats = Arc::new(Seats::default());
        let here = IpAddr::from([127, 0, 0, 1]);
        let taken = seats.take(here, 1);
        assert!(taken.is_some());
        assert!(seats.take(here, 1).is_none());
        assert!(seats.take(IpAddr::from([127, 0, 0, 2]), 1).is_some());
        drop(taken);
        assert!(seats.take(here, 1).is_some());
    }
}
