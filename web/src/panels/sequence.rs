//! The sequence diagram: lanes for clients, their channels, exchanges and queues, a row for each moment, arrows with
//! AMQP's names. It is a list of moments like the log, and moves with the run both ways.

mod draw;

use std::rc::Rc;

use warren_view::run::ExplainedMoment;
use warren_view::sequence::{Grid, Sequence, plain, sentence};
use yew::Html;

use crate::command::Ui;
use crate::dom::reveal_across;
use crate::element::{Element, el, nothing};
use crate::host::Host;
use crate::panels::moments::{Fill, Moments, moments};
use crate::playback::View;

/// The number of moments listed on each side of the current one: a row here is more than a line of text.
const LISTED: usize = 150;

/// Draws the panel.
pub fn sequence(ui: &Ui, view: &View, diagram: &Rc<Sequence>) -> Html {
    let grid = Grid::of(&diagram.lanes);
    let head = draw::heads(ui, &diagram.lanes, &grid);
    let (diagram, texts) = (Rc::clone(diagram), ui.clone());
    let fill: Fill = Rc::new(move |row, told, index| filled(&texts, row, told, &diagram, &grid, index));
    moments(ui, view, Moments { class: "sequence", name: "sequence.title", listed: LISTED, head, fill: &fill })
}

fn filled(ui: &Ui, row: Element, told: &ExplainedMoment, diagram: &Sequence, grid: &Grid, index: usize) -> Element {
    let marks = diagram.rows.get(index).map_or(&[][..], Vec::as_slice);
    let plain = if marks.is_empty() { el("span").class("sequence-plain").text(plain(told)).into() } else { nothing() };
    row.attr("aria-label", sentence(told, &diagram.lanes, marks, ui.texts.catalog()))
        .child(el("span").class("at").text(told.at.to_string()))
        .child(draw::row(ui, &diagram.lanes, grid, marks, index))
        .child(plain)
}

/// Scrolls the arrows of the current moment into view horizontally.
pub fn reveal_lit(host: &Host) {
    if let (Some(outer), Some(marks)) = (host.find(".moments.sequence"), host.find(".sequence .moment.now .marks")) {
        // The time stays in place, over the scrolled part.
        reveal_across(&outer, &marks, 95.0);
    }
}
