//! The stage in a real browser: it moves and comes to rest, jumps cancel, keys reach everything, and estimated widths
//! fit when real fonts are drawn.
#![cfg(target_arch = "wasm32")]

use std::cell::RefCell;
use std::rc::Rc;

use gloo::utils::{body, document, window};
use warren_simulator::text::Catalog;
use warren_simulator::{Scenario, Timeline};
use warren_view::Item;
use warren_view::stage::Plan;
use warren_web::stage::{Stage, StageProps, Travel};
use wasm_bindgen::JsCast;
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};
use web_sys::{Element, HtmlElement, KeyboardEvent, KeyboardEventInit};
use yew::prelude::*;

wasm_bindgen_test_configure!(run_in_browser);

const KILLED: &str = include_str!("../examples/gallery/killed.warren");
const RUNS: [&str; 6] = [
    KILLED,
    include_str!("../examples/gallery/topics.warren"),
    include_str!("../examples/gallery/rpc.warren"),
    include_str!("../examples/gallery/retry.warren"),
    include_str!("../examples/gallery/cjk.warren"),
    include_str!("../examples/gallery/tangle.warren"),
];

/// A stage on the page, with its reports.
struct Shown {
    root: Element,
    timeline: Timeline,
    plan: Rc<Plan>,
    told: Rc<RefCell<Vec<Item>>>,
    still: Rc<RefCell<Vec<usize>>>,
    step: Rc<RefCell<Option<Callback<StageProps>>>>,
}

/// Returns the stage new props on request.
#[derive(Clone, PartialEq, Properties)]
struct ShowProps {
    first: StageProps,
    /// The place of the callback that changes the props.
    step: Handle,
}

#[derive(Clone)]
struct Handle(Rc<RefCell<Option<Callback<StageProps>>>>);

impl PartialEq for Handle {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.0, &other.0)
    }
}

#[component]
fn Show(props: &ShowProps) -> Html {
    let shown = use_state(|| props.first.clone());
    *props.step.0.borrow_mut() = Some({
        let shown = shown.setter();
        Callback::from(move |props| shown.set(props))
    });
    html! { <Stage ..(*shown).clone() /> }
}

impl Shown {
    /// Shows a run at a position, on a stage so large.
    async fn new(scenario: &str, position: usize, (width, height): (u32, u32)) -> Self {
        let style = document().create_element("style").expect("the document makes elements");
        style.set_text_content(Some(concat!(
            include_str!("../../crates/drawing/style/stage-tokens.css"),
            include_str!("../../crates/drawing/style/stage.css")
        )));
        let root = document().create_element("div").expect("the document makes elements");
        root.set_attribute("style", &format!("width:{width}px;height:{height}px")).expect("`style` is a valid name");
        root.append_child(&style).expect("a new element takes children");
        let inner = document().create_element("div").expect("the document makes elements");
        inner.set_attribute("style", "height:100%").expect("`style` is a valid name");
        root.append_child(&inner).expect("a new element takes children");
        body().append_child(&root).expect("the body takes children");
        let mut timeline = Timeline::new(Scenario::parse(scenario).expect("the runs are correct"));
        let plan = Rc::new(Plan::of(timeline.moments()));
        let (told, still, step) = (Rc::default(), Rc::default(), Rc::default());
        let first = props(&mut timeline, &plan, (position, Travel::Jump), &told, &still);
        let show = ShowProps { first, step: Handle(Rc::clone(&step)) };
        yew::Renderer::<Show>::with_root_and_props(inner, show).render();
        let mut shown = Self { root, timeline, plan, told, still, step };
        until(|| shown.count(".stage-drawing") == 1).await;
        shown.go(position, Travel::Jump);
        shown
    }

    fn go(&mut self, position: usize, travel: Travel) {
        let props = props(&mut self.timeline, &self.plan, (position, travel), &self.told, &self.still);
        let step = self.step.borrow().clone().expect("the component has been drawn");
        step.emit(props);
    }

