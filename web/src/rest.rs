//! The page's second part. A build that cuts the page's WebAssembly in two leaves a function behind that fetches and joins the rest; a page in
//! one piece has none, and needs none. It deliberately does not know what is in which part.

use gloo::utils::window;
use js_sys::{Function, Promise, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::packs::{Missing, thrown};

/// Comes back when all of the page is here, or with why it is not. Asked again after that, it tries again.
pub async fn rest() -> Result<(), Missing> {
    let Some(promise) = promised() else { return Ok(()) };
    let told = JsFuture::from(promise).await;
    told.map(drop).map_err(|cause| Missing { file: "warren-web_rest.wasm".into(), cause: thrown(cause) })
}

fn promised() -> Option<Promise> {
    let rest: Function = Reflect::get(&window(), &"warrenRest".into()).ok()?.dyn_into().ok()?;
    rest.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()
}
