//! The list of lessons: plain links, so that the browser's own back, new tab and copy work. It deliberately does not know
//! what a lesson contains.

use std::collections::BTreeSet;
use std::rc::Rc;

use warren_lessons::pack::{Index, Listed};
use yew::prelude::*;

use crate::i18n::{Texts, use_texts};
use crate::icons::{Icon, icon};
use crate::link::Link;

/// The list.
#[derive(Properties, PartialEq)]
pub struct LessonsProps {
    /// What there is.
    pub index: Rc<Index>,
    /// The id of the one that is open.
    pub current: Option<AttrValue>,
    /// The ids of those followed to their end.
    pub done: Rc<BTreeSet<String>>,
    /// Whether it is shown where there is no room for it beside the stage.
    pub open: bool,
    /// It is to be hidden there.
    pub on_close: Callback<()>,
    /// The settings, where the bar has no room for them.
    pub children: Html,
}

/// Draws the list.
#[component]
pub fn Lessons(props: &LessonsProps) -> Html {
    let texts = use_texts();
    let close = props.on_close.reform(|_: MouseEvent| ());
    let leave = {
        let on_close = props.on_close.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" {
                on_close.emit(());
            }
        }
    };
    html! {
        <>
            <nav id="lessons" class={classes!("lessons", props.open.then_some("open"))} aria-label={texts.say("lessons.title")} onkeydown={leave}>
                <h2 class="eyebrow">{ texts.say("lessons.tutorials") }</h2>
                <ul>
                    { for props.index.lessons.iter().map(|lesson| row(lesson, props, &texts)) }
                </ul>
                { props.children.clone() }
            </nav>
            if props.open {
                <button class="scrim" type="button" aria-label={texts.say("lessons.close")} onclick={close}></button>
            }
        </>
    }
}

fn row(lesson: &Listed, props: &LessonsProps, texts: &Texts) -> Html {
    let current = props.current.as_deref() == Some(&*lesson.id);
    let done = props.done.contains(&lesson.id);
    let href = format!("#{}", Link { lesson: Some(lesson.id.clone()), ..Link::default() }.encode());
    let class = classes!("lesson", current.then_some("current"), done.then_some("done"));
    let close = props.on_close.reform(|_: MouseEvent| ());
    html! {
        <li key={lesson.id.clone()}>
            <a {class} {href} aria-current={current.then_some("page")} title={lesson.summary.clone()} onclick={close}>
                <span class="lesson-state">
                    if done { { icon(Icon::Check) } }
                </span>
                <span class="lesson-order">{ lesson.order }</span>
                <span class="lesson-title">{ &lesson.title }</span>
                if done { <span class="visually-hidden">{ texts.say("lessons.done") }</span> }
            </a>
        </li>
    }
}
