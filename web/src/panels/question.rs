//! The question of a beat: choices, and once it has been run, what came out. It judges nothing.

use warren_lessons::pack::{Lesson, Question};
use warren_simulator::probe::{Answer, Probe};
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el, nothing, raw};
use crate::i18n::Texts;
use crate::icons::{Icon, icon};
use crate::panels::buttons::worded;
use crate::playback::View;
use crate::quiz::{Asked, Quiz, Reply};

/// Draws the question where the learner stands, if there is one.
pub fn question(ui: &Ui, lesson: &Lesson, view: &View, quiz: &Quiz) -> Html {
    let Some((beat, question)) = quiz.question(lesson, view) else { return nothing() };
    let asked = quiz.asked(beat);
    let card = el("section")
        .with(&[("class", "question"), ("tabindex", "-1")])
        .id(ui, "question")
        .refer(ui, "aria-labelledby", "question-title")
        .key(beat)
        .child(el("h3").class("eyebrow").id(ui, "question-title").text(ui.say("quiz.title")))
        .child(raw(&question.html));
    match verdict(&ui.texts, question, asked) {
        Some(words) => {
            let right = asked.right() == Some(true);
            card.child(
                el("p")
                    .class(if right { "verdict right" } else { "verdict" })
                    .child(icon(if right { Icon::Check } else { Icon::Close }))
                    .child(el("span").text(words)),
            )
            .child(el("p").class("hint").text(ui.say("quiz.measured")))
            .child(worded(ui, "button", Icon::Reset, "quiz.again", UiCommand::Quiz(Reply::Again)))
        }
        None => card.child(choices(ui, question, asked)).child(
            worded(ui, "button", Icon::Play, "quiz.check", UiCommand::Quiz(Reply::Check))
                .flag("disabled", asked.chosen.is_none()),
        ),
    }
    .into()
}

/// Says the outcome in words; nothing while the question is open.
pub fn verdict(texts: &Texts, question: &Question, asked: &Asked) -> Option<AttrValue> {
    let answer = words(texts, question, asked.outcome.as_ref()?);
    let key = if asked.right()? { "quiz.right" } else { "quiz.wrong" };
    Some(texts.tell(key, &[("answer", &answer)]))
}

fn words(texts: &Texts, question: &Question, answer: &Answer) -> String {
    match answer {
        Answer::Names(names) if names.is_empty() => texts.say("quiz.none").to_string(),
        Answer::Names(names) => {
            let names: Vec<String> = names.iter().map(|name| told(texts, question, name)).collect();
            texts.list(&names)
        }
        Answer::Number(number) => number.to_string(),
    }
}

/// Tells a name that can be chosen or came out: spans of time have the units of the reader's language.
fn told(texts: &Texts, question: &Question, name: &str) -> String {
    let probe = question.ask.parse::<Probe>();
    probe.map_or_else(|_| name.to_owned(), |probe| probe.told(name, texts.catalog()))
}

fn choices(ui: &Ui, question: &Question, asked: &Asked) -> Element {
    let group =
        el("div").with(&[("class", "choices"), ("role", "group")]).refer(ui, "aria-labelledby", "question-title");
    if question.of.is_empty() {
        let numbers = (0..=question.at_most).map(|number| {
            let on = asked.chosen == Some(Answer::Number(number));
            choice(ui, "radio", number.to_string().into(), on, Reply::Number(number)).key(number)
        });
        return group.children(numbers);
    }
    let names = question.of.iter().map(|name| {
        let words = told(&ui.texts, question, name);
        choice(ui, "checkbox", words.into(), asked.has(name), Reply::Toggle(name.clone()))
            .attr("translate", "no")
            .key(&**name)
    });
    let nobody = asked.chosen == Some(Answer::Names(Vec::new()));
    group.children(names).child(choice(ui, "checkbox", ui.say("quiz.none"), nobody, Reply::Nobody))
}

fn choice(ui: &Ui, kind: &'static str, words: AttrValue, on: bool, reply: Reply) -> Element {
    let input = el("input").attr("type", kind).attr("name", "choice").flag("checked", on);
    let input = input.dispatch(ListenerKind::onchange, ui, move |_| Some(UiCommand::Quiz(reply.clone())));
    el("label").class(if on { "choice on" } else { "choice" }).child(input).child(el("span").text(words))
}
