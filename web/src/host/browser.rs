//! The browser's services for every app alike: the reader's languages and preferences, time, files, the clipboard. It keeps no state.

use gloo::utils::window;
use js_sys::Promise;
use web_sys::MediaQueryList;

/// Lists the languages that the reader has told the browser, the preferred first.
#[must_use]
pub fn languages() -> Vec<String> {
    window().navigator().languages().iter().filter_map(|language| language.as_string()).collect()
}

/// Asks for a file.
pub fn fetch(file: &str) -> Promise {
    window().fetch_with_str(file)
}

/// Copies a text to the clipboard, if the reader permits it.
pub fn copy(text: &str) -> Promise {
    window().navigator().clipboard().write_text(text)
}

/// Asks the reader to confirm something.
#[must_use]
pub fn confirm(question: &str) -> bool {
    window().confirm_with_message(question).unwrap_or_default()
}

/// Returns the time since the page came up, in milliseconds; 0 where the browser does not say.
#[must_use]
pub fn now() -> f64 {
    window().performance().map_or(0.0, |clock| clock.now())
}

/// Queries the window or the reader's preferences.
#[must_use]
pub fn media(query: &str) -> Option<MediaQueryList> {
    window().match_media(query).ok().flatten()
}

/// Returns whether the reader wants as little motion as possible.
#[must_use]
pub fn calm() -> bool {
    media("(prefers-reduced-motion: reduce)").is_some_and(|query| query.matches())
}
