//! Messages about what went otherwise than asked: a fork, a refused action, a broken link, a file that did not load. They
//! stay until they are closed or overtaken, and keep what was typed. It deliberately does not know what went wrong.

use yew::prelude::*;

use crate::i18n::use_texts;
use crate::icons::{Icon, icon};

/// What a message is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tone {
    /// Something to know.
    Told,
    /// Something was not done.
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
    /// Whether undo would take back what the message is about.
    pub undo: bool,
    /// Whether trying again may help.
    pub again: bool,
}

impl Notice {
    /// Something to know, in one sentence.
    pub fn told(title: AttrValue) -> Self {
        Self { tone: Tone::Told, title, lines: Vec::new(), kept: None, undo: false, again: false }
    }

    /// Something that was not done.
    pub fn fault(title: AttrValue, lines: Vec<AttrValue>) -> Self {
        Self { tone: Tone::Fault, title, lines, kept: None, undo: false, again: false }
    }
}

/// The message.
#[derive(Properties, PartialEq)]
pub struct NoticeProps {
    /// What is said.
    pub notice: Notice,
    /// It is to go.
    pub on_close: Callback<()>,
    /// Take it back.
    pub on_undo: Callback<()>,
    /// Try again.
    pub on_again: Callback<()>,
}

/// Draws the message.
#[component]
pub fn NoticeBox(props: &NoticeProps) -> Html {
    let texts = use_texts();
    let notice = &props.notice;
    let (class, role, sign) = match notice.tone {
        Tone::Told => ("notice", "status", Icon::Info),
        Tone::Fault => ("notice fault", "alert", Icon::Warning),
    };
    html! {
        <div {class} {role}>
            { icon(sign) }
            <div class="notice-text">
                <p class="notice-title">{ &notice.title }</p>
                { for notice.lines.iter().map(|line| html! { <p>{ line }</p> }) }
                if let Some(kept) = &notice.kept {
                    <label class="field"><span>{ texts.say("notice.kept") }</span><textarea readonly=true rows="3" value={kept.clone()} translate="no" /></label>
                }
            </div>
            if notice.undo {
                <button class="button" type="button" onclick={props.on_undo.reform(|_: MouseEvent| ())}>{ icon(Icon::Undo) }<span>{ texts.say("act.undo") }</span></button>
            }
            if notice.again {
                <button class="button" type="button" onclick={props.on_again.reform(|_: MouseEvent| ())}>{ texts.say("notice.again") }</button>
            }
            <button class="button quiet square" type="button" aria-label={texts.say("notice.close")} onclick={props.on_close.reform(|_: MouseEvent| ())}>{ icon(Icon::Close) }</button>
        </div>
    }
}
