//! Laws checked after every step of every run: copies of messages are conserved, prefetch is respected, a queue is
//! empty or no consumer can take from it, every delivery is accounted for, and replay equals live. (The broker has its
//! own, stricter checks.)

use std::collections::BTreeSet;
use std::sync::OnceLock;

use warren_broker::command::Target;
use warren_broker::overview::ConsumerView;
use warren_broker::{ChannelId, Command, CopyId, Event, QueueId, Reply};
use warren_simulator::text::{Catalog, arguments};
use warren_simulator::{Answer, MAX_CHECKPOINTS, Moment, Overview, Packet, Request, Timeline, World};

/// The number of moments checked of a run; longer runs repeat themselves until the time limit.
const MOST: usize = 1_000;

/// Walks the run and checks every law, then visits positions out of order and compares.
pub fn check(timeline: &mut Timeline) {
    let mut live = Vec::new();
    let mut copies = Copies::default();
    for position in 0..=timeline.len().min(MOST) {
        timeline.seek(position);
        let overview = timeline.overview();
        if let Some(moment) = position.checked_sub(1).and_then(|index| timeline.moment(index)) {
            copies.moment(moment);
            assert!(overview.now >= moment.at, "time goes on");
        }
        let place = || format!("at position {position} of\n{}", timeline.world().scenario());
        copies.compare(&overview).unwrap_or_else(|broken| panic!("{broken} {}", place()));
        dispatch(&overview).unwrap_or_else(|broken| panic!("{broken} {}", place()));
        nowhere(&overview).unwrap_or_else(|broken| panic!("{broken} {}", place()));
        live.push(timeline.world().clone());
    }
    assert!(timeline.checkpoints() <= MAX_CHECKPOINTS);
    replay(timeline, &live);
}

/// Checks that every moment can be explained in every language: a line, a summary, and no placeholder left.
pub fn check_explanations(timeline: &Timeline) {
    timeline.explain_all(&mut |index, explanation| {
        if index >= MOST {
            return;
        }
        assert!(!explanation.log.is_empty(), "{:?} has no line", timeline.moment(index));
        for catalog in catalogs() {
            for phrase in explanation.summary.iter().chain(&explanation.why) {
                let (_, text) = catalog.iter().find(|(key, _)| *key == phrase.key).expect(phrase.key);
                let named = text.forms().into_iter().flat_map(arguments);
                let missing: Vec<&str> =
                    named.filter(|name| !phrase.args.iter().any(|(given, _)| given == name)).collect();
                assert!(missing.is_empty(), "{} needs {missing:?}", phrase.key);
            }
            assert!(explanation.summary.is_some(), "{:?} has no summary", timeline.moment(index));
        }
    });
}

fn catalogs() -> &'static [Catalog] {
    static CATALOGS: OnceLock<Vec<Catalog>> = OnceLock::new();
    CATALOGS.get_or_init(|| {
        let texts = [
            include_str!("../../locales/en.json"),
            include_str!("../../locales/ja.json"),
            include_str!("../../locales/ko.json"),
            include_str!("../../locales/zh-Hans.json"),
        ];
        texts.map(|json| Catalog::parse(json).unwrap()).into()
    })
}

/// Checks every position again, from far and near: the same world.
fn replay(timeline: &mut Timeline, live: &[World]) {
    let len = live.len();
    for step in 0..len {
        let position = (step * 7 + 3) % len;
        timeline.seek(position);
        assert!(timeline.world() == &live[position], "replay equals live at {position}");
    }
    timeline.seek(len / 2);
    while timeline.back() {
        assert!(timeline.world() == &live[timeline.position()], "going back from {}", timeline.position() + 1);
    }
}

/// The copies that must be in queues, by the events alone.
#[derive(Default)]
struct Copies {
    copies: BTreeSet<CopyId>,
    down: bool,
}

impl Copies {
    fn moment(&mut self, moment: &Moment) {
        for event in &moment.events {
            if let Event::Enqueued { copy, .. } = event {
                assert!(self.copies.insert(*copy), "{copy:?} is there twice");
            } else if let Event::Recovered { copy, .. } = event {
                // A crash may lose an acknowledgement that was not on the disk: the copy is back.
                self.copies.insert(*copy);
            } else if let Event::Requeued { from, to, .. } = event {
                assert!(self.copies.remove(from) && self.copies.insert(*to), "{from:?} comes back as {to:?}");
            } else if let Event::Delivered { copy, no_ack: true, .. }
            | Event::Acked { copy, .. }
            | Event::Rejected { copy, .. }
            | Event::Expired { copy, .. }
            | Event::Lost { copy, .. } = event
            {
                self.copies.remove(copy);
            } else if let Event::Dropped { .. } = event {
                event.copy().inspect(|copy| _ = self.copies.remove(copy));
            } else if let Event::QueueDeleted { queue, .. } = event {
                self.copies.retain(|copy| copy.queue != *queue);
            } else if let Event::QueuePurged { queue, ready } = event {
                self.purge(*queue, *ready);
            } else if let Event::Stopped(_) = event {
                self.down = true;
            } else if *event == Event::Started {
                self.down = false;
            }
        }
    }

