//! Lesson 5.

use warren_broker::Event;
use warren_broker::event::Route;

use crate::run::{Run, client, count, events};

/// Returns the number of messages that each of the four listeners got in a beat.
fn heard(run: &mut Run, beat: &str) -> [u64; 4] {
    let (begin, end) = run.span(beat);
    let [before, after] = [begin, end].map(|position| {
        run.timeline.seek(position);
        let overview = run.timeline.overview();
        ["c1", "c2", "c3", "c4"].map(|name| client(&overview, name).received)
    });
    std::array::from_fn(|index| after[index] - before[index])
}

#[test]
fn an_animal_goes_to_those_whose_patterns_match() {
    let mut run = Run::named("topics");
    let expected = [
        ("both", [1, 1, 0, 0]),
        ("both-again", [1, 1, 0, 0]),
        ("only-first", [1, 0, 0, 0]),
        ("only-second", [0, 1, 0, 0]),
        ("once", [0, 1, 0, 0]),
        ("unroutable", [0; 4]),
        ("one-word", [0; 4]),
        ("four-words", [0; 4]),
        ("lazy-four", [0, 1, 0, 0]),
        ("lazy-alone", [0, 1, 0, 0]),
        ("like-fanout", [0, 0, 1, 0]),
        ("no-words", [0, 0, 1, 0]),
        ("like-direct", [0, 0, 1, 1]),
    ];
    for (beat, received) in expected {
        assert_eq!(heard(&mut run, beat), received, "{beat}");
    }
}

/// Returns the binding keys that matched a beat's message.
fn matched(run: &Run, beat: &str) -> Vec<String> {
    let key = |event: &Event| {
        let Event::Routed { route: Route::Binding(binding), .. } = event else { return None };
        Some(binding.routing_key.to_string())
    };
    events(run.moments(beat)).filter_map(key).collect()
}

#[test]
fn each_goes_by_the_binding_that_is_named() {
    let run = Run::named("topics");
    assert_eq!(matched(&run, "both"), ["*.orange.*", "*.*.rabbit"]);
    assert_eq!(matched(&run, "both-again"), ["*.orange.*", "lazy.#"]);
    assert_eq!(matched(&run, "once"), ["*.*.rabbit", "lazy.#"]);
    assert_eq!(matched(&run, "lazy-four"), ["lazy.#"]);
    assert_eq!(matched(&run, "lazy-alone"), ["lazy.#"]);
    assert_eq!(matched(&run, "like-direct"), ["#", "quick.brown.fox"]);
    for beat in ["unroutable", "one-word", "four-words"] {
        assert_eq!(count(run.moments(beat), |event| matches!(event, Event::Unroutable { .. })), 1, "{beat}");
    }
}
