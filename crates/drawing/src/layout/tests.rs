//! Properties of layouts over random topologies: no overlaps, equal input gives equal output, and one more consumer
//! leaves the rest in order.

use proptest::collection::vec;
use proptest::prelude::*;

use super::{Extent, Flow, Layout, Link, Memory, Piece, Shape, Sketch, Spacing, lay_out};
use crate::geometry::{Path, Point, Rect};
use crate::ids::{EdgeId, NodeId};

const PUBLISH: u8 = 0;
const BIND: u8 = 1;
const DEAD_LETTER: u8 = 2;
const CONSUME: u8 = 3;

/// Returns a random topology: how many nodes of each kind, and pairs of numbers that say which of them are linked.
fn topologies() -> impl Strategy<Value = Sketch> {
    let counts = (0_usize..5, 0_usize..6, 0_usize..12, 0_usize..8);
    let pairs = || vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0_usize..4, 40.0..260.0), 0..16);
    let flow = prop_oneof![Just(Flow::Right), Just(Flow::Down)];
    (counts, pairs(), pairs(), pairs(), pairs(), pairs(), flow, 300.0..1400.0).prop_map(
        |(counts, publish, bind, dead, consume, onward, flow, room)| {
            let mut sketch = empty(flow, room);
            let mut add = |count: usize, piece: fn(u32) -> Piece| -> Vec<usize> {
                let first = sketch.pieces.len();
                sketch.pieces.extend((0_u32..).take(count).map(piece));
                (first..sketch.pieces.len()).collect()
            };
            let (producers, exchanges) = (add(counts.0, producer), add(counts.1, exchange));
            let (queues, consumers) = (add(counts.2, queue), add(counts.3, consumer));
            let ways = [
                (publish, &producers, &exchanges, PUBLISH),
                (bind, &exchanges, &[queues.clone(), exchanges.clone()].concat(), BIND),
                (dead, &queues, &exchanges, DEAD_LETTER),
                (consume, &queues, &[consumers.clone(), producers.clone()].concat(), CONSUME),
                (onward, &consumers, &exchanges, PUBLISH),
            ];
            for (pairs, from, to, kind) in ways {
                for (one, other, labels, width) in pairs {
                    if !from.is_empty() && !to.is_empty() {
                        let labels = if kind == BIND { labels } else { 0 };
                        link(&mut sketch, *one.get(from), *other.get(to), kind, &vec![(width, 24.0); labels]);
                    }
                }
            }
            sketch
        },
    )
}

fn empty(flow: Flow, room: f64) -> Sketch {
    let spacing = Spacing { nodes: 20.0, columns: 48.0, for_curves: 96.0, columns_at_most: 120.0 };
    Sketch { pieces: Vec::new(), links: Vec::new(), flow, spacing, room }
}

fn round(node: NodeId, base: usize) -> Piece {
    let extent = Extent { left: 68.0, right: 68.0, top: 36.0, bottom: 82.0 };
    Piece { node, place: node, base, first: base == 0, shape: Shape::Circle(30.0), extent }
}

fn producer(number: u32) -> Piece {
    round(NodeId::client(number), 0)
}

fn exchange(number: u32) -> Piece {
    round(NodeId::router(number), 1)
}

fn queue(number: u32) -> Piece {
    let extent = Extent { left: 112.0, right: 112.0, top: 36.0, bottom: 94.0 };
    let shape = Shape::Box(224.0, 72.0);
    let node = NodeId::store(number);
    Piece { node, place: node, base: 2, first: false, shape, extent }
}

fn consumer(number: u32) -> Piece {
    round(NodeId::client(100 + number), 3)
}

fn link(sketch: &mut Sketch, from: usize, to: usize, lane: u8, labels: &[(f64, f64)]) {
    let edge = EdgeId { from: sketch.pieces[from].node, to: sketch.pieces[to].node, lane };
    if sketch.links.iter().all(|link| link.edge != edge) {
        let two_way = lane == CONSUME;
        sketch.links.push(Link { edge, from, to, labels: labels.to_vec(), two_way });
    }
}

