//! The animation ends in the state, and moves along edges, one thing after the other.

use std::collections::BTreeMap;

use warren_broker::{Event, QueueId};
use warren_drawing::geometry::Point;
use warren_drawing::ids::{NodeId, NodeKind};
use warren_drawing::scene::{Contents, Parked, Scene, Slot};
use warren_drawing::sizes::Composition;
use warren_simulator::{Moment, MomentKind};

use super::awkward::AWKWARD;
use super::programs::program;
use super::runs::{RUNS, Step, every_laid_out_step, steps, timeline};
use crate::stage::ids::queue_node;

/// Returns whether everything changes at once, and nothing travels: the broker stops or starts.
fn at_once(moment: &Moment) -> bool {
    matches!(moment.what, MomentKind::BrokerStopped(_) | MomentKind::BrokerStarted)
}

/// Compares the queues after the animation with those of the state.
fn check_queues(step: &Step) {
    if at_once(step.moment) {
        return;
    }
    let played = step.played();
    for (store, state) in step.after.scene.stores.iter() {
        let empty = Contents::default();
        let shown = played.stores.get(store).unwrap_or(&empty);
        let at = || format!("{} {}: {store:?}, {:#?}", step.run, step.position, step.moment);
        assert_eq!((shown.ready, shown.held), (state.ready, state.held), "{}", at());
        // Of a long queue only the head is listed; the state shows the rest.
        let listed = shown.slots.len().min(state.slots.len());
        let all_listed = |scene: &Scene| scene.stores.get(store).is_none_or(|all| all.ready + all.held <= 100);
        if all_listed(&step.before.scene) && all_listed(&step.after.scene) {
            assert_eq!(shown.slots.len(), state.slots.len(), "{}", at());
        }
        let at_rest = |slot: &Slot| Slot { fresh: false, ..*slot };
        let [shown, state] = [shown, state].map(|line| line.slots[..listed].iter().map(at_rest).collect::<Vec<_>>());
        assert_eq!(shown, state, "{}", at());
    }
}

/// Returns whether a moment loses things in flight: a connection or channel ends, the broker stops.
fn takes_along(moment: &Moment) -> bool {
    let ends = |event: &Event| matches!(event, Event::ConnectionClosed(..) | Event::ChannelClosed(..));
    let gone = matches!(
        moment.what,
        MomentKind::Killed(_) | MomentKind::Stopped(_) | MomentKind::BrokerStopped(_) | MomentKind::BrokerStarted
    );
    let told = matches!(&moment.what, MomentKind::Received { answer, .. } if answer.name().contains("close"));
    gone || told || moment.events.iter().any(ends)
}

/// Compares the things in flight after the animation with the state.
fn check_under_way(step: &Step) {
    let order = |parked: &Parked| format!("{parked:?}");
    let mut played: Vec<Parked> = step.played().parked;
    let mut state = step.after.scene.parked.clone();
    played.sort_by_key(order);
    state.sort_by_key(order);
    // A client that dies loses its things in flight, which disappear from the drawing. So do those to a deleted queue.
    let gone =
        step.moment.events.iter().any(|event| matches!(event, Event::QueueDeleted { .. } | Event::ExchangeDeleted(..)));
    if !takes_along(step.moment) && !gone {
        assert_eq!(played, state, "{} {}: {:#?}", step.run, step.position, step.moment);
    }
}

/// Compares clients' tokens after the animation with the state.
fn check_hands(step: &Step) {
    let played = step.played();
    for (client, state) in step.after.scene.hands.iter() {
        let tokens = |chips: &[warren_drawing::scene::Chip]| {
            let mut tokens: Vec<_> = chips.iter().map(|chip| chip.token).collect();
            tokens.sort();
            tokens
        };
        let shown = played.hands.get(client).map_or(&[][..], Vec::as_slice);
        assert_eq!(tokens(shown), tokens(state), "{} {}: {client:?}, {:#?}", step.run, step.position, step.moment);
    }
}

fn check(step: &Step) {
    check_queues(step);
    check_under_way(step);
    check_hands(step);
}

#[test]
fn what_is_played_ends_where_the_state_is() {
    for (run, scenario) in RUNS.iter().chain(&AWKWARD) {
        steps(run, timeline(scenario), &mut check);
    }
}

#[test]
fn what_is_played_ends_where_the_state_is_in_random_runs() {
    let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
    for seed in 0..60 {
        steps(&format!("seed {seed}"), program(seed), &mut |step| {
            check(step);
            for event in &step.moment.events {
                *seen.entry(kind_of(event)).or_default() += 1;
            }
        });
    }
    let of_interest = ["requeued", "requeued anew", "expired", "dropped", "above", "lost"];
    for kind in of_interest {
        assert!(seen.get(kind).is_some_and(|count| *count >= 5), "hardly any {kind} in {seen:?}");
    }
}

