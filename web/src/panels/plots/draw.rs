//! Draws the plots: lines, scales, the time axis, and the lines' names at their ends.

use warren_view::Instant;
use warren_view::chart::{Chart, Plot};
use yew::Html;

use super::seconds;
use crate::command::Ui;
use crate::element::{Element, el, list};
use warren_drawing::svg_numbers::{decimal, with_numbers};
use warren_drawing::text_width::{Font, fit};

/// The drawing's own units, from side to side and from top to bottom; the page stretches them.
const WIDTH: f64 = 1000.0;
const HEIGHT: f64 = 100.0;
/// The number of lines that can be distinguished by colour and dash.
const STYLES: usize = 6;
/// The number of names that fit beside a plot.
const NAMED: usize = 4;

/// Draws the plots one above the other, and the axis that they share.
pub fn plots(ui: &Ui, chart: &Chart) -> Html {
    let rates: Vec<String> = ["plots.delivered", "plots.acked"].map(|key| ui.say(key).to_string()).into();
    let ticks = (0..=chart.end.micros() / chart.tick).map(|index| {
        let at = index * chart.tick;
        el("span").attr("style", across(Instant::from_micros(at), chart.end)).text(seconds(share(at, 1_000_000)) + " s")
    });
    let lines = (0..=chart.end.micros() / chart.tick)
        .map(|index| el("i").attr("style", across(Instant::from_micros(index * chart.tick), chart.end)));
    el("div")
        .with(&[("class", "plots-drawing"), ("aria-hidden", "true")])
        .child(el("div").class("plots-lines").child(list(lines)))
        .child(plot(&ui.say("table.ready"), &chart.ready, &chart.queues, chart.end))
        .child(plot(&ui.say("table.unacked"), &chart.unacked, &chart.queues, chart.end))
        .child(plot(&ui.say("plots.rate"), &chart.rates, &rates, chart.end))
        .child(el("div").class("plots-axis").child(list(ticks)))
        .into()
}

fn plot(title: &str, plot: &Plot, names: &[String], end: Instant) -> Element {
    let scale = (0..=plot.top / plot.tick).map(|index| {
        let value = index * plot.tick;
        el("span").attr("style", up(share(value, plot.top))).text(number(value, plot.unit))
    });
    let lines = plot
        .lines
        .iter()
        .enumerate()
        .map(|(index, line)| el("path").class(style(index)).attr("d", path(line, plot.top, end)));
    let svg = el("svg")
        .with(&[("preserveAspectRatio", "none")])
        .attr("viewBox", with_numbers("0 0 _ _", &[WIDTH, HEIGHT]))
        .child(list(lines));
    el("div")
        .class("plot")
        .child(el("span").class("plot-title").text(title.to_owned()))
        .child(el("div").class("plot-scale").child(list(scale)))
        .child(svg)
        .child(el("div").class("plot-names").child(list(named(plot, names))))
}

/// Draws the names of the highest lines at their right ends, with a piece of each; overlapping ones are stacked. All of
/// them are in the table as well.
fn named(plot: &Plot, names: &[String]) -> Vec<Element> {
    const APART: f64 = 0.26;
    let last = |index: usize| plot.lines[index].last().map_or(0, |(_, value)| *value);
    let highest = |index: usize| plot.lines[index].iter().map(|(_, value)| *value).max().unwrap_or_default();
    let mut shown: Vec<usize> = Vec::new();
    for index in 0..plot.lines.len() {
        let place = shown.iter().position(|other| highest(*other) < highest(index)).unwrap_or(shown.len());
        shown.insert(place, index);
        shown.truncate(NAMED);
    }
    // From the lowest end upwards.
    let mut order: Vec<usize> = Vec::new();
    for index in shown {
        let place = order.iter().position(|other| last(*other) > last(index)).unwrap_or(order.len());
        order.insert(place, index);
    }
    let mut free = 0.0_f64;
    let count = order.len();
    let spots = order.into_iter().enumerate().map(|(place, index)| {
        // Those above need their room too.
        let most = 1.0 - APART * share((count - 1 - place) as u64, 1);
        let spot = share(last(index), plot.top).max(free).min(most);
        free = spot + APART;
        el("span").attr("style", up(spot)).attr("title", names[index].clone()).child(swatch(index)).text(fit(
            &names[index],
            Font::Sans,
            11.0,
            76.0,
        ))
    });
    spots.collect()
}

/// Draws a piece of a line.
pub fn swatch(index: usize) -> Element {
    let line = el("path").class(style(index)).attr("d", "M1 5H21");
    el("svg").with(&[("class", "swatch"), ("aria-hidden", "true"), ("width", "22"), ("height", "10")]).child(line)
}

fn style(index: usize) -> String {
    format!("series series-{}", index % STYLES)
}

/// Draws a line that steps from point to point.
fn path(line: &[(Instant, u64)], top: u64, end: Instant) -> String {
    let mut path = String::new();
    for (at, value) in line {
        let x = share(at.micros(), end.micros()) * WIDTH;
        let y = HEIGHT - share(*value, top) * HEIGHT;
        path.push_str(&with_numbers(if path.is_empty() { "M_ _" } else { "H_V_" }, &[x, y]));
    }
    path.push_str(&with_numbers("H_", &[WIDTH]));
    path
}

/// Writes the place of an instant as a style.
pub fn across(at: Instant, end: Instant) -> String {
    format!("left:{}%", decimal(share(at.micros(), end.micros()) * 100.0, 3))
}

fn up(share: f64) -> String {
    format!("bottom:{}%", decimal(share * 100.0, 2))
}

/// Writes a value.
pub fn number(value: u64, unit: u64) -> String {
    decimal(share(value, unit), 1)
}

/// Divides a part by its whole, which is not zero.
#[allow(clippy::cast_precision_loss)] // Pixels and tenths need no more than an f64 has.
fn share(part: u64, whole: u64) -> f64 {
    part as f64 / whole as f64
}
