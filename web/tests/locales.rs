//! The page's texts: every language has the same keys with the same arguments, every key that the code names exists, and
//! none is left over. It deliberately does not judge what the texts say.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use warren_simulator::text::{Catalog, arguments};

/// The key of a language's own name in the list of languages: the compiler of the lessons reads it, no code of the page does.
const OF_THE_LIST: &str = "language.name";

fn web() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn catalog(path: &Path) -> Catalog {
    let json = fs::read_to_string(path).expect("the page's texts stand in web/locales");
    Catalog::parse(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn catalogs() -> Vec<(String, Catalog)> {
    let files = fs::read_dir(web().join("locales")).expect("the page's texts stand in web/locales");
    let mut all: Vec<(String, Catalog)> = files
        .map(|file| file.expect("a listed file can be looked at").path())
        .map(|path| {
            (path.file_stem().expect("a file in a folder has a name").to_string_lossy().into_owned(), catalog(&path))
        })
        .collect();
    all.sort_by(|a, b| a.0.cmp(&b.0));
    all
}

fn english() -> Catalog {
    catalog(&web().join("locales/en.json"))
}

/// All text literals in the sources of the page and of what it shows.
fn literals() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![web().join("src"), web().join("../crates/view/src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources stand in web/src and crates/view/src") {
            let path = entry.expect("a listed file can be looked at").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let source = fs::read_to_string(path).expect("a source is text");
                let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
                found.extend(lines.flat_map(|line| line.split('"').skip(1).step_by(2)).map(str::to_owned));
            }
        }
    }
    found
}

/// `group.some-key`
fn is_key(text: &str) -> bool {
    let part = |part: &str| !part.is_empty() && part.chars().all(|sign| sign.is_ascii_lowercase() || sign == '-');
    text.split('.').count() > 1 && text.split('.').all(part)
}

#[test]
fn every_language_has_the_same_keys_and_arguments() {
    let english = english();
    for (lang, catalog) in catalogs() {
        let (theirs, ours): (Vec<&str>, Vec<&str>) = (catalog.keys().collect(), english.keys().collect());
        assert_eq!(theirs, ours, "keys of {lang}");
        for ((key, text), (_, original)) in catalog.iter().zip(english.iter()) {
            let needed: BTreeSet<&str> = original.forms().into_iter().flat_map(arguments).collect();
            for form in text.forms() {
                let named: BTreeSet<&str> = arguments(form).into_iter().collect();
                assert!(named.is_subset(&needed), "{lang}: {key} names {named:?}, English {needed:?}");
            }
            let all: BTreeSet<&str> = text.forms().into_iter().flat_map(arguments).collect();
            assert_eq!(all, needed, "{lang}: arguments of {key}");
        }
    }
}

#[test]
fn there_are_english_and_japanese() {
    let langs: Vec<String> = catalogs().into_iter().map(|(lang, _)| lang).collect();
    assert!(langs.contains(&"en".to_owned()) && langs.contains(&"ja".to_owned()), "{langs:?}");
}

#[test]
fn every_key_in_the_code_exists_and_none_is_left_over() {
    let english = english();
    let keys: BTreeSet<&str> = english.keys().collect();
    let groups: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('.').next()).collect();
    let literals = literals();
    let in_group = |text: &&str| is_key(text) && text.split('.').next().is_some_and(|group| groups.contains(group));
    let missing: Vec<&str> =
        literals.iter().map(String::as_str).filter(in_group).filter(|key| !keys.contains(key)).collect();
    assert!(missing.is_empty(), "not in en.json: {missing:?}");
    let unused: Vec<&&str> = keys.iter().filter(|key| **key != OF_THE_LIST && !literals.contains(**key)).collect();
    assert!(unused.is_empty(), "nobody says: {unused:?}");
}
