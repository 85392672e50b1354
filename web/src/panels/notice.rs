//! Messages about unexpected outcomes: a fork, a refused action, a broken link, a file that did not load. They stay
//! until they are closed or replaced, and keep typed text.

use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::element::{el, nothing};
use crate::icons::{Icon, icon};
use crate::panels::buttons::{bare, worded};
use crate::playback::PlaybackCommand;

/// The kind of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// An information.
    Told,
    /// A failure.
    Fault,
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Notice {
    /// Its kind.
    pub tone: Tone,
    /// One sentence.
    pub title: AttrValue,
    /// More sentences, each a line.
    pub lines: Vec<AttrValue>,
    /// Text of the learner's that must not be lost.
    pub kept: Option<AttrValue>,
    /// Whether undo would take back the message's subject.
    pub undo: bool,
}

impl Notice {
    /// Makes a notice with an information, in one sentence.
    pub fn told(title: AttrValue) -> Self {
        Self { tone: Tone::Told, title, lines: Vec::new(), kept: None, undo: false }
    }

    /// Makes a notice of a failure.
    pub fn fault(title: AttrValue, lines: Vec<AttrValue>) -> Self {
        Self { tone: Tone::Fault, title, lines, kept: None, undo: false }
    }
}

/// Draws the message.
pub fn notice(ui: &Ui, notice: &Notice) -> Html {
    let (class, role, sign) = match notice.tone {
        Tone::Told => ("notice", "status", Icon::Info),
        Tone::Fault => ("notice fault", "alert", Icon::Warning),
    };
    let mut said = el("div")
        .class("notice-text")
        .child(el("p").class("notice-title").text(notice.title.clone()))
        .children(notice.lines.iter().map(|line| el("p").text(line.clone())));
    if let Some(kept) = &notice.kept {
        let text = el("textarea").with(&[("readonly", ""), ("rows", "3"), ("translate", "no")]);
        let title = el("span").text(ui.say("notice.kept"));
        said = said.child(el("label").class("field").child(title).child(text.attr("value", kept.clone())));
    }
    let undo = notice
        .undo
        .then(|| worded(ui, "button", Icon::Undo, "act.undo", UiCommand::Playback(PlaybackCommand::Undo)).into());
    el("div")
        .with(&[("class", class), ("role", role)])
        .child(icon(sign))
        .child(said)
        .child(undo.unwrap_or_else(nothing))
        .child(bare(ui, "button quiet square", Icon::Close, ui.say("notice.close"), UiCommand::CloseNotice))
        .into()
}
