//! Medians, ranges, and the rule that throws a round away.

/// A round in which the floor itself moved by more than this says nothing about anybody.
const FLOORS_MAY_DIFFER: f64 = 1.3;

#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Spread {
    pub median: f64,
    pub low: f64,
    pub high: f64,
}

/// The middle and the range; nothing of nothing.
pub fn spread(values: &[f64]) -> Option<Spread> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let (low, high) = (*sorted.first()?, *sorted.last()?);
    let middle = sorted.len() / 2;
    let median = match sorted.len() % 2 {
        0 => f64::midpoint(sorted[middle - 1], sorted[middle]),
        _ => sorted[middle],
    };
    Some(Spread { median, low, high })
}

/// The value that `share` of all values do not exceed.
pub fn quantile(values: &mut [f64], share: f64) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let last = values.len().checked_sub(1)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a share of a count is again a count"
    )]
    let place = (share * last as f64).ceil() as usize;
    values.get(place.min(last)).copied()
}

/// Whether the floors before and after are too far apart to compare anything with them.
pub fn is_void(before: f64, after: f64) -> bool {
    let (low, high) = (before.min(after), before.max(after));
    low <= 0.0 || high / low > FLOORS_MAY_DIFFER
}

/// A count as a measured value.
#[expect(clippy::cast_precision_loss, reason = "no count here comes near 2^53")]
pub fn value(count: u64) -> f64 {
    count as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_median_of_an_even_count_lies_between() {
        let odd = Spread {
            median: 2.0,
            low: 1.0,
            high: 9.0,
        };
        assert_eq!(spread(&[9.0, 1.0, 2.0]), Some(odd));
        let even = Spread {
            median: 2.5,
            low: 1.0,
            high: 9.0,
        };
        assert_eq!(spread(&[9.0, 1.0, 2.0, 3.0]), Some(even));
        assert_eq!(spread(&[]), None);
    }

    #[test]
    fn quantiles_are_values_that_occurred() {
        let mut values: Vec<f64> = (1..=100).rev().map(f64::from).collect();
        assert_eq!(quantile(&mut values, 0.5), Some(51.0));
        assert_eq!(quantile(&mut values, 0.99), Some(100.0));
        assert_eq!(quantile(&mut values, 1.0), Some(100.0));
        assert_eq!(quantile(&mut [], 0.5), None);
    }

    #[test]
    fn a_round_is_void_beyond_thirty_percent() {
        assert!(!is_void(1.0, 1.3));
        assert!(!is_void(1.3, 1.0));
        assert!(is_void(1.0, 1.31));
        assert!(is_void(1.31, 1.0));
        assert!(
            is_void(0.0, 1.0),
            "a floor that cost nothing was not measured"
        );
    }
}
