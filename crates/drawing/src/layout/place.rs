//! Computes distances: the position of each cell across the flow and of each column along it. The order is given.

use super::grid::{Cell, Grid, Kind};
use super::route::STRAIGHT;
use super::{GRID, SMALL_GAP, Sketch, Spacing};

const SWEEPS: usize = 60;

/// The positions of columns and their centres along the flow.
pub(super) struct Along {
    /// The beginning, end and line of centres of each column.
    pub columns: Vec<(f64, f64, f64)>,
    /// The total length.
    pub length: f64,
}

/// Returns the position of each cell across the flow; the first edge is at 0.
///
/// Every cell should be level with its linked cells. Column by column, the positions that come nearest to that (least
/// squares) without overlap are found exactly; a few rounds settle the whole.
pub(super) fn across(grid: &Grid, spacing: Spacing) -> Vec<f64> {
    let mut at = vec![0.0; grid.cells.len()];
    for column in &grid.columns {
        for pair in column.windows(2) {
            at[pair[1]] = at[pair[0]] + apart(&grid.cells[pair[0]], &grid.cells[pair[1]], spacing);
        }
    }
    for sweep in 0..SWEEPS {
        let mut columns: Vec<&Vec<usize>> = grid.columns.iter().collect();
        if sweep % 2 == 1 {
            columns.reverse();
        }
        for column in columns {
            settle(grid, column, spacing, &mut at);
        }
    }
    for place in &mut at {
        *place = (*place / GRID).round() * GRID;
    }
    straighten(grid, spacing, &mut at);
    let first = grid.cells.iter().zip(&at).map(|(cell, place)| place - cell.across.0).fold(f64::INFINITY, f64::min);
    for place in &mut at {
        *place -= first;
    }
    at
}

/// Returns the minimum distance of two neighbours in a column.
fn apart(one: &Cell, other: &Cell, spacing: Spacing) -> f64 {
    let gap = if one.kind == Kind::Piece && other.kind == Kind::Piece { spacing.nodes } else { SMALL_GAP };
    one.across.1 + gap + other.across.0
}

/// Moves the cells of one column as near to their wishes as the others let them. Groups of cells that touch move as
/// one, to the mean of their wishes (pool adjacent violators).
fn settle(grid: &Grid, column: &[usize], spacing: Spacing, at: &mut [f64]) {
    // Distances are subtracted first: "not too close" then becomes "not in the wrong order".
    let mut shift = 0.0;
    let mut shifts = Vec::with_capacity(column.len());
    let mut pools: Vec<(f64, f64, usize)> = Vec::new();
    for (index, &cell) in column.iter().enumerate() {
        if index > 0 {
            shift += apart(&grid.cells[column[index - 1]], &grid.cells[cell], spacing);
        }
        shifts.push(shift);
        let (wish, weight) = wish(grid, cell, at);
        let mut pool = ((wish - shift) * weight, weight, 1);
        while let Some(&(sum, weight, cells)) = pools.last() {
            if sum / weight <= pool.0 / pool.1 {
                break;
            }
            pools.pop();
            pool = (sum + pool.0, weight + pool.1, cells + pool.2);
        }
        pools.push(pool);
    }
    let mut cells = column.iter().zip(shifts);
    for (sum, weight, count) in pools {
        for (&cell, shift) in cells.by_ref().take(count) {
            at[cell] = sum / weight + shift;
        }
    }
}

/// Returns the wished position of a cell and its weight: straight long edges weigh more than centred nodes.
fn wish(grid: &Grid, cell: usize, at: &[f64]) -> (f64, f64) {
    let own = &grid.cells[cell];
    let mut wish = (0.0, 0.0);
    for &other in own.before.iter().chain(&own.after) {
        let weight = match (own.kind, grid.cells[other].kind) {
            (Kind::Piece, Kind::Piece | Kind::Label) => 1.0,
            (Kind::Label | Kind::Lane, Kind::Piece) | (Kind::Piece, Kind::Lane) => 2.0,
            (Kind::Label | Kind::Lane, Kind::Label | Kind::Lane) => 8.0,
        };
        wish = (wish.0 + weight * at[other], wish.1 + weight);
    }
    if wish.1 == 0.0 { (at[cell], 0.1) } else { (wish.0 / wish.1, wish.1) }
}

