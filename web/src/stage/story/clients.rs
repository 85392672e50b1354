//! The clients' part of a story: what gets to them, what they send and what they say. It does not know what the broker does.

use warren_broker::{Command, Name, Reply};
use warren_simulator::{Answer, ClientId, Happening, Moment, Request, Sent};

use super::{Line, Saying, Teller};
use crate::stage::graph::Node;
use crate::stage::scene::{Cargo, Change, Parked, Way};
use crate::stage::transit::{Copies, confirm, published_on, settlement};
use warren_drawing::text_width::{begin, shown_key};

impl Teller<'_> {
    /// Something that the broker sent gets to its client.
    pub(super) fn received(&mut self, what: &Happening) {
        let Happening::Received { client, channel, answer, .. } = what else { return };
        let Answer::Channel(reply) = &**answer else { return };
        let (way, wanted) = if let Reply::BasicDeliver { message, .. } | Reply::BasicGetOk { message, .. } = reply {
            (Way::There, Cargo::Message(Some(message.id)))
        } else if let Reply::BasicReturn { message } = reply {
            (Way::Back, Cargo::Returned(message.id))
        } else if let Some(cargo) = confirm(reply) {
            (Way::Back, cargo)
        } else {
            return;
        };
        let at_client = |parked: &&Parked| {
            let end = if way == Way::There { parked.edge.to } else { parked.edge.from };
            end == Node::Client(*client) && parked.way == way && parked.cargo == wanted
        };
        let chips = self.stage.scene_after.hands.get(client).map_or(&[][..], Vec::as_slice);
        let chip = chips.iter().find(|chip| wanted == Cargo::Message(Some(chip.message)));
        let parked = self.stage.scene_before.parked.iter().find(at_client).map(|parked| parked.edge);
        let edge = parked.or_else(|| match way {
            Way::There => self.consume_edge(chip?.copy?.queue, *channel),
            Way::Back => published_on(self.stage.graph, *client),
        });
        if let Some(edge) = edge {
            self.arrive(edge, way, wanted);
        }
        if let Some(chip) = chip {
            self.then(Change::Take(*client, *chip));
        }
    }

    /// A client sends something; `rest` is that and what it sends after it.
    pub(super) fn sent(&mut self, client: ClientId, sent: &Sent, rest: &[Sent]) {
        let Request::Command(command) = &*sent.request else { return };
        if let Command::BasicPublish(publish) = command {
            let Some(edge) = self.edge_to_exchange(client, &publish.exchange) else { return };
            // It is as far from the end of those under way as it is from the end of those sent.
            let after = rest.iter().skip(1).filter(|sent| same_publish(sent, &publish.exchange)).count();
            let under_way = self.stage.scene_after.parked.iter().rev().filter(|parked| parked.edge == edge);
            let numbered = under_way.filter(|parked| parked.way == Way::There).nth(after).map(|parked| parked.cargo);
            let cargo = numbered.unwrap_or(Cargo::Message(None));
            self.depart(edge, Way::There, cargo, None);
        } else if let Some((tag, multiple, cargo)) = settlement(command) {
            let queue = Copies::of(self.stage.after).queue(sent.channel, tag, multiple);
            if let Some(edge) = queue.and_then(|queue| self.consume_edge(queue, sent.channel)) {
                self.depart(edge, Way::Back, cargo, None);
            }
        }
    }

    /// What a client had before and has not after, unless it goes with something that travels.
    pub(super) fn dropped_hands(&mut self) {
        for (client, chips) in self.stage.scene_before.hands.iter() {
            let after = self.stage.scene_after.hands.get(client).map_or(&[][..], Vec::as_slice);
            for gone in chips.iter().filter(|chip| !after.iter().any(|other| other.message == chip.message)) {
                let change = Change::Drop(*client, gone.message);
                if !self.story.strips.iter().any(|strip| strip.before.contains(&change)) {
                    self.story.opening.push(change);
                }
            }
        }
    }

    pub(super) fn say_what(&mut self, client: ClientId, moment: &Moment) {
        if self.story.said.is_some() {
            return;
        }
        let at = Node::Client(client);
        let (title, more) = match &moment.what {
            Happening::Killed(_) => (Line::Text("stage.say.killed", String::new()), None),
            Happening::ConnectionRefused(_) => (Line::Text("stage.say.refused", String::new()), None),
            Happening::Set { change, .. } => (Line::Plain(change.to_string()), None),
            Happening::Ignored { statement, .. } => {
                (Line::Text("stage.say.ignored", String::new()), Some(Line::Plain(begin(statement, 48))))
            }
            Happening::Started(_)
            | Happening::Stopped(_)
            | Happening::Sends(_)
            | Happening::WorkDone { .. }
            | Happening::Received { .. } => match moment.sent.last() {
                Some(sent) => said_by(&sent.request),
                None => return,
            },
            Happening::Handled { .. }
            | Happening::Timer
            | Happening::BrokerStopped(_)
            | Happening::BrokerStarted
            | Happening::Changed { .. }
            | Happening::ClientAdded(_)
            | Happening::Waits(_) => return,
        };
        self.story.said = Some(Saying { at, title, more });
    }
}

/// What a client says when it sends something: a message's body and key, else the method's name.
fn said_by(request: &Request) -> (Line, Option<Line>) {
    if let Request::Command(Command::BasicPublish(publish)) = request {
        let body = begin(&String::from_utf8_lossy(&publish.content.body), 32);
        let key = Line::Text("stage.say.key", begin(shown_key(&publish.routing_key), 40));
        return (Line::Plain(format!("“{body}”")), Some(key));
    }
    (Line::Plain(request.name().to_owned()), None)
}

fn same_publish(sent: &Sent, exchange: &Name) -> bool {
    matches!(&*sent.request, Request::Command(Command::BasicPublish(publish)) if publish.exchange == *exchange)
}
