//! Numbers that look random and follow from others (SplitMix64). It does not know what becomes of them.

/// What SplitMix64 goes on by from one number to the next.
const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// SplitMix64: the numbers that follow from a seed.
pub(crate) fn sequence(seed: u64) -> impl Iterator<Item = u64> {
    (1..).map(move |number: u64| finalised(seed.wrapping_add(number.wrapping_mul(STEP))))
}

/// A number that depends on both in no simple way.
pub(crate) fn mixed(salt: u64, index: u64) -> u64 {
    finalised(salt ^ index.wrapping_add(1).wrapping_mul(STEP))
}

/// SplitMix64's finaliser: a difference in one bit becomes one in all.
fn finalised(mut bits: u64) -> u64 {
    bits = (bits ^ (bits >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    bits = (bits ^ (bits >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    bits ^ (bits >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The first numbers of the reference implementation from this seed.
    #[test]
    fn the_sequence_is_splitmix64() {
        let first: Vec<u64> = sequence(1_234_567).take(3).collect();
        assert_eq!(first, [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]);
    }
}
