//! What the lesson says where the learner stands, and the way from beat to beat. It deliberately does not know what plays.

use std::rc::Rc;

use warren_lessons::pack::{Beat, Lesson, Listed};
use yew::prelude::*;

use crate::i18n::use_texts;
use crate::icons::{Icon, icon};
use crate::link::Link;
use crate::playback::Order;

/// The panel.
#[derive(Properties, PartialEq)]
pub struct ProseProps {
    /// What it says.
    pub lesson: Rc<Lesson>,
    /// Where the learner stands.
    pub beat: usize,
    /// Whether anything is left to happen.
    pub at_end: bool,
    /// Whether it plays.
    pub playing: bool,
    /// The lesson after this one.
    pub next: Option<Listed>,
    /// What the learner asks for.
    pub on_order: Callback<Order>,
}

/// Draws the panel.
#[component]
pub fn Prose(props: &ProseProps) -> Html {
    let texts = use_texts();
    let scroller = use_node_ref();
    use_effect_with((props.lesson.id.clone(), props.beat), {
        let scroller = scroller.clone();
        move |_| {
            if let Some(element) = scroller.cast::<web_sys::Element>() {
                element.set_scroll_top(0);
            }
        }
    });
    let count = props.lesson.beats.len();
    let Some(beat) = props.lesson.beats.get(props.beat) else { return Html::default() };
    let number = props.beat + 1;
    let order = |order: Order| props.on_order.reform(move |_: MouseEvent| order.clone());
    let (previous, next) = (texts.say("prose.previous"), texts.say("prose.next"));
    let finished = number == count && props.at_end;
    html! {
        <section class="prose" aria-label={texts.say("prose.title")}>
            <div class="prose-text" ref={scroller} tabindex="0" role="group" aria-label={texts.say("prose.text")}>
                <p class="eyebrow step-of">{ texts.tell("prose.step", &[("number", &number), ("count", &count)]) }</p>
                <h2 id="beat">{ &beat.heading }</h2>
                { Html::from_html_unchecked(beat.html.clone().into()) }
                { guides(beat) }
                if finished {
                    <p class="finished">{ icon(Icon::Check) }{ texts.say("prose.finished") }</p>
                }
            </div>
            <div class="beats">
                <button class="button square" type="button" aria-label={previous.clone()} title={previous} disabled={props.beat == 0}
                    onclick={order(Order::Beat(props.beat.wrapping_sub(1)))}>{ icon(Icon::Back) }</button>
                if finished {
                    { onward(props, &texts.say("prose.next-lesson")) }
                } else {
                    <button class="button strong" type="button" onclick={order(Order::PlayPause)}>
                        if props.playing {
                            { icon(Icon::Pause) }<span>{ texts.say("transport.pause") }</span>
                        } else {
                            { icon(Icon::Play) }<span>{ texts.say("prose.play") }</span>
                        }
                    </button>
                }
                <button class="button square" type="button" aria-label={next.clone()} title={next} disabled={number >= count}
                    onclick={order(Order::Beat(number))}>{ icon(Icon::Forward) }</button>
            </div>
        </section>
    }
}

fn guides(beat: &Beat) -> Html {
    if beat.guides.is_empty() {
        return Html::default();
    }
    html! {
        <ul class="guides">
            { for beat.guides.iter().map(|guide| html! {
                <li key={guide.url.clone()}>
                    <a href={guide.url.clone()} target="_blank" rel="noreferrer">{ &guide.label }</a>
                </li>
            }) }
        </ul>
    }
}

fn onward(props: &ProseProps, label: &str) -> Html {
    match &props.next {
        Some(lesson) => {
            let href = format!("#{}", Link { lesson: Some(lesson.id.clone()), ..Link::default() }.encode());
            html! { <a class="button strong" {href}><span>{ label }</span>{ icon(Icon::Forward) }</a> }
        }
        None => html! { <span></span> },
    }
}
