//! The view of a client in the overview.

use warren_broker::{ChannelId, ConnectionId};

use super::Client;
use super::consumer::Held;
use crate::overview;
use crate::{ClientView, Work};

impl Client {
    pub fn view(&self) -> ClientView {
        let consuming = &self.consuming;
        let working_on = consuming.work.as_ref().map(|work| Work {
            message: work.held.message.clone(),
            queue: work.held.queue.clone(),
            channel: self.channel_id(work.held.channel),
            delivery_tag: work.held.delivery_tag,
            since: work.since,
            until: work.until,
        });
        ClientView {
            id: self.id,
            name: self.name.clone(),
            behaviour: self.behaviour,
            state: self.state.clone(),
            connection: self.connection,
            publishes: self.roles.0,
            consumes: self.roles.1,
            sent: self.counts.sent,
            confirmed: self.counts.confirmed,
            nacked: self.counts.nacked,
            returned: self.counts.returned,
            received: self.counts.received,
            acked: self.counts.acked,
            awaiting: self.producing.awaiting(),
            working_on,
            holding: consuming.all().map(|(held, done)| self.held_view(held, done)).collect(),
            ack: self.settings.ack,
            prefetch: self.settings.prefetch,
            settings: self.settings.clone(),
        }
    }

    fn held_view(&self, held: &Held, done: bool) -> overview::Held {
        overview::Held {
            message: held.message.clone(),
            queue: held.queue.clone(),
            channel: self.channel_id(held.channel),
            delivery_tag: held.delivery_tag,
            redelivered: held.redelivered,
            settled: held.settled,
            done,
        }
    }

    fn channel_id(&self, number: u16) -> ChannelId {
        ChannelId { connection: self.connection.unwrap_or(ConnectionId(0)), number }
    }
}
