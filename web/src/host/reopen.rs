//! Goes on at a link once the WebAssembly of the app has failed: by functions of JavaScript's alone, for none of ours can be called any more.

use gloo::utils::{history, window};
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Host;

/// Gives the functions that go on at a link, to be called one after another. The page is loaded anew at the link; a player is mounted anew by the
/// script that has mounted it.
#[must_use]
pub fn steps(host: &Host, link: &str) -> Vec<Function> {
    let steps = if host.address().is_some() {
        let (history, location) = (history(), window().location());
        let fragment = ["#", link].concat();
        vec![
            method(&history, "replaceState", &[JsValue::NULL, "".into(), fragment.into()]),
            method(&location, "reload", &[]),
        ]
    } else {
        vec![host.0.again.as_ref().and_then(|again| bound(again, &JsValue::UNDEFINED, &[link.into()]))]
    };
    steps.into_iter().flatten().collect()
}

/// Binds a method of an object to its arguments.
fn method(object: &JsValue, name: &str, arguments: &[JsValue]) -> Option<Function> {
    bound(&Reflect::get(object, &name.into()).ok()?, object, arguments)
}

/// Binds a function to what it is called on and with.
fn bound(function: &JsValue, this: &JsValue, arguments: &[JsValue]) -> Option<Function> {
    let bind: Function = Reflect::get(function, &"bind".into()).ok()?.dyn_into().ok()?;
    let all: Array = core::iter::once(this).chain(arguments).collect();
    Reflect::apply(&bind, function, &all).ok()?.dyn_into().ok()
}
