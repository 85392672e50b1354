//! Direct replies: who waits for answers under which address. It does not know how a reply gets there.

use std::sync::Arc;

use crate::broker::Broker;
use crate::protocol_error::ProtocolError;
use crate::reply_to::{REPLY_TO, names_replies};
use crate::{ChannelId, Content};

impl Broker {
    /// Whether a queue name is that of direct replies, or stands for a channel that waits for one now.
    pub(crate) fn is_reply_address(&self, name: &str) -> bool {
        name == REPLY_TO || self.reply_channel(name).is_some()
    }

    /// The channel that waits for answers at this address.
    pub(crate) fn reply_channel(&self, address: &str) -> Option<ChannelId> {
        if !names_replies(address) {
            return None;
        }
        self.reply_addresses.get(address).copied()
    }

    /// A request that asks for a direct reply gets its channel's address.
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
