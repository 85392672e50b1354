//! Lesson 4.

use warren_broker::Event;
use warren_simulator::Overview;

use crate::run::{Run, client, count, published};

fn unroutable(event: &Event) -> bool {
    matches!(event, Event::Unroutable { .. })
}

/// Returns the numbers of lines in `to_screen` and `to_disk`.
fn heard(overview: &Overview) -> (u64, u64) {
    (client(overview, "to_screen").received, client(overview, "to_disk").received)
}

#[test]
fn a_line_goes_where_its_severity_is_bound() {
    let mut run = Run::named("routing");
    assert_eq!(heard(&run.after("error")), (0, 1));
    assert_eq!(count(run.moments("dropped"), unroutable), 1);
    assert_eq!(heard(&run.after("dropped")), (0, 1));
    assert_eq!(run.after("three-keys").broker.bindings.len(), 4);
    assert_eq!(heard(&run.after("one-way")), (1, 1));
    assert_eq!(heard(&run.after("both")), (2, 2));
    assert_eq!(heard(&run.after("mixed")), (8, 4));
    assert_eq!(client(&run.after("mixed"), "emit_log_direct").returned, 0);
}

#[test]
fn the_bindings_are_those_that_are_described() {
    let mut run = Run::named("routing");
    let broker = run.after("listings").broker;
    let command = "list_bindings --silent --no-table-headers source_name destination_name routing_key";
    let printed = warren_ctl::run(command, Some(&broker)).expect("the command is right");
    let rows: Vec<&str> = printed.lines().collect();
    assert_eq!(rows.iter().filter(|row| row.starts_with("direct_logs\t")).count(), 4, "{printed}");
    let own = |row: &&&str| {
        let fields: Vec<&str> = row.split('\t').collect();
        fields[0].is_empty() && fields[1] == fields[2]
    };
    assert_eq!((rows.iter().filter(own).count(), rows.len()), (2, 6), "{printed}");
}

#[test]
fn keys_are_equal_or_not_and_bindings_come_and_go() {
    let mut run = Run::named("routing");
    assert_eq!(count(run.moments("exact"), unroutable), 1);
    let before = heard(&run.after("exact"));
    let bound = heard(&run.after("extra-key"));
    assert_eq!(bound, (before.0 + 1, before.1 + 1));
    assert_eq!(count(run.moments("unbound"), unroutable), 1);
    let unbound = run.after("unbound");
    assert_eq!((heard(&unbound), unbound.broker.bindings.len()), (bound, 4));
    assert_eq!((unbound.broker.queues.len(), unbound.broker.connections.len()), (2, 3));
}

#[test]
fn a_line_has_the_number_that_the_stage_shows() {
    for (index, line) in published(&Run::named("routing")).iter().enumerate() {
        assert!(line.ends_with(&format!(": line {}", index + 1)), "{line} is message {}", index + 1);
    }
}
