//! The last step: sends publisher confirms.

use crate::broker::Broker;
use crate::channel::Mode;
use crate::event::Event;
use crate::queue::Awaited;
use crate::{ChannelId, Reply};

impl Broker {
    /// Confirms a publish for one queue, which has it safe or is deleted.
    #[inline]
    pub(crate) fn confirm(&mut self, awaited: Option<Awaited>) {
        if let Some(awaited) = awaited {
            self.with_confirms(awaited.channel, |confirms| confirms.confirmed(awaited.publish_seq_no));
        }
    }

    pub(crate) fn with_confirms(&mut self, channel: ChannelId, change: impl FnOnce(&mut crate::channel::Confirms)) {
        // The publisher may have left before its message was safe.
        if let Some(Mode::Confirm(confirms)) = self.channel_mut(channel).map(|channel| &mut channel.mode) {
            change(confirms);
            self.confirming.insert(channel);
        }
    }

    /// Sends the confirms at the end of every input, after returns.
    pub(crate) fn send_confirms(&mut self, out: &mut Vec<Event>) {
        while let Some(id) = self.confirming.pop_first() {
            let channel = self.channel_mut(id).expect("a channel that ends is taken out of the list");
            let Mode::Confirm(confirms) = &mut channel.mode else {
                unreachable!("a channel in confirm mode stays in it")
            };
            let (acks, nacks) = confirms.take_pending();
            let ack = |(delivery_tag, multiple)| Event::To(id, Reply::BasicAck { delivery_tag, multiple });
            let nack = |(delivery_tag, multiple)| Event::To(id, Reply::BasicNack { delivery_tag, multiple });
            out.extend(nacks.into_iter().map(nack));
            out.extend(acks.into_iter().map(ack));
        }
    }
}
