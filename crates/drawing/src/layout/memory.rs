//! The memory of earlier layouts: plain data that keeps the order of nodes from one layout to the next.

use super::Sketch;
use super::grid::Grid;
use crate::ids::NodeId;
use warren_dict::Dict;

/// The order of every node that was ever in a column, column by column, including removed nodes, which may return.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Memory {
    columns: Dict<usize, Vec<NodeId>>,
}

impl Memory {
    /// Returns each piece's remembered place in its column; `None` if it was not in that column before.
    pub(super) fn places(&self, sketch: &Sketch, ranks: &[usize]) -> Vec<Option<usize>> {
        let place = |(piece, rank): (&super::Piece, &usize)| {
            self.columns.get(rank)?.iter().position(|node| *node == piece.place)
        };
        sketch.pieces.iter().zip(ranks).map(place).collect()
    }

    /// Returns the memory after a layout: its order, with removed nodes behind their former neighbours.
    pub(super) fn updated(&self, sketch: &Sketch, ranks: &[usize], grid: &Grid) -> Self {
        let mut columns = self.columns.clone();
        for (_, remembered) in columns.iter_mut() {
            remembered.retain(|node| !sketch.pieces.iter().any(|piece| piece.place == *node));
        }
        let mut now: Dict<usize, Vec<NodeId>> = Dict::new();
        for column in &grid.columns {
            for &cell in column.iter().filter(|&&cell| cell < sketch.pieces.len()) {
                now.entry(ranks[cell]).or_default().push(sketch.pieces[cell].place);
            }
        }
        for (rank, gone) in columns {
            let before = &self.columns[&rank];
            let order = now.entry(rank).or_default();
            for node in gone {
                let place = before.iter().position(|other| *other == node).unwrap_or(0);
                let behind = before[..place].iter().rev().find_map(|other| order.iter().position(|now| now == other));
                order.insert(behind.map_or(0, |behind| behind + 1), node);
            }
        }
        Self { columns: now }
    }
}