    fn count(&self, selector: &str) -> u32 {
        self.root.query_selector_all(selector).expect("the selectors are correct").length()
    }

    fn moving(&self) -> bool {
        self.count(".stage[data-moving=true]") == 1
    }

    fn elements(&self, selector: &str) -> Vec<Element> {
        let found = self.root.query_selector_all(selector).expect("the selectors are correct");
        (0..found.length()).filter_map(|index| found.item(index)?.dyn_into().ok()).collect()
    }

    /// Returns the first position whose moment satisfies the condition.
    fn find(&self, wanted: impl Fn(&str) -> bool) -> usize {
        let found = self.timeline.moments().iter().position(|moment| wanted(&format!("{moment:?}")));
        found.expect("the run has such a moment") + 1
    }
}

impl Drop for Shown {
    fn drop(&mut self) {
        self.root.remove();
    }
}

fn props(
    timeline: &mut Timeline,
    plan: &Rc<Plan>,
    (position, travel): (usize, Travel),
    told: &Rc<RefCell<Vec<Item>>>,
    still: &Rc<RefCell<Vec<usize>>>,
) -> StageProps {
    timeline.seek(position);
    let moment = position.checked_sub(1).and_then(|index| timeline.moment(index)).cloned().map(Rc::new);
    let (told, still) = (Rc::clone(told), Rc::clone(still));
    StageProps {
        overview: Rc::new(timeline.overview()),
        plan: Rc::clone(plan),
        moment,
        position,
        travel,
        speed: 1.0,
        selected: None,
        lit: Vec::new(),
        on_select: Callback::from(move |item| told.borrow_mut().push(item)),
        on_still: Callback::from(move |position| still.borrow_mut().push(position)),
        texts: Rc::new(
            Catalog::parse(include_str!("../../crates/view/locales/en.json")).expect("the stage's own texts"),
        ),
    }
}

/// Waits, frame by frame, until a condition holds; ten seconds are too long.
async fn until(so: impl Fn() -> bool) {
    let now = || window().performance().expect("browsers have clocks").now();
    let start = now();
    while !so() {
        assert!(now() - start < 10_000.0, "it did not come about");
        let frame = js_sys::Promise::new(&mut |resolve, _| {
            window().request_animation_frame(&resolve).expect("windows have frames");
        });
        JsFuture::from(frame).await.expect("frames come");
    }
}

#[wasm_bindgen_test]
async fn a_step_is_played_and_then_the_stage_is_still() {
    let mut shown = Shown::new(KILLED, 1, (800, 560)).await;
    let routed = shown.find(|moment| moment.contains("Enqueued"));
    shown.go(routed - 1, Travel::Jump);
    until(|| shown.still.borrow().contains(&(routed - 1))).await;
    assert!(!shown.moving() && shown.count(".cell") == 0, "the message is not there yet");
    shown.go(routed, Travel::Forward);
    until(|| shown.moving() && shown.count(".token") == 1).await;
    assert_eq!(shown.count(".cell"), 0, "it comes when it has got there");
    until(|| shown.still.borrow().contains(&routed)).await;
    until(|| !shown.moving() && shown.count(".cell") == 1).await;
    assert!(shown.count(".edge.now") >= 2, "the way it went stays lit");
    shown.go(routed - 1, Travel::Back);
    until(|| shown.moving()).await;
    until(|| !shown.moving() && shown.count(".cell") == 0).await;
}

#[wasm_bindgen_test]
async fn a_jump_cancels_what_moves() {
    let mut shown = Shown::new(KILLED, 1, (800, 560)).await;
    let routed = shown.find(|moment| moment.contains("Enqueued"));
    shown.go(routed - 1, Travel::Jump);
    until(|| shown.still.borrow().contains(&(routed - 1))).await;
    shown.go(routed, Travel::Forward);
    until(|| shown.moving()).await;
    let end = shown.timeline.len();
    shown.go(end, Travel::Jump);
    until(|| shown.still.borrow().contains(&end)).await;
    assert!(!shown.moving());
    assert_eq!(shown.still.borrow().iter().filter(|position| **position == routed).count(), 0, "it was never reached");
}

