//! Examples for the current state: every example can be carried out where it is shown.

use warren_simulator::{ClientState, ClientView, Overview};

use crate::statements::{BrokerAction, ClientAction, Publish, set_prefetch};

const LISTINGS: [&str; 3] =
    ["list_queues name messages_ready messages_unacknowledged", "list_bindings", "list_consumers"];

/// Lists examples: listings first, then statements.
#[must_use]
pub fn examples(overview: &Overview) -> Vec<String> {
    let running = |client: &&ClientView| client.state == ClientState::Running;
    let clients = || overview.clients.iter();
    let mut all = Vec::new();
    // A broker that is down answers no listing.
    if overview.broker_up {
        all.extend(LISTINGS.map(str::to_owned));
    }
    if let Some(idle) = clients().find(|client| !running(client)) {
        all.push(ClientAction::Start.statement(&idle.name));
    }
    if let Some(worker) = clients().filter(running).find(|client| client.consumes) {
        all.push(ClientAction::Kill.statement(&worker.name));
        all.push(set_prefetch(&worker.name, 1));
    }
    let queue = overview.broker.queues.first();
    let sender = clients().filter(running).find(|client| client.connection.is_some());
    if let (Some(sender), Some(queue)) = (sender, queue) {
        let publish = Publish {
            client: sender.name.to_string(),
            routing_key: queue.name.to_string(),
            body: "Hello from you".to_owned(),
            ..Publish::default()
        };
        all.push(publish.statement());
    }
    let broker = if overview.broker_up { BrokerAction::Restart } else { BrokerAction::Start };
    all.push(broker.statement().to_owned());
    all.push("advance 5s".to_owned());
    all
}
