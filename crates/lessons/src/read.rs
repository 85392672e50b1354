//! Reads packs from JSON that something else has parsed: in the page that is the browser, so that a parser need not be
//! downloaded.

use warren_simulator::text::{Catalog, Forms, Text};

use crate::pack::{
    Beat, Challenge, Code, Guide, Index, Language, Lesson, Line, Listed, Matrix, Program, Question, Reason, Sample,
};

/// A parsed value. Each method returns `None` if the value is of another kind.
pub trait Json: Sized {
    /// Returns the text.
    fn text(&self) -> Option<String>;

    /// Returns a whole number.
    fn count(&self) -> Option<u32>;

    /// Returns the items of a list.
    fn items(&self) -> Option<Vec<Self>>;

    /// Returns the fields of an object, in any order.
    fn fields(&self) -> Option<Vec<(String, Self)>>;

    /// Returns one field of an object.
    fn field(&self, name: &str) -> Option<Self>;
}

/// A pack, or the error: `beats: mark: missing`.
pub type Read<T> = Result<T, String>;

/// Reads `languages.json`.
pub fn languages<J: Json>(json: &J) -> Read<Vec<Language>> {
    all(json, |language| Ok(Language { code: text(language, "code")?, name: text(language, "name")? }))
}

/// Reads `text.<lang>.json`.
pub fn catalog<J: Json>(json: &J) -> Read<Catalog> {
    let fields = json.fields().ok_or("not an object")?;
    let texts = fields.into_iter().map(|(key, value)| match value.text() {
        Some(text) => Ok((key, Text::One(text))),
        None => {
            let other = text(&value, "other").map_err(|wrong| format!("{key}: {wrong}"))?;
            let form = |name| value.field(name).and_then(|form| form.text());
            let [zero, one, two, few, many] = ["zero", "one", "two", "few", "many"].map(form);
            Ok((key, Text::Plural(Forms { zero, one, two, few, many, other })))
        }
    });
    texts.collect()
}

/// Reads `lessons.<lang>.json`.
pub fn index<J: Json>(json: &J) -> Read<Index> {
    let lessons = list(json, "lessons", |lesson| {
        Ok(Listed {
            id: text(lesson, "id")?,
            order: count(lesson, "order")?,
            title: text(lesson, "title")?,
            summary: text(lesson, "summary")?,
            beats: count(lesson, "beats")? as usize,
        })
    });
    Ok(Index { language: text(json, "language")?, lessons: lessons? })
}

/// Reads `<id>.<lang>.json`.
pub fn lesson<J: Json>(json: &J) -> Read<Lesson> {
    Ok(Lesson {
        id: text(json, "id")?,
        language: text(json, "language")?,
        title: text(json, "title")?,
        summary: text(json, "summary")?,
        beats: list(json, "beats", beat)?,
        matrix: json.field("matrix").map(|tried| matrix(&tried)).transpose()?,
        challenge: json.field("challenge").map(|asked| challenge(&asked)).transpose()?,
    })
}

fn beat<J: Json>(json: &J) -> Read<Beat> {
    Ok(Beat {
        mark: text(json, "mark")?,
        heading: text(json, "heading")?,
        html: text(json, "html")?,
        anchors: list(json, "anchors", itself)?,
        guides: list(json, "guides", |guide| Ok(Guide { label: text(guide, "label")?, url: text(guide, "url")? }))?,
        question: json.field("question").map(|asked| question(&asked)).transpose()?,
    })
}

fn question<J: Json>(json: &J) -> Read<Question> {
    Ok(Question {
        html: text(json, "html")?,
        ask: text(json, "ask")?,
        of: perhaps(json, "of")?,
        at_most: count(json, "at_most")?.into(),
        until: json.field("until").and_then(|until| until.text()),
        reasons: match json.field("reasons") {
            Some(_) => list(json, "reasons", |reason| {
                Ok(Reason { choice: text(reason, "choice")?, html: text(reason, "html")? })
            })?,
            None => Vec::new(),
        },
    })
}

fn matrix<J: Json>(json: &J) -> Read<Matrix> {
    Ok(Matrix {
        heading: text(json, "heading")?,
        html: text(json, "html")?,
        axes: list(json, "axes", texts)?,
        cells: list(json, "cells", texts)?,
        measure: text(json, "measure")?,
        outcomes: list(json, "outcomes", itself)?,
    })
}

fn challenge<J: Json>(json: &J) -> Read<Challenge> {
    Ok(Challenge {
        heading: text(json, "heading")?,
        html: text(json, "html")?,
        hint: text(json, "hint")?,
        goals: list(json, "goals", itself)?,
        solution: list(json, "solution", itself)?,
    })
}

/// Reads `<id>.code.json`.
pub fn code<J: Json>(json: &J) -> Read<Code> {
    Ok(Code {
        id: text(json, "id")?,
        scenario: text(json, "scenario")?,
        samples: list(json, "samples", |sample| {
            Ok(Sample {
                language: text(sample, "language")?,
                label: text(sample, "label")?,
                library: text(sample, "library")?,
                programs: list(sample, "programs", |program| {
                    Ok(Program { file: text(program, "file")?, lines: list(program, "lines", line)? })
                })?,
            })
        })?,
    })
}

fn line<J: Json>(json: &J) -> Read<Line> {
    Ok(Line { html: text(json, "html")?, anchors: perhaps(json, "anchors")? })
}

/// Reads a list of texts that may be left out when empty.
fn perhaps<J: Json>(json: &J, name: &str) -> Read<Vec<String>> {
    if json.field(name).is_some() { list(json, name, itself) } else { Ok(Vec::new()) }
}

fn texts<J: Json>(json: &J) -> Read<Vec<String>> {
    all(json, itself)
}

