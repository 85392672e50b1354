//! `lesson.toml`: the part of a lesson that is neither prose nor scenario nor code.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use super::{At, Folder, MANIFEST, Matrix, Problem, line_of};

/// A lesson's `lesson.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// Used in URLs: lower case letters, digits and hyphens.
    pub id: At<String>,
    /// The lesson's number in the course, from 1.
    pub order: At<u32>,
    /// The programs of its code samples, without extension: `send`, `receive`.
    pub programs: Vec<At<String>>,
    /// The beats, in order; at least one.
    pub beats: Vec<Beat>,
    /// The experiment for the learner at the end, to be tried in every combination.
    pub matrix: Option<Matrix>,
    /// The task for the learner at the end.
    pub challenge: Option<Challenge>,
}

/// One beat in `lesson.toml`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Beat {
    /// Its name: the `{#name}` of its section and, except for the first, the name of a `mark`.
    pub mark: At<String>,
    /// The highlighted anchors.
    pub lit: Vec<At<String>>,
    /// The linked guides, by their names in `guides.toml`.
    pub guides: Vec<At<String>>,
    /// The question before the beat plays.
    pub question: Option<Question>,
}

/// A question. Its text is in the beat's section, as a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// A probe: `receivers of Task 2..`.
    pub ask: At<String>,
    /// The names to choose from.
    pub of: Vec<At<String>>,
    /// Or the greatest number to choose.
    pub at_most: Option<u64>,
    /// The mark before which it is settled; by default the next beat's, or the end.
    pub until: Option<At<String>>,
}

