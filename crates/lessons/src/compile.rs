//! From what authors write to what the page loads, with every check that needs more than one file. It does not know where
//! either is stored.

mod catalogs;
mod guides;
mod highlight;
mod ledger;
mod lesson;
mod run;
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::pack;
use crate::source::{Folder, Problem};
use guides::Guides;
pub use highlight::CLASSES;
use highlight::Highlighter;
use lesson::Draft;

/// Everything that people wrote.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The folder of lessons: one folder each, and the guides beside them.
    pub lessons: Folder,
    /// Folders of catalogs, `<lang>.json` in each: the page's texts and the simulator's. Ones that are not there are left out.
    pub catalogs: Vec<Folder>,
    /// The text of `docs/fidelity.md`.
    pub ledger: String,
}

/// The files of `web/generated/`, by name.
pub type Packs = BTreeMap<String, String>;

/// Compiles everything.
///
/// # Errors
///
/// All that is wrong, by file and line; nothing is compiled then.
pub fn compile(sources: &Sources) -> Result<Packs, Vec<Problem>> {
    let mut problems = Vec::new();
    let highlighter = Highlighter::new();
    let folders = sources.lessons.folders();
    if folders.is_empty() {
        problems.push(Problem::of(&*sources.lessons.path, "has no lessons", "a lesson is a folder in here"));
    }
    let languages = languages(sources, folders.values());
    let guides = Guides::read(&sources.lessons, &languages, &mut problems);
    let mut drafts = Vec::new();
    for folder in folders.values() {
        match Draft::read(folder, &highlighter) {
            Ok(draft) => drafts.push(draft),
            Err(mut found) => problems.append(&mut found),
        }
    }
    lesson::check_course(&drafts, &mut problems);
    for draft in &drafts {
        draft.check(&languages, &guides, &mut problems);
        run::check(draft, &mut problems);
    }
    let texts = catalogs::merge(&sources.catalogs, &languages, &mut problems);
    if problems.is_empty() {
        let mut packs = write(&mut drafts, &languages, &guides, &texts);
        packs.insert(ledger::FILE.to_owned(), ledger::page(&sources.ledger));
        Ok(packs)
    } else {
        problems.sort();
        Err(problems)
    }
}

/// The languages that any file is in: everything must then be in all of them.
fn languages<'a>(sources: &Sources, lessons: impl Iterator<Item = &'a Folder>) -> BTreeSet<String> {
    let prose = lessons.flat_map(|folder| folder.with_extension("md").into_keys());
    let catalogs = sources.catalogs.iter().flat_map(|folder| folder.with_extension("json").into_keys());
    prose.chain(catalogs).map(str::to_owned).collect()
}

fn write(drafts: &mut [Draft], languages: &BTreeSet<String>, guides: &Guides, texts: &catalogs::Texts) -> Packs {
    drafts.sort_by_key(|draft| draft.manifest.order.value);
    let mut packs = Packs::new();
    let mut put = |name: String, json: String| {
        packs.insert(name, json);
    };
    let listed = languages.iter().map(|code| pack::Language { code: code.clone(), name: texts.name_of(code) });
    put("languages.json".into(), json(&listed.collect::<Vec<_>>()));
    for language in languages {
        let lessons: Vec<_> = drafts.iter().map(|draft| draft.lesson(language, guides)).collect();
        let listed = drafts.iter().zip(&lessons).map(|(draft, lesson)| pack::Listed {
            id: lesson.id.clone(),
            order: draft.manifest.order.value,
            title: lesson.title.clone(),
            summary: lesson.summary.clone(),
            beats: lesson.beats.len(),
        });
        let index = pack::Index { language: language.clone(), lessons: listed.collect() };
        put(format!("lessons.{language}.json"), json(&index));
        put(format!("text.{language}.json"), json(&texts.of(language)));
        for lesson in lessons {
            put(format!("{}.{language}.json", lesson.id), json(&lesson));
        }
    }
    for draft in drafts {
        put(format!("{}.code.json", draft.manifest.id.value), json(&draft.code()));
    }
    packs
}

