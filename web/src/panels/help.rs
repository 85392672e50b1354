//! The list of keys, as a dialog, and the dialog itself for others.

use wasm_bindgen::JsCast;
use web_sys::HtmlDialogElement;
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el};
use crate::host::Host;
use crate::icons::{Icon, icon};
use crate::keys::LIST;
use crate::panels::buttons::button;

/// Makes a modal dialog: the browser keeps the focus in it and gives it back. The caller opens it, by [`open`].
pub fn dialog(ui: &Ui, title: AttrValue) -> Element {
    let host = ui.host.clone();
    let close = button("button quiet square")
        .attr("aria-label", ui.say("notice.close"))
        .child(icon(Icon::Close))
        .on(ListenerKind::onclick, move |_| close(&host));
    let head = el("div").class("dialog-head").child(el("h2").id(ui, "dialog-title").text(title)).child(close);
    el("dialog")
        .class("dialog")
        .refer(ui, "aria-labelledby", "dialog-title")
        .dispatch(ListenerKind::onclose, ui, |_| Some(UiCommand::Dialog(None)))
        .child(head)
}

/// Opens the dialog that was just drawn.
pub fn open(host: &Host) {
    if let Some(dialog) = drawn(host) {
        dialog.show_modal().expect("a dialog that was just put into the page is not open yet");
    }
}

/// Closes it the browser's way, which restores the focus and reports the closing.
fn close(host: &Host) {
    if let Some(dialog) = drawn(host) {
        dialog.close();
    }
}

fn drawn(host: &Host) -> Option<HtmlDialogElement> {
    host.find("dialog").map(JsCast::unchecked_into)
}

/// Draws the list.
pub fn help(ui: &Ui) -> Html {
    let keys = LIST.iter().map(|(_, keys, what)| {
        let keys = keys.iter().map(|key| el("kbd").text(*key));
        el("div").key(*what).child(el("dt").children(keys)).child(el("dd").text(ui.say(what)))
    });
    dialog(ui, ui.say("keys.title"))
        .key("help")
        .child(el("dl").class("keys").children(keys))
        .child(el("p").class("hint").text(ui.say("keys.scope")))
        .into()
}
