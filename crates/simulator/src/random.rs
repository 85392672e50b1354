//! The world's random numbers.

use core::time::Duration;

use warren_broker::splitmix::SplitMix64;

/// A sequence of numbers determined by its seed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Random(SplitMix64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(SplitMix64::new(seed))
    }

    pub const fn next(&mut self) -> u64 {
        self.0.draw()
    }

    /// Returns a span from `least` to `most`, both included, in whole microseconds.
    pub fn span(&mut self, least: Duration, most: Duration) -> Duration {
        let micros = |span: Duration| u64::try_from(span.as_micros()).unwrap_or(u64::MAX);
        let (least, most) = (micros(least), micros(most));
        let width = u128::from(most.saturating_sub(least)) + 1;
        let drawn = (u128::from(self.next()) * width) >> 64;
        Duration::from_micros(least.saturating_add(u64::try_from(drawn).expect("it is less than the width")))
    }
}

#[cfg(test)]
mod tests {
    use super::Random;
    use core::time::Duration;

    #[test]
    fn spans_stay_within_their_bounds_and_reach_them() {
        let mut random = Random::new(0);
        let (least, most) = (Duration::from_micros(3), Duration::from_micros(5));
        let drawn: Vec<Duration> = (0..100).map(|_| random.span(least, most)).collect();
        assert!(drawn.iter().all(|span| (least..=most).contains(span)));
        assert!((3..=5).all(|micros| drawn.contains(&Duration::from_micros(micros))));
        assert_eq!(random.span(least, least), least);
    }
}
