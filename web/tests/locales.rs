//! Checks the page's texts: every key that the code names exists, and none is unused. (The tests of lessons check that
//! every language has the same keys with the same arguments.)
#![cfg(not(target_arch = "wasm32"))]

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use warren_simulator::text::Catalog;
use warren_sources::Sources;

/// The key of a language's own name in the list of languages: the compiler of the lessons reads it, no code of the page does.
const OF_THE_LIST: &str = "language.name";

fn web() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn english() -> Catalog {
    let json = fs::read_to_string(web().join("locales/en.json")).expect("the page's texts stand in web/locales");
    Catalog::parse(&json).expect("they can be read")
}

/// Returns whether a text is of the form `group.some-key`.
fn is_key(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-');
    text.split('.').count() > 1 && text.split('.').all(part)
}

#[test]
fn every_key_in_the_code_exists_and_none_is_left_over() {
    let english = english();
    let keys: BTreeSet<&str> = english.keys().collect();
    let groups: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('.').next()).collect();
    let literals = Sources::below(&[&web().join("src"), &web().join("../crates/view/src")]).literals();
    let in_group = |text: &&str| is_key(text) && text.split('.').next().is_some_and(|group| groups.contains(group));
    let missing: Vec<&str> =
        literals.iter().map(String::as_str).filter(in_group).filter(|key| !keys.contains(key)).collect();
    assert!(missing.is_empty(), "not in en.json: {missing:?}");
    let unused: Vec<&&str> = keys.iter().filter(|key| **key != OF_THE_LIST && !literals.contains(**key)).collect();
    assert!(unused.is_empty(), "nobody says: {unused:?}");
}
