//! The lessons of this repository compile in every language, and keep to the lengths for which the page is laid out.

use std::path::Path;
use std::sync::LazyLock;

use warren_lessons::compile::{Packs, Sources, compile};
use warren_lessons::pack::{Code, Index, Language, Lesson};
use warren_lessons::source::{Folder, Manifest};
use warren_lessons::{Catalog, bundled};

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../.."))
}

/// Compiled once for all tests.
static PACKS: LazyLock<Packs> = LazyLock::new(|| {
    let catalogs = ["crates/simulator/locales", "web/locales", "crates/view/locales"].map(|path| root().join(path));
    let catalogs = catalogs.iter().map(|path| Folder::read(path).expect("it is there"));
    let lessons = Folder::read(&root().join("crates/lessons/lessons")).expect("the lessons are there");
    let ledger = std::fs::read_to_string(root().join("docs/fidelity.md")).expect("the ledger is there");
    let sources = Sources { lessons, catalogs: catalogs.collect(), ledger };
    compile(&sources).unwrap_or_else(|problems| {
        let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
        panic!("{} to mend:\n{}", told.len(), told.join("\n"))
    })
});

fn read<T: serde::de::DeserializeOwned>(packs: &Packs, name: &str) -> T {
    let json = packs.get(name).unwrap_or_else(|| panic!("{name} is not written"));
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_cause_finds_its_rule_in_the_ledger() {
    let page = &PACKS["fidelity.html"];
    let rules: Vec<&str> = warren_simulator::explain::keys().filter_map(warren_simulator::explain::rule).collect();
    assert!(rules.len() > 50, "{rules:?}");
    for rule in rules {
        assert!(page.contains(&format!("<h3 id=\"{rule}\">")), "{rule} is no anchor");
    }
}

#[test]
fn every_rule_has_its_guide() {
    let catalog: Catalog = read(&PACKS, "text.ja.json");
    for rule in warren_simulator::explain::keys().filter_map(warren_simulator::explain::rule) {
        let guide = catalog.text(&warren_lessons::pack::guide_of(rule));
        assert!(guide.starts_with("https://www.rabbitmq.com/docs/"), "{rule}: {guide}");
    }
}

#[test]
fn every_pack_is_there_in_every_language() {
    let packs = &*PACKS;
    let languages: Vec<Language> = read(packs, "languages.json");
    let codes: Vec<&str> = languages.iter().map(|language| language.code.as_str()).collect();
    assert!(codes.contains(&"en") && codes.contains(&"ja"), "{codes:?}");
    for language in codes {
        let index: Index = read(packs, &format!("lessons.{language}.json"));
        assert_eq!(index.lessons[0].id, "hello-world");
        assert_eq!(index.lessons[1].id, "work-queues");
        let _: Catalog = read(packs, &format!("text.{language}.json"));
        for listed in index.lessons {
            let lesson: Lesson = read(packs, &format!("{}.{language}.json", listed.id));
            let code: Code = read(packs, &format!("{}.code.json", listed.id));
            assert_eq!((lesson.beats.len(), &lesson.title), (listed.beats, &listed.title));
            let samples: Vec<&str> = code.samples.iter().map(|sample| sample.language.as_str()).collect();
            assert_eq!(samples, ["python", "go", "javascript", "rust", "java"], "{}", listed.id);
        }
    }
}

#[test]
fn texts_are_short() {
    let mut long = Vec::new();
    for lesson in bundled::lessons() {
        for (language, prose) in &lesson.prose {
            for section in &prose.sections {
                let text = section.spoken();
                let (length, most) = match language.as_str() {
                    "ja" | "zh-Hans" => (text.chars().count(), 240),
                    _ => (text.split_whitespace().count(), 75),
                };
                let name = &section.name.value;
                if length > most {
                    long.push(format!("{}: {language}: {name} has {length}, at most {most}", lesson.id));
                }
            }
        }
    }
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_second_step_asks() {
    for (name, folder) in Folder::read(&root().join("crates/lessons/lessons")).expect("it is there").folders() {
        let beats = Manifest::read(&folder).expect("the lessons compile").beats;
        let asking = beats.iter().filter(|beat| beat.question.is_some()).count();
        assert!(asking * 2 + 1 >= beats.len(), "{name}: {asking} of {} steps ask", beats.len());
        // The first steps of a lesson set the scene; after them no stretch without a question is long.
        let mut silent = 0;
        for beat in &beats[3..] {
            silent = if beat.question.is_some() { 0 } else { silent + 1 };
            assert!(silent <= 3, "{name}: three steps before {} ask nothing, nor does it", beat.mark.value);
        }
    }
}

#[test]
fn programs_fit_beside_the_stage() {
    let folder = Folder::read(&root().join("crates/lessons/lessons")).expect("the lessons are there");
    for (path, text) in folder.files.iter().filter(|(path, _)| path.contains("/code/")) {
        for (index, line) in text.lines().enumerate() {
            let width = line.replace('\t', "    ").chars().count();
            assert!(width <= 76, "{path}:{} has {width} columns", index + 1);
        }
    }
}

#[test]
fn the_bundle_has_the_same_lessons() {
    let packs = &*PACKS;
    let index: Index = read(packs, "lessons.en.json");
    let bundle: Vec<&str> = bundled::lessons().iter().map(|lesson| lesson.id.as_str()).collect();
    assert_eq!(bundle, index.lessons.iter().map(|lesson| lesson.id.as_str()).collect::<Vec<_>>());
    for lesson in bundled::lessons() {
        let code: Code = read(packs, &format!("{}.code.json", lesson.id));
        assert_eq!(lesson.scenario, code.scenario);
        assert!(bundled::lesson(&lesson.order.to_string()).is_some_and(|found| found.id == lesson.id));
    }
}
