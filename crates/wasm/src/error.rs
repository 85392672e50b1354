//! Errors for JavaScript: an `Error` whose message is the text that Rust prints, with the places beside it. Only errors
//! that JavaScript alone can cause are worded here.

use crate::plain;
use js_sys::Reflect;
use std::fmt::Display;
use warren_simulator::{ActionError, Diagnostic};
use wasm_bindgen::JsValue;

/// Makes an error from the mistakes in a scenario, a line each; `diagnostics` has them one by one.
pub fn of_scenario(wrong: &[Diagnostic]) -> JsValue {
    with_diagnostics(text(wrong), wrong)
}

/// Makes an error for a statement that does not fit.
pub fn of_statement(wrong: &Diagnostic) -> JsValue {
    with_diagnostics(wrong.to_string(), std::slice::from_ref(wrong))
}

/// Makes an error for an action of a saved run that does not fit; `action` is its index.
pub fn of_action(wrong: &ActionError) -> JsValue {
    let error = with_diagnostics(wrong.to_string(), std::slice::from_ref(&wrong.diagnostic));
    set(&error, "action", &JsValue::from(u32::try_from(wrong.index).unwrap_or(u32::MAX)));
    error
}

/// Makes an error for an argument of the wrong kind.
pub fn of_argument(name: &str, wanted: &str, wrong: impl Display) -> JsValue {
    js_sys::TypeError::new(&format!("{name}: {wanted} ({wrong})")).into()
}

/// Returns the text of all mistakes, as the command line prints them.
pub fn text(wrong: &[Diagnostic]) -> String {
    wrong.iter().map(Diagnostic::to_string).collect::<Vec<_>>().join("\n")
}

fn with_diagnostics(message: String, wrong: &[Diagnostic]) -> JsValue {
    let error = js_sys::Error::new(&message).into();
    // Numbers and texts always become objects. Should that ever fail, the message still says everything.
    if let Ok(list) = plain::object(wrong) {
        set(&error, "diagnostics", &list);
    }
    error
}

fn set(error: &JsValue, key: &str, value: &JsValue) {
    let done = Reflect::set(error, &JsValue::from_str(key), value);
    debug_assert!(done.is_ok(), "a new Error takes properties");
}
