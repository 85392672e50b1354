//! The columns with their contents: nodes, labels, and lanes for long edges that pass.

use super::rank::Ranks;
use super::{ASIDE, GRID, SMALL_GAP, Sketch};
use warren_dict::sort;

/// Columns of cells.
pub(super) struct Grid {
    /// All cells; the first ones are the pieces, with the same index.
    pub cells: Vec<Cell>,
    /// From the first to the last, each with its cells in order.
    pub columns: Vec<Vec<usize>>,
    /// For each link, its cells from one end to the other, along the flow; empty for loops.
    pub chains: Vec<Vec<usize>>,
    /// For each link, whether it runs against the flow.
    pub turned: Vec<bool>,
}

/// A thing that takes room in a column.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub kind: Kind,
    pub column: usize,
    /// Its extent against the flow and along it.
    pub along: (f64, f64),
    /// Its extent to either side, in steps of the grid.
    pub across: (f64, f64),
    /// The linked cells in the column before.
    pub before: Vec<usize>,
    /// The linked cells in the column after.
    pub after: Vec<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A node, with the same index.
    Piece,
    /// Labels of a link.
    Label,
    /// Room for a link to pass.
    Lane,
}

impl Grid {
    /// Makes the columns: nodes are in every second column, labels in those between. Empty columns are left out.
    pub fn new(sketch: &Sketch, ranks: &Ranks) -> Self {
        let labelled = |link: usize| !sketch.links[link].labels.is_empty();
        let ends = |link: usize| {
            let (from, to) = (sketch.links[link].from, sketch.links[link].to);
            if ranks.turned[link] { (to, from) } else { (from, to) }
        };
        // The label of a long edge is near its destination, where edges from one exchange are apart.
        let label_column = |link: usize| 2 * ranks.of[ends(link).1] - 1;
        let loops = |link: usize| sketch.links[link].from == sketch.links[link].to;

        let mut used: Vec<usize> = ranks.of.iter().map(|rank| 2 * rank).collect();
        used.extend((0..sketch.links.len()).filter(|&link| labelled(link) && !loops(link)).map(label_column));
        sort(&mut used, |one, other| one < other);
        used.dedup();
        let column_at = |place: usize| used.partition_point(|&column| column < place);

        let mut grid = Self {
            cells: Vec::new(),
            columns: vec![Vec::new(); used.len()],
            chains: vec![Vec::new(); sketch.links.len()],
            turned: ranks.turned.clone(),
        };
        for (piece, rank) in ranks.of.iter().enumerate() {
            let (along, across) = piece_size(sketch, piece);
            grid.put(Kind::Piece, column_at(2 * rank), along, across);
        }
        for link in (0..sketch.links.len()).filter(|&link| !loops(link)) {
            let (first, last) = ends(link);
            let mut chain = vec![first];
            let passed = column_at(2 * ranks.of[first]) + 1..column_at(2 * ranks.of[last]);
            for (column, place) in used.iter().enumerate().take(passed.end).skip(passed.start) {
                let cell = if labelled(link) && *place == label_column(link) {
                    let (along, across) = sketch.flow.turn(label_size(&sketch.links[link].labels));
                    grid.put(Kind::Label, column, (along / 2.0, along / 2.0), (across / 2.0, across / 2.0))
                } else {
                    let aside = if sketch.links[link].two_way { ASIDE + GRID } else { GRID };
                    grid.put(Kind::Lane, column, (0.0, 0.0), (aside, GRID))
                };
                chain.push(cell);
            }
            chain.push(last);
            for pair in chain.windows(2) {
                grid.cells[pair[0]].after.push(pair[1]);
                grid.cells[pair[1]].before.push(pair[0]);
            }
            grid.chains[link] = chain;
        }
        grid
    }

    fn put(&mut self, kind: Kind, column: usize, along: (f64, f64), across: (f64, f64)) -> usize {
        let on_grid = |size: f64| (size / GRID).ceil() * GRID;
        let across = (on_grid(across.0), on_grid(across.1));
        self.cells.push(Cell { kind, column, along, across, before: Vec::new(), after: Vec::new() });
        self.columns[column].push(self.cells.len() - 1);
        self.cells.len() - 1
    }
}

/// Returns the width and height of a stack of labels.
pub(super) fn label_size(labels: &[(f64, f64)]) -> (f64, f64) {
    let width = labels.iter().map(|(width, _)| *width).fold(0.0, f64::max);
    let height: f64 = labels.iter().map(|(_, height)| height + LABEL_GAP).sum();
    (width, (height - LABEL_GAP).max(0.0))
}

/// The gap between two labels of an edge.
pub(super) const LABEL_GAP: f64 = 4.0;
/// How far a loop extends beyond its node.
pub(super) const LOOP: f64 = 36.0;

/// Returns a node's extent along and across the flow, with room for its loops and their labels before it.
fn piece_size(sketch: &Sketch, piece: usize) -> ((f64, f64), (f64, f64)) {
    let mut along = sketch.pieces[piece].along(sketch.flow);
    let mut across = sketch.pieces[piece].across(sketch.flow);
    for link in sketch.links.iter().filter(|link| link.from == piece && link.to == piece) {
        let (long, tall) = sketch.flow.turn(label_size(&link.labels));
        along = (along.0.max(long / 2.0), along.1.max(long / 2.0));
        across.0 += LOOP + SMALL_GAP + tall;
    }
    (along, across)
}
