//! Dead-letters copies: publishes those that died to their queue's dead letter exchange.

use std::collections::VecDeque;
use std::sync::Arc;

use crate::broker::Broker;
use crate::dead_letter;
use crate::event::{DeadLetterDropCause, DeathReason, Event};
use crate::index::Index;
use crate::{ExchangeId, Message, QueueId};

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
        let mut letters = Letters::default();
        while let Some(PendingDeadLetter { queue, message, reason, from_disk }) = self.deaths.pop_front() {
            let Some((target, routing_key, name)) = self.queues.get(queue.0).and_then(|queue| {
                let dead_letter = queue.arguments.dead_letter.clone()?;
                Some((dead_letter.exchange, dead_letter.routing_key, queue.name.clone()))
            }) else {
                // The queue crashed on another of its dead letters, or was deleted, and its unpublished dead letters
                // are gone.
                continue;
            };
            let dropped = |message, cause| Event::DeadLetterDropped { queue, message, reason, cause };
            let Some(exchange) = self.exchanges.find(&target).map(ExchangeId) else {
                out.push(dropped(message.id, DeadLetterDropCause::NoExchange));
                continue;
            };
            let Some(death) = letters.death(queue, &message) else {
                out.push(dropped(message.id, DeadLetterDropCause::TooMany));
                continue;
            };
            let record = dead_letter::DeathRecord { queue: &name, reason, now: self.now, from_disk };
            let Some(letter) = dead_letter::letter(&message, &record, target, routing_key).map(Arc::new) else {
                out.push(dropped(message.id, DeadLetterDropCause::QueueCrashed));
                self.crash_on_dead_letter(queue, out);
                continue;
            };
            letters.publish(death, &letter);
            out.push(Event::DeadLettered { queue, message: letter.clone(), reason });
            let mut targets = Vec::new();
            self.route(exchange, &letter, false, out, &mut targets);
            for id in targets {
                if dead_letter::goes_round(&letter, reason, self.queues.name_of(id.0)) || letters.came_before(death, id)
                {
                    out.push(dropped(letter.id, DeadLetterDropCause::Cycle(id)));
                } else {
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

/// The largest number of dead letters from one death before time passes. Ten queues without room that dead-letter to
/// one fanout exchange would make a million of one message, because each copy takes another path through them.
const MAX_LETTERS: u32 = 1_000;

/// The deaths that follow from one input, each with the death that led to it.
///
/// A rejection among the entries of a cycle hides it from the real broker (see [`dead_letter::goes_round`]), which
/// continues for ever without any time in between. Here the cycle ends where the letter comes to the same queue again.
#[derive(Default)]
struct Letters {
    deaths: Vec<Death>,
    /// The death behind each letter, by the letter's address. The letter is kept here, so that no other has this
    /// address.
    by_letter: Index<usize, usize>,
}

struct Death {
    queue: QueueId,
    /// The death that led to this one.
    parent: Option<usize>,
    /// The first of these deaths.
    root: usize,
    /// The number of deaths that followed from it, if it is the first.
    descendants: u32,
    letter: Option<Arc<Message>>,
}

impl Letters {
    /// Records the death of a message in a queue and returns its number; `None` if too many followed from the same one.
    fn death(&mut self, queue: QueueId, message: &Arc<Message>) -> Option<usize> {
        let parent = self.by_letter.get(&Arc::as_ptr(message).addr()).copied();
        let number = self.deaths.len();
        let root = parent.map_or(number, |parent| self.deaths[parent].root);
        self.deaths.push(Death { queue, parent, root, descendants: 0, letter: None });
        let root = &mut self.deaths[root];
        root.descendants += 1;
        (root.descendants <= MAX_LETTERS).then_some(number)
    }

    /// Records the letter published for a death.
    fn publish(&mut self, death: usize, letter: &Arc<Message>) {
        self.by_letter.insert(Arc::as_ptr(letter).addr(), death);
        self.deaths[death].letter = Some(letter.clone());
    }

    /// Returns whether the letter of a death has come to this queue before, at any earlier death.
    fn came_before(&self, death: usize, queue: QueueId) -> bool {
        let mut next = Some(death);
        while let Some(Death { queue: died_in, parent, .. }) = next.map(|death| &self.deaths[death]) {
            if parent.is_some() && *died_in == queue {
                return true;
            }
            next = *parent;
        }
        false
    }
}
