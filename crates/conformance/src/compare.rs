//! Compares two traces by exactly the rules of the format: order on a channel counts, order between channels does not,
//! confirms are sets, and fields are compared by name. It finds the first difference.

use std::fmt;

use serde_json::{Value as Json, json};

use crate::recording::{Recording, Trace};

/// The first difference between a replay and its recording.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// Its place.
    pub place: Place,
    /// The real broker's behaviour; `None` if the replay continues beyond the recording.
    pub expected: Option<Json>,
    /// The simulated broker's behaviour; `None` if the recording continues beyond the replay.
    pub got: Option<Json>,
}

/// A place in a trace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// After a step, given by number and text.
    Step(usize, String),
    /// The counts of the queues after the last step.
    Open,
    /// The counts of the queues after the connections were closed.
    Closed,
    /// The queues left at the end.
    Left,
    /// The messages left in a queue, with the index of the message.
    Drained(String, usize),
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Step(number, text) => write!(f, "step {number} {text}"),
            Self::Open => f.write_str("final, open"),
            Self::Closed => f.write_str("final, closed"),
            Self::Left => f.write_str("final, queues left"),
            Self::Drained(queue, index) => write!(f, "final, message {index} left in `{queue}`"),
        }
    }
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = |side: &Option<Json>| side.as_ref().map_or_else(|| "nothing".to_owned(), Json::to_string);
        write!(f, "{}: expected {}, got {}", self.place, text(&self.expected), text(&self.got))
    }
}

/// Returns the first place where the replay's trace differs from the recorded one, if any.
#[must_use]
pub fn compare(recording: &Recording, got: &Trace) -> Option<Difference> {
    let expected = &recording.expected;
    for (number, (expected, got)) in expected.steps.iter().zip(&got.steps).enumerate() {
        let (expected, got) = (canonical(&expected.observed), canonical(&got.observed));
        if let Some((_, expected, got)) = first_difference(&expected, &got) {
            let text = recording.step_text(number).unwrap_or_default();
            return Some(Difference { place: Place::Step(number, text), expected, got });
        }
    }
    for (place, expected, got) in
        [(Place::Open, &expected.open, &got.open), (Place::Closed, &expected.closed, &got.closed)]
    {
        if let Some((_, expected, got)) = first_difference(expected, got) {
            return Some(Difference { place, expected, got });
        }
    }
    drained_difference(expected, got)
}

fn drained_difference(expected: &Trace, got: &Trace) -> Option<Difference> {
    let queues = |trace: &Trace| trace.drained.iter().map(|(queue, _)| json!(queue)).collect::<Vec<_>>();
    let (mut left, mut got_left) = (queues(expected), queues(got));
    left.sort_by_key(Json::to_string);
    got_left.sort_by_key(Json::to_string);
    if let Some((_, expected, got)) = first_difference(&left, &got_left) {
        return Some(Difference { place: Place::Left, expected, got });
    }
    expected.drained.iter().find_map(|(queue, messages)| {
        let (_, got) = got.drained.iter().find(|(other, _)| other == queue)?;
        let (index, expected, got) = first_difference(messages, got)?;
        Some(Difference { place: Place::Drained(queue.clone(), index), expected, got })
    })
}

fn first_difference(expected: &[Json], got: &[Json]) -> Option<(usize, Option<Json>, Option<Json>)> {
    (0..expected.len().max(got.len()))
        .find(|&index| expected.get(index) != got.get(index))
        .map(|index| (index, expected.get(index).cloned(), got.get(index).cloned()))
}

/// Returns a step's events in the format's order: by channel name, confirms last in each; then by connection name;
/// within a channel or connection in order of arrival.
fn canonical(observed: &[Json]) -> Vec<Json> {
    let mut events: Vec<Json> = observed.iter().map(with_sorted_sets).collect();
    events.sort_by_cached_key(|event| {
        let text = |field: &str| event.get(field).and_then(Json::as_str).unwrap_or_default().to_owned();
        (event.get("ch").is_none(), text("ch"), text("conn"), is_confirm(event))
    });
    events
}

/// Replaces each run of bytes that are no text by one sign: some recordings have the bytes (`\xc3`), others only the
/// sign.
fn with_signs_for_bytes(text: &str) -> String {
    let is_byte = |rest: &str| {
        let digits = rest.strip_prefix("\\x").and_then(|rest| rest.get(..2));
        digits.is_some_and(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()))
    };
    let mut signs = String::new();
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if is_byte(rest) {
            while is_byte(rest) {
                rest = &rest[4..];
            }
            signs.push(char::REPLACEMENT_CHARACTER);
        } else {
            signs.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    signs
}

