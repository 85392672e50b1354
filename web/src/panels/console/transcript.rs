//! Draws the entries of the console with their answers, oldest first, each with its place in the run.

use std::rc::Rc;

use warren_view::console::{LineError, Words, examples};
use yew::Html;

use super::put;
use crate::command::{Ui, UiCommand};
use crate::console::{Acted, Answer, Console, Entry};
use crate::element::{Element, classes, el, list, nothing, text};
use crate::memo::memo;
use crate::panels::buttons::button;
use crate::playback::{PlaybackCommand, View};

/// Draws the transcript.
pub fn transcript(ui: &Ui, console: &Console, view: &View) -> Element {
    let log = el("div")
        .with(&[("class", "transcript"), ("role", "log"), ("tabindex", "0")])
        .attr("aria-label", ui.say("console.transcript"));
    if console.entries.is_empty() {
        let all = examples(&view.overview);
        return log.child(help(ui, &all));
    }
    log.children(console.entries.iter().map(|one| {
        let stands = one.stands(&view.run);
        let done = match &one.answer {
            Answer::Acted(acted) => acted.stands(&view.run),
            Answer::Printed(_) | Answer::Wrong(_) | Answer::Help(_) => true,
        };
        let (ui, one) = (ui.clone(), Rc::clone(one));
        let seal = [one.serial, usize::from(stands), usize::from(done), ui.texts.address()];
        memo(one.serial, seal, move || entry(&ui, &one, stands, done).into())
    }))
}

/// Returns the id of the explanation of an entry that is wrong.
pub fn wrong_id(serial: usize) -> String {
    format!("console-wrong-{serial}")
}

fn entry(ui: &Ui, entry: &Entry, stands: bool, done: bool) -> Element {
    let place = ui.texts.tell("console.place", &[("number", &entry.position), ("time", &entry.at)]);
    let gone = ui.say("console.gone");
    let at = button("link console-at")
        .attr("aria-label", place.clone())
        .attr("title", if stands { place } else { gone.clone() })
        .flag("disabled", !stands)
        .click(ui, UiCommand::Playback(PlaybackCommand::Seek(entry.position)))
        .text(entry.at.to_string());
    let answer = match &entry.answer {
        Answer::Printed(printed) => output(&entry.said, printed),
        Answer::Acted(acted) => acted_on(ui, acted),
        Answer::Wrong(fault) => wrong(ui, fault, entry.serial),
        Answer::Help(examples) => {
            let more = el("p").class("hint").text(ui.say("console.help-more"));
            list([help(ui, examples), more.into()])
        }
    };
    let note = if done { nothing() } else { el("p").class("hint").text(gone).into() };
    el("div")
        .class(classes(&[("console-entry", true), ("gone", !(stands && done))]))
        .child(at)
        .child(el("div").child(said(entry)).child(answer).child(note))
}

/// Draws the entered line, with the wrong place underlined.
fn said(entry: &Entry) -> Element {
    let said = el("code").with(&[("class", "console-said"), ("translate", "no")]);
    let Answer::Wrong(LineError { place: Some((column, length)), .. }) = &entry.answer else {
        return said.text(entry.said.clone());
    };
    let (before, rest) = cut(&entry.said, *column);
    let (wrong, after) = cut(rest, *length);
    let mark = if *length == 0 { el("mark").class("missing").text(" ") } else { el("mark").text(wrong.to_owned()) };
    said.text(before.to_owned()).child(mark).text(after.to_owned())
}

/// Cuts a text after a number of characters.
fn cut(text: &str, characters: usize) -> (&str, &str) {
    text.split_at(text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at))
}

/// Draws a listing with aligned columns. The text keeps its tabs, so that it can be copied.
fn output(said: &str, printed: &str) -> Html {
    let widths = widths(printed);
    let lines = printed.split_inclusive('\n').map(|line| {
        list(line.split_inclusive('\t').enumerate().map(|(column, cell)| match widths.get(column) {
            Some(width) if cell.ends_with('\t') => {
                el("span").attr("style", format!("min-width:{}ch", width + 2)).text(cell.to_owned()).into()
            }
            Some(_) | None => text(cell.to_owned()),
        }))
    });
    el("pre")
        .with(&[("tabindex", "0"), ("role", "group"), ("translate", "no"), ("lang", "en")])
        .attr("aria-label", said.to_owned())
        .children(lines)
        .into()
}

/// Measures each column of tab-separated lines, in columns of a fixed-width type, where East Asian signs take two.
fn widths(printed: &str) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    for line in printed.lines().filter(|line| line.contains('\t')) {
        for (column, cell) in line.split('\t').enumerate() {
            let width: usize = cell.chars().map(|c| if c >= '\u{1100}' { 2 } else { 1 }).sum();
            match widths.get_mut(column) {
                Some(widest) => *widest = width.max(*widest),
                None => widths.push(width),
            }
        }
    }
    widths
}

fn acted_on(ui: &Ui, acted: &Acted) -> Html {
    let told = acted.told.iter().map(|phrase| el("p").text(ui.texts.phrase(phrase)));
    let fork = acted.fork.dropped;
    let forked = if fork == 0 {
        nothing()
    } else {
        el("p").class("hint").text(ui.texts.count("fork.dropped", fork as u64)).into()
    };
    list([list(told), forked])
}

fn wrong(ui: &Ui, fault: &LineError, serial: usize) -> Html {
    let column = fault.place.map_or_else(nothing, |(column, _)| {
        let column = ui.texts.tell("console.column", &[("column", &(column + 1))]);
        list([el("span").class("hint").text(column).into(), text(" ")])
    });
    let (message, help) = match &fault.words {
        Words::Localized(said) => {
            let [message, help] = said.each_ref().map(|said| ui.texts.said(said));
            (quoting("message", &message), quoting("", &help))
        }
        Words::Printed(message, help) => (english("message", message), english("", help)),
    };
    let said = el("div")
        .class("console-wrong")
        .id(ui, &wrong_id(serial))
        .child(el("p").child(column).child(message))
        .child(el("p").child(help));
    let instead = fault.suggestion.as_ref().map_or_else(nothing, |suggestion| {
        let words = list([text(ui.say("console.instead")), text(" "), el("code").text(suggestion.clone()).into()]);
        put(ui, "button console-instead", suggestion).child(words).into()
    });
    list([said.into(), instead])
}

/// Draws a sentence about a mistake; its quotations in backticks are set as code.
fn quoting(class: &'static str, sentence: &str) -> Element {
    let parts = sentence.split('`').enumerate().map(|(index, part)| {
        if index % 2 == 0 { text(part.to_owned()) } else { el("code").text(part.to_owned()).into() }
    });
    el("span").class(class).children(parts)
}

/// Draws a sentence of `rabbitmqctl`'s.
fn english(class: &'static str, sentence: &str) -> Element {
    quoting(class, sentence).with(&[("lang", "en"), ("translate", "no")])
}

fn help(ui: &Ui, examples: &[String]) -> Html {
    let (listings, statements): (Vec<&String>, Vec<&String>) =
        examples.iter().partition(|example| example.starts_with("list_"));
    let group = |key: &str, all: Vec<&String>| {
        let all = all.into_iter().map(|one| el("li").child(put(ui, "link", one).text(one.clone())));
        el("div").child(el("p").text(ui.say(key))).child(el("ul").class("console-examples").children(all))
    };
    el("div")
        .class("console-help")
        .child(group("console.help-listings", listings))
        .child(group("console.help-statements", statements))
        .into()
}
