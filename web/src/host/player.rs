//! A host in another page: one of its elements, and nothing else of its document. Links within the app are followed in
//! the app.

use core::cell::RefCell;
use std::rc::Rc;

use gloo::events::{EventListener, EventListenerOptions};
use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Element, Event, MouseEvent};

use super::{Host, Place};

impl Host {
    /// Takes an element, with what the embedding page says: `link` (a fragment), `theme`, `base`, `ids`, and the
    /// functions `load` (a chunk by its name) and `again` (a new player at a link in the place of this one).
    #[must_use]
    pub fn player(root: Element, options: &JsValue) -> Self {
        let told = |name: &str| Reflect::get(options, &name.into()).unwrap_or_default();
        let text = |name: &str| told(name).as_string();
        Self(Rc::new(Place {
            bearer: root.clone(),
            root,
            titled: None,
            address: None,
            link: text("link").unwrap_or_default(),
            theme: text("theme"),
            base: text("base").unwrap_or_default(),
            storage: None,
            ids: text("ids").unwrap_or_default(),
            load: told("load").dyn_into::<Function>().ok(),
            again: told("again").dyn_into::<Function>().ok(),
            last: RefCell::default(),
        }))
    }

    /// Calls `tell` with a clicked link within the app, for an app without an address bar.
    pub fn on_link(&self, tell: impl Fn(String) + 'static) -> EventListener {
        let host = self.clone();
        let options = EventListenerOptions::enable_prevent_default();
        EventListener::new_with_options(self.root(), "click", options, move |event| {
            if let Some(fragment) = host.clicked(event) {
                event.prevent_default();
                tell(fragment);
            }
        })
    }

    /// Returns the fragment of the link that a click follows. A link that opens elsewhere is left to the browser.
    fn clicked(&self, event: &Event) -> Option<String> {
        let click: &MouseEvent = event.unchecked_ref();
        if event.default_prevented() || click.ctrl_key() || click.meta_key() || click.shift_key() {
            return None;
        }
        let target: Element = event.target()?.dyn_into().ok()?;
        let href = target.closest("a[href]").ok()??.get_attribute("href")?;
        Some(href.strip_prefix(&*self.0.base)?.strip_prefix('#')?.to_owned())
    }
}
