//! The languages of all texts for readers, lessons and catalogs: the same ones everywhere, and nothing left in English
//! by accident.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use warren_lessons::Catalog;
use warren_lessons::bundled::lessons;
use warren_lessons::source::Folder;

const CATALOGS: [&str; 3] = ["crates/simulator/locales", "web/locales", "crates/view/locales"];
const LANGUAGES: [&str; 4] = ["en", "ja", "ko", "zh-Hans"];

/// The place of a text, for failures.
type Texts = BTreeMap<String, String>;

/// Returns all texts of a language, by a name that is the same in every language.
fn texts(language: &str) -> Texts {
    let mut texts = Texts::new();
    for lesson in lessons() {
        let prose = lesson.prose(language);
        texts.insert(format!("{}: title", lesson.id), prose.title.clone());
        texts.insert(format!("{}: summary", lesson.id), prose.summary.clone());
        for section in &prose.sections {
            let name = format!("{}: {}", lesson.id, section.name.value);
            texts.insert(format!("{name}, text"), section.spoken());
            texts.insert(format!("{name}, heading"), section.heading.clone());
            texts.insert(
                format!("{name}, aside"),
                section.aside.as_ref().map_or_else(String::new, |aside| aside.plain.clone()),
            );
            for reason in section.aside.iter().flat_map(|aside| &aside.reasons) {
                let choices: Vec<&str> = reason.choices.iter().map(|choice| choice.value.as_str()).collect();
                texts.insert(format!("{name}, answer {}", choices.join(", ")), reason.plain.clone());
            }
        }
    }
    for folder in CATALOGS {
        for (key, text) in catalog(folder, language).iter() {
            texts.insert(format!("{folder}: {key}"), text.forms().join("\n"));
        }
    }
    texts
}

fn folder(path: &str) -> Folder {
    Folder::read(&Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../..")).join(path)).expect("the folder is there")
}

fn catalog(path: &str, language: &str) -> Catalog {
    let folder = folder(path);
    let json = folder.get(&format!("{language}.json")).unwrap_or_else(|| panic!("{path} has no {language}.json"));
    Catalog::parse(json).unwrap_or_else(|error| panic!("{path}/{language}.json: {error}"))
}

/// Returns whether a letter occurs only in texts of this language.
fn own(language: &str, letter: char) -> bool {
    let kana = matches!(letter, '\u{3040}'..='\u{30ff}');
    let han = matches!(letter, '\u{4e00}'..='\u{9fff}');
    let hangul = matches!(letter, '\u{ac00}'..='\u{d7a3}');
    match language {
        "ja" => kana || han,
        "ko" => hangul,
        "zh-Hans" => han,
        other => panic!("say here which letters {other} is written in"),
    }
}

/// Returns the longest run of English words: letters with a blank between.
fn english_run(text: &str) -> usize {
    let english = |word: &str| {
        let word = word.trim_end_matches([',', '.', ':', ';', '?', '!']);
        !word.is_empty() && word.chars().all(|letter| letter.is_ascii_alphabetic())
    };
    let mut run = 0;
    let mut longest = 0;
    for word in text.split_whitespace() {
        run = if english(word) { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    longest
}

#[test]
fn everything_speaks_every_language() {
    let expected: BTreeSet<&str> = LANGUAGES.into();
    for path in CATALOGS {
        let folder = folder(path);
        let there: BTreeSet<&str> = folder.with_extension("json").into_keys().collect();
        assert_eq!(there, expected, "{path}");
    }
    for lesson in lessons() {
        let there: BTreeSet<&str> = lesson.prose.keys().map(String::as_str).collect();
        assert_eq!(there, expected, "{}", lesson.id);
    }
    let names: BTreeSet<String> =
        LANGUAGES.iter().map(|language| catalog("web/locales", language).text("language.name")).collect();
    assert_eq!(names.len(), LANGUAGES.len(), "{names:?}");
}

#[test]
fn nothing_is_left_in_english() {
    let english = texts("en");
    for language in LANGUAGES.into_iter().filter(|language| *language != "en") {
        let theirs = texts(language);
        assert!(theirs.keys().eq(english.keys()), "{language}");
        for (name, text) in &theirs {
            // Names of AMQP and of programs stay as they are; whole phrases do not.
            let phrase = english_run(&english[name]) > 3;
            assert!(!phrase || text.chars().any(|letter| own(language, letter)), "{language}: {name}: {text}");
            assert!(english_run(text) < 5, "{language}: {name}: {text}");
        }
    }
}

#[test]
fn a_link_to_english_pages_says_so() {
    let guides = folder("crates/lessons/lessons");
    for (language, sign) in [("ja", "英語"), ("ko", "영문"), ("zh-Hans", "英文")] {
        let labels = guides.get(&format!("guides.{language}.toml")).expect("every language labels the guides");
        let labels = labels.lines().filter(|line| line.contains('='));
        let silent: Vec<&str> = labels.filter(|line| !line.contains(sign)).collect();
        assert!(silent.is_empty(), "{language}: {silent:?}");
        for key in ["why.guide", "why.rule"] {
            let label = catalog("web/locales", language).text(key);
            assert!(label.contains(sign), "{language}: {key}: {label}");
        }
    }
}

#[test]
fn a_language_uses_its_own_letters_only() {
    for language in ["ko", "zh-Hans"].into_iter().filter(|language| LANGUAGES.contains(language)) {
        for (name, text) in texts(language) {
            let foreign = |letter: &char| {
                ["ja", "ko", "zh-Hans"].iter().any(|other| own(other, *letter)) && !own(language, *letter)
            };
            assert_eq!(text.chars().find(foreign), None, "{language}: {name}: {text}");
        }
    }
}
