//! Errors of a small course with something wrong in it.

mod asked;
mod glossary;
mod listings;
mod matrix;

use super::*;

/// A small course without errors: one lesson, one language, one program.
const RIGHT: [(&str, &str); 7] = [
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
    ("glossary.toml", "terms = []\n"),
];

/// Compiles the small course with some files changed, added or (with an empty text) removed.
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

/// Other files for the small course.
struct Files<'a>(&'a [(&'a str, &'a str)]);

impl Files<'_> {
    /// Compiles the course with a piece of these files replaced, wherever it is in them.
    fn changed(&self, from: &str, to: &str) -> Result<Packs, Vec<String>> {
        assert!(self.0.iter().any(|(_, text)| text.contains(from)), "{from:?} is not there");
        let files: Vec<(&str, String)> = self.0.iter().map(|(path, text)| (*path, text.replace(from, to))).collect();
        with(&files.iter().map(|(path, text)| (*path, text.as_str())).collect::<Vec<_>>())
    }

    /// Returns the errors when a piece is replaced.
    fn told(&self, from: &str, to: &str) -> Vec<String> {
        self.changed(from, to).expect_err("the change makes it wrong")
    }
}

/// Returns the errors of the small course with these changes.
fn told(changes: &[(&str, &str)]) -> Vec<String> {
    with(changes).expect_err("the change makes it wrong")
}

/// Returns one file of the small course with a piece of it replaced.
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
    let problems =
        told(&[("02-two/lesson.toml", &second), ("02-two/scenario.warren", RIGHT[3].1), ("02-two/en.md", RIGHT[4].1)]);
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
