//! The selection: the thing itself, its representation on the stage, and the moments that concern it.

#[cfg(test)]
mod tests;

use std::sync::Arc;

use warren_broker::{CopyId, Event, Message};
use warren_simulator::{Actor, Moment, Overview};

use crate::Item;

/// The selected thing, with everything that the inspector needs of the run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selection {
    /// The thing itself; instead of a copy its message.
    pub item: Item,
    /// The item that represents it on the stage, if any.
    pub on_stage: Option<Item>,
    /// The moments that concern it, by index, in order.
    pub history: Vec<usize>,
    /// The message, if it is one.
    message: Option<Arc<Message>>,
}

impl Selection {
    /// Returns the message, if it is one.
    #[must_use]
    pub fn message(&self) -> Option<&Message> {
        self.message.as_deref()
    }

    /// Selects a thing picked on the stage, in a table or in a text. `None` if it is a copy that no event of the run
    /// mentions.
    #[must_use]
    pub fn of(picked: &Item, moments: &[Moment], overview: &Overview) -> Option<Self> {
        let item = match picked {
            Item::Copy(copy) => {
                Item::Message(events(moments).find(|event| event.copy() == Some(*copy)).and_then(Event::message)?)
            }
            Item::Client(_) | Item::Exchange(_) | Item::Queue(_) | Item::Message(_) | Item::Binding(_) => {
                picked.clone()
            }
        };
        let message = match &item {
            Item::Message(id) => {
                events(moments).filter_map(Event::published).find(|message| message.id == *id).cloned()
            }
            Item::Client(_) | Item::Exchange(_) | Item::Queue(_) | Item::Copy(_) | Item::Binding(_) => None,
        };
        let concerning = moments.iter().enumerate().filter(|(_, moment)| concerns(&item, moment));
        let history = concerning.map(|(index, _)| index).collect();
        let mut selection = Self { on_stage: Some(picked.clone()), item, history, message };
        selection.follow(overview);
        Some(selection)
    }

    /// Finds its representation on the stage in another state: a copy that no longer exists gives way to another copy
    /// of the same message.
    pub fn follow(&mut self, overview: &Overview) {
        let Item::Message(id) = &self.item else { return };
        let mut copies = overview.broker.queues.iter().flat_map(|queue| {
            let of_it = queue.messages.iter().filter(|copy| copy.message.id == *id);
            of_it.map(|copy| Item::Copy(CopyId { queue: queue.id, position: copy.position }))
        });
        let there = copies.clone().any(|copy| self.on_stage.as_ref() == Some(&copy));
        if !there {
            self.on_stage = copies.next();
        }
    }
}

fn events(moments: &[Moment]) -> impl Iterator<Item = &Event> {
    moments.iter().flat_map(|moment| &moment.events)
}

/// Returns whether a moment concerns an item.
fn concerns(item: &Item, moment: &Moment) -> bool {
    let any = |of: &dyn Fn(&Event) -> bool| moment.events.iter().any(of);
    match item {
        Item::Client(id) => {
            let loses = || moment.lost.iter().any(|loss| loss.client == *id);
            moment.what.client() == Some(*id) || moment.actor == Actor::Client(*id) || loses()
        }
        Item::Message(id) => {
            moment.what.in_hands().iter().any(|message| message.id == *id)
                || any(&|event| event.message() == Some(*id))
                || moment.lost().any(|lost| lost == *id)
        }
        Item::Copy(copy) => any(&|event| event.copy() == Some(*copy)),
        Item::Queue(id) => any(&|event| event.queue() == Some(*id)),
        Item::Exchange(id) => any(&|event| event.exchange() == Some(*id)),
        Item::Binding(binding) => moment.bindings().any(|other| other == binding),
    }
}