fn json(pack: &impl Serialize) -> String {
    serde_json::to_string(pack).expect("packs are structs of strings, numbers and lists: all of it can be JSON")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A small course that is right: one lesson, one language, one program.
    const RIGHT: [(&str, &str); 6] = [
        ("guides.toml", "queues = \"https://example.org/queues\"\n"),
        ("guides.en.toml", "queues = \"Queues\"\n"),
        (
            "01-one/lesson.toml",
            "id = \"one\"\norder = 1\nprograms = [\"send\"]\n\n[[beats]]\nmark = \"start\"\n\n[[beats]]\n\
             mark = \"go\"\nlit = [\"connect\"]\nguides = [\"queues\"]\n",
        ),
        ("01-one/scenario.warren", "client send\nmark go\nstart send\n"),
        ("01-one/en.md", "# One\n\nA lesson.\n\n## Before {#start}\n\nNothing.\n\n## Go {#go}\n\nIt goes.\n"),
        ("01-one/code/python/send.py", "# ANCHOR: connect\nconnect()\n# ANCHOR_END: connect\n"),
    ];

    /// Compiles the small course with some files changed, added or (with an empty text) taken away.
    fn with(changes: &[(&str, &str)]) -> Result<Packs, Vec<String>> {
        let mut lessons = Folder { path: "lessons".into(), ..Folder::default() };
        for (path, text) in RIGHT.iter().chain(changes) {
            if text.is_empty() {
                lessons.files.remove(*path);
            } else {
                lessons.files.insert((*path).into(), (*text).into());
            }
        }
        compile(&Sources { lessons, ..Sources::default() })
            .map_err(|problems| problems.iter().map(ToString::to_string).collect())
    }

    /// What is said of the small course with these changes.
    fn told(changes: &[(&str, &str)]) -> Vec<String> {
        with(changes).expect_err("the change makes it wrong")
    }

    /// One file of the small course with a piece of it replaced.
    fn edited(path: &str, from: &str, to: &str) -> String {
        let (_, text) = RIGHT.iter().find(|(name, _)| *name == path).expect("a file of the small course");
        assert!(text.contains(from), "{path} has no {from:?}");
        text.replace(from, to)
    }

    #[test]
    fn a_right_course_becomes_packs() {
        let packs = with(&[]).expect("it is right");
        let names: Vec<&str> = packs.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            ["fidelity.html", "languages.json", "lessons.en.json", "one.code.json", "one.en.json", "text.en.json"]
        );
        let lesson: pack::Lesson = serde_json::from_str(&packs["one.en.json"]).expect("it was just written");
        assert_eq!(lesson.beats[1].html, "<p>It goes.</p>");
        assert_eq!(lesson.beats[1].guides[0].label, "Queues");
        let code: pack::Code = serde_json::from_str(&packs["one.code.json"]).expect("it was just written");
        assert_eq!(code.samples[0].programs[0].lines[0].anchors, ["connect"]);
    }

    #[test]
    fn a_language_of_one_file_is_wanted_everywhere() {
        let problems = told(&[("01-one/ja.md", "# 1\n\n一つ。\n\n## 前 {#start}\n\n無。\n\n## 行 {#go}\n\n行く。\n")]);
        assert!(problems[0].starts_with("lessons/guides.ja.toml: is missing"), "{problems:?}");
        let problems = told(&[("02-two/ko.md", "# 둘\n\n둘.\n")]);
        assert!(problems.iter().any(|told| told.starts_with("lessons/01-one/ko.md: is missing")), "{problems:?}");
        assert!(problems.iter().any(|told| told.starts_with("lessons/02-two/lesson.toml: is missing")), "{problems:?}");
    }

    #[test]
    fn sections_and_beats_must_agree() {
        let slip = edited("01-one/en.md", "{#go}", "{#goo}");
        let problems = told(&[("01-one/en.md", &slip)]);
        assert!(problems[0].starts_with("lessons/01-one/en.md: the section {#go} is missing"), "{problems:?}");
        assert_eq!(
            problems[1],
            "lessons/01-one/en.md:9: the section {#goo} belongs to no beat\n  help: did you mean \"go\"?"
        );
        let swapped = "# One\n\nA lesson.\n\n## Go {#go}\n\nIt goes.\n\n## Before {#start}\n\nNothing.\n";
        let problems = told(&[("01-one/en.md", swapped)]);
        assert!(problems[0].starts_with("lessons/01-one/en.md:5: here {#start} should stand"), "{problems:?}");
    }

    #[test]
    fn anchors_and_beats_must_agree() {
        let problems = told(&[("01-one/lesson.toml", &edited("01-one/lesson.toml", "connect", "conect"))]);
        assert!(problems[0].starts_with("lessons/01-one/lesson.toml: no beat lights the anchor \"connect\""));
        assert_eq!(
            problems[1],
            "lessons/01-one/lesson.toml:10: the Python sample has no anchor \"conect\"\n  help: did you mean \"connect\"?"
        );
    }

    #[test]
    fn guides_must_exist_and_have_labels() {
        let problems = told(&[("01-one/lesson.toml", &edited("01-one/lesson.toml", "\"queues\"", "\"ques\""))]);
        assert!(problems[0].starts_with("lessons/01-one/lesson.toml:11: there is no guide \"ques\""), "{problems:?}");
        let problems = told(&[("guides.en.toml", "other = \"Other\"\n")]);
        assert!(problems[0].starts_with("lessons/guides.en.toml: \"other\" is no guide"), "{problems:?}");
        assert!(problems[1].starts_with("lessons/guides.en.toml: the guide \"queues\" has no label"), "{problems:?}");
    }

    #[test]
    fn a_scenario_must_be_there_and_be_right() {
        let problems = told(&[("01-one/scenario.warren", "")]);
        assert!(problems[0].starts_with("lessons/01-one/scenario.warren: is missing"), "{problems:?}");
        let problems = told(&[("01-one/scenario.warren", "client send\nstrat send\n")]);
        assert!(problems[0].starts_with("lessons/01-one/scenario.warren:2: column 1: "), "{problems:?}");
    }

    #[test]
    fn lessons_share_neither_number_nor_id_but_their_languages() {
        let second = edited("01-one/lesson.toml", "programs = [\"send\"]\n", "");
        let problems = told(&[
            ("02-two/lesson.toml", &second),
            ("02-two/scenario.warren", RIGHT[3].1),
            ("02-two/en.md", RIGHT[4].1),
        ]);
        let starts: Vec<&str> = problems.iter().map(|told| told.split('\n').next().unwrap_or_default()).collect();
        assert_eq!(
            starts,
            [
                "lessons/02-two/code/python: is missing",
                "lessons/02-two/lesson.toml:1: another lesson has the id \"one\"",
                "lessons/02-two/lesson.toml:2: another lesson is number 1",
            ]
        );
    }

    #[test]
    fn an_empty_folder_is_told() {
        let problems = compile(&Sources::default()).expect_err("there is nothing");
        assert!(problems.iter().any(|problem| problem.message == "has no lessons"), "{problems:?}");
    }
}
