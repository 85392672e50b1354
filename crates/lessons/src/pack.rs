//! What the page loads: the types of the files that `compile-lessons` writes into `web/generated/`. HTML in them is made
//! of the project's own text at build time; nothing a learner types ever gets into it.

use serde::{Deserialize, Serialize};

/// The key in `text.<lang>.json` of the address of RabbitMQ's guide to what a rule of the fidelity ledger is about.
#[must_use]
pub fn guide_of(rule: &str) -> String {
    format!("guide.{rule}")
}

/// `languages.json`: the languages there are, in the order a menu shows them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// BCP 47, as in the file names and the `lang` attribute: `en`, `ja`, `ko`, `zh-Hans`.
    pub code: String,
    /// What its own readers call it.
    pub name: String,
}

/// `lessons.<lang>.json`: what the list of lessons shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Index {
    /// The language of the titles and summaries.
    pub language: String,
    /// In the order of the course.
    pub lessons: Vec<Listed>,
}

/// One line in the list of lessons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Stands in URLs and names the lesson's files: `hello-world`.
    pub id: String,
    /// Its number in the course, from 1.
    pub order: u32,
    /// Plain text.
    pub title: String,
    /// One plain sentence.
    pub summary: String,
    /// How many beats it has.
    pub beats: usize,
}

/// `<id>.<lang>.json`: what a lesson says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The same as in the list.
    pub id: String,
    /// The language of the prose.
    pub language: String,
    /// Plain text.
    pub title: String,
    /// One plain sentence.
    pub summary: String,
    /// In order. The first is at the beginning, before anything has happened.
    pub beats: Vec<Beat>,
    /// What the learner is to try out at the end, in every combination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    /// What the learner is to do at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}

/// One stage of a lesson: what is said while the simulation goes from this beat's mark to the next beat's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beat {
    /// Its name, unique in the lesson and the same in every language. A `mark` of this name in the scenario stands
    /// before the beat's first moment; the first beat has none and begins at position 0.
    pub mark: String,
    /// Plain text.
    pub heading: String,
    /// Two to five sentences, as HTML paragraphs.
    pub html: String,
    /// Lines that bear one of these anchors cause what happens in this beat: they are lit.
    pub anchors: Vec<String>,
    /// Where RabbitMQ's own documentation says more.
    pub guides: Vec<Guide>,
    /// What the learner is asked before the beat plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
}

/// A question: what will come of the run from here to `until`. No answer stands here; it is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its words, as HTML paragraphs.
    pub html: String,
    /// For `Probe::from_str`.
    pub ask: String,
    /// The names to choose from; none if a number is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// The greatest number to choose, if a number is asked for; the least is 0.
    pub at_most: u64,
    /// The mark before which it is settled; nothing: the end.
    pub until: Option<String>,
}

/// One experiment for each combination of what can be chosen. No outcome stands here; each is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// Plain text.
    pub heading: String,
    /// What it is about, as HTML paragraphs.
    pub html: String,
    /// For each axis, the names of its choices.
    pub axes: Vec<Vec<String>>,
    /// For each combination, the statements to carry out at the lesson's end, one after another; the last axis changes first.
    pub cells: Vec<Vec<String>>,
    /// What is measured of them, for `Probe::from_str`: a number.
    pub measure: String,
    /// What that number means, from 0 on.
    pub outcomes: Vec<String>,
}

/// Something to bring about after the lesson's end, checked on the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Plain text.
    pub heading: String,
    /// What is to be done, as HTML paragraphs.
    pub html: String,
    /// As HTML paragraphs.
    pub hint: String,
    /// For `Goal::from_str`.
    pub goals: Vec<String>,
    /// Statements that lead there, one after another.
    pub solution: Vec<String>,
}

/// A link to RabbitMQ's documentation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guide {
    /// Plain text, in the reader's language.
    pub label: String,
    /// Absolute.
    pub url: String,
}

/// `<id>.code.json`: what of a lesson is the same in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The same as in the list.
    pub id: String,
    /// The scenario's text, for `Scenario::parse`.
    pub scenario: String,
    /// The same programs in each programming language.
    pub samples: Vec<Sample>,
}

/// A lesson's programs in one programming language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// `python`, `go`, `javascript`, `rust`, `java`: stands in URLs and in the reader's stored choice.
    pub language: String,
    /// `Python`
    pub label: String,
    /// The client library: `pika`.
    pub library: String,
    /// In the order of the lesson: the sender first.
    pub programs: Vec<Program>,
}

/// One program: one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Program {
    /// The file's name: `send.py`.
    pub file: String,
    /// Its lines, the first is number 1.
    pub lines: Vec<Line>,
}

/// One line of a program.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Line {
    /// Text and `<span class="c-...">` elements that are closed on the same line; no line break.
    pub html: String,
    /// The anchors it belongs to, perhaps none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
}
