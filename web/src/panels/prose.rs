//! Draws the text of the lesson where the learner stands, and the way from beat to beat. It does not know what plays.

use warren_lessons::pack::Listed;
use yew::Html;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el, nothing};
use crate::icons::{Icon, icon};
use crate::lazy_chunk::Progress;
use crate::link::Link;
use crate::panels::buttons::{bare, worded};
use crate::panels::challenge::challenge;
use crate::panels::matrix::matrix;
use crate::panels::opening::{pending, said};
use crate::panels::question::question;
use crate::playback::PlaybackCommand;
use crate::session::Session;

/// Draws the panel: what the lesson says at this place, and the lesson after it. `evidence` is the code of the lesson's matrix.
pub fn prose(ui: &Ui, session: &Session, next: Option<&Listed>, evidence: &Progress) -> Html {
    let (lesson, view, playback) = (&*session.prose, &session.view, &session.playback);
    let Some(beat) = lesson.beats.get(view.beat) else { return nothing() };
    let (number, count) = (view.beat + 1, lesson.beats.len());
    let finished = number == count && view.at_end();
    let mut said = said(ui, beat, number, count);
    if session.goes_its_own_way() {
        said = said.child(el("p").class("own-way").child(icon(Icon::Info)).text(ui.say("prose.own-way")));
    }
    said = said.child(question(ui, lesson, view, &session.quiz));
    if let Some(tried) = session.matrix() {
        said = said.child(if evidence.is_here() {
            matrix(ui, tried, &session.experiments, session.shown_experiment())
        } else {
            pending(ui, evidence)
        });
    }
    if let Some(task) = session.challenge() {
        said = said.child(challenge(ui, task, &session.quiz));
    } else if finished {
        said = said.child(el("p").class("finished").child(icon(Icon::Check)).text(ui.say("prose.finished")));
    }
    let middle = if finished {
        onward(ui, next)
    } else if playback.playing {
        worded(ui, "button strong", Icon::Pause, "transport.pause", UiCommand::Playback(PlaybackCommand::PlayPause))
    } else {
        worded(ui, "button strong", Icon::Play, "prose.play", UiCommand::Playback(PlaybackCommand::PlayPause))
    };
    let beats = el("div")
        .class("beats")
        .child(to_beat(ui, Icon::Back, "prose.previous", view.beat.checked_sub(1)))
        .child(middle)
        .child(to_beat(ui, Icon::Forward, "prose.next", (number < count).then_some(number)));
    el("section").class("prose").attr("aria-label", ui.say("prose.title")).child(said).child(beats).into()
}

fn to_beat(ui: &Ui, sign: Icon, name: &str, beat: Option<usize>) -> Element {
    let label = ui.say(name);
    bare(ui, "button square", sign, label.clone(), UiCommand::Playback(PlaybackCommand::Beat(beat.unwrap_or_default())))
        .attr("title", label)
        .flag("disabled", beat.is_none())
}

fn onward(ui: &Ui, next: Option<&Listed>) -> Element {
    let Some(lesson) = next else { return el("span") };
    el("a")
        .class("button strong")
        .attr("href", ui.host.href(&Link::to(&lesson.id)))
        .child(el("span").text(ui.say("prose.next-lesson")))
        .child(icon(Icon::Forward))
}
