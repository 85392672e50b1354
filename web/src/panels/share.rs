//! The link to this step, as a dialog: to copy, or as a file if the link is too long for other programs.

use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::dom::file_of;
use crate::element::{el, nothing};
use crate::icons::{Icon, icon};
use crate::link::SAFE;
use crate::panels::buttons::{signed, worded};
use crate::panels::help::dialog;

/// Draws the dialog: the whole address, the same as the content of a file, and whether the address was copied.
pub fn share(ui: &Ui, url: String, file: &str, copied: Option<bool>) -> Html {
    let length = url.len();
    let data = String::from(js_sys::encode_uri_component(file));
    let said = match copied {
        None => AttrValue::default(),
        Some(true) => ui.say("share.copied"),
        Some(false) => ui.say("share.not-copied"),
    };
    let link = el("input")
        .with(&[("class", "share-link"), ("type", "text"), ("readonly", ""), ("translate", "no")])
        .attr("value", url);
    let long = (length > SAFE).then(|| {
        let words = ui.texts.tell("share.long", &[("length", &length), ("safe", &SAFE)]);
        el("p").class("warning").child(icon(Icon::Warning)).text(words).into()
    });
    let save = el("a")
        .with(&[("class", "button"), ("download", "step.warren-link")])
        .attr("href", format!("data:text/plain;charset=utf-8,{data}"));
    let field = el("input")
        .with(&[("class", "visually-hidden"), ("type", "file"), ("accept", ".warren-link,text/plain")])
        .dispatch(ListenerKind::onchange, ui, |event| file_of(event).map(UiCommand::OpenFile));
    dialog(ui, ui.say("share.title"))
        .key("share")
        .child(el("p").text(ui.say("share.what")))
        .child(el("label").class("field").child(el("span").text(ui.say("share.link"))).child(link))
        .child(long.unwrap_or_else(nothing))
        .child(
            el("div")
                .class("row")
                .child(worded(ui, "button strong", Icon::Copy, "share.copy", UiCommand::Copy))
                .child(signed(save, Icon::Download, ui.say("share.download")))
                .child(signed(el("label").class("button"), Icon::Open, ui.say("share.open")).child(field)),
        )
        .child(el("p").with(&[("class", "hint"), ("role", "status")]).text(said))
        .into()
}
