//! Why connections, channels, queues, exchanges and bindings ended.

use warren_broker::binding::Binding;
use warren_broker::event::{ChannelEnd, ConnectionEnd, ExchangeEnd, QueueEnd, UnbindCause};
use warren_broker::reply::Close;
use warren_broker::{ChannelId, ConnectionId, Event, ExchangeId, Name, QueueId};

use crate::explain::scene::Scene;
use crate::explain::sentences::Why;

/// RabbitMQ's reply code for a connection closed without an error of the client's.
const CONNECTION_FORCED: u16 = 320;

/// Formats a close: `406 PRECONDITION_FAILED - ...`.
pub fn close_text(close: &Close) -> Name {
    format!("{} {}", close.code, close.text).into()
}

/// Explains why the broker closes a channel.
pub fn channel(scene: &Scene<'_>, channel: ChannelId, close: &Close, say: &mut dyn FnMut(Why)) {
    let (client, text) = (scene.on(channel), close_text(close));
    let too_late = |event: &Event| matches!(event, Event::ChannelClosed(id, ChannelEnd::AckTimeout) if *id == channel);
    let too_late = scene.moment.events.iter().any(too_late);
    say(if too_late { Why::AckTimeout { client, text } } else { Why::ChannelError { client, text } });
}

/// Explains why a client receives `channel.close`. A missing acknowledgement has no offending method.
pub fn received_close(client: &Name, close: &Close, say: &mut dyn FnMut(Why)) {
    let (client, text) = (client.clone(), close_text(close));
    say(if close.class_id == 0 { Why::AckTimeout { client, text } } else { Why::ChannelError { client, text } });
}

/// Explains why the broker closes a connection, or why its client is told so.
pub fn connection(client: &Name, close: &Close, say: &mut dyn FnMut(Why)) {
    let text = close_text(close);
    say(if close.code == CONNECTION_FORCED {
        Why::ConnectionForced { text }
    } else {
        Why::ConnectionError { client: client.clone(), text }
    });
}

pub fn connection_closed(scene: &Scene<'_>, connection: ConnectionId, end: ConnectionEnd, say: &mut dyn FnMut(Why)) {
    match end {
        ConnectionEnd::Lost => say(Why::ConnectionLost { client: scene.peer(connection) }),
        // No cause of its own: the client wanted it, the error is explained with its method, and a stop is a cause by
        // itself.
        ConnectionEnd::Closed | ConnectionEnd::Error | ConnectionEnd::BrokerStopped => {}
    }
}

pub fn queue(scene: &Scene<'_>, queue: QueueId, end: QueueEnd, messages: u64, say: &mut dyn FnMut(Why)) {
    let name = scene.queue(queue);
    match end {
        QueueEnd::Deleted => {}
        QueueEnd::LastConsumerGone => say(Why::QueueUnused { queue: name.clone() }),
        QueueEnd::OwnerGone => say(Why::QueueOwnerGone { queue: name.clone() }),
        QueueEnd::Expired => say(Why::QueueExpired { queue: name.clone() }),
        QueueEnd::BrokerStopped => say(Why::QueueTransient { queue: name.clone() }),
    }
    if messages > 0 {
        say(Why::QueueTookMessages { queue: name, count: messages });
    }
}

pub fn exchange(scene: &Scene<'_>, exchange: ExchangeId, end: ExchangeEnd, say: &mut dyn FnMut(Why)) {
    let exchange = scene.exchange(exchange);
    match end {
        ExchangeEnd::Deleted => {}
        ExchangeEnd::LastBindingGone => say(Why::ExchangeUnused { exchange }),
        ExchangeEnd::BrokerStopped => say(Why::ExchangeTransient { exchange }),
    }
}

pub fn binding(scene: &Scene<'_>, binding: &Binding, cause: UnbindCause, say: &mut dyn FnMut(Why)) {
    let (exchange, destination) = (scene.exchange(binding.source), scene.destination(binding.destination));
    match cause {
        UnbindCause::Unbound => {}
        UnbindCause::SourceGone => say(Why::UnboundSource { exchange, destination }),
        UnbindCause::DestinationGone => say(Why::UnboundDestination { exchange, destination }),
    }
}
