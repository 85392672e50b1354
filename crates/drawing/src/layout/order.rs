//! Orders each column for few crossings: barycentres and swaps of neighbours, of which the best round wins. Remembered
//! nodes stay in their order.

use super::grid::Grid;
use warren_dict::sort;

const ROUNDS: usize = 12;

/// Orders the columns. `places` are the pieces' remembered places; those of one column keep their order.
pub(super) fn arrange(grid: &mut Grid, places: &[Option<usize>]) {
    for column in &mut grid.columns {
        keep(column, places);
    }
    let mut best = (crossings(grid), grid.columns.clone());
    for round in 0..ROUNDS {
        if best.0 == 0 {
            break;
        }
        let columns: Vec<usize> =
            if round % 2 == 0 { (1..grid.columns.len()).collect() } else { (0..grid.columns.len()).rev().collect() };
        for column in columns {
            by_barycentre(grid, column, round % 2 == 0, places);
        }
        swap_neighbours(grid, places);
        let found = crossings(grid);
        if found < best.0 {
            best = (found, grid.columns.clone());
        }
    }
    grid.columns = best.1;
}

/// Puts the remembered pieces in their order, on the places that they occupy together.
fn keep(column: &mut [usize], places: &[Option<usize>]) {
    let remembered = |cell: &usize| places.get(*cell).copied().flatten();
    let slots: Vec<usize> = (0..column.len()).filter(|&slot| remembered(&column[slot]).is_some()).collect();
    let mut cells: Vec<usize> = slots.iter().map(|&slot| column[slot]).collect();
    sort(&mut cells, |one, other| remembered(one) < remembered(other));
    for (slot, cell) in slots.into_iter().zip(cells) {
        column[slot] = cell;
    }
}

/// Sorts a column by the mean place of linked cells; a cell without links keeps its place.
fn by_barycentre(grid: &mut Grid, column: usize, forward: bool, places: &[Option<usize>]) {
    let at = positions(grid);
    let own = grid.columns[column].len() as f64;
    let mut keyed: Vec<(f64, usize)> = grid.columns[column]
        .iter()
        .enumerate()
        .map(|(index, &cell)| {
            let linked = if forward { &grid.cells[cell].before } else { &grid.cells[cell].after };
            let other = linked.first().map_or(1, |&first| grid.columns[grid.cells[first].column].len()) as f64;
            let mean = linked.iter().map(|&other| at[other] as f64 + 0.5).sum::<f64>() / linked.len() as f64 / other;
            (if linked.is_empty() { (index as f64 + 0.5) / own } else { mean }, cell)
        })
        .collect();
    sort(&mut keyed, |one, other| one.0 < other.0);
    grid.columns[column] = keyed.into_iter().map(|(_, cell)| cell).collect();
    keep(&mut grid.columns[column], places);
}

/// Swaps neighbours as long as that removes crossings.
fn swap_neighbours(grid: &mut Grid, places: &[Option<usize>]) {
    let remembered = |cell: usize| places.get(cell).copied().flatten().is_some();
    let mut better = true;
    while better {
        better = false;
        for column in 0..grid.columns.len() {
            let at = positions(grid);
            let mut swapped = Vec::new();
            let cells = &mut grid.columns[column];
            for upper in 1..cells.len() {
                let (one, other) = (cells[upper - 1], cells[upper]);
                if remembered(one) && remembered(other) {
                    continue;
                }
                let (one_cell, other_cell) = (&grid.cells[one], &grid.cells[other]);
                let now = between(&one_cell.before, &other_cell.before, &at)
                    + between(&one_cell.after, &other_cell.after, &at);
                let then = between(&other_cell.before, &one_cell.before, &at)
                    + between(&other_cell.after, &one_cell.after, &at);
                if then < now {
                    cells.swap(upper - 1, upper);
                    swapped.push(upper);
                }
            }
            better |= !swapped.is_empty();
        }
    }
}

/// Returns each cell's place in its column.
fn positions(grid: &Grid) -> Vec<usize> {
    let mut at = vec![0; grid.cells.len()];
    for column in &grid.columns {
        for (place, &cell) in column.iter().enumerate() {
            at[cell] = place;
        }
    }
    at
}

/// Counts how often the links of an upper cell cross those of a lower one, on one side.
fn between(upper: &[usize], lower: &[usize], at: &[usize]) -> usize {
    upper.iter().map(|&one| lower.iter().filter(|&&other| at[other] < at[one]).count()).sum()
}

fn crossings(grid: &Grid) -> usize {
    let at = positions(grid);
    let mut found = 0;
    for column in &grid.columns {
        for (place, &upper) in column.iter().enumerate() {
            for &lower in &column[place + 1..] {
                found += between(&grid.cells[upper].after, &grid.cells[lower].after, &at);
            }
        }
    }
    found
}
