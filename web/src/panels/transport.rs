//! The transport bar: first, back, play, forward, last, the scrubber with its marks, the virtual clock, speed and
//! reset.

use std::rc::Rc;

use warren_drawing::svg_numbers::decimal;
use warren_view::Instant;
use warren_view::run::{Run, Weight};
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::dom::{ticked, value_of};
use crate::element::{Element, classes, el, list};
use crate::icons::Icon;
use crate::memo::memo;
use crate::panels::buttons::{bare, explained};
use crate::panels::header::{choice, menu};
use crate::playback::{Playback, PlaybackCommand, SPEEDS, View};

/// Draws the bar; the headings are those of the lesson's beats.
pub fn transport(ui: &Ui, view: &View, headings: &Rc<Vec<AttrValue>>, playback: &Playback) -> Html {
    let title = ui.say("transport.title");
    let (at_start, at_end) = (view.position == 0, view.at_end());
    let (play, sign) = if playback.playing { ("transport.pause", Icon::Pause) } else { ("transport.play", Icon::Play) };
    // On the smallest screens the scrubber alone goes to the ends.
    let (class, end) = ("button square", "button square to-ends");
    let buttons = [
        button(ui, end, "transport.first", Icon::First, PlaybackCommand::First, at_start),
        button(ui, class, "transport.back", Icon::Back, PlaybackCommand::Back, at_start),
        explained(ui, "button square strong play", sign, play, UiCommand::Onward).flag("disabled", view.len() == 0),
        button(ui, class, "transport.forward", Icon::Forward, PlaybackCommand::Forward, at_end),
        button(ui, end, "transport.last", Icon::Last, PlaybackCommand::Last, at_end),
    ];
    let clock = el("time").with(&[("class", "clock"), ("role", "timer")]);
    let reset = ui.say("transport.reset");
    let pause = el("input").attr("type", "checkbox").flag("checked", playback.pause_at_beats);
    let pause = pause.dispatch(ListenerKind::onchange, ui, |event| {
        Some(UiCommand::Playback(PlaybackCommand::PauseAtBeats(ticked(event))))
    });
    let side = el("div")
        .class("transport-side")
        .child(clock.attr("aria-label", ui.say("transport.clock")).text(now(view)))
        .child(speed(ui, playback.speed))
        .child(
            el("label")
                .class("button toggle")
                .attr("title", ui.say("transport.pause-at-steps-long"))
                .child(pause)
                .child(el("span").text(ui.say("transport.pause-at-steps"))),
        )
        .child(
            bare(ui, "button reset", Icon::Reset, reset.clone(), UiCommand::Playback(PlaybackCommand::Reset))
                .child(el("span").text(reset)),
        );
    el("section")
        .class("transport")
        .attr("aria-label", title.clone())
        .child(
            el("div")
                .with(&[("class", "transport-buttons"), ("role", "group")])
                .attr("aria-label", title)
                .children(buttons),
        )
        .child(scrubber(ui, view, headings))
        .child(side)
        .into()
}

fn button(ui: &Ui, class: &'static str, name: &str, sign: Icon, command: PlaybackCommand, disabled: bool) -> Element {
    explained(ui, class, sign, name, UiCommand::Playback(command)).flag("disabled", disabled)
}

fn now(view: &View) -> String {
    view.moment().map_or(Instant::START, |told| told.at).to_string()
}

fn speed(ui: &Ui, speed: usize) -> Element {
    let speeds = SPEEDS.into_iter().enumerate().map(|(index, hundredths)| {
        let times = decimal(f64::from(hundredths) / 100.0, 2) + "×";
        choice(index.to_string().into(), times.into(), index == speed)
    });
    menu(ui.say("transport.speed"))
        .class("button select speed")
        .dispatch(ListenerKind::onchange, ui, |event| {
            Some(UiCommand::Playback(PlaybackCommand::Speed(value_of(event).parse().unwrap_or_default())))
        })
        .children(speeds)
}

fn scrubber(ui: &Ui, view: &View, headings: &Rc<Vec<AttrValue>>) -> Element {
    let (position, count, beat) = (view.position, view.len(), view.beat);
    let sentence = view.moment().and_then(|told| told.explanation.summary.as_ref());
    let what = sentence.map(|summary| ui.texts.phrase(summary)).unwrap_or_default();
    let spoken = ui
        .texts
        .tell("transport.spoken", &[("number", &position), ("count", &count), ("time", &now(view)), ("what", &what)]);
    let seal = [Rc::as_ptr(&view.run).addr(), Rc::as_ptr(headings).addr(), beat];
    let marks = {
        let (ui, run, headings) = (ui.clone(), Rc::clone(&view.run), Rc::clone(headings));
        memo("marks", seal, move || marks(&ui, &run, &headings, beat))
    };
    let field = el("input")
        .with(&[("type", "range"), ("min", "0"), ("step", "1")])
        .attr("max", count.to_string())
        .attr("value", position.to_string())
        .attr("aria-label", ui.say("transport.scrubber"))
        .attr("aria-valuetext", spoken)
        .dispatch(ListenerKind::oninput, ui, |event| {
            Some(UiCommand::Playback(PlaybackCommand::Seek(value_of(event).parse().unwrap_or_default())))
        });
    el("div").class("scrubber").attr("style", share("--done:", position, count)).child(marks).child(field)
}

/// The number of moments up to which they are marked one by one: more would only make a grey bar.
const MARKED: usize = 240;

/// Draws the marks of the scrubber; they change only with the run and the beat.
fn marks(ui: &Ui, run: &Run, headings: &[AttrValue], current: usize) -> Html {
    let count = run.moments.len();
    let marked = run.moments.iter().enumerate().filter(|(_, told)| count <= MARKED || told.weight != Weight::Ordinary);
    let ticks = marked.map(|(index, told)| {
        el("i").key(index).class(tick(told.weight)).attr("style", share("--at:", index + 1, count))
    });
    let ended = (0..run.beats.len()).filter_map(|beat| Some((beat, run.end_of(beat)?)));
    let beats = ended.map(|(beat, ends)| {
        let title = format!("{} · {}", beat + 1, headings.get(beat).cloned().unwrap_or_default());
        el("b")
            .key(beat)
            .class(classes(&[("beat-mark", true), ("current", beat == current)]))
            .attr("title", title)
            .attr("style", share("--at:", ends, count))
            .click(ui, UiCommand::Playback(PlaybackCommand::Beat(beat)))
    });
    el("div").with(&[("class", "marks"), ("aria-hidden", "true")]).child(list(ticks)).child(list(beats)).into()
}

const fn tick(weight: Weight) -> &'static str {
    match weight {
        Weight::Ordinary => "tick",
        Weight::Notable => "tick notable",
        Weight::Grave => "tick grave",
        Weight::Own => "tick own",
    }
}

/// Writes a style's property that is the part of a whole, from 0 to 1.
#[allow(clippy::cast_precision_loss)] // A scrubber has fewer pixels than an f64 has steps.
fn share(property: &str, part: usize, whole: usize) -> String {
    let share = if whole == 0 { 0.0 } else { part as f64 / whole as f64 };
    property.to_owned() + &decimal(share, 5)
}
