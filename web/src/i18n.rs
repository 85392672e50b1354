//! The reader's language: texts by key for every component below the app.

use core::borrow::Borrow;
use core::fmt::Display;
use std::rc::Rc;

use warren_lessons::Catalog;
use warren_lessons::pack::Language;
use warren_simulator::explain::Phrase;
use warren_simulator::{Diagnostic, LocalizedText};
use yew::AttrValue;

use crate::host::{AddressBar, Host, browser};
use crate::storage::{Choice, chosen};

/// The language that always exists.
pub const FALLBACK: &str = "en";

/// The texts of one language. Cheap to clone and to compare.
#[derive(Clone, Debug)]
pub struct Texts {
    catalog: Rc<Catalog>,
}

impl PartialEq for Texts {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.catalog, &other.catalog)
    }
}

impl Texts {
    /// Takes the texts of a catalog.
    pub fn new(catalog: Rc<Catalog>) -> Self {
        Self { catalog }
    }

    /// Returns the catalog itself, for code that formats parts of a run.
    pub const fn catalog(&self) -> &Rc<Catalog> {
        &self.catalog
    }

    /// Returns the address of the texts, which differs for another language.
    pub fn address(&self) -> usize {
        Rc::as_ptr(&self.catalog).addr()
    }

    /// Gives a text without arguments.
    pub fn say(&self, key: &str) -> AttrValue {
        self.catalog.text(key).into()
    }

    /// Gives a text with arguments.
    pub fn tell(&self, key: &str, args: &[(&str, &dyn Display)]) -> AttrValue {
        self.catalog.format(key, args, None).into()
    }

    /// Returns a text whose form depends on a number, its argument `count`.
    pub fn count(&self, key: &str, count: u64) -> AttrValue {
        self.catalog.format(key, &[("count", &count)], Some(count)).into()
    }

    /// Puts a phrase of the simulator's into words.
    pub fn list<T: Borrow<str>>(&self, names: &[T]) -> String {
        self.catalog.list(names)
    }

    pub fn phrase(&self, phrase: &Phrase) -> AttrValue {
        self.catalog.phrase(phrase).into()
    }

    /// Formats a sentence about a wrong statement.
    pub fn said(&self, said: &LocalizedText) -> AttrValue {
        self.catalog.said(said).into()
    }

    /// Describes a wrong statement: where, what, and what would be right.
    pub fn diagnostic(&self, wrong: &Diagnostic) -> String {
        self.catalog.diagnostic(wrong)
    }
}

/// Chooses the first language: the link's, the query's, the one chosen last, the browser's, English, whichever exists
/// first.
pub fn prefer(host: &Host, linked: Option<&str>, there: &[Language]) -> String {
    let mut wishes: Vec<String> = linked.map(str::to_owned).into_iter().collect();
    wishes.extend(host.address().and_then(asked));
    wishes.extend(chosen(host, Choice::Language));
    wishes.extend(browser::languages());
    pick(&wishes, there)
}

/// Returns the query's `lang`, for links from other sites.
fn asked(bar: AddressBar) -> Option<String> {
    let query = bar.query();
    let mut fields = form_urlencoded::parse(query.as_bytes());
    fields.find_map(|(name, value)| (name == "lang").then(|| value.into_owned()))
}

/// Chooses the first wish that is served.
fn pick(wishes: &[String], there: &[Language]) -> String {
    wishes.iter().find_map(|wish| served(wish, there)).unwrap_or(FALLBACK).to_owned()
}

/// Finds the language that serves a wish, exactly or by its main language (`ja-JP` is served by `ja`, `zh-CN` by `zh-Hans`).
pub fn served<'a>(wish: &str, there: &'a [Language]) -> Option<&'a str> {
    let exact = || there.iter().find(|language| language.code.eq_ignore_ascii_case(wish));
    let root = |code: &str| code.split('-').next().map(str::to_ascii_lowercase);
    let main = || there.iter().find(|language| root(&language.code) == root(wish));
    exact().or_else(main).map(|language| language.code.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn there() -> Vec<Language> {
        ["en", "ja", "zh-Hans"].map(|code| Language { code: code.into(), name: String::new() }).to_vec()
    }

    fn picked(wishes: &[&str]) -> String {
        pick(&wishes.iter().map(|wish| (*wish).to_owned()).collect::<Vec<_>>(), &there())
    }

    #[test]
    fn the_first_wish_that_is_there_wins() {
        assert_eq!(picked(&["fr", "ja-JP", "en"]), "ja");
        assert_eq!(picked(&["EN-us", "ja"]), "en");
        assert_eq!(picked(&["zh-CN", "en"]), "zh-Hans");
        assert_eq!(picked(&["fr"]), FALLBACK);
        assert_eq!(picked(&[]), FALLBACK);
    }
}
