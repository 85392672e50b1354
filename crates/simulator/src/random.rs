//! The world's chance: SplitMix64 (Steele, Lea and Flood, 2014), whose whole state is one number, so that a world stays plain
//! data. It does not know what is drawn for.

use core::time::Duration;

/// A row of numbers that only its seed decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Random(u64);

impl Random {
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A span from `least` to `most`, both included, to the microsecond.
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
    fn the_seed_decides() {
        let mut random = Random::new(1_234_567);
        // The reference implementation's first numbers for this seed.
        assert_eq!(random.next(), 6_457_827_717_110_365_317);
        assert_eq!(random.next(), 3_203_168_211_198_807_973);
    }

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
