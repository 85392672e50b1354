//! Pictures of moments as files: complete, well-formed, and with everything on the stage.

use std::rc::Rc;

use warren_drawing::svg::Theme;
use warren_simulator::text::Catalog;

use super::awkward::AWKWARD;
use super::runs::{RUNS, frame_at, timeline};
use crate::stage::Plan;

fn english() -> Catalog {
    Catalog::parse(include_str!("../../../locales/en.json")).expect("the stage's own texts")
}

#[test]
fn a_poster_is_well_formed_and_has_every_caption_and_number() {
    let mut slots = 0;
    for (run, scenario) in RUNS.iter().chain(&AWKWARD) {
        let mut timeline = timeline(scenario);
        let plan = Rc::new(Plan::of(timeline.moments()));
        let length = timeline.len();
        for position in (0..=length).step_by((length / 10).max(1)) {
            let frame = frame_at(&mut timeline, &plan, position);
            for theme in [Theme::Light, Theme::Dark] {
                let svg = frame.svg((900.0, 600.0), theme, &english());
                let document = roxmltree::Document::parse(&svg).unwrap_or_else(|error| panic!("{run}: {error}\n{svg}"));
                let root = document.root_element();
                assert_eq!((root.tag_name().name(), root.attribute("class")), ("svg", Some("stage")));
                let texts: Vec<&str> = document.descendants().filter_map(|node| node.text()).collect();
                for look in frame.looks.values() {
                    // The frame was made without a catalog: its texts are keys.
                    let hidden = look.name == "stage.default-exchange" || look.name.starts_with("amq.");
                    let (head, _) = look.name.split_at(look.name.chars().next().map_or(0, char::len_utf8));
                    let written =
                        texts.iter().any(|text| *text == look.name || (text.contains('…') && text.starts_with(head)));
                    assert!(hidden || written, "{run} {position}: {} in {texts:?}", look.name);
                }
                for slot in frame.scene.stores.values().flat_map(|contents| contents.slots.iter().take(1)) {
                    slots += 1;
                    assert!(texts.contains(&&*slot.token.0.to_string()), "{run} {position}: {slot:?}");
                }
            }
        }
    }
    assert!(slots > 100, "only {slots} slots");
}
