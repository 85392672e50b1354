//! Direct replies: the channels that wait for them, by address.

use std::sync::Arc;

use crate::broker::Broker;
use crate::protocol_error::ProtocolError;
use crate::reply_to::{REPLY_TO, names_replies};
use crate::{ChannelId, Content};

impl Broker {
    /// Returns whether a queue name is that of direct replies, or the address of a channel that waits for one.
    pub(crate) fn is_reply_address(&self, name: &str) -> bool {
        name == REPLY_TO || self.reply_channel(name).is_some()
    }

    /// Returns the channel that waits at this address.
    pub(crate) fn reply_channel(&self, address: &str) -> Option<ChannelId> {
        if !names_replies(address) {
            return None;
        }
        self.reply_addresses.get(address).copied()
    }

    /// Replaces the reply-to of a request for a direct reply by its channel's address.
    pub(crate) fn address_for_reply(&self, id: ChannelId, content: &mut Arc<Content>) -> Result<(), ProtocolError> {
        if content.properties.reply_to.as_deref() != Some(REPLY_TO) {
            return Ok(());
        }
        let consumer = self.channel(id).and_then(|channel| channel.reply_consumer.as_ref());
        let consumer = consumer.ok_or_else(|| ProtocolError::precondition("fast reply consumer does not exist"))?;
        Arc::make_mut(content).properties.reply_to = Some(consumer.address.clone());
        Ok(())
    }
}
