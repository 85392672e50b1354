//! What the scenario tests share: running a scenario under the laws, and reading off what its clients did.
#![allow(dead_code, clippy::unwrap_used)] // Each test file uses its part.

pub mod laws;
pub mod programs;

use warren_simulator::{Answer, ClientState, ClientView, Moment, MomentKind, Scenario, Statement, Timeline};

use warren_broker::reply::ReplyKind;
use warren_broker::{Message, Reply};

/// Runs a scenario to its end, checking the laws after every step, and stands at the end.
pub fn run(text: &str) -> Timeline {
    let scenario = Scenario::parse(text).unwrap_or_else(|wrong| panic!("{wrong:#?}"));
    let mut timeline = Timeline::new(scenario);
    laws::check(&mut timeline);
    timeline.seek(timeline.len());
    timeline
}

/// The learner does something, and the laws are checked along the new run. One stands after the act.
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

/// Messages ready and unacked in a queue; nothing if it is not there.
pub fn counts(timeline: &Timeline, queue: &str) -> Option<(u64, u64)> {
    let overview = timeline.overview();
    let queue = overview.broker.queues.iter().find(|view| &*view.name == queue)?;
    Some((queue.messages_ready, queue.messages_unacknowledged))
}

/// The client of a moment and what it received in it.
fn reply<'a>(timeline: &Timeline, moment: &'a Moment) -> Option<(String, &'a Reply)> {
    let MomentKind::Received { client, answer, .. } = &moment.what else { return None };
    let Answer::Channel { reply, .. } = &**answer else { return None };
    Some((timeline.world().client_name(*client).to_string(), reply))
}

/// The bodies delivered to a client, in order; those redelivered with a star.
pub fn received(timeline: &Timeline, name: &str) -> Vec<String> {
    let replies = timeline.moments().iter().filter_map(|moment| reply(timeline, moment));
    let of_client = replies.filter(|(client, _)| client == name);
    let bodies = of_client.filter_map(|(_, reply)| {
        let ReplyKind::Delivery { message, redelivered, .. } = reply.kind() else { return None };
        Some(format!("{}{}", body(message), if redelivered { "*" } else { "" }))
    });
    bodies.collect()
}

/// When a client received replies of this name, in milliseconds.
pub fn times_of(timeline: &Timeline, name: &str, method: &str) -> Vec<u64> {
    let moments = timeline.moments().iter();
    let those = moments.filter(|moment| {
        reply(timeline, moment).is_some_and(|(client, reply)| client == name && reply.name() == method)
    });
    those.map(|moment| moment.at.micros() / 1_000).collect()
}

/// The methods a client sent, with the time in milliseconds.
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

/// The names alone.
pub fn methods(timeline: &Timeline, name: &str) -> Vec<String> {
    sent(timeline, name).into_iter().map(|(_, method)| method).collect()
}

/// The bodies that clients published, in order.
pub fn published(timeline: &Timeline) -> Vec<String> {
    let packets = timeline.moments().iter().flat_map(|moment| &moment.sent);
    let bodies = packets.filter_map(|packet| {
        let publish = packet.request.published()?;
        Some(String::from_utf8_lossy(&publish.content.body).into_owned())
    });
    bodies.collect()
}

/// The first moment that fits.
pub fn find(timeline: &Timeline, fits: impl Fn(&MomentKind) -> bool) -> usize {
    timeline.moments().iter().position(|moment| fits(&moment.what)).expect("there is such a moment")
}
