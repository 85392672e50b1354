//! The deliveries that a delivery tag refers to: in `basic.ack`, `basic.nack` and `basic.reject`, and in a broker's
//! confirms. The caller knows which are outstanding.

use core::ops::Range;

/// A delivery tag with its `multiple`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The delivery tag, or a publish's number.
    pub tag: u64,
    /// Includes all up to that tag; tag 0 then means all there are (AMQP 0-9-1, `basic.ack`).
    pub multiple: bool,
}

impl Settled {
    /// Returns whether it refers to this tag.
    #[must_use]
    pub const fn contains(self, tag: u64) -> bool {
        if self.multiple { self.tag == 0 || tag <= self.tag } else { tag == self.tag }
    }

    /// Returns the range of those it refers to in a list sorted by tag.
    pub fn range_in<T>(self, outstanding: &[T], tag_of: impl Fn(&T) -> u64) -> Range<usize> {
        let up_to = |last: u64| outstanding.partition_point(|one| tag_of(one) <= last);
        match (self.multiple, self.tag) {
            (true, 0) => 0..outstanding.len(),
            (true, last) => 0..up_to(last),
            (false, 0) => 0..0,
            (false, tag) => up_to(tag - 1)..up_to(tag),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_places_are_those_of_the_tags_it_contains() {
        let outstanding = [2, 3, 5, 8, u64::MAX];
        for tag in [0, 1, 2, 4, 5, 8, 9, u64::MAX] {
            for multiple in [false, true] {
                let settled = Settled { tag, multiple };
                let places = settled.range_in(&outstanding, |tag| *tag);
                let contained: Vec<u64> = outstanding.into_iter().filter(|tag| settled.contains(*tag)).collect();
                assert_eq!(outstanding[places], contained, "{settled:?}");
            }
        }
    }
}
