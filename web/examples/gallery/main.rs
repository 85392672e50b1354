//! The stage's gallery: the stage alone, with topologies that no lesson has, for screenshots and tests. It is no part
//! of the page; `cargo xtask gallery` builds and serves it.
//!
//! `?show=NAME&at=POSITION&theme=dark&lang=ja&speed=0.2` chooses the picture; `time=SECONDS` instead of `at` is the
//! last step until then, and without either it is the last of all. With `play` the step before is shown first and the
//! step is played, with `back` it is then played backwards.

mod shows;

use std::cell::RefCell;
use std::rc::Rc;

use gloo::render::request_animation_frame;
use gloo::utils::{document_element, window};
use shows::SHOWS;
use warren_simulator::text::Catalog;
use warren_simulator::{Moment, Overview, Scenario, Timeline};
use warren_view::Item;
use warren_view::stage::Plan;
use warren_web::stage::{Stage, Travel};
use yew::prelude::*;

fn main() {
    yew::Renderer::<Gallery>::new().render();
}

/// A step and the one before it.
struct Picture {
    /// States, and the moments that led to them.
    steps: [(Rc<Overview>, Option<Rc<Moment>>); 2],
    position: usize,
    plan: Rc<Plan>,
}

fn picture() -> Picture {
    let name = value("show").unwrap_or_default();
    let (_, scenario) = SHOWS.iter().find(|(show, _)| *show == name).copied().unwrap_or(SHOWS[0]);
    let scenario = Scenario::parse(&scenario()).unwrap_or_else(|errors| panic!("{name}: {}", errors[0]));
    let mut timeline = Timeline::new(scenario);
    let until = |seconds: f64| timeline.moments().partition_point(|moment| moment.at.micros() as f64 <= seconds * 1e6);
    let time = value("time").and_then(|seconds| seconds.parse().ok()).map(until);
    let place = value("at").and_then(|at| at.parse().ok());
    let position = place.or(time).unwrap_or(timeline.len()).clamp(1, timeline.len());
    let plan = Rc::new(Plan::of(timeline.moments()));
    let steps = [position - 1, position].map(|position| {
        timeline.seek(position);
        let moment = position.checked_sub(1).and_then(|index| timeline.moment(index));
        (Rc::new(timeline.overview()), moment.map(|moment| Rc::new(moment.clone())))
    });
    Picture { steps, position, plan }
}

/// The state of the gallery: at the step before, at the step, or back at the one before.
#[derive(Clone, Copy, PartialEq)]
enum Act {
    Before,
    Step,
    Back,
}

#[component]
fn Gallery() -> Html {
    let picture = use_memo((), |()| picture());
    let texts = use_memo((), |()| texts());
    let plays = value("play").is_some() || value("back").is_some();
    let act = use_state(|| if plays { Act::Before } else { Act::Step });
    let selected = use_state(|| None::<Item>);
    use_effect_with((), |()| {
        let root = document_element();
        let attributes = [
            ("lang", value("lang").unwrap_or_else(|| "en".to_owned())),
            ("style", format!("color-scheme: {}", value("theme").unwrap_or_else(|| "light".to_owned()))),
        ];
        for (name, value) in attributes {
            root.set_attribute(name, &value).expect("a valid name");
        }
    });
    let goal = picture.position;
    // The stage is drawn once it has been measured: the second frame is early enough to play.
    use_effect_with((), {
        let act = act.clone();
        move |()| {
            let frame = Rc::new(RefCell::new(None));
            let next = Rc::clone(&frame);
            let first = request_animation_frame(move |_| {
                let second = request_animation_frame(move |_| {
                    if *act == Act::Before {
                        act.set(Act::Step);
                    }
                });
                *next.borrow_mut() = Some(second);
            });
            move || drop((first, frame))
        }
    });
    let on_still = {
        let act = act.clone();
        Callback::from(move |position: usize| {
            if *act == Act::Step && position == goal && value("back").is_some() {
                act.set(Act::Back);
            }
        })
    };
    let (step, travel) = match *act {
        Act::Before => (0, Travel::Jump),
        Act::Step if plays => (1, Travel::Forward),
        Act::Step => (1, Travel::Jump),
        Act::Back => (0, Travel::Back),
    };
    let (overview, moment) = &picture.steps[step];
    html! {
        <Stage
            {overview}
            plan={&picture.plan}
            moment={moment.clone()}
            position={goal - 1 + step}
            {travel}
            speed={value("speed").and_then(|speed| speed.parse().ok()).unwrap_or(1.0)}
            selected={(*selected).clone()}
            on_select={let selected = selected.clone(); move |item| selected.set(Some(item))}
            {on_still}
            {texts}
        />
    }
}

/// Returns a field of the page's query.
fn value(name: &str) -> Option<String> {
    let query = window().location().search().unwrap_or_default();
    let mut fields = query.trim_start_matches('?').split('&').map(|field| field.split_once('=').unwrap_or((field, "")));
    fields.find(|(field, _)| *field == name).map(|(_, value)| value.to_owned())
}

fn texts() -> Catalog {
    let json = match value("lang").as_deref() {
        Some("ja") => include_str!("../../../crates/view/locales/ja.json"),
        Some(_) | None => include_str!("../../../crates/view/locales/en.json"),
    };
    Catalog::parse(json).expect("the stage's own texts")
}
