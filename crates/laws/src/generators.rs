//! The choices of random programs: names, keys, and kinds of queues, exchanges and messages that exercise the broker's
//! rules.

use warren_broker::{ExchangeType, Name, Properties, Table, Value};

use crate::op::Choice;

pub(crate) const QUEUES: [&str; 5] = ["q0", "q1", "q2", "q3", "q4"];
pub(crate) const PREDECLARED: [&str; 5] = ["", "amq.direct", "amq.fanout", "amq.topic", "amq.headers"];
pub(crate) const KEYS: [&str; 5] = ["", "a", "a.b", "b.a.b", "q0"];
pub(crate) const BINDING_KEYS: [&str; 6] = ["", "a", "#", "*.b", "a.#", "q0"];
pub(crate) const TAGS: [&str; 3] = ["t0", "t1", "t2"];

/// Returns an exchange and its type: `x0` to `x3` and on, one for each type, in the order of the types.
pub(crate) fn exchange(choice: &mut Choice) -> (Name, &'static str) {
    let types = ExchangeType::all();
    let at = choice.of(&(0..types.len()).collect::<Vec<_>>());
    (format!("x{at}").into(), types[at].name)
}

/// The flags and arguments of a queue.
pub(crate) struct QueueKind {
    pub(crate) durable: bool,
    pub(crate) exclusive: bool,
    pub(crate) auto_delete: bool,
    pub(crate) arguments: Table,
}

/// Returns the flags and arguments of a queue.
pub(crate) fn queue_kind(choice: &mut Choice) -> QueueKind {
    let mut arguments = Table::default();
    if choice.once_in(12) {
        arguments.set("x-queue-type", "quorum");
        if choice.once_in(2) {
            arguments.set("x-delivery-limit", 1);
        }
        dead_letter(&mut arguments, choice);
        return QueueKind { durable: true, exclusive: false, auto_delete: false, arguments };
    }
    if choice.once_in(3) {
        limits(&mut arguments, choice);
    }
    if choice.once_in(5) {
        arguments.set("x-message-ttl", choice.of(&[0, 40, 200]));
    }
    if choice.once_in(5) {
        arguments.set("x-max-priority", choice.of(&[3, 1, 0]));
    }
    if choice.once_in(5) {
        arguments.set("x-single-active-consumer", true);
    }
    if choice.once_in(10) {
        arguments.set("x-expires", choice.of(&[150, 60]));
    }
    dead_letter(&mut arguments, choice);
    if choice.once_in(20) {
        // No queue has such an argument.
        arguments.set("x-max-lenght", 1);
    }
    QueueKind { durable: choice.once_in(2), exclusive: choice.once_in(12), auto_delete: choice.once_in(10), arguments }
}

fn limits(arguments: &mut Table, choice: &mut Choice) {
    if choice.once_in(3) {
        arguments.set("x-max-length-bytes", choice.of(&[8, 3]));
    } else {
        arguments.set("x-max-length", choice.of(&[2, 1, 4, 0]));
    }
    if choice.once_in(2) {
        arguments.set("x-overflow", choice.of(&["reject-publish", "reject-publish-dlx", "drop-head"]));
    }
}

fn dead_letter(arguments: &mut Table, choice: &mut Choice) {
    if choice.once_in(2) {
        arguments.set("x-dead-letter-exchange", choice.of(&["", "x1", "x0", "amq.fanout"]));
        if choice.once_in(2) {
            arguments.set("x-dead-letter-routing-key", choice.of(&QUEUES));
        }
    }
}

/// Returns properties of a message that matter to the broker.
pub(crate) fn properties(choice: &mut Choice) -> Properties {
    let mut headers = Table::default();
    if choice.once_in(6) {
        headers.set("h", choice.of(&[1, 2]));
    }
    if choice.once_in(24) {
        let name = choice.of(&["CC", "BCC"]);
        let keys = [choice.of(&QUEUES), choice.of(&KEYS)];
        headers.0.push((name.into(), Value::Array(keys.into_iter().map(Value::from).collect())));
    }
    let expiration =
        choice.once_in(6).then(|| if choice.once_in(64) { "soon" } else { choice.of(&["30", "0", "100"]) });
    Properties {
        delivery_mode: choice.once_in(2).then_some(2),
        priority: choice.once_in(4).then(|| choice.of(&[1, 2, 5])),
        expiration: expiration.map(Name::from),
        reply_to: choice.once_in(200).then(|| "amq.rabbitmq.reply-to".into()),
        headers: (!headers.is_empty()).then_some(headers),
        ..Properties::default()
    }
}

/// Returns arguments of a binding, which a headers exchange uses.
pub(crate) fn binding_arguments(choice: &mut Choice) -> Table {
    let mut arguments = Table::default();
    if choice.once_in(2) {
        arguments.set("h", choice.of(&[1, 2]));
        if choice.once_in(2) {
            arguments.set("x-match", choice.of(&["any", "all"]));
        }
    }
    arguments
}
