//! Shared by the scenario tests: running a scenario under the laws, and reading off what its clients did.
#![allow(dead_code, clippy::unwrap_used)] // Each test file uses its part.

pub mod laws;
pub mod programs;

use warren_simulator::{Answer, ClientState, ClientView, Moment, MomentKind, Scenario, Statement, Timeline};

use warren_broker::reply::ReplyKind;
use warren_broker::{Message, Reply};

/// Runs a scenario to its end, checks the laws after every step, and stays at the end.
pub fn run(text: &str) -> Timeline {
    let scenario = Scenario::parse(text).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let mut timeline = Timeline::new(scenario);
    laws::check(&mut timeline);
    timeline.seek(timeline.len());
    timeline
}

/// Carries out an action of the learner and checks the laws along the new run. The position is then after the action.
pub fn act(timeline: &mut Timeline, statement: &str) {
    timeline.act(Statement::parse(statement).unwrap()).unwrap_or_else(|wrong| panic!("{wrong}"));
    let position = timeline.position();
    laws::check(timeline);
    timeline.seek(position);
}

pub fn body(message: &Message) -> String {
    String::from_utf8_lossy(&message.content.body).into_owned()
}

pub fn client(timeline: &Timeline, name: &str) -> ClientView {
    timeline.overview().clients.into_iter().find(|client| &*client.name == name).unwrap()
}

pub fn state(timeline: &Timeline, name: &str) -> ClientState {
    client(timeline, name).state
}

/// Returns the ready and unacked messages of a queue; `None` if it does not exist.
pub fn counts(timeline: &Timeline, queue: &str) -> Option<(u64, u64)> {
    let overview = timeline.overview();
    let queue = overview.broker.queues.iter().find(|view| &*view.name == queue)?;
    Some((queue.messages_ready, queue.messages_unacknowledged))
}

/// Returns the client of a moment and the reply it received.
fn reply<'a>(timeline: &Timeline, moment: &'a Moment) -> Option<(String, &'a Reply)> {
    let MomentKind::Received { client, answer, .. } = &moment.what else { return None };
    let Answer::Channel { reply, .. } = &**answer else { return None };
    Some((timeline.world().client_name(*client).to_string(), reply))
}

/// Returns the bodies delivered to a client, in order; redelivered ones have a star.
pub fn received(timeline: &Timeline, name: &str) -> Vec<String> {
    let replies = timeline.moments().iter().filter_map(|moment| reply(timeline, moment));
    let of_client = replies.filter(|(client, _)| client == name);
    let bodies = of_client.filter_map(|(_, reply)| {
        let ReplyKind::Delivery { message, redelivered, .. } = reply.kind() else { return None };
        Some(format!("{}{}", body(message), if redelivered { "*" } else { "" }))
    });
    bodies.collect()
}

/// Returns the times at which a client received replies of this name, in milliseconds.
pub fn times_of(timeline: &Timeline, name: &str, method: &str) -> Vec<u64> {
    let moments = timeline.moments().iter();
    let those = moments.filter(|moment| {
        reply(timeline, moment).is_some_and(|(client, reply)| client == name && reply.name() == method)
    });
    those.map(|moment| moment.at.micros() / 1_000).collect()
}

/// Returns the methods that a client sent, with the time in milliseconds.
pub fn sent(timeline: &Timeline, name: &str) -> Vec<(u64, String)> {
    let mut sent = Vec::new();
    for moment in timeline.moments() {
        for packet in &moment.sent {
            let owner = timeline.world().client_of(packet.channel.connection).unwrap();
            if &*timeline.world().client_name(owner) == name {
                sent.push((moment.at.micros() / 1_000, packet.request.name().to_owned()));
            }
        }
    }
    sent
}

/// Returns the methods that a client sent, without times.
pub fn methods(timeline: &Timeline, name: &str) -> Vec<String> {
    sent(timeline, name).into_iter().map(|(_, method)| method).collect()
}

/// Returns the bodies that clients published, in order.
pub fn published(timeline: &Timeline) -> Vec<String> {
    let packets = timeline.moments().iter().flat_map(|moment| &moment.sent);
    let bodies = packets.filter_map(|packet| {
        let publish = packet.request.published()?;
        Some(String::from_utf8_lossy(&publish.content.body).into_owned())
    });
    bodies.collect()
}

/// Returns the first matching moment.
pub fn find(timeline: &Timeline, fits: impl Fn(&MomentKind) -> bool) -> usize {
    timeline.moments().iter().position(|moment| fits(&moment.what)).expect("there is such a moment")
}
