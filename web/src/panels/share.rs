//! The link to this step, as a dialog: to copy, or as a file where the link is too long for other programs. It deliberately
//! does not know what the link says.

use gloo::utils::window;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use yew::prelude::*;

use crate::i18n::use_texts;
use crate::icons::{Icon, icon};
use crate::link::SAFE;
use crate::panels::help::Dialog;

/// The dialog.
#[derive(Properties, PartialEq)]
pub struct ShareProps {
    /// The whole address.
    pub url: AttrValue,
    /// The same as the content of a file.
    pub file: AttrValue,
    /// It was closed.
    pub on_close: Callback<()>,
    /// A file of this kind was opened; its content.
    pub on_file: Callback<String>,
}

/// Draws the dialog and copies the link at once.
#[component]
pub fn Share(props: &ShareProps) -> Html {
    let texts = use_texts();
    let copied = use_state(|| None);
    let copy = {
        let (copied, url) = (copied.clone(), props.url.to_string());
        Callback::from(move |()| {
            let (copied, url) = (copied.clone(), url.clone());
            spawn_local(async move {
                let done = JsFuture::from(window().navigator().clipboard().write_text(&url)).await.is_ok();
                copied.set(Some(done));
            });
        })
    };
    use_effect_with(props.url.clone(), {
        let copy = copy.clone();
        move |_| copy.emit(())
    });
    let open = {
        let on_file = props.on_file.clone();
        move |event: Event| {
            let Some(file) = chosen_file(&event) else { return };
            let on_file = on_file.clone();
            spawn_local(async move {
                // A file that cannot be read is no link; the page says so like of any other.
                let content = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
                on_file.emit(content.unwrap_or_else(|| file.name()));
            });
        }
    };
    let length = props.url.len();
    let data: String = js_sys::encode_uri_component(&props.file).into();
    let said = match *copied {
        None => AttrValue::default(),
        Some(true) => texts.say("share.copied"),
        Some(false) => texts.say("share.not-copied"),
    };
    html! {
        <Dialog title={texts.say("share.title")} on_close={props.on_close.clone()}>
            <p>{ texts.say("share.what") }</p>
            <label class="field"><span>{ texts.say("share.link") }</span><input class="share-link" type="text" readonly=true value={props.url.clone()} translate="no" /></label>
            if length > SAFE {
                <p class="warning">{ icon(Icon::Warning) }{ texts.tell("share.long", &[("length", &length), ("safe", &SAFE)]) }</p>
            }
            <div class="row">
                <button class="button strong" type="button" onclick={copy.reform(|_: MouseEvent| ())}>{ icon(Icon::Copy) }<span>{ texts.say("share.copy") }</span></button>
                <a class="button" download="step.warren-link" href={format!("data:text/plain;charset=utf-8,{data}")}>{ icon(Icon::Download) }<span>{ texts.say("share.download") }</span></a>
                <label class="button">{ icon(Icon::Open) }<span>{ texts.say("share.open") }</span>
                    <input class="visually-hidden" type="file" accept=".warren-link,text/plain" onchange={open} />
                </label>
            </div>
            <p class="hint" role="status">{ said }</p>
        </Dialog>
    }
}

fn chosen_file(event: &Event) -> Option<web_sys::File> {
    event.target_dyn_into::<web_sys::HtmlInputElement>()?.files()?.get(0)
}
