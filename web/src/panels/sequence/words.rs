//! What a sequence diagram says to those who do not see it: every row as a sentence. It deliberately draws nothing.

use core::fmt::Display;

use super::lanes::{Lane, Owner};
use super::marks::{Mark, Shape};
use super::place::words;
use crate::i18n::Texts;
use crate::panels::table::exchange_words;
use crate::playback::Told;

/// What stands over a lane.
pub fn lane_name(lane: &Lane, texts: &Texts) -> String {
    match &lane.owner {
        Owner::Client(_) | Owner::Channel(..) | Owner::Queue(_) => lane.name.to_string(),
        Owner::Broker => texts.say("act.broker").to_string(),
        Owner::Exchange(name) => exchange_words(name, texts).to_string(),
    }
}

/// What a lane belongs to, in full.
pub fn lane_title(lane: &Lane, texts: &Texts) -> String {
    let name = lane_name(lane, texts);
    let key = match &lane.owner {
        Owner::Client(_) | Owner::Broker => return name,
        Owner::Channel(..) => "sequence.channel",
        Owner::Exchange(_) => "sequence.exchange",
        Owner::Queue(_) => "sequence.queue",
    };
    texts.tell(key, &[("name", &name)]).to_string()
}

/// A row: its time and its marks one after the other; the log's lines if it has none.
pub fn sentence(told: &Told, lanes: &[Lane], marks: &[Mark], texts: &Texts) -> String {
    let mut parts: Vec<String> = marks.iter().map(|mark| clause(mark, lanes, texts)).collect();
    if parts.is_empty() {
        parts.push(plain(told));
    }
    format!("{} {}", told.at, parts.join("; "))
}

/// What the log says of a moment, in a line.
pub fn plain(told: &Told) -> String {
    let lines: Vec<String> =
        told.explanation.log.iter().map(|line| format!("{} {} {}", line.actor, line.what, line.detail)).collect();
    lines.join("; ")
}

fn clause(mark: &Mark, lanes: &[Lane], texts: &Texts) -> String {
    let (from, to) = (lane_title(&lanes[mark.from], texts), lane_title(&lanes[mark.to], texts));
    let what = words(mark, texts);
    let (from, to, what): (&dyn Display, &dyn Display, &dyn Display) = (&from, &to, &what);
    let spoken = match mark.shape {
        Shape::Leaves => texts.tell("sequence.leaves", &[("from", from), ("to", to), ("what", what)]),
        Shape::Arrow if mark.from != mark.to => {
            texts.tell("sequence.arrives", &[("from", from), ("to", to), ("what", what)])
        }
        Shape::Arrow | Shape::Begin | Shape::End | Shape::Cross | Shape::Cell | Shape::Stub | Shape::Note => {
            texts.tell("sequence.at", &[("lane", from), ("what", what)])
        }
    };
    spoken.to_string()
}