/// Returns the kind of an event of which random runs should have many.
fn kind_of(event: &Event) -> &'static str {
    let kinds = [
        ("requeued", matches!(event, Event::Requeued { from, to, .. } if from == to)),
        ("requeued anew", matches!(event, Event::Requeued { from, to, .. } if from != to)),
        ("expired", matches!(event, Event::Expired { .. })),
        ("dropped", matches!(event, Event::Dropped { .. })),
        ("above", matches!(event, Event::Enqueued { level: 1.., .. })),
        ("lost", matches!(event, Event::Lost { .. })),
    ];
    kinds.into_iter().find(|(_, is)| *is).map_or("other", |(kind, _)| kind)
}

#[test]
fn a_queue_that_was_purged_is_empty_when_the_purge_is_played() {
    let scenario = "client c\nstart c\nc: queue.declare q\nc: basic.publish \"\" q a\nc: basic.publish \"\" q b\nat 1s c: queue.purge q\n";
    let mut purged = 0;
    steps("purge", timeline(scenario), &mut |step| {
        if step.moment.events.iter().any(|event| matches!(event, Event::QueuePurged { .. })) {
            purged += 1;
            assert_eq!(step.before.scene.stores[&queue_node(QueueId(0))].ready, 2);
            assert_eq!(step.played().stores[&queue_node(QueueId(0))], Contents::default());
        }
    });
    assert_eq!(purged, 1);
}

#[test]
fn things_travel_one_after_the_other_and_not_for_long() {
    let mut moved = 0;
    every_laid_out_step(|step, _, timeline| {
        assert!(timeline.length() <= 4_300.0, "{} {}: {}", step.run, step.position, timeline.length());
        if timeline.is_still() {
            return;
        }
        moved += 1;
        let mut first_leg = 0;
        for time in 0..=(timeline.length() as usize / 10) {
            let movers = timeline.movers(time as f64 * 10.0);
            let legs: Vec<usize> = movers.iter().map(|mover| mover.leg).collect();
            assert!(legs.is_sorted() && legs.first().is_none_or(|leg| *leg >= first_leg), "{legs:?} after {first_leg}");
            first_leg = legs.first().copied().unwrap_or(first_leg);
        }
    });
    assert!(moved > 200, "only {moved} steps moved anything");
}

#[test]
fn nothing_passes_through_a_node_that_it_does_not_visit() {
    every_laid_out_step(|step, composition, timeline| {
        let mut at = 0.0;
        while at < timeline.length() {
            for mover in timeline.movers(at) {
                let edge = step.story.legs[mover.leg].edge;
                // Queues of one name share a place: a move to one is at the others, too.
                let ends = [edge.from, edge.to].map(|end| composition.layout.nodes[&end].centre);
                let elsewhere = |node: &NodeId| !ends.contains(&composition.layout.nodes[node].centre);
                let passed = nodes_at(composition, mover.at).into_iter().find(elsewhere);
                assert_eq!(passed, None, "{} {}: on {edge:?} at {:?}", step.run, step.position, mover.at);
            }
            at += 25.0;
        }
    });
}

fn nodes_at(composition: &Composition, point: Point) -> Vec<NodeId> {
    let nodes = composition.layout.nodes.iter();
    nodes.filter(|(_, spot)| spot.bounds.contains(point)).map(|(node, _)| *node).collect()
}

#[test]
fn nodes_keep_their_places_through_a_whole_lesson() {
    let mut places: BTreeMap<(&str, NodeId), Point> = BTreeMap::new();
    every_laid_out_step(|step, composition, _| {
        let Some(lesson) = ["hello", "work queues", "durability"].into_iter().find(|lesson| *lesson == step.run) else {
            return;
        };
        for (node, spot) in composition.layout.nodes.iter() {
            let place = *places.entry((lesson, *node)).or_insert(spot.centre);
            assert_eq!(place, spot.centre, "{} {}: {node:?} moved", step.run, step.position);
        }
    });
    assert!(places.len() >= 15, "{places:?}");
    let queues = places.iter().filter(|((lesson, node), _)| *lesson == "durability" && node.kind == NodeKind::Store);
    let (declared, mut apart): (Vec<&NodeId>, Vec<Point>) = queues.map(|((_, node), place)| (node, *place)).unzip();
    assert_eq!(declared.len(), 5, "one queue is lost three times and declared anew");
    apart.sort_by(|one, other| one.y.total_cmp(&other.y));
    apart.dedup();
    assert_eq!(apart.len(), 2, "and takes the same place each time: {places:?}");
}