/// A challenge. Its text is in the section `{#challenge}`, its hint there as a quotation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Challenge {
    /// The goals of the run after the lesson's end.
    pub goals: Vec<At<String>>,
    /// Statements that meet them, in order.
    pub solution: Vec<At<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawManifest {
    id: Spanned<String>,
    order: Spanned<u32>,
    #[serde(default)]
    programs: Vec<Spanned<String>>,
    beats: Spanned<Vec<RawBeat>>,
    matrix: Option<RawMatrix>,
    challenge: Option<RawChallenge>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawBeat {
    mark: Spanned<String>,
    #[serde(default)]
    lit: Vec<Spanned<String>>,
    #[serde(default)]
    guides: Vec<Spanned<String>>,
    question: Option<RawQuestion>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawQuestion {
    ask: Spanned<String>,
    #[serde(default)]
    of: Vec<Spanned<String>>,
    at_most: Option<u64>,
    until: Option<Spanned<String>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawMatrix {
    measure: Spanned<String>,
    run: Vec<Spanned<String>>,
    axes: Vec<Vec<BTreeMap<String, Spanned<String>>>>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawChallenge {
    goals: Vec<Spanned<String>>,
    solution: Vec<Spanned<String>>,
}

impl Manifest {
    /// Reads the manifest of a lesson's folder.
    ///
    /// # Errors
    ///
    /// It is missing, is not TOML or lacks something.
    pub fn read(folder: &Folder) -> Result<Self, Problem> {
        let file = folder.name(MANIFEST);
        let Some(text) = folder.get(MANIFEST) else {
            return Err(Problem::of(file, "is missing", "every lesson's folder has one; copy another lesson's"));
        };
        let raw: RawManifest = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            let help = "a lesson has id, order, programs, [[beats]], [matrix] and [challenge]; a beat has mark, lit, guides and question";
            Problem::on(line, &file, error.message().trim_end().replace('\n', " "), help)
        })?;
        let manifest = Self::located(raw, text, &file)?;
        manifest.check(&file)?;
        Ok(manifest)
    }

    /// Returns the mark before which the question of a beat is settled; `None` is the end of the run.
    #[must_use]
    pub fn until(&self, beat: usize) -> Option<&str> {
        let named = self.beats[beat].question.as_ref().and_then(|question| question.until.as_ref());
        let next = self.beats.get(beat + 1).map(|next| &next.mark);
        named.or(next).map(|mark| mark.value.as_str())
    }

    fn located(raw: RawManifest, text: &str, file: &str) -> Result<Self, Problem> {
        if raw.beats.as_ref().is_empty() {
            let line = line_of(text, raw.beats.span().start);
            return Err(Problem::on(line, file, "a lesson without beats", "add at least one [[beats]] with a mark"));
        }
        let all = |names: Vec<Spanned<String>>| names.into_iter().map(|name| at(name, text)).collect();
        let choice = |choice: BTreeMap<String, Spanned<String>>| {
            choice.into_iter().map(|(place, filling)| (place, at(filling, text))).collect()
        };
        let beats = raw.beats.into_inner().into_iter().map(|beat| Beat {
            mark: at(beat.mark, text),
            lit: all(beat.lit),
            guides: all(beat.guides),
            question: beat.question.map(|question| Question {
                ask: at(question.ask, text),
                of: all(question.of),
                at_most: question.at_most,
                until: question.until.map(|mark| at(mark, text)),
            }),
        });
        Ok(Self {
            id: at(raw.id, text),
            order: at(raw.order, text),
            programs: all(raw.programs),
            beats: beats.collect(),
            matrix: raw.matrix.map(|matrix| Matrix {
                measure: at(matrix.measure, text),
                run: all(matrix.run),
                axes: matrix.axes.into_iter().map(|axis| axis.into_iter().map(choice).collect()).collect(),
            }),
            challenge: raw
                .challenge
                .map(|challenge| Challenge { goals: all(challenge.goals), solution: all(challenge.solution) }),
        })
    }

    fn check(&self, file: &str) -> Result<(), Problem> {
        let names = self.beats.iter().map(|beat| &beat.mark).chain([&self.id]).chain(&self.programs);
        for name in names {
            let good = |character: char| character.is_ascii_lowercase() || character.is_ascii_digit();
            let start = name.value.starts_with(good);
            if !start || !name.value.chars().all(|character| good(character) || "-_".contains(character)) {
                let message = format!("\"{}\" cannot be a name", name.value);
                let help = "lower case letters, digits, - and _, beginning with a letter or digit: worker-dies";
                return Err(Problem::on(name.line, file, message, help));
            }
        }
        for (index, beat) in self.beats.iter().enumerate() {
            if let Some(first) = self.beats[..index].iter().find(|other| other.mark.value == beat.mark.value) {
                let message = format!("the mark \"{}\" is on line {} already", beat.mark.value, first.mark.line);
                return Err(Problem::on(beat.mark.line, file, message, "every beat has a name of its own"));
            }
        }
        Ok(())
    }
}

fn at<T>(spanned: Spanned<T>, text: &str) -> At<T> {
    At { line: line_of(text, spanned.span().start), value: spanned.into_inner() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Manifest, Problem> {
        Manifest::read(&Folder { path: "one".into(), files: [(MANIFEST.to_owned(), text.to_owned())].into() })
    }

    fn problem(text: &str) -> String {
        read(text).expect_err("the test's manifest is wrong").to_string()
    }

    #[test]
    fn everything_keeps_its_line() {
        let text = "id = \"one\"\norder = 1\n\n[[beats]]\nmark = \"start\"\nlit = [\n  \"a\",\n  \"b\",\n]\n";
        let manifest = read(text).expect("it is right");
        assert_eq!(manifest.beats[0].mark, At { line: 5, value: "start".into() });
        assert_eq!(manifest.beats[0].lit[1], At { line: 8, value: "b".into() });
    }

    #[test]
    fn mistakes_are_told_with_their_line() {
        let told = problem("id = \"one\"\norder = 1\nbeat = 3\nbeats = []\n");
        assert!(told.starts_with("one/lesson.toml:3: unknown field `beat`"), "{told}");
        let told = problem("id = \"one\"\norder = \"first\"\nbeats = []\n");
        assert!(told.starts_with("one/lesson.toml:2: invalid type"), "{told}");
        let told = problem("id = \"one\"\norder = 1\nbeats = []\n");
        assert!(told.starts_with("one/lesson.toml:3: a lesson without beats"), "{told}");
        let told = problem("id = \"one\"\norder = 1\n[[beats]]\nmark = \"Start here\"\n");
        assert!(told.starts_with("one/lesson.toml:4: \"Start here\" cannot be a name"), "{told}");
        let told = problem("id = \"one\"\norder = 1\n[[beats]]\nmark = \"a\"\n[[beats]]\nmark = \"a\"\n");
        assert!(told.starts_with("one/lesson.toml:6: the mark \"a\" is on line 4 already"), "{told}");
        let nothing = Manifest::read(&Folder { path: "one".into(), ..Folder::default() });
        assert!(nothing.expect_err("no file").to_string().starts_with("one/lesson.toml: is missing"));
    }
}
