//! The browser's address bar: the fragment with the current link, and the query.

use gloo::events::EventListener;
use gloo::utils::{history, window};
use wasm_bindgen::JsValue;

/// The address bar of the document, for an app that has the whole page.
#[derive(Clone, Copy, Debug)]
pub struct AddressBar(());

impl AddressBar {
    pub(super) const fn of_page() -> Self {
        Self(())
    }

    /// Returns the fragment without `#`.
    #[must_use]
    pub fn fragment(self) -> String {
        window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
    }

    /// Returns the whole address with another fragment.
    #[must_use]
    pub fn with_fragment(self, fragment: &str) -> String {
        let address = window().location().href().unwrap_or_default();
        let page = address.split('#').next().unwrap_or_default();
        format!("{page}#{fragment}")
    }

    /// Returns the query without `?`.
    #[must_use]
    pub fn query(self) -> String {
        window().location().search().unwrap_or_default().trim_start_matches('?').to_owned()
    }

    /// Replaces the fragment.
    pub fn replace(self, fragment: &str) {
        // A browser that refuses (because there were too many) keeps the older fragment; the next change writes again.
        let _ = history().replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
    }

    /// Calls `tell` when the reader goes to another address (`hashchange`) or leaves the page (`pagehide`).
    pub fn listen(self, event: &'static str, tell: impl Fn() + 'static) -> EventListener {
        EventListener::new(&window(), event, move |_| tell())
    }
}
