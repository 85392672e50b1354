//! Reads one step of a recording: the operation, and the connection or channel on which it happens. Variables are
//! replaced before (see `names`); the methods' own arguments are in `method`.

use std::time::Duration;

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};
use warren_broker::Command;

use crate::error::RecordingError;
use crate::method::Method;

/// The action of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Action {
    /// `connection.open`
    ConnectionOpen {
        /// The connection's name in the recording.
        connection: String,
    },
    /// `connection.close`
    ConnectionClose {
        /// The connection's name in the recording.
        connection: String,
    },
    /// `connection.drop`: the socket is closed with no method.
    ConnectionDrop {
        /// The connection's name in the recording.
        connection: String,
    },
    /// A method on a channel.
    Method {
        /// The channel's name in the recording.
        channel: String,
        /// Its connection: always with `channel.open`, otherwise for channels that were never opened.
        connection: Option<String>,
        /// The method.
        command: Command,
        /// The variable that takes the name of the queue in `queue.declare-ok`.
        bind_name: Option<String>,
        /// The variable that takes the tag in `basic.consume-ok`.
        bind_tag: Option<String>,
    },
    /// `wait`: time passes.
    Wait(Duration),
    /// `broker.restart`: a clean stop and start.
    Restart,
    /// `broker.crash`: kill -9 and start.
    Crash,
}

/// The operations that are not methods on a channel.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
enum Operation {
    #[serde(rename = "connection.open")]
    ConnectionOpen { conn: String },
    #[serde(rename = "connection.close")]
    ConnectionClose { conn: String },
    #[serde(rename = "connection.drop")]
    ConnectionDrop { conn: String },
    #[serde(rename = "wait")]
    Wait { ms: u64 },
    #[serde(rename = "broker.restart")]
    Restart {},
    #[serde(rename = "broker.crash")]
    Crash {},
}

/// The names of [`Operation`]: all others are methods.
const OPERATIONS: [&str; 6] =
    ["connection.open", "connection.close", "connection.drop", "wait", "broker.restart", "broker.crash"];

/// The fields of a method's step that are not its arguments.
#[derive(Deserialize)]
struct OnChannel {
    ch: String,
    conn: Option<String>,
    /// The one argument of the specification that the broker's types leave out.
    #[serde(rename = "ticket")]
    _ticket: Option<u16>,
    bind_name: Option<String>,
    bind_tag: Option<String>,
}

/// The names of [`OnChannel`]'s fields.
const ON_CHANNEL: [&str; 5] = ["ch", "conn", "ticket", "bind_name", "bind_tag"];

impl Action {
    /// Reads a step.
    ///
    /// # Errors
    ///
    /// The operation is unknown, or a field is missing, unknown or of the wrong kind.
    pub(crate) fn read(step: &Map<String, Json>) -> Result<Self, RecordingError> {
        let op = match step.get("op") {
            Some(Json::String(op)) => op.as_str(),
            Some(other) => {
                return Err(RecordingError::at_field("op", format!("invalid type: {other}, expected a string")));
            }
            None => return Err(RecordingError::new("missing field `op`")),
        };
        let (on_channel, arguments): (Map<_, _>, Map<_, _>) = step
            .iter()
            .filter(|(field, _)| *field != "op")
            .map(|(field, json)| (field.clone(), json.clone()))
            .partition(|(field, _)| !OPERATIONS.contains(&op) && ON_CHANNEL.contains(&field.as_str()));
        // An enum with its tag beside its content would lose the path of the error; one with its tag around the content
        // keeps it.
        let tagged = Json::Object(Map::from_iter([(op.to_owned(), Json::Object(arguments))]));
        if OPERATIONS.contains(&op) {
            return read::<Operation>(tagged).map(Self::from);
        }
        let Method(command) = read(tagged).map_err(with_operations)?;
        let on: OnChannel = read(Json::Object(on_channel))?;
        if command == Command::ChannelOpen && on.conn.is_none() {
            return Err(RecordingError::new("missing field `conn`: a channel is opened on a connection"));
        }
        let OnChannel { ch: channel, conn: connection, bind_name, bind_tag, .. } = on;
        Ok(Self::Method { channel, connection, command, bind_name, bind_tag })
    }
}

