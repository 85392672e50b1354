//! A sequence diagram in words: its marks, its lanes, and every row as a sentence for readers who do not see it.

use core::fmt::Display;

use warren_simulator::text::Catalog;

use super::lanes::{Lane, Owner};
use super::marks::{Label, Mark, Shape};
use crate::run::ExplainedMoment;
use crate::text::exchange_name;

/// Returns the name of a lane, as written over it.
#[must_use]
pub fn lane_name(lane: &Lane, texts: &Catalog) -> String {
    match &lane.owner {
        Owner::Client(_) | Owner::Channel(..) | Owner::Queue(_) => lane.name.to_string(),
        Owner::Broker => texts.text("act.broker"),
        Owner::Exchange(name) => exchange_name(name, texts),
    }
}

/// Returns the full name of a lane, with the kind of its owner.
#[must_use]
pub fn lane_title(lane: &Lane, texts: &Catalog) -> String {
    let name = lane_name(lane, texts);
    let key = match &lane.owner {
        Owner::Client(_) | Owner::Broker => return name,
        Owner::Channel(..) => "sequence.channel",
        Owner::Exchange(_) => "sequence.exchange",
        Owner::Queue(_) => "sequence.queue",
    };
    texts.format(key, &[("name", &name)], None)
}

/// Returns the words of a mark.
#[must_use]
pub fn label(mark: &Mark, texts: &Catalog) -> String {
    let mut words = match &mark.label {
        Label::Method(name, _) => (*name).to_owned(),
        Label::Word(key, _) => texts.text(key),
        Label::Statement(words) => words.to_string(),
    };
    if let Label::Method(_, Some(detail)) | Label::Word(_, Some(detail)) = &mark.label {
        words.push(' ');
        words.push_str(detail);
    }
    if mark.count > 1 {
        words.push_str(" ×");
        words.push_str(&mark.count.to_string());
    }
    words
}

/// Describes a row: its time and its marks in order; the log's lines if it has none.
#[must_use]
pub fn sentence(told: &ExplainedMoment, lanes: &[Lane], marks: &[Mark], texts: &Catalog) -> String {
    let mut parts: Vec<String> = marks.iter().map(|mark| clause(mark, lanes, texts)).collect();
    if parts.is_empty() {
        parts.push(plain(told));
    }
    format!("{} {}", told.at, parts.join("; "))
}

/// Joins the log's lines of a moment into one.
#[must_use]
pub fn plain(told: &ExplainedMoment) -> String {
    let lines: Vec<String> =
        told.explanation.log.iter().map(|line| format!("{} {} {}", line.actor, line.what, line.detail)).collect();
    lines.join("; ")
}

fn clause(mark: &Mark, lanes: &[Lane], texts: &Catalog) -> String {
    let (from, to) = (lane_title(&lanes[mark.from], texts), lane_title(&lanes[mark.to], texts));
    let what = label(mark, texts);
    let (from, to, what): (&dyn Display, &dyn Display, &dyn Display) = (&from, &to, &what);
    match mark.shape {
        Shape::Leaves => texts.format("sequence.leaves", &[("from", from), ("to", to), ("what", what)], None),
        Shape::Arrow if mark.from != mark.to => {
            texts.format("sequence.arrives", &[("from", from), ("to", to), ("what", what)], None)
        }
        Shape::Arrow | Shape::Begin | Shape::End | Shape::Cross | Shape::Cell | Shape::Stub | Shape::Note => {
            texts.format("sequence.at", &[("lane", from), ("what", what)], None)
        }
    }
}