#[wasm_bindgen_test]
async fn keys_reach_nodes_and_messages() {
    let mut shown = Shown::new(KILLED, 1, (800, 560)).await;
    let requeued = shown.find(|moment| moment.contains("Requeued"));
    shown.go(requeued, Travel::Jump);
    until(|| shown.count(".cell") > 2).await;
    let press = |key: &str| {
        let init = KeyboardEventInit::new();
        init.set_key(key);
        init.set_bubbles(true);
        let event = KeyboardEvent::new_with_keyboard_event_init_dict("keydown", &init).expect("keys can be pressed");
        document().active_element().expect("something has the focus").dispatch_event(&event).expect("it is dispatched");
    };
    let queue: HtmlElement = shown.elements(".queue").remove(0).unchecked_into();
    queue.focus().expect("it can be focused");
    press("Enter");
    press("ArrowLeft");
    press("ArrowLeft");
    press(" ");
    press("Escape");
    press("Enter");
    until(|| shown.told.borrow().len() == 3).await;
    let told = shown.told.borrow().clone();
    let [Item::Queue(first), Item::Copy(copy), Item::Queue(again)] = told[..] else { panic!("{told:?}") };
    assert_eq!((first, copy.queue), (again, first));
    assert_eq!(copy.position, 2, "the second from the head");
    let named = shown.elements("[role=button]").iter().all(|button| {
        button.get_attribute("aria-label").is_some_and(|label| !label.is_empty() && !label.contains("stage."))
    });
    assert!(named, "everything that can be picked has a name");
}

#[wasm_bindgen_test]
async fn real_fonts_need_no_more_room_than_was_kept() {
    for run in RUNS {
        for size in [(900, 600), (390, 600)] {
            let mut shown = Shown::new(run, 1, size).await;
            let length = shown.timeline.len();
            for position in (1..=length).step_by((length / 12).max(1)) {
                shown.go(position, Travel::Jump);
                until(|| shown.still.borrow().last() == Some(&position)).await;
                for boxed in shown.elements(".label, .cell-body, .chip, .token, .callout, .full-name") {
                    let room = boxed.query_selector("rect").ok().flatten().map(|rect| rect.get_bounding_client_rect());
                    let texts = boxed.query_selector_all("text").expect("the selector is correct");
                    for text in (0..texts.length()).filter_map(|index| texts.item(index)) {
                        let (text, room) = (text.unchecked_into::<Element>(), room.as_ref().expect("it has a box"));
                        let written = text.get_bounding_client_rect();
                        let inside = written.left() >= room.left() - 0.5 && written.right() <= room.right() + 0.5;
                        assert!(inside, "{:?} at {position} of {run}", text.text_content());
                    }
                }
                // Captions keep to the reserved width: their group is at most as wide as its node's place.
                let captions = shown.elements(".client > .name, .exchange > .name");
                for caption in captions.iter().filter(|_| size.0 > 500) {
                    assert!(caption.get_bounding_client_rect().width() <= 120.5, "{:?}", caption.text_content());
                }
                let bounds: Vec<_> = shown
                    .elements(".client, .exchange, .queue")
                    .iter()
                    .map(Element::get_bounding_client_rect)
                    .collect();
                for (index, one) in bounds.iter().enumerate() {
                    for other in &bounds[index + 1..] {
                        let apart = one.right() <= other.left() + 0.5
                            || other.right() <= one.left() + 0.5
                            || one.bottom() <= other.top() + 0.5
                            || other.bottom() <= one.top() + 0.5;
                        assert!(apart, "two nodes overlap at {position} of {run}");
                    }
                }
            }
        }
    }
}
