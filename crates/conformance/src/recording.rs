//! A recording: a program of steps, and the real broker's answers. Reads a file and checks its form.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::error::Category;
use serde_json::{Map, Value as Json};

use crate::error::RecordingError;
use crate::step::Action;

/// One recorded program with its expected trace.
#[derive(Clone, Debug, PartialEq)]
pub struct Recording {
    /// Such as `acks/double`.
    pub name: String,
    /// The subject of the recording.
    pub note: String,
    /// The seed of a random program.
    pub seed: Option<u64>,
    /// The steps as written, with variables for names. All of them are well-formed.
    pub(crate) steps: Vec<Map<String, Json>>,
    /// The real broker's behaviour.
    pub expected: Trace,
}

/// The events received, and the contents of the queues at the end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trace {
    /// One entry for each step.
    pub steps: Vec<StepTrace>,
    /// Each queue's counts after the last step, or the code of the refusal.
    pub open: Vec<Json>,
    /// The counts after the program's connections were closed.
    pub closed: Vec<Json>,
    /// The queues left, with their messages.
    pub drained: Vec<(String, Vec<Json>)>,
}

/// The events of one step.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StepTrace {
    /// Events, grouped by channel name, then by connection name.
    pub observed: Vec<Json>,
}

impl Recording {
    /// Reads a recording and checks that it can be replayed.
    ///
    /// # Errors
    ///
    /// The step, the field and what would be right; for text that is not JSON, the line and column.
    pub fn parse(text: &str) -> Result<Self, RecordingError> {
        let mut json = serde_json::Deserializer::from_str(text);
        let File { name, note, seed, steps, expected } =
            serde_path_to_error::deserialize(&mut json).map_err(|error| match error.inner().classify() {
                Category::Data => RecordingError::of_fields(&error),
                Category::Io | Category::Syntax | Category::Eof => not_json(error.inner()),
            })?;
        json.end().map_err(|error| not_json(&error))?;
        let expected = expected.checked(steps.len())?;
        check(&steps)?;
        Ok(Self { name, note, seed, steps, expected })
    }

    /// Returns the number of steps.
    #[must_use]
    pub fn len(&self) -> usize {
        self.steps.len()
    }

    /// Returns whether the program has no steps.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.steps.is_empty()
    }

    /// Returns a step as written, in JSON.
    #[must_use]
    pub fn step_text(&self, number: usize) -> Option<String> {
        self.steps.get(number).map(|step| Json::Object(step.clone()).to_string())
    }

    /// Returns all queues that the program declares, or their variables, in order of first mention.
    pub(crate) fn queues(&self) -> Vec<&str> {
        let mut queues = Vec::new();
        for step in &self.steps {
            let text = |field: &str| step.get(field).and_then(Json::as_str).filter(|text| !text.is_empty());
            if text("op") == Some("queue.declare")
                && let Some(queue) = text("bind_name").or_else(|| text("queue"))
                && !queues.contains(&queue)
            {
                queues.push(queue);
            }
        }
        queues
    }
}

fn not_json(error: &serde_json::Error) -> RecordingError {
    RecordingError::new(format!("is not JSON: {error}; a recording is one JSON object"))
}

/// A recording in its file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    name: String,
    #[serde(default)]
    note: String,
    seed: Option<u64>,
    /// Read once the variables are known.
    steps: Vec<Map<String, Json>>,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    trace: Vec<Entry>,
    r#final: Final,
}

#[derive(Deserialize)]
struct Entry {
    step: usize,
    observed: Vec<Json>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Final {
    open: Vec<Json>,
    closed: Vec<Json>,
    /// The messages of each queue.
    drained: Map<String, Json>,
}

/// The names available to steps.
#[derive(Default)]
struct Opened {
    connections: BTreeSet<String>,
    channels: BTreeSet<String>,
}

impl Opened {
    fn check(&mut self, action: &Action) -> Result<(), RecordingError> {
        match action {
            Action::ConnectionOpen { connection } => {
                self.connections.insert(connection.clone());
                Ok(())
            }
            Action::ConnectionClose { connection } | Action::ConnectionDrop { connection } => {
                self.connection(connection)
            }
            Action::Method { channel, connection: None, .. } if !self.channels.contains(channel) => {
                Err(RecordingError::at_field(
                    "ch",
                    format!(
                        "no step before opened `{channel}`; open it with channel.open, or name its connection in `conn`"
                    ),
                ))
            }
            Action::Method { connection: None, .. } => Ok(()),
            Action::Method { channel, connection: Some(connection), .. } => {
                self.connection(connection)?;
                self.channels.insert(channel.clone());
                Ok(())
            }
            Action::Wait(_) | Action::Restart | Action::Crash => Ok(()),
        }
    }

