//! A recording: a program of steps, and the real broker's answers. Reads a file and checks its form.

use std::collections::BTreeSet;

use serde_json::{Map, Value as Json};

use crate::error::RecordingError;
use crate::fields::{Fields, wrong};
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
        let json: Json = serde_json::from_str(text)
            .map_err(|error| RecordingError::new(format!("is not JSON: {error}; a recording is one JSON object")))?;
        let Json::Object(map) = &json else {
            return Err(RecordingError::new("a recording is one JSON object with name, note, steps and expected"));
        };
        let mut fields = Fields::new(map, "");
        let name = fields.required("name")?.to_owned();
        let note = fields.string("note")?.unwrap_or_default().to_owned();
        let seed = fields.integer("seed")?;
        let steps = steps(fields.array("steps")?)?;
        let expected = fields.object("expected")?.ok_or_else(|| fields.missing("expected", "an object"))?;
        let expected = expected_trace(expected, steps.len())?;
        fields.finish()?;
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

fn steps(items: &[Json]) -> Result<Vec<Map<String, Json>>, RecordingError> {
    let mut opened = Opened::default();
    items
        .iter()
        .enumerate()
        .map(|(number, item)| {
            let Json::Object(step) = item else {
                return Err(RecordingError::new(format!("should be an object, but is {item}")).in_step(number, ""));
            };
            let op = step.get("op").and_then(Json::as_str).unwrap_or_default();
            Action::read(step).and_then(|action| opened.check(&action)).map_err(|error| error.in_step(number, op))?;
            Ok(step.clone())
        })
        .collect()
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

fn expected_trace(map: &Map<String, Json>, steps: usize) -> Result<Trace, RecordingError> {
    let mut fields = Fields::new(map, "expected.");
    let entries = fields.array("trace")?;
    if entries.len() != steps {
        return Err(RecordingError::at_field(
            "expected.trace",
            format!("should have one entry for each of the {steps} steps, but has {}", entries.len()),
        ));
    }
    let trace =
        entries.iter().enumerate().map(|(number, entry)| step_trace(number, entry)).collect::<Result<_, _>>()?;
    let end = fields.object("final")?.ok_or_else(|| fields.missing("final", "an object"))?;
    fields.finish()?;

    let mut fields = Fields::new(end, "expected.final.");
    let open = fields.array("open")?.to_vec();
    let closed = fields.array("closed")?.to_vec();
    let drained = fields.object("drained")?.ok_or_else(|| fields.missing("drained", "an object"))?;
    fields.finish()?;
    let drained = drained
        .iter()
        .map(|(queue, messages)| match messages.as_array() {
            Some(list) => Ok((queue.clone(), list.clone())),
            None => Err(wrong(&format!("expected.final.drained.{queue}"), "an array of messages", messages)),
        })
        .collect::<Result<_, _>>()?;
    Ok(Trace { steps: trace, open, closed, drained })
}

fn step_trace(number: usize, entry: &Json) -> Result<StepTrace, RecordingError> {
    let path = format!("expected.trace[{number}]");
    let Json::Object(map) = entry else {
        return Err(wrong(&path, "an object with step and observed", entry));
    };
    if map.get("step").and_then(Json::as_u64) != u64::try_from(number).ok() {
        let got = map.get("step").unwrap_or(&Json::Null);
        return Err(wrong(&format!("{path}.step"), &number.to_string(), got));
    }
    match map.get("observed") {
        Some(Json::Array(observed)) => Ok(StepTrace { observed: observed.clone() }),
        other => Err(wrong(&format!("{path}.observed"), "an array of events", other.unwrap_or(&Json::Null))),
    }
}
