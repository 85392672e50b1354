//! The event log: every moment of the run in the broker's words.

use std::rc::Rc;

use warren_view::run::ExplainedMoment;
use yew::Html;

use crate::command::Ui;
use crate::element::{el, list, nothing};
use crate::panels::moments::{Fill, Moments, moments};
use crate::playback::View;

/// The number of moments listed on each side of the current one.
const LISTED: usize = 600;

/// Draws the log.
pub fn log(ui: &Ui, view: &View) -> Html {
    let fill: Fill = Rc::new(|row, told, _| row.child(lines(told)));
    moments(ui, view, Moments { class: "log", name: "log.title", listed: LISTED, head: nothing(), fill: &fill })
}

/// Draws a moment's lines; the time stands before the first alone.
pub fn lines(told: &ExplainedMoment) -> Html {
    let mut at = told.at.to_string();
    list(told.explanation.log.iter().map(|line| {
        el("span")
            .class("log-line")
            .child(el("span").class("at").text(core::mem::take(&mut at)))
            .child(el("span").class("actor").text(line.actor.to_string()))
            .child(el("span").class("what").text(line.what))
            .child(el("span").class("detail").attr("title", line.detail.clone()).text(line.detail.clone()))
    }))
}
