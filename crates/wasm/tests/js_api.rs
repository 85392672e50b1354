//! Tests the JavaScript API from within WebAssembly in a browser: replay equals live there too, at every position, and
//! errors carry the text that Rust prints. Programs in JavaScript test it from their side, in tests/e2e.
#![cfg(target_arch = "wasm32")]

use warren_simulator::{Scenario, Statement, World};
use warren_wasm::Simulation;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

/// Runs that together have losses, requeues, chance and both kinds of restart.
const SCENARIOS: [(&str, &str); 3] = [
    ("hello-world", include_str!("../../lessons/lessons/01-hello-world/scenario.warren")),
    ("work-queues", include_str!("../../lessons/lessons/02-work-queues/scenario.warren")),
    ("crash", include_str!("crash.warren")),
];

fn load(text: &str) -> Simulation {
    Simulation::new(text, JsValue::UNDEFINED).unwrap()
}

fn json(value: Result<JsValue, JsValue>) -> String {
    js_sys::JSON::stringify(&value.unwrap()).unwrap().into()
}

/// Returns the overview at every position of a simulation, visited in the given order.
fn overviews(simulation: &mut Simulation, positions: impl Iterator<Item = usize>) -> Vec<(usize, String)> {
    positions
        .map(|position| {
            simulation.seek(position);
            (position, json(simulation.overview()))
        })
        .collect()
}

#[wasm_bindgen_test]
fn stepping_a_world_live_and_replaying_a_simulation_show_the_same() {
    for (name, text) in SCENARIOS {
        let mut simulation = load(text);
        assert!(simulation.length() > 10, "{name} has moments");
        let mut world = World::new(&Scenario::parse(text).unwrap());
        for position in 0..simulation.length() {
            simulation.seek(position);
            let live = plain(&world.overview());
            assert_eq!(json(simulation.overview()), live, "{name} at {position}");
            let moment = world.step().unwrap();
            assert_eq!(json(simulation.moment(position)), plain(&moment), "{name}, moment {position}");
        }
    }
}

#[wasm_bindgen_test]
fn a_position_is_the_same_forwards_backwards_and_in_leaps() {
    for (name, text) in SCENARIOS {
        let mut simulation = load(text);
        let length = simulation.length();
        let forwards = overviews(&mut simulation, 0..=length);
        let mut backwards = overviews(&mut simulation, (0..=length).rev());
        backwards.reverse();
        assert!(forwards == backwards, "{name} backwards");
        // A stride without a factor in common with the number of positions visits each of them once, far from the last.
        let stride = (length / 2..).find(|stride| gcd(*stride, length + 1) == 1).unwrap();
        let mut leaps = overviews(&mut simulation, (0..=length).map(|n| n * stride % (length + 1)));
        leaps.sort();
        assert!(forwards == leaps, "{name} in leaps");
    }
}

#[wasm_bindgen_test]
fn a_run_with_actions_is_made_again_from_its_actions() {
    let (_, text) = SCENARIOS[1];
    let mut first = load(text);
    let middle = first.length() / 2;
    first.seek(middle);
    // Two statements that fit any state of the broker and the clients.
    first.act("latency 30ms").unwrap();
    first.act("client late worker queue=hello").unwrap();
    let mut second = Simulation::new(text, first.actions().unwrap()).unwrap();
    assert_eq!(second.length(), first.length());
    let length = first.length();
    let untouched = overviews(&mut load(text), 0..=middle + 9);
    assert!(overviews(&mut first, 0..=middle + 9) != untouched, "the actions changed the run");
    assert!(overviews(&mut first, 0..=length) == overviews(&mut second, 0..=length));
    assert!(first.undo_act() && first.undo_act() && !first.undo_act());
    assert_eq!(first.position(), middle);
    assert_eq!(first.length(), load(text).length());
    assert!(overviews(&mut first, 0..=middle + 9) == untouched);
}

#[wasm_bindgen_test]
fn errors_are_errors_with_the_text_that_rust_prints() {
    let text = "client c\nstart d\nc: basic.publsih \"\" q hello";
    let error = Simulation::new(text, JsValue::UNDEFINED).unwrap_err();
    let printed: Vec<String> = Scenario::parse(text).unwrap_err().iter().map(ToString::to_string).collect();
    assert_eq!(message(&error), printed.join("\n"));

    let mut simulation = load(SCENARIOS[0].1);
    let before = json(simulation.overview());
    let error = simulation.act("kil producer").unwrap_err();
    assert_eq!(message(&error), Statement::parse("kil producer").unwrap_err().to_string());
    assert_eq!(json(simulation.overview()), before);
}

fn message(error: &JsValue) -> String {
    error.dyn_ref::<js_sys::Error>().unwrap().message().into()
}

fn gcd(a: usize, b: usize) -> usize {
    if b == 0 { a } else { gcd(b, a % b) }
}

fn plain<T: serde::Serialize>(value: &T) -> String {
    json(warren_wasm::plain::object(value))
}
