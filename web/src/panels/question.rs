//! The question of a beat: choices, and after its run the outcome.

use warren_lessons::pack::Question;
use warren_simulator::probe::{Answer, Probe};
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::element::{Element, classes, el, list, nothing, raw};
use crate::i18n::Texts;
use crate::icons::{Icon, icon};
use crate::panels::buttons::button;
use crate::quiz::{Asked, Reply};

/// Draws a question that waits for its answer, with what the first one overlooked, or whose outcome is still to come.
pub fn asked(ui: &Ui, question: &Question, asked: &Asked, under_way: bool) -> Html {
    let missed = asked.missed.as_ref().filter(|_| !under_way).map(|missed| {
        el("p")
            .with(&[("class", "retry"), ("role", "status")])
            .child(icon(Icon::Close))
            .child(overlooked(ui, question, asked, missed).text(" ").text(ui.say("quiz.retry")))
    });
    card(ui, question).child(choices(ui, question, asked, under_way)).children(missed).into()
}

/// Says an answer that was wrong, and what it overlooks.
fn overlooked(ui: &Ui, question: &Question, asked: &Asked, answer: &Answer) -> Element {
    let said = ui.texts.tell("quiz.said", &[("answer", &words(&ui.texts, question, answer))]);
    let sentence = asked.overlooked(question).map(raw);
    el("span").class("overlooked").text(said).text(" ").child(list(sentence))
}

/// Draws a question with its outcome.
pub fn settled(ui: &Ui, question: &Question, asked: &Asked) -> Html {
    let right = asked.right() == Some(true);
    let words = verdict(&ui.texts, question, asked).unwrap_or_default();
    let told_wrong = asked.chosen.as_ref().filter(|_| asked.reason.is_some());
    let reply = |class, name: &str, reply| button(class).text(ui.say(name)).click(ui, UiCommand::Quiz(reply));
    card(ui, question)
        .child(answers(ui, question, asked))
        .child(
            el("p")
                .class(if right { "verdict right" } else { "verdict" })
                .child(icon(if right { Icon::Check } else { Icon::Close }))
                .child(el("span").text(words)),
        )
        .child(told_wrong.map_or_else(nothing, |answer| {
            el("p").class("reason").child(overlooked(ui, question, asked, answer)).into()
        }))
        .child(el("p").class("replies").child(reply("link", "quiz.show", Reply::Show)).text(" ").child(reply(
            "link",
            "quiz.again",
            Reply::Again,
        )))
        .into()
}

fn card(ui: &Ui, question: &Question) -> Element {
    el("section")
        .with(&[("class", "question"), ("tabindex", "-1")])
        .id(ui, "question")
        .refer(ui, "aria-labelledby", "question-title")
        .child(el("h3").class("eyebrow").id(ui, "question-title").text(ui.say("quiz.title")))
        .child(raw(&question.html))
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

/// Formats a choice or an outcome: spans of time have the units of the reader's language.
fn told(texts: &Texts, question: &Question, name: &str) -> String {
    let probe = question.ask.parse::<Probe>();
    probe.map_or_else(|_| name.to_owned(), |probe| probe.formatted(name, texts.catalog()))
}

fn choices(ui: &Ui, question: &Question, asked: &Asked, under_way: bool) -> Element {
    let group =
        el("div").with(&[("class", "choices"), ("role", "group")]).refer(ui, "aria-labelledby", "question-title");
    if question.of.is_empty() {
        let numbers = (0..=question.at_most).map(|number| {
            let on = asked.chosen == Some(Answer::Number(number));
            choice(ui, "radio", number.to_string().into(), on, under_way, Reply::Number(number)).key(number)
        });
        return group.children(numbers);
    }
    let names = question.of.iter().map(|name| {
        let words = told(&ui.texts, question, name);
        choice(ui, "checkbox", words.into(), asked.has(name), under_way, Reply::Toggle(name.clone()))
            .attr("translate", "no")
            .key(&**name)
    });
    let nobody = asked.chosen == Some(Answer::Names(Vec::new()));
    let none = choice(ui, "checkbox", ui.say("quiz.none"), nobody, under_way, Reply::Nobody);
    group.children(names).child(none)
}

fn choice(ui: &Ui, kind: &'static str, words: AttrValue, on: bool, disabled: bool, reply: Reply) -> Element {
    let input = el("input").attr("type", kind).attr("name", "choice").flag("checked", on).flag("disabled", disabled);
    let input = input.dispatch(ListenerKind::onchange, ui, move |_| Some(UiCommand::Quiz(reply.clone())));
    el("label").class(if on { "choice on" } else { "choice" }).child(input).child(el("span").text(words))
}

/// Draws the choices with the outcome: the learner's own, and the correct ones.
fn answers(ui: &Ui, question: &Question, asked: &Asked) -> Element {
    let one = |words: AttrValue, chosen: bool, right: bool| {
        let said = match (chosen, right) {
            (true, true) => "quiz.yours-right",
            (true, false) => "quiz.yours",
            (false, true) => "quiz.true",
            (false, false) => return el("li").class("answer").child(el("span").text(words)),
        };
        el("li")
            .class(classes(&[("answer", true), ("chosen", chosen), ("right", right)]))
            .child(icon(if right { Icon::Check } else { Icon::Close }))
            .child(el("span").text(words))
            .child(el("span").class("visually-hidden").text(ui.say(said)))
    };
    let all = el("ul").class("choices answers");
    let outcome = asked.outcome.as_ref();
    if question.of.is_empty() {
        return all.children((0..=question.at_most).map(|number| {
            let is = |answer: Option<&Answer>| answer == Some(&Answer::Number(number));
            one(number.to_string().into(), is(asked.chosen.as_ref()), is(outcome)).key(number)
        }));
    }
    let has = |answer: Option<&Answer>, name: &str| matches!(answer, Some(Answer::Names(names)) if names.iter().any(|one| **one == *name));
    let names = question.of.iter().map(|name| {
        one(name.clone().into(), has(asked.chosen.as_ref(), name), has(outcome, name))
            .attr("translate", "no")
            .key(&**name)
    });
    let nobody = Answer::Names(Vec::new());
    all.children(names).child(one(
        ui.say("quiz.none"),
        asked.chosen.as_ref() == Some(&nobody),
        outcome == Some(&nobody),
    ))
}
