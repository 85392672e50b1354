//! The law of routing: a publish, or a dead letter, makes exactly one copy for each queue that it was routed to, or an
//! event says why not; and a message without a route is reported as unroutable.

use std::collections::BTreeSet;

use warren_broker::binding::Destination;
use warren_broker::event::{DeadLetterDropCause, Route};
use warren_broker::overview::ChannelMode;
use warren_broker::{Event, MessageId, Overview, QueueId};

/// The path of a message within one input.
struct Routing {
    message: MessageId,
    targets: BTreeSet<QueueId>,
    arrived: BTreeSet<QueueId>,
    routed_elsewhere: bool,
    unroutable: bool,
}

/// Checks the events of one input.
pub(crate) fn check(events: &[Event], before: &Overview) -> Result<(), String> {
    let mut routing: Option<Routing> = None;
    for event in events {
        if let Event::Published { message, channel, .. } = event {
            arrive(routing.take())?;
            let view = before.channels.iter().find(|view| view.id == *channel);
            // In a transaction the copies are made at the commit.
            if view.is_none_or(|view| view.mode != ChannelMode::Transaction) {
                routing = Some(start(message.id));
            }
        } else if let Event::DeadLettered { message, .. } = event {
            arrive(routing.take())?;
            routing = Some(start(message.id));
        } else if let Some(routing) = routing.as_mut() {
            routing.event(event)?;
        }
    }
    arrive(routing)
}

fn start(message: MessageId) -> Routing {
    Routing { message, targets: BTreeSet::new(), arrived: BTreeSet::new(), routed_elsewhere: false, unroutable: false }
}

impl Routing {
    fn event(&mut self, event: &Event) -> Result<(), String> {
        if let Event::Routed { message, route, .. } = event
            && *message == self.message
        {
            match route {
                Route::Default(queue) => {
                    self.targets.insert(*queue);
                }
                Route::Binding(binding) => match binding.destination {
                    Destination::Queue(queue) => {
                        self.targets.insert(queue);
                    }
                    Destination::Exchange(_) => {}
                },
                Route::Alternate(_) => {}
                Route::DirectReplyTo(_) => self.routed_elsewhere = true,
            }
        } else if let Event::Unroutable { message, .. } = event
            && *message == self.message
        {
            self.unroutable = true;
        } else if let Event::Enqueued { copy, message, .. } = event
            && *message == self.message
        {
            return self.arrived_at(copy.queue);
        } else if let Event::Dropped { queue, position: None, message, .. } = event
            && *message == self.message
        {
            return self.arrived_at(*queue);
        } else if let Event::DeadLetterDropped { message, cause: DeadLetterDropCause::Cycle(queue), .. } = event
            && *message == self.message
        {
            return self.arrived_at(*queue);
        }
        Ok(())
    }

    fn arrived_at(&mut self, queue: QueueId) -> Result<(), String> {
        if !self.targets.contains(&queue) {
            return Err(format!("{:?} came to {queue:?}, where no route leads", self.message));
        }
        if self.arrived.insert(queue) { Ok(()) } else { Err(format!("{:?} came to {queue:?} twice", self.message)) }
    }
}

fn arrive(routing: Option<Routing>) -> Result<(), String> {
    let Some(routing) = routing else { return Ok(()) };
    if routing.arrived != routing.targets {
        return Err(format!(
            "{:?} was routed to {:?} and came to {:?}",
            routing.message, routing.targets, routing.arrived
        ));
    }
    if routing.unroutable != (routing.targets.is_empty() && !routing.routed_elsewhere) {
        return Err(format!("{:?} is unroutable or not, and the events say the opposite", routing.message));
    }
    Ok(())
}
