//! A bounded number of worlds to replay from.

use crate::World;

/// The largest number of worlds kept. With 100,000 moments they then lie 4,096 apart, some ten milliseconds of replay;
/// twice as many would take twice the memory.
pub const MAX_CHECKPOINTS: usize = 32;

/// Worlds at positions that are multiples of a stride, which doubles whenever there are too many. The first is always
/// kept.
#[derive(Clone, Debug)]
pub(super) struct Checkpoints {
    stride: usize,
    /// In ascending order of position; the first is 0.
    worlds: Vec<(usize, World)>,
}

impl Checkpoints {
    pub(super) fn new(first: World) -> Self {
        Self { stride: 1, worlds: vec![(0, first)] }
    }

    /// Keeps the world if its position is a multiple of the stride.
    pub(super) fn offer(&mut self, position: usize, world: &World) {
        let newest = self.worlds.last().map_or(0, |(position, _)| *position);
        if position <= newest || !position.is_multiple_of(self.stride) {
            return;
        }
        if self.worlds.len() == MAX_CHECKPOINTS {
            self.stride *= 2;
            self.worlds.retain(|(position, _)| position.is_multiple_of(self.stride));
        }
        if position.is_multiple_of(self.stride) {
            self.worlds.push((position, world.clone()));
        }
    }

    /// Returns the last one at or before a position.
    pub(super) fn before(&self, position: usize) -> (usize, &World) {
        let after = self.worlds.partition_point(|(other, _)| *other <= position);
        let (position, world) = &self.worlds[after - 1];
        (*position, world)
    }

    pub(super) fn len(&self) -> usize {
        self.worlds.len()
    }

    /// Drops the worlds behind a position whose past has changed.
    pub(super) fn truncate(&mut self, position: usize) {
        self.worlds.retain(|(other, _)| *other <= position);
    }

    #[cfg(test)]
    pub(super) fn positions(&self) -> Vec<usize> {
        self.worlds.iter().map(|(position, _)| *position).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Checkpoints, MAX_CHECKPOINTS};
    use crate::{Scenario, World};

    #[test]
    fn there_are_never_too_many_and_never_far_apart() {
        let world = World::new(&Scenario::parse("").expect("an empty scenario is one"));
        let mut checkpoints = Checkpoints::new(world.clone());
        for position in 1..=10_000 {
            checkpoints.offer(position, &world);
            let positions = checkpoints.positions();
            assert!(positions.len() <= MAX_CHECKPOINTS);
            assert!(positions.windows(2).all(|pair| pair[1] - pair[0] <= 2 * position.div_ceil(MAX_CHECKPOINTS)));
        }
        checkpoints.truncate(5_000);
        assert!(checkpoints.positions().iter().all(|position| *position <= 5_000));
        assert_eq!(checkpoints.before(4_999).0, *checkpoints.positions().iter().rfind(|p| **p <= 4_999).unwrap_or(&0));
    }
}
