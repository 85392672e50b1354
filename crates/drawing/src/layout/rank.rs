//! Assigns each node its column, and finds the edges against the flow.

use super::Sketch;
use crate::ids::NodeKind;
use warren_dict::sort;

/// Columns and directions.
pub(super) struct Ranks {
    /// The column of each piece.
    pub of: Vec<usize>,
    /// For each link, whether it runs against the flow.
    pub turned: Vec<bool>,
}

/// Assigns each piece the first column after all its predecessors, and not before its minimum.
pub(super) fn rank(sketch: &Sketch) -> Ranks {
    let mut turned: Vec<bool> =
        sketch.links.iter().map(|link| sketch.pieces[link.to].first && !sketch.pieces[link.from].first).collect();
    break_cycles(sketch, &mut turned);
    let mut of = after_all_before(sketch, &turned);
    pull(sketch, &turned, &mut of);
    Ranks { of, turned }
}

/// Returns the pieces at both ends of a link, along the flow; `None` for loops.
fn ends(sketch: &Sketch, turned: &[bool], link: usize) -> Option<(usize, usize)> {
    let (from, to) = (sketch.links[link].from, sketch.links[link].to);
    if from == to { None } else { Some(if turned[link] { (to, from) } else { (from, to) }) }
}

/// Turns every link that would close a cycle, by a depth-first walk from the natural beginnings.
fn break_cycles(sketch: &Sketch, turned: &mut [bool]) {
    #[derive(Clone, Copy, PartialEq)]
    enum Mark {
        New,
        Open,
        Done,
    }
    let mut out: Vec<Vec<(usize, usize)>> = vec![Vec::new(); sketch.pieces.len()];
    for link in 0..sketch.links.len() {
        if let Some((from, to)) = ends(sketch, turned, link) {
            out[from].push((to, link));
        }
    }
    for next in &mut out {
        sort(next, |one, other| one < other);
    }
    let mut begin: Vec<usize> = (0..sketch.pieces.len()).collect();
    let rank = |piece: usize| (!sketch.pieces[piece].first, sketch.pieces[piece].base, piece);
    sort(&mut begin, |one, other| rank(*one) < rank(*other));
    let mut marks = vec![Mark::New; sketch.pieces.len()];
    for start in begin {
        if marks[start] != Mark::New {
            continue;
        }
        marks[start] = Mark::Open;
        let mut way = vec![(start, 0)];
        while let Some((piece, done)) = way.last_mut() {
            let Some(&(next, link)) = out[*piece].get(*done) else {
                marks[*piece] = Mark::Done;
                way.pop();
                continue;
            };
            *done += 1;
            match marks[next] {
                Mark::New => {
                    marks[next] = Mark::Open;
                    way.push((next, 0));
                }
                Mark::Open => turned[link] = !turned[link],
                Mark::Done => {}
            }
        }
    }
}

fn after_all_before(sketch: &Sketch, turned: &[bool]) -> Vec<usize> {
    let pairs: Vec<(usize, usize)> = (0..sketch.links.len()).filter_map(|link| ends(sketch, turned, link)).collect();
    let mut of: Vec<usize> = sketch.pieces.iter().map(|piece| if piece.first { 0 } else { piece.base }).collect();
    // Without cycles this settles after as many rounds as the longest path has steps.
    loop {
        let mut settled = true;
        for &(from, to) in &pairs {
            if of[to] <= of[from] {
                of[to] = of[from] + 1;
                settled = false;
            }
        }
        if settled {
            return of;
        }
    }
}

/// Moves a router without predecessors directly before its first successor. Other nodes stay: one more consumer must
/// not move a queue.
fn pull(sketch: &Sketch, turned: &[bool], of: &mut [usize]) {
    let pairs: Vec<(usize, usize)> = (0..sketch.links.len()).filter_map(|link| ends(sketch, turned, link)).collect();
    for (piece, sketched) in sketch.pieces.iter().enumerate() {
        let led_to = pairs.iter().any(|&(_, to)| to == piece);
        let nearest = pairs.iter().filter(|&&(from, _)| from == piece).map(|&(_, to)| of[to]).min();
        if let Some(nearest) = nearest
            && !led_to
            && sketched.node.kind == NodeKind::Router
        {
            of[piece] = of[piece].max(nearest - 1);
        }
    }
}
