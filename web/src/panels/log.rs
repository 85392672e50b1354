//! The event log: every moment of the run, the future ones dimmed, the current one lit. A click or the arrow keys go to a
//! moment. It deliberately does not know what the lines say.

use std::rc::Rc;

use gloo::utils::document;
use web_sys::Element;
use yew::prelude::*;

use crate::dom::reveal;
use crate::i18n::use_texts;
use crate::playback::{Order, Run, Told, View, Weight};

/// The log.
#[derive(Properties, PartialEq)]
pub struct LogProps {
    /// Where the learner stands.
    pub view: View,
    /// What the learner asks for.
    pub on_order: Callback<Order>,
}

/// So many moments are listed on each side of the current one; what is beyond is counted.
const LISTED: usize = 600;

/// Draws the log.
#[component]
pub fn Log(props: &LogProps) -> Html {
    let texts = use_texts();
    let scroller = use_node_ref();
    let view = &props.view;
    let (position, count) = (view.position, view.len());
    use_effect_with((position, Rc::as_ptr(&view.run)), {
        let scroller = scroller.clone();
        move |_| {
            let row = document().get_element_by_id(&row_id(position));
            if let (Some(outer), Some(row)) = (scroller.cast::<Element>(), row) {
                reveal(&outer, &row);
            }
        }
    });
    let onkeydown = {
        let on_order = props.on_order.clone();
        move |event: KeyboardEvent| {
            let order = match event.key().as_str() {
                "ArrowDown" => Order::Forward,
                "ArrowUp" => Order::Back,
                "Home" => Order::First,
                "End" => Order::Last,
                "PageDown" => Order::Seek(position + 10),
                "PageUp" => Order::Seek(position.saturating_sub(10)),
                _ => return,
            };
            event.prevent_default();
            on_order.emit(order);
        }
    };
    // The window moves in steps, so that rows are not made and dropped at every moment.
    let middle = position / LISTED * LISTED;
    let (from, to) = (middle.saturating_sub(LISTED), (middle + 2 * LISTED).min(count));
    html! {
        <div class="log" role="listbox" tabindex="0" aria-label={texts.say("log.title")} aria-activedescendant={row_id(position)}
            translate="no" ref={scroller} {onkeydown}>
            if from == 0 {
                <div id={row_id(0)} class={classes!("moment", "start", (position == 0).then_some("now"))} role="option"
                    aria-selected={(position == 0).to_string()} onclick={props.on_order.reform(|_: MouseEvent| Order::First)}>
                    <span class="log-line"><span class="at">{ "00:00.000" }</span><span class="start-text" translate="yes">{ texts.say("log.start") }</span></span>
                </div>
            } else {
                <p class="beyond" role="presentation" translate="yes">{ texts.count("log.earlier", number(from)) }</p>
            }
            { for (from..to).map(|index| html! {
                <Row key={index} run={Rc::clone(&view.run)} {index} tense={tense(index + 1, position)} on_order={props.on_order.clone()} />
            }) }
            if to < count {
                <p class="beyond" role="presentation" translate="yes">{ texts.count("log.later", number(count - to)) }</p>
            }
        </div>
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Tense {
    Past,
    Now,
    Future,
}

fn tense(at: usize, position: usize) -> Tense {
    match at.cmp(&position) {
        core::cmp::Ordering::Less => Tense::Past,
        core::cmp::Ordering::Equal => Tense::Now,
        core::cmp::Ordering::Greater => Tense::Future,
    }
}

#[derive(Properties)]
struct RowProps {
    run: Rc<Run>,
    index: usize,
    tense: Tense,
    on_order: Callback<Order>,
}

impl PartialEq for RowProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.run, &other.run) && self.index == other.index && self.tense == other.tense
    }
}

#[component]
fn Row(props: &RowProps) -> Html {
    let Some(told) = props.run.told.get(props.index) else { return Html::default() };
    let position = props.index + 1;
    let when = match props.tense {
        Tense::Past => None,
        Tense::Now => Some("now"),
        Tense::Future => Some("future"),
    };
    let own = (told.weight == Weight::Own).then_some("own");
    let grave = (told.weight == Weight::Grave).then_some("grave");
    let onclick = props.on_order.reform(move |_: MouseEvent| Order::Seek(position));
    html! {
        <div id={row_id(position)} class={classes!("moment", when, own, grave)} role="option" aria-selected={(props.tense == Tense::Now).to_string()} {onclick}>
            { lines(told) }
        </div>
    }
}

/// A moment's lines; the time stands before the first alone.
pub fn lines(told: &Told) -> Html {
    let at = told.at.to_string();
    html! {
        { for told.explanation.log.iter().enumerate().map(|(index, line)| html! {
            <span class="log-line">
                <span class="at">{ if index == 0 { at.clone() } else { String::new() } }</span>
                <span class="actor">{ &*line.actor }</span>
                <span class="what">{ line.what }</span>
                <span class="detail" title={line.detail.clone()}>{ &line.detail }</span>
            </span>
        }) }
    }
}

fn row_id(position: usize) -> String {
    format!("moment-{position}")
}

fn number(count: usize) -> u64 {
    u64::try_from(count).unwrap_or(u64::MAX)
}
