//! Condenses a run up to a position into a number, so that a link can tell that its run has changed since it was made.
//!
//! It covers what a learner can see: the time, actor and methods of each moment, and the state at the end. It writes
//! all of that in bytes of its own format, the same on every platform, and so does not depend on the names or the
//! layout of types.

use core::hash::Hasher;

use fnv::FnvHasher;
use warren_broker::binding::Destination;
use warren_broker::overview::MessageView;
use warren_broker::reply::ReplyKind;
use warren_broker::{Message, Time};

use crate::moment::{Arrival, Change};
use crate::{Answer, ClientState, ClientView, Moment, MomentKind, Overview};

/// Condenses `moments`, all that have happened, and `overview`, the resulting state.
#[must_use]
pub fn fingerprint(moments: &[Moment], overview: &Overview) -> u32 {
    let mut digest = Digest(FnvHasher::default());
    for moment in moments {
        digest.moment(moment);
    }
    digest.overview(overview);
    digest.folded()
}

struct Digest(FnvHasher);

impl Digest {
    fn moment(&mut self, moment: &Moment) {
        self.time(moment.at);
        self.text(kind(&moment.what));
        self.number(moment.what.client().map_or(u64::MAX, |client| client.0.into()));
        self.text(method(&moment.what));
        if let MomentKind::Received { answer, .. } = &moment.what
            && let Answer::Channel { reply, .. } = &**answer
            && let ReplyKind::Delivery { message, redelivered, .. } = reply.kind()
        {
            self.message(message);
            self.flag(redelivered);
        }
        for sent in &moment.sent {
            self.text(sent.request.name());
        }
    }

    fn overview(&mut self, overview: &Overview) {
        self.time(overview.now);
        self.flag(overview.broker_up);
        let broker = &overview.broker;
        for exchange in broker.exchanges.iter().filter(|exchange| !exchange.predeclared) {
            self.text(&exchange.name);
            self.text(&exchange.kind);
        }
        for binding in &broker.bindings {
            self.text("binding");
            self.number(binding.source.0.into());
            let (kind, to) = match binding.destination {
                Destination::Queue(queue) => ("queue", queue.0),
                Destination::Exchange(exchange) => ("exchange", exchange.0),
            };
            self.text(kind);
            self.number(to.into());
            self.text(&binding.routing_key);
        }
        for queue in &broker.queues {
            self.text(&queue.name);
            for number in [queue.messages_ready, queue.messages_unacknowledged, queue.consumer_count.into()] {
                self.number(number);
            }
            for copy in &queue.messages {
                self.copy(copy);
            }
        }
        for client in &overview.clients {
            self.client(client);
        }
        self.number(overview.in_flight.len() as u64);
        for on_its_way in &overview.in_flight {
            self.time(on_its_way.arrives_at);
        }
    }

    fn copy(&mut self, copy: &MessageView) {
        self.message(&copy.message);
        self.flag(copy.redelivered);
        self.flag(copy.unacked.is_some());
    }

    fn client(&mut self, client: &ClientView) {
        self.text(&client.name);
        self.text(match client.state {
            ClientState::Idle => "idle",
            ClientState::Running => "running",
            ClientState::Killed => "killed",
            ClientState::Stopped => "stopped",
            ClientState::Closed(_) => "closed",
            ClientState::Disconnected => "disconnected",
        });
        let ClientView { sent, confirmed, nacked, returned, received, acked, .. } = *client;
        for number in [sent, confirmed, nacked, returned, received, acked] {
            self.number(number);
        }
        self.flag(client.working_on.is_some());
        for held in &client.holding {
            self.message(&held.message);
        }
    }

    fn message(&mut self, message: &Message) {
        self.text(&message.routing_key);
        self.bytes(&message.content.body);
    }

    fn time(&mut self, time: Time) {
        self.number(time.micros());
    }

    fn flag(&mut self, flag: bool) {
        self.0.write(&[flag.into()]);
    }

    fn number(&mut self, number: u64) {
        self.0.write(&number.to_le_bytes());
    }

    fn text(&mut self, text: &str) {
        self.bytes(text.as_bytes());
    }

    /// Hashes bytes preceded by their number, so that `ab`, `c` differs from `a`, `bc`.
    fn bytes(&mut self, bytes: &[u8]) {
        self.number(bytes.len() as u64);
        self.0.write(bytes);
    }

    /// Folds both halves of the hash into one, so that all of its bits count.
    #[allow(clippy::cast_possible_truncation)] // The upper half was folded into the lower one.
    fn folded(&self) -> u32 {
        let hash = self.0.finish();
        (hash ^ (hash >> 32)) as u32
    }
}

const fn kind(what: &MomentKind) -> &'static str {
    match what {
        MomentKind::Started(_) => "started",
        MomentKind::Killed { .. } => "killed",
        MomentKind::Stopped(_) => "stopped",
        MomentKind::Sends(_) => "sends",
        MomentKind::Handled { .. } => "handled",
        MomentKind::Received { .. } => "received",
        MomentKind::WorkDone { .. } => "work done",
        MomentKind::ConnectionRefused(_) => "connection refused",
        MomentKind::Timer => "timer",
        MomentKind::BrokerStopped(_) => "broker stopped",
        MomentKind::BrokerStarted => "broker started",
        MomentKind::Set { .. } => "set",
        MomentKind::Changed { change: Change::Network, .. } => "network set",
        MomentKind::Changed { change: Change::Disconnected, .. } => "disconnected",
        MomentKind::ClientAdded(_) => "client added",
        MomentKind::Waits(_) => "waits",
        MomentKind::Ignored { .. } => "ignored",
    }
}

/// Returns the name of the method that arrives in a moment, if one does.
fn method(what: &MomentKind) -> &'static str {
    match what.arrival() {
        Some(Arrival::AtBroker(_, request)) => request.name(),
        Some(Arrival::AtClient(_, answer)) => answer.name(),
        None => "",
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::{Scenario, Timeline};

    const RUN: &str = "client a\nclient b worker queue=q\nstart a\na: queue.declare q\na: basic.publish \"\" q one\n\
                       a: basic.publish \"\" q two\nstart b\n";

    fn at(text: &str, position: usize) -> u32 {
        let mut timeline = Timeline::new(Scenario::parse(text).expect("the scenario is correct"));
        timeline.seek(position);
        fingerprint(&timeline.moments()[..timeline.position()], &timeline.overview())
    }

    #[test]
    fn every_position_of_a_run_has_its_own() {
        let length = Timeline::new(Scenario::parse(RUN).expect("the scenario is correct")).len();
        let all: BTreeSet<u32> = (0..=length).map(|position| at(RUN, position)).collect();
        assert_eq!(all.len(), length + 1);
    }

    #[test]
    fn the_same_run_has_the_same_one_whatever_comes_later() {
        let longer = format!("{RUN}at 5s kill b\n");
        assert_eq!(at(RUN, 12), at(&longer, 12));
    }

    #[test]
    fn another_body_time_order_or_client_is_another_run() {
        let changes = [("one", "uno"), ("client b", "latency 3ms\nclient b"), ("q two", "q two\na: basic.get q")];
        for (old, new) in changes {
            assert_ne!(at(RUN, usize::MAX), at(&RUN.replace(old, new), usize::MAX), "{old} -> {new}");
        }
        let swapped = RUN.replace("q one", "q x").replace("q two", "q one").replace("q x", "q two");
        assert_ne!(at(RUN, 14), at(&swapped, 14));
    }
}
