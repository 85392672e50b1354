//! The programs of the lesson in the reader's programming language, with the lines highlighted that cause the current
//! events. The build has marked and coloured the lines.

use std::rc::Rc;

use warren_lessons::pack::{Code, Line, Program};
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::dom::{reveal, value_of};
use crate::element::{Element, el, list, raw, text};
use crate::host::Host;
use crate::memo::memo;
use crate::panels::header::{choice, menu};

/// Draws the menu of programming languages, and which library the programs use.
pub fn languages(ui: &Ui, code: &Code, language: &str) -> Html {
    let chosen = shown(code, language);
    let languages =
        code.samples.iter().enumerate().map(|(index, sample)| {
            choice(sample.language.clone().into(), sample.label.clone().into(), index == chosen)
        });
    let languages = menu(ui.say("code.languages"))
        .dispatch(ListenerKind::onchange, ui, |event| Some(UiCommand::CodeLanguage(value_of(event))))
        .children(languages);
    let library = code.samples.get(chosen).map(|sample| sample.library.clone()).unwrap_or_default();
    el("div")
        .class("code-head")
        .child(el("span").with(&[("class", "code-library"), ("translate", "no")]).text(library))
        .child(languages)
        .into()
}

/// Draws the panel: all programs in a language, with the anchors whose lines are lit in this beat.
pub fn code(ui: &Ui, code: &Rc<Code>, beat: usize, lit: &[String], language: &str) -> Html {
    let chosen = shown(code, language);
    let seal = [Rc::as_ptr(code).addr(), chosen, beat, ui.texts.address()];
    let (code, lit, said) = (Rc::clone(code), lit.to_vec(), ui.say("code.lit"));
    let programs = memo("programs", seal, move || {
        let sample = code.samples.get(chosen);
        list(sample.iter().flat_map(|sample| &sample.programs).map(|one| program(one, &lit, &said)))
    });
    el("div").class("code").child(programs).into()
}

/// Finds the sample in a language, or the first there is.
fn shown(code: &Code, language: &str) -> usize {
    code.samples.iter().position(|sample| sample.language == language).unwrap_or_default()
}

fn program(program: &Program, lit: &[String], said: &AttrValue) -> Element {
    let lines = program.lines.iter().map(|one| line(one, lit, said));
    el("figure")
        .key(&*program.file)
        .with(&[("translate", "no"), ("tabindex", "0")])
        .attr("aria-label", program.file.clone())
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

/// Scrolls the highlighted lines of each program into view: the last and then the first of them, so that the first is
/// visible if not all fit.
pub fn reveal_lit(host: &Host) {
    let Some(panel) = host.find(".code") else { return };
    let programs = panel.get_elements_by_tag_name("figure");
    for program in (0..programs.length()).filter_map(|index| programs.item(index)) {
        let lit = program.get_elements_by_tag_name("mark");
        for index in [lit.length().saturating_sub(1), 0] {
            if let Some(line) = lit.item(index) {
                reveal(host, &program, &line);
            }
        }
    }
}