/// Returns points of a path, close together.
fn dense(path: &Path) -> Vec<Point> {
    let walk = path.walk();
    let corners: Vec<Point> = walk.points().collect();
    let pieces = |pair: &[Point]| {
        let steps = (pair[0].distance(pair[1]) / 4.0).ceil().max(1.0) as u32;
        let (from, to) = (pair[0], pair[1]);
        (0..=steps).map(move |step| from.towards(to, f64::from(step) / f64::from(steps))).collect::<Vec<Point>>()
    };
    corners.windows(2).flat_map(pieces).collect()
}

fn labels(layout: &Layout) -> Vec<(EdgeId, Rect)> {
    layout.edges.iter().flat_map(|(edge, route)| route.labels.iter().map(|label| (*edge, *label))).collect()
}

fn inside(layout: &Layout, area: &Rect) -> bool {
    let slack = 0.01;
    area.x >= -slack
        && area.y >= -slack
        && area.x + area.width <= layout.width + slack
        && area.y + area.height <= layout.height + slack
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, ..ProptestConfig::default() })]

    #[test]
    fn nothing_lies_on_anything_else(sketch in topologies()) {
        let layout = lay_out(&sketch, &mut Memory::default());
        let nodes: Vec<(NodeId, Rect)> = layout.nodes.iter().map(|(node, spot)| (*node, spot.bounds)).collect();
        let labels = labels(&layout);
        for (index, (node, bounds)) in nodes.iter().enumerate() {
            prop_assert!(inside(&layout, bounds), "{node:?} is outside");
            for (other, others) in &nodes[index + 1..] {
                prop_assert!(bounds.common(others) == 0.0, "{node:?} {bounds:?} on {other:?} {others:?}");
            }
            for (edge, label) in &labels {
                prop_assert!(bounds.common(label) == 0.0, "{node:?} on a label of {edge:?}");
            }
        }
        for (index, (edge, label)) in labels.iter().enumerate() {
            prop_assert!(inside(&layout, label), "a label of {edge:?} is outside");
            for (other, others) in &labels[index + 1..] {
                prop_assert!(label.common(others) == 0.0, "a label of {edge:?} on one of {other:?}");
            }
        }
    }

    #[test]
    fn edges_pass_through_nothing(sketch in topologies()) {
        let layout = lay_out(&sketch, &mut Memory::default());
        let labels = labels(&layout);
        for (edge, route) in layout.edges.iter() {
            let two_way = sketch.links.iter().any(|link| link.edge == *edge && link.two_way);
            for path in [&route.there].into_iter().chain(two_way.then_some(&route.back)) {
                for point in dense(path) {
                    for (node, spot) in layout.nodes.iter().filter(|(node, _)| ![edge.from, edge.to].contains(node)) {
                        prop_assert!(!spot.bounds.contains(point), "{edge:?} passes through {node:?} at {point:?}");
                    }
                    for (other, label) in labels.iter().filter(|(other, _)| other != edge) {
                        prop_assert!(!label.contains(point), "{edge:?} passes through a label of {other:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn edges_end_at_their_nodes(sketch in topologies()) {
        let layout = lay_out(&sketch, &mut Memory::default());
        for (edge, route) in layout.edges.iter() {
            for (node, end) in [(edge.from, route.there.start), (edge.to, route.there.end())] {
                let Rect { x, y, width, height } = layout.nodes[&node].bounds;
                let near = Rect { x: x - 4.0, y: y - 4.0, width: width + 8.0, height: height + 8.0 };
                prop_assert!(near.contains(end), "{edge:?} ends at {end:?}, {node:?} is at {near:?}");
            }
        }
    }

    #[test]
    fn the_same_again_is_the_same(sketch in topologies()) {
        let mut memory = Memory::default();
        let first = lay_out(&sketch, &mut memory);
        prop_assert_eq!(&first, &lay_out(&sketch, &mut Memory::default()));
        let known = memory.clone();
        let again = lay_out(&sketch, &mut memory);
        prop_assert_eq!(&known, &memory);
        for (node, spot) in first.nodes.iter() {
            prop_assert_eq!(spot.bounds.width, again.nodes[node].bounds.width);
        }
    }

    #[test]
    fn one_consumer_more_shuffles_nothing(sketch in topologies(), queue in any::<prop::sample::Index>()) {
        let queues: Vec<usize> = (0..sketch.pieces.len()).filter(|&piece| sketch.pieces[piece].base == 2).collect();
        prop_assume!(!queues.is_empty());
        let mut memory = Memory::default();
        let before = lay_out(&sketch, &mut memory);
        let mut more = sketch.clone();
        more.pieces.push(consumer(999));
        link(&mut more, *queue.get(&queues), sketch.pieces.len(), CONSUME, &[]);
        let after = lay_out(&more, &mut memory);
        for (one, spot) in before.nodes.iter() {
            for (other, others) in before.nodes.iter() {
                let (now, others_now) = (after.nodes[one].centre, after.nodes[other].centre);
                let order = |flow, one: Point, other: Point| {
                    let (one, other) = if flow == Flow::Right { (one, other) } else { (turned(one), turned(other)) };
                    (one.x.total_cmp(&other.x), (one.x == other.x).then(|| one.y.total_cmp(&other.y)))
                };
                prop_assert_eq!(order(sketch.flow, spot.centre, others.centre), order(sketch.flow, now, others_now));
            }
        }
    }
}

fn turned(point: Point) -> Point {
    Point::new(point.y, point.x)
}

#[test]
fn the_first_tutorial_is_a_straight_line() {
    let mut sketch = empty(Flow::Right, 900.0);
    sketch.pieces = vec![producer(0), exchange(0), queue(0), consumer(0)];
    link(&mut sketch, 0, 1, PUBLISH, &[]);
    link(&mut sketch, 1, 2, BIND, &[(60.0, 24.0)]);
    link(&mut sketch, 2, 3, CONSUME, &[]);
    let layout = lay_out(&sketch, &mut Memory::default());
    let centres: Vec<Point> = sketch.pieces.iter().map(|piece| layout.nodes[&piece.node].centre).collect();
    assert!(centres.windows(2).all(|pair| pair[0].x < pair[1].x && pair[0].y == pair[1].y), "{centres:?}");
    assert!((880.0..=900.0).contains(&layout.width), "it takes the room there is: {}", layout.width);
}

#[test]
fn workers_stand_one_below_the_other_in_their_order() {
    let mut sketch = empty(Flow::Right, 800.0);
    sketch.pieces = vec![producer(0), exchange(0), queue(0), consumer(0), consumer(1), consumer(2)];
    link(&mut sketch, 0, 1, PUBLISH, &[]);
    link(&mut sketch, 1, 2, BIND, &[]);
    for worker in 3..6 {
        link(&mut sketch, 2, worker, CONSUME, &[]);
    }
    let layout = lay_out(&sketch, &mut Memory::default());
    let at: Vec<Point> = sketch.pieces.iter().map(|piece| layout.nodes[&piece.node].centre).collect();
    assert!(at[3].y < at[4].y && at[4].y < at[5].y, "{at:?}");
    assert_eq!(at[2].y, at[4].y, "the queue is level with the worker in the middle");
}

#[test]
fn answers_come_back_to_who_asked_first() {
    let mut sketch = empty(Flow::Right, 900.0);
    let server = consumer(0);
    sketch.pieces = vec![producer(0), exchange(0), queue(0), queue(1), server];
    link(&mut sketch, 0, 1, PUBLISH, &[]);
    link(&mut sketch, 1, 2, BIND, &[(80.0, 24.0)]);
    link(&mut sketch, 1, 3, BIND, &[(80.0, 24.0)]);
    link(&mut sketch, 2, 4, CONSUME, &[]);
    link(&mut sketch, 4, 1, PUBLISH, &[]);
    link(&mut sketch, 3, 0, CONSUME, &[]);
    let layout = lay_out(&sketch, &mut Memory::default());
    let x = |piece: usize| layout.nodes[&sketch.pieces[piece].node].centre.x;
    assert!(x(0) < x(1) && x(1) < x(2) && x(2) == x(3) && x(3) < x(4));
    let answers = &layout.edges[&sketch.links[4].edge].there;
    assert!(answers.start.x > answers.end().x, "they travel against the flow");
}
