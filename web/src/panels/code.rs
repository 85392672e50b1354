//! The programs of the lesson in the reader's programming language, with the lines lit that cause what happens now. It
//! does not know any programming language: the build has marked and coloured the lines.

use std::rc::Rc;

use warren_lessons::pack::{Code, Line, Program};
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::dom::reveal;
use crate::element::{Element, el, list, nothing, raw, text};
use crate::host::Host;
use crate::memo::memo;
use crate::panels::evidence::tab_list;

/// Draws the panel: all programs in all languages, the anchors whose lines are lit in this beat, and the language shown.
pub fn code(ui: &Ui, code: &Rc<Code>, beat: usize, lit: &[String], language: &str) -> Html {
    let samples = &code.samples;
    let chosen = samples.iter().position(|sample| sample.language == language).unwrap_or_default();
    let Some(sample) = samples.get(chosen) else { return nothing() };
    let tabs = samples.iter().map(|sample| (sample.language.clone().into(), sample.label.clone().into())).collect();
    let head = el("div")
        .class("code-head")
        .child(el("h3").class("visually-hidden").id(ui, "code-title").text(ui.say("code.title")))
        .child(tab_list(ui, "code", ui.say("code.languages"), tabs, chosen, |id| {
            UiCommand::CodeLanguage(id.to_owned())
        }))
        .child(el("span").with(&[("class", "code-library"), ("translate", "no")]).text(sample.library.clone()));
    let seal = [Rc::as_ptr(code).addr(), chosen, beat, ui.texts.address()];
    let programs = {
        let (code, lit, said) = (Rc::clone(code), lit.to_vec(), ui.say("code.lit"));
        memo("programs", seal, move || {
            let sample = code.samples.get(chosen);
            list(sample.iter().flat_map(|sample| &sample.programs).map(|one| program(one, &lit, &said)))
        })
    };
    let body = el("div")
        .with(&[("class", "code-text"), ("role", "tabpanel"), ("tabindex", "0")])
        .id(ui, "code-panel")
        .refer(ui, "aria-labelledby", &format!("code-tab-{}", sample.language))
        .child(programs);
    el("section").class("code").refer(ui, "aria-labelledby", "code-title").child(head).child(body).into()
}

fn program(program: &Program, lit: &[String], said: &AttrValue) -> Element {
    let lines = program.lines.iter().map(|one| line(one, lit, said));
    el("figure")
        .key(&*program.file)
        .attr("translate", "no")
        .child(el("figcaption").text(program.file.clone()))
        .child(el("pre").child(el("code").children(lines)))
}

fn line(line: &Line, lit: &[String], said: &AttrValue) -> Element {
    let drawn = if line.anchors.iter().any(|anchor| lit.contains(anchor)) {
        el("mark").class("line").child(el("span").class("visually-hidden").text(said.clone()))
    } else {
        el("span").class("line")
    };
    drawn.child(raw(&line.html)).child(text("\n"))
}

/// Brings the last and then the first of the lit lines into view: where not all fit, the first is seen.
pub fn reveal_lit(host: &Host) {
    let Some(outer) = host.find(".code-text") else { return };
    let lit = outer.get_elements_by_tag_name("mark");
    for index in [lit.length().saturating_sub(1), 0] {
        if let Some(line) = lit.item(index) {
            reveal(host, &outer, &line);
        }
    }
}
