//! The transport bar: first, back, play, forward, last, the scrubber with its marks, the virtual clock, speed and reset. It
//! deliberately only asks; what plays is the app's.

use std::rc::Rc;

use warren_broker::Time;
use web_sys::InputEvent;
use yew::prelude::*;

use crate::dom::{input_value, selected_value, ticked};
use crate::i18n::{Texts, use_texts};
use crate::icons::{Icon, icon};
use crate::playback::{Order, Run, SPEEDS, View, Weight};

/// The bar.
#[derive(Properties, PartialEq)]
pub struct TransportProps {
    /// Where the learner stands.
    pub view: View,
    /// The headings of the lesson's beats.
    pub headings: Rc<Vec<AttrValue>>,
    /// Whether it plays.
    pub playing: bool,
    /// Index in [`SPEEDS`].
    pub speed: usize,
    /// Whether play pauses where a beat begins.
    pub pause_at_beats: bool,
    /// What the learner asks for.
    pub on_order: Callback<Order>,
}

/// Draws the bar.
#[component]
pub fn Transport(props: &TransportProps) -> Html {
    let texts = use_texts();
    let view = &props.view;
    let at_start = view.position == 0;
    let button = |name: &str, sign: Icon, order: Order, disabled: bool| {
        // On the smallest screens the scrubber alone goes to the ends.
        let class = classes!("button", "square", matches!(order, Order::First | Order::Last).then_some("to-ends"));
        let label = texts.say(name);
        let onclick = props.on_order.reform(move |_: MouseEvent| order.clone());
        html! {
            <button {class} type="button" aria-label={label.clone()} title={label} {disabled} {onclick}>{ icon(sign) }</button>
        }
    };
    let play = texts.say(if props.playing { "transport.pause" } else { "transport.play" });
    let on_play = props.on_order.reform(|_: MouseEvent| Order::PlayPause);
    html! {
        <section class="transport" aria-label={texts.say("transport.title")}>
            <div class="transport-buttons" role="group" aria-label={texts.say("transport.title")}>
                { button("transport.first", Icon::First, Order::First, at_start) }
                { button("transport.back", Icon::Back, Order::Back, at_start) }
                <button class="button square strong play" type="button" aria-label={play.clone()} title={play} disabled={view.len() == 0} onclick={on_play}>
                    { icon(if props.playing { Icon::Pause } else { Icon::Play }) }
                </button>
                { button("transport.forward", Icon::Forward, Order::Forward, view.at_end()) }
                { button("transport.last", Icon::Last, Order::Last, view.at_end()) }
            </div>
            { scrubber(props, &texts) }
            <div class="transport-side">
                <time class="clock" aria-label={texts.say("transport.clock")} role="timer">{ now(view) }</time>
                { speed(props, &texts) }
                <label class="button toggle" title={texts.say("transport.pause-at-steps-long")}>
                    <input type="checkbox" checked={props.pause_at_beats}
                        onchange={props.on_order.reform(|event: Event| Order::PauseAtBeats(ticked(&event)))} />
                    <span>{ texts.say("transport.pause-at-steps") }</span>
                </label>
                <button class="button reset" type="button" aria-label={texts.say("transport.reset")} onclick={props.on_order.reform(|_: MouseEvent| Order::Reset)}>
                    { icon(Icon::Reset) }<span>{ texts.say("transport.reset") }</span>
                </button>
            </div>
        </section>
    }
}

fn now(view: &View) -> String {
    view.told().map_or(Time::ZERO, |told| told.at).to_string()
}

fn speed(props: &TransportProps, texts: &Texts) -> Html {
    let onchange = props.on_order.reform(|event| Order::Speed(selected_value(event).parse().unwrap_or_default()));
    html! {
        <select class="button select speed" aria-label={texts.say("transport.speed")} {onchange}>
            { for SPEEDS.into_iter().enumerate().map(|(index, hundredths)| html! {
                <option key={index} value={index.to_string()} selected={index == props.speed}>{ times(hundredths) }</option>
            }) }
        </select>
    }
}

fn times(hundredths: u16) -> String {
    format!("{}×", f64::from(hundredths) / 100.0)
}

fn scrubber(props: &TransportProps, texts: &Texts) -> Html {
    let view = &props.view;
    let seek = props.on_order.reform(|event: InputEvent| Order::Seek(input_value(&event).parse().unwrap_or_default()));
    let time = now(view);
    let sentence = view.told().and_then(|told| told.explanation.summary.as_ref()).map(|summary| texts.phrase(summary));
    let (position, count) = (view.position, view.len());
    let spoken = texts.tell(
        "transport.spoken",
        &[("number", &position), ("count", &count), ("time", &time), ("what", &sentence.unwrap_or_default())],
    );
    html! {
        <div class="scrubber" style={format!("--done:{}", share(position, count))}>
            <Marks run={Rc::clone(&view.run)} headings={Rc::clone(&props.headings)} beat={view.beat} on_order={props.on_order.clone()} />
            <input type="range" min="0" max={count.to_string()} step="1" value={position.to_string()} aria-label={texts.say("transport.scrubber")}
                aria-valuetext={spoken} oninput={seek} />
        </div>
    }
}

/// What is marked on the scrubber; it changes only with the run and the beat.
#[derive(Properties)]
struct MarksProps {
    run: Rc<Run>,
    headings: Rc<Vec<AttrValue>>,
    beat: usize,
    on_order: Callback<Order>,
}

impl PartialEq for MarksProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run) && Rc::ptr_eq(&self.headings, &other.headings) && self.beat == other.beat
    }
}

/// More moments than this are not marked one by one: they would only make a grey bar.
const MARKED: usize = 240;

#[component]
fn Marks(props: &MarksProps) -> Html {
    let count = props.run.told.len();
    let ticks =
        props.run.told.iter().enumerate().filter(|(_, told)| count <= MARKED || told.weight != Weight::Ordinary);
    html! {
        <div class="marks" aria-hidden="true">
            { for ticks.map(|(index, told)| html! {
                <i key={index} class={tick(told.weight)} style={format!("--at:{}", share(index + 1, count))}></i>
            }) }
            { for props.run.beats.iter().enumerate().filter_map(|(beat, begins)| begins.map(|begins| (beat, begins))).map(|(beat, begins)| {
                let class = classes!("beat-mark", (beat == props.beat).then_some("current"));
                let onclick = props.on_order.reform(move |_: MouseEvent| Order::Beat(beat));
                let title = format!("{} · {}", beat + 1, props.headings.get(beat).cloned().unwrap_or_default());
                html! { <b key={format!("beat {beat}")} {class} {title} {onclick} style={format!("--at:{}", share(begins, count))}></b> }
            }) }
        </div>
    }
}

const fn tick(weight: Weight) -> &'static str {
    match weight {
        Weight::Ordinary => "tick",
        Weight::Notable => "tick notable",
        Weight::Grave => "tick grave",
        Weight::Own => "tick own",
    }
}

/// Which part of the whole, from 0 to 1.
#[allow(clippy::cast_precision_loss)] // A scrubber has fewer pixels than an f32 has steps.
fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}
