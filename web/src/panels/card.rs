//! Draws the card beside the stage: the text of the lesson for this moment, its question, its causes, and the way from
//! step to step.

use warren_lessons::pack::{Beat, Listed};
use yew::Html;

use crate::card::Card;
use crate::command::{Ui, UiCommand};
use crate::element::{Element, classes, el, nothing, raw};
use crate::icons::{Icon, icon};
use crate::lazy_chunk::Progress;
use crate::link::Link;
use crate::panels::buttons::{button, explained, worded};
use crate::panels::challenge::challenge;
use crate::panels::matrix::matrix;
use crate::panels::opening::{card_text, pending, said, titled};
use crate::panels::question::{asked, settled};
use crate::panels::why::summary;
use crate::quiz::Reply;
use crate::session::Session;

/// Draws the card, and the way on to the lesson after this one. `evidence` is the code of the lesson's matrix.
pub fn card(ui: &Ui, session: &Session, next: Option<&Listed>, evidence: &Progress) -> Html {
    let (lesson, under_way) = (&*session.prose, session.is_under_way());
    let Some(beat) = lesson.beats.get(session.card.beat()) else { return nothing() };
    let text = match (session.matrix(), session.challenge()) {
        (Some(tried), _) if evidence.is_here() => {
            card_text().child(matrix(ui, tried, &session.experiments, session.shown_experiment()))
        }
        (Some(_), _) => card_text().child(pending(ui, evidence)),
        (None, Some(task)) => card_text().child(challenge(ui, task, &session.quiz)),
        (None, None) => on_the_way(ui, session, beat),
    };
    el("section")
        .class(classes(&[("card", true), ("under-way", under_way)]))
        .attr("aria-label", ui.say("prose.title"))
        .child(text)
        .child(steps(ui, session, next))
        .into()
}

/// Draws the text, question or outcome of a step.
fn on_the_way(ui: &Ui, session: &Session, beat: &Beat) -> Element {
    let (number, count) = (session.card.beat() + 1, session.prose.beats.len());
    let question = session.quiz.question(&session.prose, session.card);
    let card = match (session.card, question) {
        (Card::Settled(asked), Some((_, question))) => {
            titled(ui, beat, number, count).child(settled(ui, question, session.quiz.asked(asked)))
        }
        // The sentence for a first wrong answer takes the room of the guides.
        (Card::Asked(beat_asked), Some((_, question))) => if session.quiz.asked(beat_asked).missed.is_some() {
            titled(ui, beat, number, count).child(raw(&beat.html))
        } else {
            said(ui, beat, number, count)
        }
        .child(asked(ui, question, session.quiz.asked(beat_asked), session.open_question().is_none())),
        (_, _) => {
            let told = said(ui, beat, number, count).child(unanswered(ui, session, beat));
            let finished = number == count && session.view.at_end() && Card::at_end(&session.prose).is_none();
            told.child(if finished { note(Icon::Check, "finished", ui, "prose.finished") } else { nothing() })
        }
    };
    card.child(own_way(ui, session)).child(if matches!(session.card, Card::Asked(_)) {
        nothing()
    } else {
        summary(ui, &session.view)
    })
}

/// Offers the question of a step that was passed without an answer.
fn unanswered(ui: &Ui, session: &Session, beat: &Beat) -> Html {
    let at = session.card.beat();
    if beat.question.is_none() || session.quiz.asked(at).outcome.is_some() {
        return nothing();
    }
    let ask = button("link").text(ui.say("card.answer")).click(ui, UiCommand::Quiz(Reply::Ask(at)));
    el("p").class("unanswered").child(ask).into()
}

fn own_way(ui: &Ui, session: &Session) -> Html {
    if session.goes_its_own_way() { note(Icon::Info, "own-way", ui, "prose.own-way") } else { nothing() }
}

fn note(sign: Icon, class: &'static str, ui: &Ui, words: &str) -> Html {
    el("p").class(class).child(icon(sign)).text(ui.say(words)).into()
}

/// Draws the way back, the one thing to do next, and the way on without playing.
fn steps(ui: &Ui, session: &Session, next: Option<&Listed>) -> Element {
    let view = &session.view;
    let finished = view.at_end() && !session.has_more();
    let challenged = session.challenge().is_some();
    let open = session.open_question().map(|(beat, _)| session.quiz.asked(beat));
    let main = match open.map(|asked| (asked.chosen.is_some(), asked.missed.is_some())) {
        _ if session.playback.playing => worded(ui, "button strong", Icon::Pause, "transport.pause", UiCommand::Onward),
        Some((true, _)) => worded(ui, "button strong", Icon::Play, "quiz.check", UiCommand::Onward),
        Some((false, true)) => worded(ui, "button", Icon::Play, "quiz.reveal", UiCommand::Onward),
        Some((false, false)) => worded(ui, "button", Icon::Play, "card.unanswered", UiCommand::Onward),
        // The challenge comes before the next lesson.
        None if finished || challenged => onward(ui, next, !challenged || session.quiz.done()),
        None => worded(ui, "button strong", Icon::Play, "card.continue", UiCommand::Onward),
    };
    let step = |sign, name: &str, command| explained(ui, "button square", sign, name, command);
    let first = view.position == 0 && session.card == Card::Told(0);
    el("div")
        .class("steps")
        .child(step(Icon::Back, "prose.previous", UiCommand::StepBack).flag("disabled", first))
        .child(main)
        .child(step(Icon::Forward, "prose.next", UiCommand::SkipOnward).flag("disabled", finished))
}

fn onward(ui: &Ui, next: Option<&Listed>, strong: bool) -> Element {
    let Some(lesson) = next else { return el("span") };
    el("a")
        .class(classes(&[("button", true), ("strong", strong)]))
        .attr("href", ui.host.href(&Link::to(&lesson.id)))
        .child(el("span").text(ui.say("prose.next-lesson")))
        .child(icon(Icon::Forward))
}
