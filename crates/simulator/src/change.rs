//! Computes the numbers that a moment changed, as the difference of two overviews. Causes are elsewhere (`explain`).

use warren_broker::overview::QueueView;
use warren_broker::{Name, QueueId};

use crate::{ClientId, ClientView, Overview};

/// A number that a moment changed.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Change {
    /// The owner of the number.
    pub of: Counted,
    /// The owner's name.
    pub name: Name,
    /// Which of its numbers.
    pub quantity: Quantity,
    /// The value before the moment; 0 if the owner did not exist.
    pub from: u64,
    /// The value after the moment; 0 if the owner no longer exists.
    pub to: u64,
}

/// An owner of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Counted {
    /// A queue.
    Queue(QueueId),
    /// A client program.
    Client(ClientId),
}

/// A number of a queue or of a client program.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub enum Quantity {
    /// A queue's ready messages.
    Ready,
    /// A queue's unacked messages.
    Unacked,
    /// A queue's consumers.
    Consumers,
    /// Messages that a program has published.
    Sent,
    /// Published messages that were confirmed.
    Confirmed,
    /// Published messages that were nacked.
    Nacked,
    /// Published messages that were returned as unroutable.
    Returned,
    /// Messages that a program has received.
    Received,
    /// Messages that it has received and not settled, or with automatic acknowledgement not finished.
    Holds,
    /// Messages that it has acknowledged.
    Acked,
}

/// Returns all numbers that differ: queues in order of declaration, then programs in order of definition.
#[must_use]
pub fn between(before: &Overview, after: &Overview) -> Vec<Change> {
    let mut changes = Vec::new();
    let (old, new) = (&before.broker.queues, &after.broker.queues);
    for queue in old.iter().filter(|queue| find_queue(new, queue.id).is_none()) {
        compare(&mut changes, Counted::Queue(queue.id), &queue.name, &of_queue(Some(queue)), &of_queue(None));
    }
    for queue in new {
        let was = of_queue(find_queue(old, queue.id));
        compare(&mut changes, Counted::Queue(queue.id), &queue.name, &was, &of_queue(Some(queue)));
    }
    for client in &after.clients {
        let was = of_client(before.clients.iter().find(|other| other.id == client.id));
        compare(&mut changes, Counted::Client(client.id), &client.name, &was, &of_client(Some(client)));
    }
    changes
}

fn find_queue(queues: &[QueueView], id: QueueId) -> Option<&QueueView> {
    queues.iter().find(|queue| queue.id == id)
}

fn of_queue(queue: Option<&QueueView>) -> [(Quantity, u64); 3] {
    let number = |of: fn(&QueueView) -> u64| queue.map_or(0, of);
    [
        (Quantity::Ready, number(|queue| queue.messages_ready)),
        (Quantity::Unacked, number(|queue| queue.messages_unacknowledged)),
        (Quantity::Consumers, number(|queue| u64::from(queue.consumer_count))),
    ]
}

fn of_client(client: Option<&ClientView>) -> [(Quantity, u64); 7] {
    let number = |of: fn(&ClientView) -> u64| client.map_or(0, of);
    [
        (Quantity::Sent, number(|client| client.sent)),
        (Quantity::Confirmed, number(|client| client.confirmed)),
        (Quantity::Nacked, number(|client| client.nacked)),
        (Quantity::Returned, number(|client| client.returned)),
        (Quantity::Received, number(|client| client.received)),
        (Quantity::Holds, number(|client| client.holding.len() as u64)),
        (Quantity::Acked, number(|client| client.acked)),
    ]
}

fn compare(changes: &mut Vec<Change>, of: Counted, name: &Name, was: &[(Quantity, u64)], is: &[(Quantity, u64)]) {
    for (&(quantity, from), &(_, to)) in was.iter().zip(is) {
        if from != to {
            changes.push(Change { of, name: name.clone(), quantity, from, to });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Scenario, Timeline};

    const RUN: &str = r#"latency 1ms
client P
client C
start P
at 100ms P: queue.declare hello
at 200ms P: basic.publish "" hello "one"
start C
at 400ms C: basic.get hello
at 500ms P: queue.delete hello
"#;

    #[test]
    fn changes_are_the_differences_of_what_is_seen() {
        let mut timeline = Timeline::new(Scenario::parse(RUN).expect("the scenario is right"));
        let mut told: Vec<String> = Vec::new();
        while timeline.step() {
            let changes = timeline.changes();
            told.extend(changes.iter().map(|c| format!("{} {:?} {}-{}", c.name, c.quantity, c.from, c.to)));
        }
        assert_eq!(
            told,
            [
                "P Sent 0-1",
                "hello Ready 0-1",
                "hello Ready 1-0",
                "hello Unacked 0-1",
                "C Received 0-1",
                "C Holds 0-1",
                "hello Unacked 1-0",
            ]
        );
    }

    #[test]
    fn looking_at_changes_moves_nothing_and_the_beginning_has_none() {
        let mut timeline = Timeline::new(Scenario::parse(RUN).expect("the scenario is right"));
        assert_eq!(timeline.changes(), []);
        timeline.seek(6);
        let before = timeline.overview();
        timeline.changes();
        assert_eq!((timeline.position(), timeline.overview()), (6, before));
    }
}