fn is_confirm(event: &Json) -> bool {
    event.get("event").and_then(Json::as_str) == Some("confirm")
}

/// Sorts a confirm's sets and removes empty ones; normalises a reply text that was cut inside a character; returns
/// other events unchanged.
fn with_sorted_sets(event: &Json) -> Json {
    let mut event = event.clone();
    if let Some(Json::String(text)) = event.get_mut("reply_text") {
        *text = with_signs_for_bytes(text);
    }
    if !is_confirm(&event) {
        return event;
    }
    for key in ["acked", "nacked"] {
        if let Some(Json::Array(publishes)) = event.get_mut(key) {
            publishes.sort_by_key(Json::as_u64);
        }
    }
    if let Json::Object(fields) = &mut event {
        fields.retain(|_, value| value.as_array().is_none_or(|publishes| !publishes.is_empty()));
    }
    event
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Place, compare};
    use crate::recording::{Recording, StepTrace, Trace};

    fn recording(observed: Json, drained: Json) -> Recording {
        let json = json!({
            "name": "n", "note": "", "steps": [{"op": "connection.open", "conn": "A"}],
            "expected": {
                "trace": [{"step": 0, "observed": observed}],
                "final": {"open": [], "closed": [], "drained": drained},
            },
        });
        Recording::parse(&json.to_string()).expect("is well-formed")
    }

    fn trace(observed: Json, drained: &[(&str, Json)]) -> Trace {
        let list = |json: &Json| json.as_array().cloned().unwrap_or_default();
        Trace {
            steps: vec![StepTrace { observed: list(&observed) }],
            drained: drained.iter().map(|(queue, messages)| ((*queue).to_owned(), list(messages))).collect(),
            ..Trace::default()
        }
    }

    #[test]
    fn order_counts_on_a_channel_and_not_between_channels() {
        let (a, b) = (json!({"ch": "a1", "event": "x"}), json!({"ch": "b1", "event": "x"}));
        let recorded = recording(json!([a, b]), json!({}));
        assert_eq!(compare(&recorded, &trace(json!([b, a]), &[])), None);

        let (first, second) = (json!({"ch": "a1", "event": "x"}), json!({"ch": "a1", "event": "y"}));
        let recorded = recording(json!([first, second]), json!({}));
        let difference = compare(&recorded, &trace(json!([second, first]), &[])).expect("the order differs");
        assert_eq!(
            difference.to_string(),
            format!("step 0 {{\"op\":\"connection.open\",\"conn\":\"A\"}}: expected {first}, got {second}")
        );
    }

    #[test]
    fn confirms_are_sets_and_come_last() {
        let recorded = recording(
            json!([{"ch": "a1", "event": "basic.return"}, {"ch": "a1", "event": "confirm", "acked": [1, 2], "nacked": []}]),
            json!({}),
        );
        let confirm = |acked: Json| json!([{"ch": "a1", "event": "confirm", "acked": acked}, {"ch": "a1", "event": "basic.return"}]);
        assert_eq!(compare(&recorded, &trace(confirm(json!([2, 1])), &[])), None);
        assert!(compare(&recorded, &trace(confirm(json!([2])), &[])).is_some());
    }

    #[test]
    fn fields_are_unordered_but_floats_are_not_integers() {
        let recorded =
            recording(json!([{"ch": "a1", "event": "x", "properties": {"headers": {"a": 1, "b": 2}}}]), json!({}));
        let headers = |headers: Json| json!([{"event": "x", "properties": {"headers": headers}, "ch": "a1"}]);
        assert_eq!(compare(&recorded, &trace(headers(json!({"b": 2, "a": 1})), &[])), None);
        assert!(compare(&recorded, &trace(headers(json!({"b": 2, "a": 1.0})), &[])).is_some());
    }

    #[test]
    fn says_which_message_is_left_and_which_queue() {
        let recorded = recording(json!([]), json!({"q": [{"body": "m1"}], "r": []}));
        assert_eq!(compare(&recorded, &trace(json!([]), &[("r", json!([])), ("q", json!([{"body": "m1"}]))])), None);

        let more = trace(json!([]), &[("q", json!([{"body": "m1"}, {"body": "m2"}])), ("r", json!([]))]);
        let difference = compare(&recorded, &more).expect("there is one message too many");
        assert_eq!(difference.place, Place::Drained("q".to_owned(), 1));
        assert_eq!((difference.expected, difference.got), (None, Some(json!({"body": "m2"}))));

        let gone = trace(json!([]), &[("q", json!([{"body": "m1"}]))]);
        assert_eq!(compare(&recorded, &gone).expect("r is gone").place, Place::Left);
    }
}
