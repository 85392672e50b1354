//! The clients' part of an animation: arrivals, departures and callouts.

use warren_broker::{Command, Reply};
use warren_drawing::ids::NodeId;
use warren_drawing::scene::{Change, Chip, Direction, Parked, Payload};
use warren_drawing::story::Callout;
use warren_simulator::{Answer, ClientId, Moment, MomentKind, Request, Sent};

use super::StoryBuilder;
use crate::stage::ids::{chip_id, client_node, token_id};
use crate::stage::transit::{Settlement, confirm, delivery_edge, published_on};
use crate::text::{begin, body, shown_key};

impl StoryBuilder<'_> {
    /// Adds the arrival of an answer at its client.
    pub(super) fn received(&mut self, what: &MomentKind) {
        let MomentKind::Received { client, channel, answer, .. } = what else { return };
        let Answer::Channel { reply, .. } = &**answer else { return };
        let (direction, wanted) = if let Reply::BasicDeliver { message, .. } | Reply::BasicGetOk { message, .. } = reply
        {
            (Direction::Along, Payload::Token(Some(token_id(message.id))))
        } else if let Reply::BasicReturn { message } = reply {
            (Direction::Against, Payload::Returned(token_id(message.id)))
        } else if let Some(payload) = confirm(reply) {
            (Direction::Against, payload)
        } else {
            return;
        };
        let node = client_node(*client);
        let at_client = |parked: &&Parked| {
            let end = if direction == Direction::Along { parked.edge.to } else { parked.edge.from };
            end == node && parked.direction == direction && parked.payload == wanted
        };
        let id = delivery_tag(reply).map(|tag| chip_id(*channel, tag));
        let chip = self.chips_after(node).iter().find(|chip| Some(chip.id) == id).copied();
        let parked = self.setting.scene_before.parked.iter().find(at_client).map(|parked| parked.edge);
        let edge = parked.or_else(|| match direction {
            Direction::Along => delivery_edge(self.setting.board, *client, answer),
            Direction::Against => published_on(self.setting.board, *client),
        });
        if let Some(edge) = edge {
            self.arrive(edge, direction, wanted);
        }
        if let Some(chip) = chip {
            self.then(Change::Take(node, chip));
        }
    }

    fn chips_after(&self, client: NodeId) -> &[Chip] {
        self.setting.scene_after.hands.get(&client).map_or(&[][..], Vec::as_slice)
    }

    /// Returns the tokens that a client had before and has no longer, as far as the animation has not shown it.
    pub(super) fn chips_gone(&self, client: NodeId) -> impl Iterator<Item = Chip> {
        let before = self.setting.scene_before.hands.get(&client).map_or(&[][..], Vec::as_slice);
        let after = self.chips_after(client);
        let gone = before.iter().filter(|chip| !after.iter().any(|other| other.id == chip.id));
        let told = move |chip: &&Chip| {
            let change = Change::Drop(client, chip.id);
            self.story.legs.iter().any(|leg| leg.before.contains(&change))
        };
        gone.filter(move |chip| !told(chip)).copied()
    }

    /// Adds the departure of a client's request.
    pub(super) fn sent(&mut self, client: ClientId, sent: &Sent) {
        let Request::Command(command) = &*sent.request else { return };
        if let Command::BasicPublish(publish) = command {
            let Some(edge) = self.edge_to_exchange(client, &publish.exchange) else { return };
            let payload = Payload::Token(sent.request.message().map(token_id));
            self.depart(edge, Direction::Along, payload, None);
        } else if let Some(settlement) = Settlement::of(command) {
            let queue = settlement.queue(sent.channel, self.setting.after.now, self.setting.plan);
            if let Some(edge) = queue.and_then(|queue| self.consume_edge(queue, sent.channel)) {
                self.depart(edge, Direction::Against, settlement.payload, None);
            }
        }
    }

    /// Removes the tokens that clients have no longer, unless they go with a move.
    pub(super) fn dropped_hands(&mut self) {
        for client in self.setting.scene_before.hands.keys() {
            let gone: Vec<Change> = self.chips_gone(*client).map(|chip| Change::Drop(*client, chip.id)).collect();
            self.story.opening.extend(gone);
        }
    }

    pub(super) fn client_says(&mut self, client: ClientId, moment: &Moment) {
        if self.story.callout.is_some() {
            return;
        }
        let at = client_node(client);
        let (title, more) = match &moment.what {
            MomentKind::Killed(_) => (self.text("stage.say.killed"), None),
            MomentKind::ConnectionRefused(_) => (self.text("stage.say.refused"), None),
            MomentKind::Set { change, .. } => (change.to_string(), None),
            MomentKind::Ignored { statement, .. } => (self.text("stage.say.ignored"), Some(begin(statement, 48))),
            MomentKind::Started(_)
            | MomentKind::Stopped(_)
            | MomentKind::Sends(_)
            | MomentKind::WorkDone { .. }
            | MomentKind::Received { .. } => match moment.sent.last() {
                Some(sent) => self.said_by(&sent.request),
                None => return,
            },
            MomentKind::Handled { .. }
            | MomentKind::Timer
            | MomentKind::BrokerStopped(_)
            | MomentKind::BrokerStarted
            | MomentKind::Changed { .. }
            | MomentKind::ClientAdded(_)
            | MomentKind::Waits(_) => return,
        };
        self.story.callout = Some(Callout { at, title, more });
    }

    /// Returns the callout of a client's request: a message's body and key, else the method's name.
    fn said_by(&self, request: &Request) -> (String, Option<String>) {
        if let Request::Command(Command::BasicPublish(publish)) = request {
            let body = begin(&body(&publish.content.body), 32);
            let key = self.text_of("stage.say.key", &begin(shown_key(&publish.routing_key), 40));
            return (format!("“{body}”"), Some(key));
        }
        (request.name().to_owned(), None)
    }
}

fn delivery_tag(reply: &Reply) -> Option<u64> {
    if let Reply::BasicDeliver { delivery_tag, .. } | Reply::BasicGetOk { delivery_tag, .. } = reply {
        Some(*delivery_tag)
    } else {
        None
    }
}
