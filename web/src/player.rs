//! The players' JavaScript API: puts a player into an element of any page.

use js_sys::Function;
use wasm_bindgen::JsCast;
use wasm_bindgen::JsValue;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use web_sys::Element;
use yew::Renderer;

use crate::app::{App, AppProps};
use crate::host::Host;

/// Puts a player into an empty element, with the options of [`Host::player`]. Gives a function that takes it away again.
///
/// `web/player.js` calls it, once in each instance of this module: a panic in one player must not stop another.
#[wasm_bindgen]
#[must_use]
pub fn mount(root: Element, options: &JsValue) -> Function {
    let host = Host::player(root.clone(), options);
    let player = Renderer::<App>::with_root_and_props(root, AppProps { host }).render();
    Closure::once_into_js(move || player.destroy()).unchecked_into()
}
