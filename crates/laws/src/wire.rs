//! The law of the wire: a delivery sent to a client is the one that a queue reported right before, and every reported
//! delivery is sent, unless nobody reads that connection any more.

use warren_broker::event::{Route, copy_on_wire};
use warren_broker::{Event, MessageId, Name, Reply};

/// The consumer tag, delivery tag, `redelivered` and message of a delivery.
type Delivery<'a> = (Option<&'a Name>, u64, bool, MessageId);

/// Checks the event at this index among those of one input.
pub(crate) fn check(events: &[Event], at: usize) -> Result<(), String> {
    let event = &events[at];
    if let Event::Delivered { copy, message, consumer, channel, delivery_tag, redelivered, .. } = event {
        if consumer.as_ref().is_some_and(|consumer| (consumer.queue, consumer.channel) != (copy.queue, *channel)) {
            return Err(format!("{event:?} goes to a consumer of another queue or channel"));
        }
        let told = (consumer.as_ref().map(|consumer| &consumer.tag), *delivery_tag, *redelivered, *message);
        let sent = events.get(at + 1).filter(|next| next.channel() == Some(*channel)).and_then(sent);
        let ends = |event: &Event| matches!(event, Event::ConnectionClosed(id, _) if *id == channel.connection);
        let right = match sent {
            Some(sent) => sent == told && copy_on_wire(events, at + 1) == Some(*copy),
            None => events[at..].iter().any(ends),
        };
        return if right { Ok(()) } else { Err(format!("{event:?} is followed by {:?}", events.get(at + 1))) };
    }
    // Only a direct reply comes from no queue.
    let direct = |other: &Event| {
        matches!(other, Event::Routed { route: Route::DirectReplyTo(_), .. }) && other.message() == event.message()
    };
    if sent(event).is_none() || copy_on_wire(events, at).is_some() || events[..at].iter().any(direct) {
        Ok(())
    } else {
        Err(format!("{event:?} is sent, but no queue gave it"))
    }
}

fn sent(event: &Event) -> Option<Delivery<'_>> {
    let Event::To(_, reply) = event else { return None };
    if let Reply::BasicDeliver { consumer_tag, delivery_tag, redelivered, message } = reply {
        return Some((Some(consumer_tag), *delivery_tag, *redelivered, message.id));
    }
    if let Reply::BasicGetOk { delivery_tag, redelivered, message, .. } = reply {
        return Some((None, *delivery_tag, *redelivered, message.id));
    }
    None
}