    /// Which copies were ready is not known here; the tests purge only queues without unacked ones.
    fn purge(&mut self, queue: QueueId, ready: u64) {
        let all: Vec<CopyId> = self.copies.iter().filter(|copy| copy.queue == queue).copied().collect();
        assert_eq!(all.len() as u64, ready, "purged with unacked messages");
        self.copies.retain(|copy| copy.queue != queue);
    }

    fn compare(&self, overview: &Overview) -> Result<(), String> {
        assert_eq!(overview.broker_up, !self.down);
        if self.down {
            // Losses are reported when the broker starts.
            return Ok(());
        }
        for queue in &overview.broker.queues {
            let known = self.copies.iter().filter(|copy| copy.queue == queue.id).count() as u64;
            let there = queue.messages_ready + queue.messages_unacknowledged;
            if known != there {
                return Err(format!("{known} copies should be in {}, {there} are", queue.name));
            }
        }
        Ok(())
    }
}

fn full(consumer: &ConsumerView) -> bool {
    let limit = u64::from(consumer.prefetch_count);
    consumer.ack_required && limit > 0 && consumer.messages_unacknowledged >= limit
}

fn dispatch(overview: &Overview) -> Result<(), String> {
    for consumer in &overview.broker.consumers {
        let limit = u64::from(consumer.prefetch_count);
        if consumer.ack_required && limit > 0 && consumer.messages_unacknowledged > limit {
            return Err(format!("{} holds more than its prefetch of {limit}", consumer.tag));
        }
    }
    for queue in overview.broker.queues.iter().filter(|queue| queue.messages_ready > 0) {
        let mut able =
            overview.broker.consumers.iter().filter(|consumer| consumer.queue == queue.id && consumer.active);
        if let Some(idle) = able.find(|consumer| !full(consumer)) {
            return Err(format!("{} has ready messages and {} could take them", queue.name, idle.tag));
        }
    }
    Ok(())
}

/// Checks that each unacked copy is on its way to a client, held there, or its settlement or the end of its connection
/// is on its way back.
fn nowhere(overview: &Overview) -> Result<(), String> {
    for queue in &overview.broker.queues {
        for message in &queue.messages {
            let Some(unacked) = &message.unacked else { continue };
            let (channel, tag) = (unacked.channel, unacked.delivery_tag);
            let held = overview
                .clients
                .iter()
                .flat_map(|client| &client.holding)
                .any(|held| held.channel == channel && held.delivery_tag == tag);
            if !held && !overview.in_flight.iter().any(|packet| concerns(&packet.what, packet.channel, channel, tag)) {
                return Err(format!("delivery {tag} on channel {channel} is nowhere"));
            }
        }
    }
    Ok(())
}

fn concerns(freight: &Packet, on: ChannelId, channel: ChannelId, tag: u64) -> bool {
    match freight {
        Packet::Answer(answer) => {
            on == channel && matches!(&**answer, Answer::Channel { reply, .. } if delivery_tag(reply) == Some(tag))
        }
        Packet::Request(request) => match &**request {
            Request::SocketClosed | Request::ConnectionClose => on.connection == channel.connection,
            Request::Command(command) => on == channel && settles(command, tag),
            Request::ConnectionOpen => false,
        },
    }
}

const fn delivery_tag(reply: &Reply) -> Option<u64> {
    if let Reply::BasicDeliver { delivery_tag, .. } | Reply::BasicGetOk { delivery_tag, .. } = reply {
        return Some(*delivery_tag);
    }
    None
}

fn settles(command: &Command, tag: u64) -> bool {
    if let Target::Delivery { delivery_tag, multiple } = command.target() {
        return delivery_tag == tag || (multiple && (delivery_tag == 0 || delivery_tag > tag));
    }
    matches!(command, Command::BasicRecover { .. } | Command::BasicRecoverAsync { .. } | Command::ChannelClose)
}
