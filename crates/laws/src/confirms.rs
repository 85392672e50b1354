//! The law of confirms: every publish in confirm mode is confirmed once, sooner or later, and a confirmed persistent
//! message survives a crash.

use std::collections::{BTreeMap, BTreeSet};

use warren_broker::event::LossCause;
use warren_broker::{ChannelId, Event, MessageId, Overview, Reply};

/// See the module documentation.
#[derive(Default)]
pub(crate) struct Confirms {
    outstanding: BTreeMap<ChannelId, BTreeMap<u64, MessageId>>,
    confirmed: BTreeSet<MessageId>,
    /// Dead letters, which are publishes of the broker's own without confirms.
    dead_lettered: BTreeSet<MessageId>,
}

impl Confirms {
    pub(crate) fn event(&mut self, event: &Event) -> Result<(), String> {
        if let Event::Published { channel, message, publish_seq_no: Some(number) } = event {
            let earlier = self.outstanding.entry(*channel).or_default().insert(*number, message.id);
            if earlier.is_some() {
                return Err(format!("publish {number} on {channel} is there twice"));
            }
        } else if let Event::To(channel, Reply::BasicAck { delivery_tag, multiple }) = event {
            let confirmed = self.settled(*channel, *delivery_tag, *multiple)?;
            self.confirmed.extend(confirmed);
        } else if let Event::To(channel, Reply::BasicNack { delivery_tag, multiple }) = event {
            self.settled(*channel, *delivery_tag, *multiple)?;
        } else if let Event::ChannelClosed(channel, _) = event {
            self.outstanding.remove(channel);
        } else if let Event::DeadLettered { message, .. } = event {
            self.dead_lettered.insert(message.id);
        } else if let Event::Lost { copy, message, cause: LossCause::NotOnDisk(stage) } = event
            && self.confirmed.contains(message)
            && !self.dead_lettered.contains(message)
        {
            return Err(format!("{copy:?} was confirmed, and lost from {stage:?}"));
        }
        Ok(())
    }

    /// Checks a state after a long rest: no confirm is awaited any more.
    pub(crate) fn at_rest(&self, state: &Overview) -> Result<(), String> {
        for channel in &state.channels {
            if let Some(waiting) = self.outstanding.get(&channel.id).filter(|waiting| !waiting.is_empty()) {
                return Err(format!("{} still waits for the confirms of {waiting:?}", channel.id));
            }
        }
        Ok(())
    }

    fn settled(&mut self, channel: ChannelId, tag: u64, multiple: bool) -> Result<Vec<MessageId>, String> {
        let outstanding = self.outstanding.entry(channel).or_default();
        if !outstanding.contains_key(&tag) {
            return Err(format!("{channel} is told of publish {tag}, which waits for nothing"));
        }
        let numbers: Vec<u64> =
            if multiple { outstanding.range(..=tag).map(|(number, _)| *number).collect() } else { vec![tag] };
        Ok(numbers.iter().filter_map(|number| outstanding.remove(number)).collect())
    }
}
