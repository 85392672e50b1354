//! The browser's address: the fragment that holds where one stands. It deliberately does not know what the fragment says.

use gloo::timers::callback::Timeout;
use gloo::utils::{document, history, window};
use wasm_bindgen::JsValue;

/// The fragment without `#`.
pub fn fragment() -> String {
    window().location().hash().unwrap_or_default().trim_start_matches('#').to_owned()
}

/// The whole address with another fragment.
pub fn with_fragment(fragment: &str) -> String {
    let address = window().location().href().unwrap_or_default();
    let page = address.split('#').next().unwrap_or_default();
    format!("{page}#{fragment}")
}

/// Names the page in tabs and bookmarks.
pub fn title(title: &str) {
    document().set_title(title);
}

/// Writes the fragment, the first change at once, more of them within a moment together: browsers refuse hundreds a second.
#[derive(Debug, Default)]
pub struct Writer {
    waiting: Option<Waiting>,
    written: Option<f64>,
}

#[derive(Debug)]
struct Waiting {
    timeout: Timeout,
    /// What is to be written,
    fragment: String,
    /// and over what. If the reader has gone somewhere else meanwhile, that stays.
    over: String,
}

impl Writer {
    const QUIET_MILLIS: u32 = 250;

    /// Writes it now, whatever waits.
    pub fn write_at_once(&mut self, fragment: &str) {
        self.waiting = None;
        self.written = window().performance().map(|clock| clock.now());
        replace(fragment);
    }

    /// Writes it now or soon; `again` is called when it is time to [`Self::flush`].
    pub fn write(&mut self, fragment: String, again: impl FnOnce() + 'static) {
        let now = window().performance().map_or(0.0, |clock| clock.now());
        let quiet = self.written.is_none_or(|written| now - written >= f64::from(Self::QUIET_MILLIS));
        if quiet && self.waiting.is_none() {
            self.write_at_once(&fragment);
        } else {
            let (timeout, over) = match self.waiting.take() {
                Some(Waiting { timeout, over, .. }) => (timeout, over),
                None => (Timeout::new(Self::QUIET_MILLIS, again), self::fragment()),
            };
            self.waiting = Some(Waiting { timeout, fragment, over });
        }
    }

    /// What waits is not wanted any more: the reader has gone somewhere else.
    pub fn forget(&mut self) {
        self.waiting = None;
    }

    /// Writes what waits.
    pub fn flush(&mut self) {
        let Some(Waiting { timeout, fragment, over }) = self.waiting.take() else { return };
        timeout.cancel();
        if self::fragment() == over {
            self.write_at_once(&fragment);
        }
    }
}

fn replace(fragment: &str) {
    // A browser that refuses (because there were too many) keeps the older fragment; the next change writes again.
    let _ = history().replace_state_with_url(&JsValue::NULL, "", Some(&format!("#{fragment}")));
}
