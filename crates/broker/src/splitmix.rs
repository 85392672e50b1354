//! SplitMix64 (Steele, Lea and Flood, 2014): numbers that look random and follow from others. Its whole state is one number, so that
//! what holds it stays plain data that replays alike; for that, and since a broker depends on no crate, its ten lines stand here. It does not know
//! what is drawn.

/// What it goes on by from one number to the next.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A row of numbers that only its seed decides.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// The row of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// The next number.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        finalised(self.0)
    }
}

/// Spreads a counter over all bits, so that what is made of neighbours looks as different as they are.
#[must_use]
pub const fn spread(number: u64) -> u64 {
    finalised(number.wrapping_mul(STEP))
}

/// A number that depends on both in no simple way.
#[must_use]
pub const fn mixed(salt: u64, index: u64) -> u64 {
    finalised(salt ^ index.wrapping_add(1).wrapping_mul(STEP))
}

/// A difference in one bit becomes one in all.
const fn finalised(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference implementation from this seed.
    #[test]
    fn the_row_is_that_of_the_reference() {
        let mut row = SplitMix64::new(1_234_567);
        let first = [row.draw(), row.draw(), row.draw()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