fn itself<J: Json>(json: &J) -> Read<String> {
    json.text().ok_or_else(|| "not a text".to_owned())
}

fn text<J: Json>(json: &J, name: &str) -> Read<String> {
    wanted(name, json.field(name).map(|value| value.text()))
}

fn count<J: Json>(json: &J, name: &str) -> Read<u32> {
    wanted(name, json.field(name).map(|value| value.count()))
}

fn list<J: Json, T>(json: &J, name: &str, read: fn(&J) -> Read<T>) -> Read<Vec<T>> {
    match json.field(name) {
        Some(value) => all(&value, read).map_err(|wrong| format!("{name}: {wrong}")),
        None => wanted(name, None),
    }
}

fn all<J: Json, T>(json: &J, read: fn(&J) -> Read<T>) -> Read<Vec<T>> {
    let mut all = Vec::new();
    for item in json.items().ok_or("not a list")? {
        all.push(read(&item)?);
    }
    Ok(all)
}

/// Returns a field's value, or the error that it is missing or of the wrong kind.
fn wanted<T>(name: &str, value: Option<Option<T>>) -> Read<T> {
    match value {
        Some(Some(value)) => Ok(value),
        Some(None) => Err(format!("{name}: of another kind than it should be")),
        None => Err(format!("{name}: missing")),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;

    impl Json for Value {
        fn text(&self) -> Option<String> {
            self.as_str().map(str::to_owned)
        }

        fn count(&self) -> Option<u32> {
            self.as_u64().and_then(|number| u32::try_from(number).ok())
        }

        fn items(&self) -> Option<Vec<Self>> {
            self.as_array().cloned()
        }

        fn fields(&self) -> Option<Vec<(String, Self)>> {
            Some(self.as_object()?.iter().map(|(name, value)| (name.clone(), value.clone())).collect())
        }

        fn field(&self, name: &str) -> Option<Self> {
            self.get(name).cloned()
        }
    }

    fn parsed(json: &str) -> Value {
        serde_json::from_str(json).expect("the tests write JSON")
    }

    #[test]
    fn what_the_compiler_writes_is_read_as_it_was() {
        let lesson_ = Lesson {
            id: "one".into(),
            language: "en".into(),
            title: "One".into(),
            summary: "First.".into(),
            beats: vec![Beat {
                mark: "begin".into(),
                heading: "Begin".into(),
                html: "<p>.</p>".into(),
                anchors: vec!["a".into(), "b".into()],
                guides: vec![Guide { label: "G".into(), url: "https://example.org".into() }],
                question: Some(Question {
                    html: "<p>?</p>".into(),
                    ask: "acked q".into(),
                    of: vec!["C1".into(), "C2".into()],
                    at_most: 3,
                    until: Some("end".into()),
                    reasons: vec![Reason { choice: "C1".into(), html: "No.".into() }],
                }),
            }],
            matrix: Some(Matrix {
                heading: "Try".into(),
                html: "<p>?</p>".into(),
                axes: vec![vec!["a".into(), "b".into()], vec!["c".into()]],
                cells: vec![vec!["kill C1".into()], vec!["kill C1".into(), "start C1".into()]],
                measure: "ready q".into(),
                outcomes: vec!["none".into(), "one".into()],
            }),
            challenge: Some(Challenge {
                heading: "Do".into(),
                html: "<p>!</p>".into(),
                hint: "<p>.</p>".into(),
                goals: vec!["acked q = 1".into()],
                solution: vec!["kill C1".into()],
            }),
        };
        let plain = Lesson {
            beats: vec![Beat { question: None, ..lesson_.beats[0].clone() }],
            matrix: None,
            challenge: None,
            ..lesson_.clone()
        };
        let code_ = Code {
            id: "one".into(),
            scenario: "seed 1".into(),
            samples: vec![Sample {
                language: "python".into(),
                label: "Python".into(),
                library: "pika".into(),
                programs: vec![Program {
                    file: "send.py".into(),
                    lines: vec![
                        Line { html: "x".into(), anchors: vec!["a".into()] },
                        Line { html: String::new(), anchors: Vec::new() },
                    ],
                }],
            }],
        };
        let listed = Listed { id: "one".into(), order: 1, title: "One".into(), summary: "First.".into(), beats: 2 };
        let index_ = Index { language: "en".into(), lessons: vec![listed] };
        let languages_ = vec![Language { code: "ja".into(), name: "日本語".into() }];
        assert_eq!(lesson(&serde_json::json!(lesson_)), Ok(lesson_));
        assert_eq!(lesson(&serde_json::json!(plain)), Ok(plain));
        assert_eq!(code(&serde_json::json!(code_)), Ok(code_));
        assert_eq!(index(&serde_json::json!(index_)), Ok(index_));
        assert_eq!(languages(&serde_json::json!(languages_)), Ok(languages_));
    }

    #[test]
    fn catalogs_are_read_as_the_simulator_parses_them() {
        let json = r#"{"b": "B", "a": {"one": "{n} a", "other": "{n} as"}, "c": {"other": "c"}}"#;
        assert_eq!(catalog(&parsed(json)), Ok(Catalog::parse(json).expect("a catalog")));
    }

    #[test]
    fn what_is_wrong_is_told_by_its_place() {
        assert_eq!(languages(&parsed("{}")), Err("not a list".to_owned()));
        assert_eq!(languages(&parsed(r#"[{"code": 1}]"#)), Err("code: of another kind than it should be".to_owned()));
        let half = r#"{"id": "x", "language": "en", "title": "", "summary": "", "beats": [{}]}"#;
        assert_eq!(lesson(&parsed(half)), Err("beats: mark: missing".to_owned()));
        assert_eq!(catalog(&parsed(r#"{"k": {}}"#)), Err("k: other: missing".to_owned()));
    }
}
