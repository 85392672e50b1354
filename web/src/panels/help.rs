//! The list of keys, as a dialog, and the dialog itself for others. It deliberately does not know what keys do.

use web_sys::HtmlDialogElement;
use yew::prelude::*;

use crate::i18n::use_texts;
use crate::icons::{Icon, icon};
use crate::keys::LIST;

/// A modal dialog: the browser keeps the focus in it and gives it back.
#[derive(Properties, PartialEq)]
pub struct DialogProps {
    /// Its heading.
    pub title: AttrValue,
    /// It was closed, by its button or the Escape key.
    pub on_close: Callback<()>,
    /// What it shows.
    pub children: Html,
}

/// Draws the dialog and opens it.
#[component]
pub fn Dialog(props: &DialogProps) -> Html {
    let texts = use_texts();
    let dialog = use_node_ref();
    use_effect_with((), {
        let dialog = dialog.clone();
        move |()| {
            if let Some(element) = dialog.cast::<HtmlDialogElement>() {
                element.show_modal().expect("a dialog that was just put into the page is not open yet");
            }
        }
    });
    let close = {
        let dialog = dialog.clone();
        move |_: MouseEvent| {
            if let Some(element) = dialog.cast::<HtmlDialogElement>() {
                element.close();
            }
        }
    };
    html! {
        <dialog class="dialog" aria-labelledby="dialog-title" ref={dialog} onclose={props.on_close.reform(|_: Event| ())}>
            <div class="dialog-head">
                <h2 id="dialog-title">{ &props.title }</h2>
                <button class="button quiet square" type="button" aria-label={texts.say("notice.close")} onclick={close}>{ icon(Icon::Close) }</button>
            </div>
            { props.children.clone() }
        </dialog>
    }
}

/// The list of keys.
#[derive(Properties, PartialEq)]
pub struct HelpProps {
    /// It was closed.
    pub on_close: Callback<()>,
}

/// Draws the list.
#[component]
pub fn Help(props: &HelpProps) -> Html {
    let texts = use_texts();
    html! {
        <Dialog title={texts.say("keys.title")} on_close={props.on_close.clone()}>
            <dl class="keys">
                { for LIST.into_iter().map(|(_, keys, what)| html! {
                    <div key={what}>
                        <dt>{ for keys.iter().map(|key| html! { <kbd>{ key }</kbd> }) }</dt>
                        <dd>{ texts.say(what) }</dd>
                    </div>
                }) }
            </dl>
            <p class="hint">{ texts.say("keys.scope") }</p>
        </Dialog>
    }
}
