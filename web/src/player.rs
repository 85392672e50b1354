//! Puts the app where its host says, and what it leaves to go on from when it fails; for JavaScript, too. It does not know what the app shows.

use core::cell::RefCell;
use std::panic::PanicHookInfo;

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::{AppHandle, Renderer};

use crate::app::{App, AppProps};
use crate::host::Host;
use crate::rescue::rescue;

thread_local! {
    /// Where apps of this instance stand.
    static SHOWN: RefCell<Vec<Host>> = const { RefCell::new(Vec::new()) };
}

/// Shows the app.
pub fn show(host: Host) -> AppHandle<App> {
    yew::set_custom_panic_hook(Box::new(failed));
    SHOWN.with_borrow_mut(|shown| shown.push(host.clone()));
    Renderer::<App>::with_root_and_props(host.root().clone(), AppProps { host }).render()
}

/// Puts a player into an empty element, with the options of [`Host::player`]. Gives a function that takes it away again.
///
/// `web/player.js` calls it, once in each instance of this module: a panic in one player must not stop another.
#[wasm_bindgen]
#[must_use]
pub fn mount(root: Element, options: &JsValue) -> Function {
    let host = Host::player(root, options);
    let app = show(host.clone());
    Closure::once_into_js(move || {
        SHOWN.with_borrow_mut(|shown| shown.retain(|one| *one != host));
        app.destroy();
    })
    .unchecked_into()
}

/// Tells developers of a panic, and readers what they can do; what comes after it in this instance is a consequence, and readers are told once.
fn failed(panic: &PanicHookInfo<'_>) {
    console_error_panic_hook::hook(panic);
    SHOWN.with(|shown| {
        let shown = shown.try_borrow_mut().map(|mut shown| core::mem::take(&mut *shown)).unwrap_or_default();
        shown.iter().for_each(rescue);
    });
}
