//! Dead-letters copies: publishes those that died to their queue's dead letter exchange.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::broker::Broker;
use crate::dead_letter;
use crate::dict::Set;
use crate::event::{DeadLetterDropCause, DeathReason, Event};
use crate::{ExchangeId, Message, MessageId, QueueId};

/// A copy that died and is to be published again.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub(crate) struct PendingDeadLetter {
    queue: QueueId,
    message: Arc<Message>,
    reason: DeathReason,
    /// The message was read back from the disk, where its `expiration` is not known.
    from_disk: bool,
}

impl Broker {
    /// Queues a copy for dead-lettering if its queue has a dead letter exchange. It is published once this turn of the
    /// queue is over.
    pub(super) fn queue_dead_letter(
        &mut self,
        queue: QueueId,
        message: Arc<Message>,
        reason: DeathReason,
        from_disk: bool,
    ) {
        if self.queues.get(queue.0).is_some_and(|queue| queue.arguments.dead_letter.is_some()) {
            self.deaths.push_back(PendingDeadLetter { queue, message, reason, from_disk });
        }
    }

    /// Publishes the dead letters, and those that follow from them, until there are none.
    pub(crate) fn publish_dead_letters(&mut self, out: &mut Vec<Event>) {
        let mut came: Set<(MessageId, QueueId)> = Set::new();
        while let Some(PendingDeadLetter { queue, message, reason, from_disk }) = self.deaths.pop_front() {
            let Some((target, routing_key, name)) = self.queues.get(queue.0).and_then(|queue| {
                let dead_letter = queue.arguments.dead_letter.clone()?;
                Some((dead_letter.exchange, dead_letter.routing_key, queue.name.clone()))
            }) else {
                continue;
            };
            let dropped = |message, cause| Event::DeadLetterDropped { queue, message, reason, cause };
            let Some(exchange) = self.exchanges.find(&target).map(ExchangeId) else {
                out.push(dropped(message.id, DeadLetterDropCause::NoExchange));
                continue;
            };
            let death = dead_letter::DeathRecord { queue: &name, reason, now: self.now, from_disk };
            let Some(letter) = dead_letter::letter(&message, &death, target, routing_key).map(Arc::new) else {
                out.push(dropped(message.id, DeadLetterDropCause::QueueCrashed));
                self.crash_on_dead_letter(queue, out);
                continue;
            };
            out.push(Event::DeadLettered { queue, message: letter.clone(), reason });
            let mut targets = Vec::new();
            self.route(exchange, &letter, false, out, &mut targets);
            for id in targets {
                // A rejection among the entries of a cycle keeps the real broker from detecting it: the letter cycles
                // for ever. Here no time passes on the way, so the cycle ends where the letter comes to the same queue
                // again.
                let name = self.queues.name_of(id.0);
                let again = came.contains(&(letter.id, id)) && dead_letter::has_died_in(&letter, reason, name);
                if again || dead_letter::goes_round(&letter, reason, name) {
                    out.push(dropped(letter.id, DeadLetterDropCause::Cycle(id)));
                } else {
                    came.insert((letter.id, id));
                    self.accept(id, letter.clone(), None, out);
                }
            }
            self.send_replies(out);
        }
    }

    /// Crashes a queue on a dead letter. Its other dead letters not yet published are lost with it.
    fn crash_on_dead_letter(&mut self, id: QueueId, out: &mut Vec<Event>) {
        let deaths = core::mem::take(&mut self.deaths);
        let (unpublished, others): (VecDeque<PendingDeadLetter>, _) =
            deaths.into_iter().partition(|death| death.queue == id);
        self.deaths = others;
        out.extend(unpublished.into_iter().map(|PendingDeadLetter { queue, message, reason, .. }| {
            Event::DeadLetterDropped { queue, message: message.id, reason, cause: DeadLetterDropCause::QueueCrashed }
        }));
        self.crash_queue(id, out);
    }
}
