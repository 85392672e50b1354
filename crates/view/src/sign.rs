//! Says what is written at a queue or exchange when an event happens there: a mark in the sequence diagram, a callout on the
//! stage. One table for both; how messages travel is decided by each of them.

use warren_broker::event::{Limit, Stage};
use warren_broker::{Event, ExchangeId, MessageId, Name, QueueId};

use crate::sequence::{ArrowKind, Shape};

/// The words for an event, and their place.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Sign {
    pub(crate) at: Place,
    /// The mark in the sequence diagram.
    pub(crate) mark: Option<Mark>,
    /// The callout on the stage.
    pub(crate) callout: Option<Callout>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    Queue(QueueId),
    Exchange(ExchangeId),
}

/// A mark in the sequence diagram.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Mark {
    pub(crate) shape: Shape,
    pub(crate) kind: ArrowKind,
    /// The key of its word.
    pub(crate) key: &'static str,
    /// The name behind its word, if one tells it from its like.
    pub(crate) detail: Option<Name>,
}

/// A callout on the stage.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Callout {
    /// The key of its text.
    pub(crate) key: &'static str,
    /// The value of the text's `what`: a message's number or a name.
    pub(crate) what: String,
    /// A second line.
    pub(crate) more: More,
}

/// The second line of a callout.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum More {
    Nothing,
    /// A text.
    Text(&'static str),
    /// A text with its `what`.
    TextOf(&'static str, &'static str),
    /// Words that are the same in every language.
    Words(String),
}

impl Sign {
    /// Returns the sign for an event. A copy that comes back is called out by the stage itself, which counts them.
    pub(crate) fn of(event: &Event) -> Option<Self> {
        let sign = match event {
            Event::QueueDeclared(queue) => at_queue(*queue).says("stage.say.declared", String::new()),
            Event::ExchangeDeclared(exchange) => at_exchange(*exchange).says("stage.say.declared", String::new()),
            Event::QueueDeleted { queue, .. } => at_queue(*queue).marked(Shape::End, "sequence.deleted"),
            Event::ExchangeDeleted(exchange, _) => at_exchange(*exchange).marked(Shape::End, "sequence.deleted"),
            Event::ArgumentIgnored { queue, argument } => at_queue(*queue)
                .marked(Shape::Note, "sequence.argument-ignored")
                .with(argument.clone())
                .says("stage.say.argument-ignored", argument.to_string()),
            Event::Unroutable { message, exchange, returned } => at_exchange(*exchange)
                .marked(Shape::Stub, "sequence.unroutable")
                .says("stage.say.unroutable", number(*message))
                .and(More::Text(if *returned { "stage.say.returned" } else { "stage.say.discarded" })),
            Event::Enqueued { copy, .. } => at_queue(copy.queue).marked(Shape::Cell, "sequence.enqueued").well(),
            Event::Requeued { to, .. } => at_queue(to.queue).marked(Shape::Cell, "sequence.requeued"),
            Event::Expired { copy, message, .. } => {
                at_queue(copy.queue).marked(Shape::Cell, "sequence.expired").says("stage.say.expired", number(*message))
            }
            Event::Dropped { queue, message, limit, .. } => at_queue(*queue)
                .marked(Shape::Stub, "sequence.dropped")
                .says("stage.say.dropped", number(*message))
                .and(More::Words(limited(*limit))),
            // An arrow marks it in the sequence diagram.
            Event::DeadLettered { queue, message, reason } => at_queue(*queue)
                .says("stage.say.dead-lettered", number(message.id))
                .and(More::TextOf("stage.say.reason", reason.as_str())),
            Event::DeadLetterDropped { queue, message, .. } => at_queue(*queue)
                .marked(Shape::Stub, "sequence.dropped")
                .says("stage.say.dead-letter-dropped", number(*message)),
            Event::Persisted { copy, stage, .. } => match stage {
                Stage::Memory => return None,
                Stage::PageCache => at_queue(copy.queue).marked(Shape::Cell, "sequence.written").well(),
                Stage::Disk => at_queue(copy.queue).marked(Shape::Cell, "sequence.synced").well(),
            },
            Event::Recovered { copy, .. } => at_queue(copy.queue).marked(Shape::Cell, "sequence.recovered").well(),
            Event::Lost { copy, message, .. } => {
                at_queue(copy.queue).marked(Shape::Cell, "sequence.lost").says("stage.say.lost", number(*message))
            }
            // Arrows and messages under way show these, or the state itself.
            Event::To(..)
            | Event::ToConnection(..)
            | Event::ConnectionOpened(_)
            | Event::ConnectionClosed(..)
            | Event::ChannelOpened(_)
            | Event::ChannelClosed(..)
            | Event::QueuePurged { .. }
            | Event::Bound(_)
            | Event::Unbound(..)
            | Event::ConsumerAdded(_)
            | Event::ConsumerRemoved(..)
            | Event::ConsumerActivated(_)
            | Event::Published { .. }
            | Event::Routed { .. }
            | Event::Delivered { .. }
            | Event::Skipped { .. }
            | Event::Acked { .. }
            | Event::Rejected { .. }
            | Event::Stopped(_)
            | Event::Started => return None,
        };
        Some(sign)
    }

    /// Adds a mark: of something that ends in good order, or goes wrong.
    fn marked(self, shape: Shape, key: &'static str) -> Self {
        let kind = if shape == Shape::End { ArrowKind::Request } else { ArrowKind::Trouble };
        Self { mark: Some(Mark { shape, kind, key, detail: None }), ..self }
    }

    /// Says that nothing goes wrong.
    fn well(self) -> Self {
        Self { mark: self.mark.map(|mark| Mark { kind: ArrowKind::Inside, ..mark }), ..self }
    }

    fn with(self, detail: Name) -> Self {
        Self { mark: self.mark.map(|mark| Mark { detail: Some(detail), ..mark }), ..self }
    }

    fn says(self, key: &'static str, what: String) -> Self {
        Self { callout: Some(Callout { key, what, more: More::Nothing }), ..self }
    }

    fn and(self, more: More) -> Self {
        Self { callout: self.callout.map(|callout| Callout { more, ..callout }), ..self }
    }
}

const fn at_queue(queue: QueueId) -> Sign {
    Sign { at: Place::Queue(queue), mark: None, callout: None }
}

const fn at_exchange(exchange: ExchangeId) -> Sign {
    Sign { at: Place::Exchange(exchange), mark: None, callout: None }
}

fn number(message: MessageId) -> String {
    message.0.to_string()
}

fn limited(limit: Limit) -> String {
    match limit {
        Limit::Length(limit) => format!("x-max-length = {limit}"),
        Limit::Bytes(limit) => format!("x-max-length-bytes = {limit}"),
        Limit::Delivery(limit) => format!("x-delivery-limit = {limit}"),
    }
}
