//! Plural categories by the browser, which has CLDR's rules for every language.

use std::cell::RefCell;

use js_sys::{Array, Intl, Object};
use warren_simulator::plurals::{Category, Plurals};
use wasm_bindgen::JsValue;

thread_local! {
    /// The rules of the language that was asked for last.
    static RULES: RefCell<Option<(String, Intl::PluralRules)>> = const { RefCell::new(None) };
}

/// Returns the rule of a language, by its code.
pub fn of_language(code: &str) -> Plurals {
    let code = code.to_owned();
    Plurals::new(move |number| {
        RULES.with_borrow_mut(|rules| {
            if rules.as_ref().is_none_or(|(language, _)| *language != code) {
                let made = Intl::PluralRules::new(&Array::of1(&JsValue::from_str(&code)), &Object::new());
                *rules = Some((code.clone(), made));
            }
            let name = rules.as_ref().map(|(_, rules)| rules.select(number as f64));
            name.and_then(|name| Category::named(&String::from(name))).unwrap_or(Category::Other)
        })
    })
}
