//! Words for probes: what a probe measures, and the spans of time among its results.

use super::{Goal, Probe, Seen, What};
use crate::diagnostic::{LocalizedText, SourceText, localized};
use crate::explain::Arg;
use crate::scenario::span;
use crate::text::Catalog;

impl Goal {
    /// Describes what is counted: `waited hello` counts the messages that had to wait in `hello`. `None` for probes
    /// with names as results, which no goal has.
    #[must_use]
    pub fn meaning(&self) -> Option<LocalizedText> {
        let of = self.probe.of.as_deref();
        let name = of.unwrap_or_default();
        Some(match self.probe.what {
            What::Copies if of.is_some() => localized(SourceText("copies of {body} that reached queues"), &[name]),
            What::Copies => localized(SourceText("copies that reached queues"), &[]),
            What::Waited => localized(SourceText("messages that had to wait in {queue}"), &[name]),
            What::Kept if of.is_some() => localized(SourceText("copies of {body} that are in queues"), &[name]),
            What::Kept => localized(SourceText("copies that are in queues"), &[]),
            What::Unroutable => localized(SourceText("messages that no queue took"), &[]),
            What::Redelivered => localized(SourceText("messages delivered again"), &[]),
            What::Requeued => localized(SourceText("messages that went back into a queue"), &[]),
            What::Dropped => localized(SourceText("messages that a queue had no room for"), &[]),
            What::Expired => localized(SourceText("messages that expired"), &[]),
            What::DeadLettered => localized(SourceText("messages that became dead letters"), &[]),
            What::Lost => localized(SourceText("messages lost"), &[]),
            What::Received => localized(SourceText("messages delivered to {client}"), &[name]),
            What::Acked => localized(SourceText("messages that {client} acknowledged"), &[name]),
            What::Sent => localized(SourceText("messages that {client} published, in all"), &[name]),
            What::Confirms => localized(SourceText("acks that {client} was sent for what it published"), &[name]),
            What::Confirmed => localized(SourceText("publishes of {client} that are confirmed, in all"), &[name]),
            What::Nacked => localized(SourceText("publishes of {client} that got a nack, in all"), &[name]),
            What::Returned => localized(SourceText("messages that came back to {client}, in all"), &[name]),
            What::Holding => localized(SourceText("messages that {client} holds"), &[name]),
            What::Ready => localized(SourceText("messages ready in {queue}"), &[name]),
            What::Unacked => localized(SourceText("messages unacked in {queue}"), &[name]),
            What::Consumers => localized(SourceText("consumers of {queue}"), &[name]),
            What::Receivers | What::Queues | What::Contents | What::Seen(_) => return None,
        })
    }
}

impl Probe {
    /// Formats a result or a choice: a span of time in the catalog's language, any other name unchanged.
    #[must_use]
    pub fn formatted(&self, name: &str, catalog: &Catalog) -> String {
        let is_span = matches!(self.what, What::Seen(Seen::WorkTime | Seen::ConfirmTime));
        match span::parse(name) {
            Ok(span) if is_span => catalog.argument(&Arg::Span(span)),
            Ok(_) | Err(_) => name.to_owned(),
        }
    }
}
