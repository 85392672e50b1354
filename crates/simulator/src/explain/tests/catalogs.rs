//! Checks that every catalog in `locales/` has exactly the existing phrases and diagnostics, with the same
//! placeholders. A language is tested as soon as its file exists.

use core::fmt::Display;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use warren_sources::Sources;

use crate::Statement;
use crate::explain::{entries, rule};
use crate::plurals::{Category, Plurals};
use crate::text::{Catalog, Text, arguments, fill};

/// Returns the catalogs by language.
fn catalogs() -> BTreeMap<String, Catalog> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/locales");
    let catalogs: BTreeMap<String, Catalog> = fs::read_dir(folder)
        .expect("the folder is part of the crate")
        .map(|file| {
            let path = file.expect("the folder can be read").path();
            let language = path.file_stem().expect("files have names").to_string_lossy().into_owned();
            let json = fs::read_to_string(&path).expect("catalogs are UTF-8");
            (language, Catalog::parse(&json).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
        })
        .collect();
    assert!(catalogs.contains_key("en") && catalogs.contains_key("ja"), "{:?}", catalogs.keys());
    catalogs
}

/// Returns every text that the sources wrap in `SourceText`.
fn spoken() -> BTreeSet<String> {
    let sources = Sources::below(&[&Path::new(env!("CARGO_MANIFEST_DIR")).join("src")]);
    let texts = sources.literals_given_to("SourceText");
    assert!(texts.contains("the broker is down") && texts.contains("write [a, b], and \"\" for an empty text"));
    texts
}

#[test]
fn every_catalog_has_every_key_and_no_other() {
    let spoken = spoken();
    let expected: BTreeSet<&str> = entries().map(|entry| entry.key).chain(spoken.iter().map(String::as_str)).collect();
    assert_eq!(expected.len(), entries().count() + spoken.len(), "no key stands for two phrases");
    for (language, catalog) in catalogs() {
        let there: BTreeSet<&str> = catalog.keys().collect();
        let (missing, other): (Vec<_>, Vec<_>) =
            (expected.difference(&there).collect(), there.difference(&expected).collect());
        assert!(missing.is_empty() && other.is_empty(), "{language}: missing {missing:?}, unknown {other:?}");
    }
}

#[test]
fn every_plural_has_the_forms_of_its_language() {
    for (language, catalog) in catalogs() {
        let plurals = Plurals::of_language(&language);
        let categories: BTreeSet<Category> = (0..1_000).map(|number| plurals.of(number)).collect();
        for (key, text) in catalog.iter() {
            let Text::Plural(forms) = text else { continue };
            let own = [Category::Zero, Category::One, Category::Two, Category::Few, Category::Many];
            let of_own =
                own.into_iter().filter(|category| !core::ptr::eq(forms.of(*category), forms.of(Category::Other)));
            let there: BTreeSet<Category> = of_own.chain([Category::Other]).collect();
            assert_eq!(there, categories, "{language}: {key}");
        }
    }
}

#[test]
fn every_text_uses_the_phrase_s_arguments_and_no_others() {
    for (language, catalog) in catalogs() {
        let texts: BTreeMap<&str, &Text> = catalog.iter().collect();
        for entry in entries() {
            let given: BTreeSet<&str> = entry.args.iter().copied().collect();
            for form in texts[entry.key].forms() {
                // The number of messages may be left to the plural form.
                let used: BTreeSet<&str> = arguments(form).into_iter().collect();
                let number_only = used
                    .iter()
                    .filter(|name| !given.contains(**name) && !entry.optional.contains(*name))
                    .all(|name| *name == "count" && given.contains("messages"));
                assert!(number_only && used.is_superset(&given), "{language} {}: {form:?} uses {used:?}", entry.key);
            }
        }
    }
}

#[test]
fn what_is_said_is_its_own_key_in_english_and_has_the_same_arguments_everywhere() {
    for (language, catalog) in catalogs() {
        let texts: BTreeMap<&str, &Text> = catalog.iter().collect();
        for key in spoken() {
            let Text::One(text) = texts[key.as_str()] else { panic!("{language} {key}: one form") };
            assert_eq!(arguments(text), arguments(&key), "{language} {key}");
            // `exchange {name}` and a comma may be the same in another language; a sentence may not.
            let word = |word: &&str| word.chars().all(|letter| letter.is_ascii_alphabetic());
            let sentence = key.split_whitespace().filter(word).count() > 1;
            assert!(if language == "en" { *text == key } else { !sentence || *text != key }, "{language} {key}");
        }
    }
}

#[test]
fn a_diagnostic_is_told_in_every_language() {
    let wrong = Statement::parse("advance 5").expect_err("it has no unit");
    assert_eq!(catalogs()["en"].diagnostic(&wrong), wrong.to_string());
    assert_eq!(
        catalogs()["ja"].diagnostic(&wrong),
        "1 行 9 文字目：`5` に単位がありません（500ms や 1m30s のように、数に us、ms、s、m、h を付けて書いてください）"
    );
    assert_eq!(Catalog::default().diagnostic(&wrong), wrong.to_string(), "what no catalog has is told in English");
}

#[test]
fn no_reader_of_korean_sees_two_forms_of_a_particle() {
    for (key, text) in catalogs()["ko"].iter() {
        for form in text.forms() {
            let words: Vec<(&str, &dyn Display)> =
                arguments(form).into_iter().map(|name| (name, &"worker1" as &dyn Display)).collect();
            let told = fill(form, &words);
            let both = ["이(가)", "가(이)", "을(를)", "를(을)", "은(는)", "는(은)", "와(과)", "과(와)", "(으)", "(이)"];
            assert!(!both.iter().any(|pair| told.contains(pair)), "{key}: {told}");
        }
    }
}

#[test]
fn rules_are_headings_of_the_fidelity_ledger() {
    let ledger = fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/fidelity.md"))
        .expect("the ledger is part of the repository");
    let headings: BTreeSet<&str> = ledger.lines().filter_map(|line| line.strip_prefix("### ")).collect();
    let unknown: Vec<_> =
        entries().filter_map(|entry| rule(entry.key)).filter(|rule| !headings.contains(rule)).collect();
    assert_eq!(unknown, [] as [&str; 0]);
}

#[test]
fn every_cause_states_its_rule() {
    let without: Vec<&str> = entries().map(|entry| entry.key).filter(|key| rule(key).is_none()).collect();
    let causes: Vec<&str> = without.into_iter().filter(|key| key.starts_with("why.")).collect();
    // A binding whose exchange is gone, so that its type is unknown; and statements, which are not the broker's.
    let expected = [
        "why.routed.binding",
        "why.miss.binding",
        "why.miss.more",
        "why.ignored.no-such-client",
        "why.ignored.running",
        "why.ignored.not-running",
        "why.not-carried-out",
        "why.ignored.broker-up",
        "why.ignored.broker-down",
        "why.ignored.only-in-scenario",
    ];
    assert_eq!(causes, expected);
    assert_eq!(rule("why.requeued.place"), Some("requeue-keeps-position"));
    assert_eq!(rule("no.such.key"), None);
}
