//! Draws a sequence diagram: the lanes' heads, and row by row the lanes, the arrows between them and the events at
//! them.

use warren_view::sequence::{
    ArrowKind, BASE, Grid, LINE, Lane, LaneKind, Life, Mark, Placed, REACH, SIZE, Shape, lane_name, lane_title, place,
};
use yew::Html;

use crate::command::Ui;
use crate::element::{Element, el, list, nothing};
use warren_drawing::svg_numbers::{decimal, with_numbers};
use warren_drawing::text_width::{Font, fit};

/// Draws the names over the lanes.
pub fn heads(ui: &Ui, lanes: &[Lane], grid: &Grid) -> Html {
    // The sign and the gap round both.
    const SIGN: f64 = 26.0;
    let texts = ui.texts.catalog();
    let heads = lanes.iter().enumerate().map(|(index, lane)| {
        let name = fit(&lane_name(lane, texts), Font::Sans, 12.0, grid.pitch - SIGN);
        el("span")
            .key(index)
            .class("lane")
            .attr("style", format!("width:{}px", decimal(grid.pitch, 1)))
            .attr("title", lane_title(lane, texts))
            .child(sign(lane))
            .child(el("span").class("lane-name").text(name))
    });
    let heads = list(heads);
    el("div").with(&[("class", "sequence-heads"), ("aria-hidden", "true")]).child(heads).into()
}

/// Draws the letter of a lane's kind.
fn sign(lane: &Lane) -> Html {
    let (class, letter) = match lane.kind() {
        LaneKind::Client { publishes: true, consumes: false } => ("lane-sign producer", "P"),
        LaneKind::Client { publishes: false, consumes: true } => ("lane-sign consumer", "C"),
        LaneKind::Client { publishes: true, consumes: true } => ("lane-sign both", "PC"),
        LaneKind::Client { publishes: false, consumes: false } => ("lane-sign", ">_"),
        LaneKind::Exchange => ("lane-sign exchange", "X"),
        LaneKind::Queue => ("lane-sign queue", "Q"),
        LaneKind::Broker => return nothing(),
    };
    el("span").class(class).text(letter).into()
}

/// Draws a row: the lanes as they are from a position to the next, and its marks.
pub fn row(ui: &Ui, lanes: &[Lane], grid: &Grid, marks: &[Mark], index: usize) -> Html {
    let placed = place(marks, grid, ui.texts.catalog());
    let height = placed.last().map_or(1.0, |last| lines(last.line + 1)) * LINE;
    let drawn = marks.iter().zip(&placed).map(|(mark, placed)| mark_at(mark, placed, grid));
    el("svg")
        .with(&[("class", "sequence-drawing"), ("aria-hidden", "true")])
        .lengths(&[("width", grid.width), ("height", height)])
        .child(list(lives(lanes, grid, index, height)))
        .child(el("g").class("marks").child(list(drawn)))
        .into()
}

#[allow(clippy::cast_precision_loss)] // A row has some dozens of lines.
const fn lines(count: usize) -> f64 {
    count as f64
}

/// Draws the lanes through a row: their state before its events above, and after them below.
fn lives(lanes: &[Lane], grid: &Grid, index: usize, height: f64) -> Vec<Element> {
    // A row may be made higher, for fingers; longer lines are cut off.
    const HIGHEST: f64 = 44.0;
    let height = height.max(HIGHEST);
    let (mut there, mut busy) = (String::new(), String::new());
    for (place, lane) in lanes.iter().enumerate() {
        for (life, from, to) in [(lane.life(index), 0.0, BASE), (lane.life(index + 1), BASE, height)] {
            let line = with_numbers("M_ _V_", &[grid.x(place), from, to]);
            match life {
                Life::Absent => {}
                Life::There => there.push_str(&line),
                Life::Busy => busy.push_str(&line),
            }
        }
    }
    vec![el("path").class("life").attr("d", there), el("path").class("life busy").attr("d", busy)]
}

fn mark_at(mark: &Mark, placed: &Placed, grid: &Grid) -> Element {
    let (from, to) = (grid.x(mark.from), grid.x(mark.to));
    let base = lines(placed.line) * LINE + BASE;
    let (towards, middle) = (placed.towards, placed.middle);
    // Words are over an arrow that arrives, and beside everything else.
    let (mut words_at, mut words_class) = (base + 4.0, "words");
    let parts = match mark.shape {
        Shape::Arrow if mark.from != mark.to => {
            words_at = base - 5.0;
            let neck = to - towards * 8.0;
            let line = path("line", "M_ _H_", &[from, base, to - towards * 5.0]);
            let (class, template) =
                if mark.kind == ArrowKind::Answer { ("tip open", "M_ _L_ _L_ _") } else { ("tip", "M_ _L_ _L_ _Z") };
            list([line, path(class, template, &[neck, base - 4.0, to - towards, base, neck, base + 4.0])])
        }
        Shape::Leaves => {
            words_class = "words leaves";
            let tip = from + towards * REACH;
            let neck = tip - towards * 5.0;
            list([
                path("line", "M_ _H_", &[from, base, tip]),
                path("tip open", "M_ _L_ _L_ _", &[neck, base - 4.0, tip, base, neck, base + 4.0]),
                dot("dot", from, base, 3.0),
            ])
        }
        Shape::Stub => {
            let tip = from + towards * REACH;
            list([
                path("line", "M_ _H_", &[from, base, tip]),
                path("tip open", "M_ _V_", &[tip, base - 6.0, base + 6.0]),
            ])
        }
        Shape::Begin => list([dot("dot", from, base, 4.0)]),
        Shape::Arrow | Shape::Note => list([dot("dot hollow", from, base, 3.5)]),
        Shape::End => list([path("tip open", "M_ _H_", &[from - 6.0, base, from + 6.0])]),
        Shape::Cross => {
            let (left, right, top, bottom) = (from - 5.0, from + 5.0, base - 5.0, base + 5.0);
            list([path("cross", "M_ _L_ _M_ _L_ _", &[left, top, right, bottom, right, top, left, bottom])])
        }
        Shape::Cell => list([path("cell", "M_ _h8v9h-8Z", &[from - 4.0, base - 4.5])]),
    };
    let words = el("text")
        .class(words_class)
        .lengths(&[("x", middle), ("y", words_at), ("font-size", SIZE)])
        .text(placed.words.clone());
    el("g").class(class_of(mark.kind)).child(parts).child(words)
}

const fn class_of(kind: ArrowKind) -> &'static str {
    match kind {
        ArrowKind::Request => "mark request",
        ArrowKind::Answer => "mark answer",
        ArrowKind::Inside => "mark inside",
        ArrowKind::Death => "mark death",
        ArrowKind::Trouble => "mark trouble",
    }
}

fn path(class: &'static str, template: &str, values: &[f64]) -> Element {
    el("path").class(class).attr("d", with_numbers(template, values))
}

fn dot(class: &'static str, x: f64, y: f64, radius: f64) -> Element {
    el("circle").class(class).lengths(&[("cx", x), ("cy", y), ("r", radius)])
}