    fn connection(&self, name: &str) -> Result<(), RecordingError> {
        if self.connections.contains(name) {
            return Ok(());
        }
        Err(RecordingError::at_field("conn", format!("no step before opened `{name}`; open it with connection.open")))
    }
}

impl Expected {
    /// Returns the trace, if it fits a program of `steps` steps.
    fn checked(self, steps: usize) -> Result<Trace, RecordingError> {
        if self.trace.len() != steps {
            return Err(RecordingError::at_field(
                "expected.trace",
                format!("has {} entries, expected one for each of the {steps} steps", self.trace.len()),
            ));
        }
        if let Some((number, entry)) = self.trace.iter().enumerate().find(|(number, entry)| entry.step != *number) {
            return Err(RecordingError::at_field(
                format!("expected.trace[{number}].step"),
                format!("invalid value: integer `{}`, expected {number}", entry.step),
            ));
        }
        let drained = self.r#final.drained.into_iter().map(|(queue, messages)| {
            let field = format!("expected.final.drained.{queue}");
            let messages =
                Vec::deserialize(messages).map_err(|error| RecordingError::at_field(field, error.to_string()))?;
            Ok((queue, messages))
        });
        Ok(Trace {
            steps: self.trace.into_iter().map(|entry| StepTrace { observed: entry.observed }).collect(),
            open: self.r#final.open,
            closed: self.r#final.closed,
            drained: drained.collect::<Result<_, _>>()?,
        })
    }
}

/// Checks that every step can be read, and uses only names opened before it.
fn check(steps: &[Map<String, Json>]) -> Result<(), RecordingError> {
    let mut opened = Opened::default();
    for (number, step) in steps.iter().enumerate() {
        let op = step.get("op").and_then(Json::as_str).unwrap_or_default();
        Action::read(step).and_then(|action| opened.check(&action)).map_err(|error| error.in_step(number, op))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::Recording;

    /// Returns the error of a recording of one step with a piece of it replaced.
    fn fails(right: &str, wrong: &str) -> String {
        let text = r#"{"name": "n", "steps": [{"op": "wait", "ms": 5}], "expected": {"trace": [{"step": 0, "observed": []}],
            "final": {"open": [], "closed": [], "drained": {"q": []}}}}"#;
        assert!(Recording::parse(text).is_ok() && text.contains(right));
        Recording::parse(&text.replacen(right, wrong, 1)).expect_err("is wrong").to_string()
    }

    #[test]
    fn says_which_field_of_the_file_is_wrong_and_what_would_be_right() {
        assert!(fails(r#""name": "n", "#, "").starts_with("missing field `name` at line 2"));
        let unknown = fails(r#""name""#, r#""broker": "4.3", "name""#);
        assert_eq!(
            unknown,
            "field `broker`: unknown field `broker`, expected one of `name`, `note`, `seed`, `steps`, `expected` at line 1 column 9"
        );
        let seed = fails(r#""name""#, r#""seed": -1, "name""#);
        assert_eq!(seed, "field `seed`: invalid value: integer `-1`, expected u64 at line 1 column 11");
        let step = fails(r#"{"op": "wait", "ms": 5}"#, "7");
        assert_eq!(step, "field `steps[0]`: invalid type: integer `7`, expected a map at line 1 column 25");
        assert_eq!(
            fails("[{\"step\": 0, \"observed\": []}]", "[]"),
            "field `expected.trace`: has 0 entries, expected one for each of the 1 steps"
        );
        assert_eq!(
            fails("\"step\": 0", "\"step\": 1"),
            "field `expected.trace[0].step`: invalid value: integer `1`, expected 0"
        );
        assert!(
            fails("\"open\": []", "\"open\": 1")
                .starts_with("field `expected.final.open`: invalid type: integer `1`, expected a sequence")
        );
        assert_eq!(
            fails(r#"{"q": []}"#, r#"{"q": 1}"#),
            "field `expected.final.drained.q`: invalid type: integer `1`, expected a sequence"
        );
        assert!(fails("}}}", "}}").starts_with("is not JSON: EOF while parsing an object at line 2"));
    }
}
