//! SplitMix64 (Steele, Lea and Flood, 2014), a pseudorandom generator. Its whole state is one number, so its owner
//! stays plain data that replays alike. For that reason, and since the broker depends on no crate, its ten lines stand
//! here.

/// The increment from one number to the next.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// A sequence of numbers determined by its seed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct SplitMix64(u64);

impl SplitMix64 {
    /// Starts the sequence of a seed.
    #[must_use]
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Returns the next number.
    pub const fn draw(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(STEP);
        finalised(self.0)
    }
}

/// Spreads a counter over all bits, so that neighbours give results as different as any two numbers.
#[must_use]
pub const fn spread(number: u64) -> u64 {
    finalised(number.wrapping_mul(STEP))
}

/// Returns a number that depends on both arguments in no simple way.
#[must_use]
pub const fn mixed(salt: u64, index: u64) -> u64 {
    finalised(salt ^ index.wrapping_add(1).wrapping_mul(STEP))
}

/// Mixes the bits: a difference in one bit affects all of them.
const fn finalised(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference implementation for this seed.
    #[test]
    fn the_row_is_that_of_the_reference() {
        let mut row = SplitMix64::new(1_234_567);
        let first = [row.draw(), row.draw(), row.draw()];
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
