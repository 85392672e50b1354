//! Explains what happened in a moment and why, as data: log lines, and phrases whose texts are in `locales/`. No
//! language is known here.

mod causes;
mod events;
mod fact;
mod log;
mod phrase;
mod scene;
mod sentences;
mod summary;
#[cfg(test)]
mod tests;

use core::time::Duration;

use warren_broker::{Name, Time};

use crate::{Moment, World};
use phrase::Explained;

/// The explanation of a moment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Explanation {
    /// The log lines: one, or several if the broker did more than one thing worth a line.
    pub log: Vec<LogLine>,
    /// The event in one phrase, for a live region or a step's title.
    pub summary: Option<Phrase>,
    /// The causes, a phrase each.
    pub why: Vec<Phrase>,
}

/// A line of the event log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LogLine {
    /// The time of the moment.
    pub at: Time,
    /// A client's name, `broker`, `scenario` or `you`.
    pub actor: Name,
    /// An AMQP method's name or one word, never translated: `basic.publish`, `routed`, `dropped`.
    pub what: &'static str,
    /// Names and numbers, never translated.
    pub detail: String,
}

/// A sentence of a catalog with its arguments.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Phrase {
    /// The key in the catalog.
    pub key: &'static str,
    /// The placeholders' values.
    pub args: Vec<(&'static str, Arg)>,
}

/// A placeholder's value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Arg {
    /// A name, shown unchanged.
    Text(Name),
    /// A number; one named `count` chooses the plural form.
    Number(u64),
    /// A span of time.
    Span(#[cfg_attr(feature = "ts", ts(type = "Duration"))] Duration),
    /// Messages by their numbers; three or more consecutive ones are shown as a range.
    Messages(Vec<u64>),
    /// A list of names.
    List(Vec<Name>),
    /// A queue by name, where an exchange could stand as well.
    Queue(Name),
    /// An exchange by name. The default exchange, whose name is empty, is called so.
    Exchange(Name),
    /// A routing key, binding key or pattern: quoted, and an empty one shown as `""`.
    Key(Name),
}

/// Explains a moment. `world` must be the world right after it: what happened is in the moment's events, and names and
/// near misses are asked of the world at that time, so that later events cannot change the explanation.
#[must_use]
pub fn explain(moment: &Moment, world: &World) -> Explanation {
    explained(&scene::Scene::new(moment, world))
}

/// Returns every key that a catalog must have.
pub fn keys() -> impl Iterator<Item = &'static str> {
    entries().map(|entry| entry.key)
}

/// Returns the rule behind a cause, as an anchor in `docs/fidelity.md`; `None` for a key that states no rule.
#[must_use]
pub fn rule(key: &str) -> Option<&'static str> {
    entries().find(|entry| entry.key == key)?.rule
}

fn explained(scene: &scene::Scene<'_>) -> Explanation {
    let events = events::explain_events(scene);
    Explanation {
        summary: Some(Explained::from(summary::summary(scene, &events.facts)).into()),
        log: log::lines(scene, events.lines),
        why: causes::causes(scene, events.why).into_iter().map(Phrase::from).collect(),
    }
}

fn entries() -> impl Iterator<Item = phrase::Entry> {
    sentences::DID.iter().chain(sentences::WHY).copied().chain(causes::of_exchange_types())
}
