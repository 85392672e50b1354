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
use crate::quiz::{Asked, Reply, has};

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
            let told = formatter(texts, question);
            texts.list(&names.iter().map(|name| told(name)).collect::<Vec<_>>())
        }
        Answer::Number(number) => number.to_string(),
    }
}

/// Makes what formats a choice or an outcome: spans of time have the units of the reader's language.
fn formatter<'a>(texts: &'a Texts, question: &Question) -> impl Fn(&str) -> String + 'a {
    let probe = question.ask.parse::<Probe>().ok();
    move |name| probe.as_ref().map_or_else(|| name.to_owned(), |probe| probe.formatted(name, texts.catalog()))
}

/// One of the choices of a question.
struct Choice {
    words: AttrValue,
    /// The name as AMQP or the scenario has it, which is not translated.
    named: bool,
    /// Whether it is the learner's.
    chosen: bool,
    /// Whether it is among what came out.
    right: bool,
    reply: Reply,
}

/// Lists the choices of a question: numbers, or names and none of them.
fn options(ui: &Ui, question: &Question, asked: &Asked) -> Vec<Choice> {
    let whole = |words: AttrValue, answer: &Answer, reply| {
        let is = |other: &Option<Answer>| other.as_ref() == Some(answer);
        Choice { words, named: false, chosen: is(&asked.chosen), right: is(&asked.outcome), reply }
    };
    if question.of.is_empty() {
        let number = |number: u64| whole(number.to_string().into(), &Answer::Number(number), Reply::Number(number));
        return (0..=question.at_most).map(number).collect();
    }
    let told = formatter(&ui.texts, question);
    let name = |name: &String| Choice {
        words: told(name).into(),
        named: true,
        chosen: asked.has(name),
        right: asked.outcome.as_ref().is_some_and(|outcome| has(outcome, name)),
        reply: Reply::Toggle(name.clone()),
    };
    let none = whole(ui.say("quiz.none"), &Answer::Names(Vec::new()), Reply::Nobody);
    question.of.iter().map(name).chain([none]).collect()
}

/// Draws the choices to choose from.
fn choices(ui: &Ui, question: &Question, asked: &Asked, under_way: bool) -> Element {
    let kind = if question.of.is_empty() { "radio" } else { "checkbox" };
    let one = |(index, Choice { words, named, chosen, reply, .. }): (usize, Choice)| {
        let input = el("input").attr("type", kind).attr("name", "choice");
        let input = input.flag("checked", chosen).flag("disabled", under_way);
        let input = input.dispatch(ListenerKind::onchange, ui, move |_| Some(UiCommand::Quiz(reply.clone())));
        let label = el("label").class(if chosen { "choice on" } else { "choice" }).key(index);
        untranslated(label, named).child(input).child(el("span").text(words))
    };
    el("div")
        .with(&[("class", "choices"), ("role", "group")])
        .refer(ui, "aria-labelledby", "question-title")
        .children(options(ui, question, asked).into_iter().enumerate().map(one))
}

/// Draws the choices with the outcome: the learner's own, and the correct ones.
fn answers(ui: &Ui, question: &Question, asked: &Asked) -> Element {
    let one = |(index, Choice { words, named, chosen, right, .. }): (usize, Choice)| {
        let item = untranslated(el("li"), named)
            .class(classes(&[("answer", true), ("chosen", chosen), ("right", right)]))
            .key(index);
        let said = match (chosen, right) {
            (true, true) => "quiz.yours-right",
            (true, false) => "quiz.yours",
            (false, true) => "quiz.true",
            (false, false) => return item.child(el("span").text(words)),
        };
        item.child(icon(if right { Icon::Check } else { Icon::Close }))
            .child(el("span").text(words))
            .child(el("span").class("visually-hidden").text(ui.say(said)))
    };
    el("ul").class("choices answers").children(options(ui, question, asked).into_iter().enumerate().map(one))
}

fn untranslated(element: Element, named: bool) -> Element {
    if named { element.attr("translate", "no") } else { element }
}