/// Makes almost level cells level, where there is room, because a bend of a few pixels looks like a mistake. It goes
/// first by the column before, then the other way, so that whole chains become straight.
fn straighten(grid: &Grid, spacing: Spacing, at: &mut [f64]) {
    for column in &grid.columns {
        for place in 0..column.len() {
            if let [other] = grid.cells[column[place]].before[..] {
                level(grid, spacing, at, (column, place), other);
            }
        }
    }
    for column in grid.columns.iter().rev() {
        for place in 0..column.len() {
            if let [other] = grid.cells[column[place]].after[..] {
                level(grid, spacing, at, (column, place), other);
            }
        }
    }
}

/// Moves the cell at a place of a column to the height of another, if that is near and its neighbours let it.
fn level(grid: &Grid, spacing: Spacing, at: &mut [f64], (column, place): (&[usize], usize), other: usize) {
    const ALMOST: f64 = 4.0 * GRID;
    let (cell, wanted) = (column[place], at[other]);
    let distance = |one: usize, other: usize| apart(&grid.cells[one], &grid.cells[other], spacing);
    let above = place.checked_sub(1).map(|above| column[above]);
    let below = column.get(place + 1).copied();
    let free = above.is_none_or(|above| wanted - at[above] >= distance(above, cell))
        && below.is_none_or(|below| at[below] - wanted >= distance(cell, below));
    if free && (wanted - at[cell]).abs() <= ALMOST {
        at[cell] = wanted;
    }
}

/// Returns the position of each column along the flow.
pub(super) fn along(grid: &Grid, sketch: &Sketch, across: &[f64]) -> Along {
    let reach = |column: &[usize]| {
        let most = |size: fn(&Cell) -> f64| column.iter().map(|&cell| size(&grid.cells[cell])).fold(0.0, f64::max);
        (most(|cell| cell.along.0), most(|cell| cell.along.1))
    };
    let reaches: Vec<(f64, f64)> = grid.columns.iter().map(|column| reach(column)).collect();
    let gaps: Vec<f64> = (1..grid.columns.len()).map(|column| gap(grid, sketch.spacing, across, column)).collect();
    let used: f64 = gaps.iter().sum::<f64>() + reaches.iter().map(|(before, after)| before + after).sum::<f64>();
    let more = if gaps.is_empty() { 0.0 } else { ((sketch.room - used) / gaps.len() as f64).max(0.0) };
    let mut columns = Vec::new();
    let mut end = 0.0;
    for (column, (before, after)) in reaches.into_iter().enumerate() {
        if column > 0 {
            let least = gaps[column - 1];
            end += (least + more).min(sketch.spacing.columns_at_most.max(least)).round();
        }
        columns.push((end, end + before + after, end + before));
        end += before + after;
    }
    Along { columns, length: end }
}

/// Returns the minimum gap before a column: wide enough for the steepest edge in it to curve gently, and for an
/// arrowhead.
fn gap(grid: &Grid, spacing: Spacing, across: &[f64], column: usize) -> f64 {
    let cells = &grid.columns[column];
    let steepest = cells
        .iter()
        .flat_map(|&cell| grid.cells[cell].before.iter().map(move |&other| (across[cell] - across[other]).abs()))
        .fold(0.0, f64::max);
    let labels = cells.iter().chain(&grid.columns[column - 1]).any(|&cell| grid.cells[cell].kind == Kind::Label);
    let least = if labels { spacing.columns / 2.0 } else { spacing.columns };
    least.max((steepest * 0.36).min(spacing.for_curves) + STRAIGHT)
}