impl From<Operation> for Action {
    fn from(operation: Operation) -> Self {
        match operation {
            Operation::ConnectionOpen { conn } => Self::ConnectionOpen { connection: conn },
            Operation::ConnectionClose { conn } => Self::ConnectionClose { connection: conn },
            Operation::ConnectionDrop { conn } => Self::ConnectionDrop { connection: conn },
            Operation::Wait { ms } => Self::Wait(Duration::from_millis(ms)),
            Operation::Restart {} => Self::Restart,
            Operation::Crash {} => Self::Crash,
        }
    }
}

fn read<T: DeserializeOwned>(json: Json) -> Result<T, RecordingError> {
    serde_path_to_error::deserialize(json).map_err(|error| RecordingError::of_fields(&error))
}

/// Adds these operations to serde's list of methods for an unknown one.
fn with_operations(mut error: RecordingError) -> RecordingError {
    if error.field.is_none() && error.message.starts_with("unknown variant") {
        error.field = Some("op".to_owned());
        error.message = format!("{}; or one of `{}`", error.message, OPERATIONS.join("`, `"));
    }
    error
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::{Action, OPERATIONS};

    fn fails(step: Json) -> String {
        let Json::Object(step) = step else { panic!("every case is an object") };
        Action::read(&step).expect_err("is wrong").to_string()
    }

    #[test]
    fn every_operation_can_be_read() {
        for op in OPERATIONS {
            let message = fails(json!({"op": op, "unheard-of": 1}));
            assert!(
                message.starts_with("field `unheard-of`: unknown field") || message.starts_with("missing"),
                "{message}"
            );
        }
    }

    #[test]
    fn says_which_field_is_wrong_and_what_would_be_right() {
        let unknown = fails(json!({"op": "queue.eat", "ch": "a1"}));
        assert!(
            unknown.starts_with("field `op`: unknown variant `queue.eat`, expected one of `channel.open`, "),
            "{unknown}"
        );
        assert!(unknown.ends_with("; or one of `connection.open`, `connection.close`, `connection.drop`, `wait`, `broker.restart`, `broker.crash`"), "{unknown}");
        assert_eq!(fails(json!({"ch": "a1"})), "missing field `op`");
        assert_eq!(fails(json!({"op": 1})), "field `op`: invalid type: 1, expected a string");
        assert_eq!(fails(json!({"op": "tx.select"})), "missing field `ch`");
        assert_eq!(
            fails(json!({"op": "tx.select", "ch": "a1", "x": 1})),
            "field `x`: unknown field `x`, there are no fields"
        );
        assert_eq!(
            fails(json!({"op": "channel.open", "ch": "a1"})),
            "missing field `conn`: a channel is opened on a connection"
        );
        assert_eq!(
            fails(json!({"op": "basic.qos", "ch": "a1", "prefetch_count": 70_000})),
            "field `prefetch_count`: invalid value: integer `70000`, expected u16"
        );
        assert_eq!(
            fails(
                json!({"op": "basic.publish", "ch": "a1", "properties": {"headers": {"a": [1, {"$type": "byte", "value": 300}]}}})
            ),
            "field `properties.headers.a[1].value`: invalid value: integer `300`, expected i8"
        );
        assert_eq!(
            fails(
                json!({"op": "queue.declare", "ch": "a1", "arguments": {"x-queue-type": {"$type": "text", "value": 1}}})
            ),
            "field `arguments.x-queue-type.$type`: unknown variant `text`, expected one of `byte`, `ubyte`, `short`, `ushort`, `int`, `uint`, `long`, `float`, `double`, `decimal`, `time`, `bytes`"
        );
    }
}
