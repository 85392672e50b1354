//! The packs: the types of the files that `compile-lessons` writes into `web/generated/`. HTML in them is made of the
//! project's own text at build time; nothing a learner types ever gets into it.

use serde::{Deserialize, Serialize};

/// Returns the key in `text.<lang>.json` of the address of RabbitMQ's guide on the subject of a rule.
#[must_use]
pub fn guide_of(rule: &str) -> String {
    format!("guide.{rule}")
}

/// `languages.json`: the languages in the order of the menu.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Language {
    /// BCP 47, as in the file names and the `lang` attribute: `en`, `ja`, `ko`, `zh-Hans`.
    pub code: String,
    /// The language's own name.
    pub name: String,
}

/// `lessons.<lang>.json`: the list of lessons.
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
    /// Used in URLs and in the names of the lesson's files: `hello-world`.
    pub id: String,
    /// Its number in the course, from 1.
    pub order: u32,
    /// Plain text.
    pub title: String,
    /// One plain sentence.
    pub summary: String,
    /// The number of beats.
    pub beats: usize,
}

/// `<id>.<lang>.json`: the prose of a lesson.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// The id in the list.
    pub id: String,
    /// The language of the prose.
    pub language: String,
    /// Plain text.
    pub title: String,
    /// One plain sentence.
    pub summary: String,
    /// The beats, in order. The first is at the beginning, before anything has happened.
    pub beats: Vec<Beat>,
    /// The experiment for the learner at the end, to be tried in every combination.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matrix: Option<Matrix>,
    /// The task for the learner at the end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub challenge: Option<Challenge>,
}

/// One beat, a step of a lesson: the text while the simulation goes from this beat's mark to the next one's.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Beat {
    /// Its name, unique in the lesson and the same in every language. A `mark` of this name in the scenario stands
    /// before the beat's first moment; the first beat has none and begins at position 0.
    pub mark: String,
    /// Plain text.
    pub heading: String,
    /// Two to five sentences, as HTML paragraphs.
    pub html: String,
    /// The anchors of the lines that cause this beat's events, which are highlighted.
    pub anchors: Vec<String>,
    /// Links to RabbitMQ's own documentation.
    pub guides: Vec<Guide>,
    /// The question before the beat plays.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub question: Option<Question>,
}

/// A question about the run from here to `until`. Its answer is not stored; it is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The text, as HTML paragraphs.
    pub html: String,
    /// For `Probe::from_str`.
    pub ask: String,
    /// The names to choose from; empty if a number is asked for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<String>,
    /// The greatest number to choose, if a number is asked for; the least is 0.
    pub at_most: u64,
    /// The mark before which it is settled; `None` is the end.
    pub until: Option<String>,
    /// On the lesson's own run, what an answer overlooks: one for each choice that is wrong to choose, or wrong to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
}

/// A sentence for a wrong answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reason {
    /// A name of `of`, or a number.
    pub choice: String,
    /// As HTML, without an element round it.
    pub html: String,
}

/// One experiment for each combination of choices. No outcome is stored; each is measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Matrix {
    /// Plain text.
    pub heading: String,
    /// The text, as HTML paragraphs.
    pub html: String,
    /// For each axis, the names of its choices.
    pub axes: Vec<Vec<String>>,
    /// For each combination, the statements to carry out at the lesson's end, in order; the last axis changes first.
    pub cells: Vec<Vec<String>>,
    /// The measurement, for `Probe::from_str`: a number.
    pub measure: String,
    /// The meanings of that number, from 0 on.
    pub outcomes: Vec<String>,
}

/// A task after the lesson's end, checked on the run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge {
    /// Plain text.
    pub heading: String,
    /// The task, as HTML paragraphs.
    pub html: String,
    /// As HTML paragraphs.
    pub hint: String,
    /// For `Goal::from_str`.
    pub goals: Vec<String>,
    /// Statements that meet the goals, in order.
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

/// `<id>.code.json`: the part of a lesson that is the same in every language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Code {
    /// The id in the list.
    pub id: String,
    /// The scenario's text, for `Scenario::parse`.
    pub scenario: String,
    /// The same programs in each programming language.
    pub samples: Vec<Sample>,
}

/// A lesson's programs in one programming language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sample {
    /// `python`, `go`, `javascript`, `rust`, `java`: used in URLs and in the reader's stored choice.
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
    /// Text and `<span class="c-...">` elements that are closed on the same line, without line breaks.
    pub html: String,
    /// The anchors it belongs to, possibly none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<String>,
}
