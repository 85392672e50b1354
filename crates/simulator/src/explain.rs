//! What happened in a moment and why, as data: log lines, and phrases whose texts are in `locales/`. It does not know any
//! language.

mod causes;
mod did;
mod events;
mod fact;
mod log;
mod phrase;
mod scene;
mod summary;
#[cfg(test)]
mod tests;
mod why;

use core::time::Duration;

use warren_broker::{Name, Time};

use crate::{Moment, World};
use phrase::Explained;

/// A moment, told.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Explanation {
    /// One line, or several if the broker did more than one thing worth a line.
    pub log: Vec<LogLine>,
    /// What happened, in one phrase: what a live region says and a step's title shows.
    pub summary: Option<Phrase>,
    /// Why, each cause a phrase.
    pub why: Vec<Phrase>,
}

/// A line of the event log.
#[derive(Clone, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LogLine {
    /// When.
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
    /// A name, shown as it is.
    Text(Name),
    /// A number; one named `count` chooses the plural form.
    Number(u64),
    /// A span of time.
    Span(#[cfg_attr(feature = "ts", ts(type = "Duration"))] Duration),
    /// Messages by their numbers; three or more in a row are told as a range.
    Messages(Vec<u64>),
    /// Names, one after the other.
    List(Vec<Name>),
    /// A queue by its name, where an exchange could stand as well.
    Queue(Name),
    /// An exchange by its name; the default exchange, whose name is empty, is called so.
    Exchange(Name),
    /// A routing key, binding key or pattern: quoted, and an empty one shown as `""`.
    Key(Name),
}

/// Tells a moment. `world` must be the one right behind it: what happened is in the moment's events, and names, and whatever
/// might have been, are asked of the world at that time, so that nothing which comes later changes what is told.
#[must_use]
pub fn explain(moment: &Moment, world: &World) -> Explanation {
    explained(&scene::Scene::new(moment, world))
}

/// Every key that a catalog must have.
pub fn keys() -> impl Iterator<Item = &'static str> {
    entries().map(|entry| entry.key)
}

/// The rule behind a cause, by its anchor in the book of rules (`docs/fidelity.md`); nothing for a key that states none.
#[must_use]
pub fn rule(key: &str) -> Option<&'static str> {
    entries().find(|entry| entry.key == key)?.rule
}

fn explained(scene: &scene::Scene<'_>) -> Explanation {
    let events = events::told(scene);
    Explanation {
        summary: Some(Explained::from(summary::summary(scene, &events.facts)).into()),
        log: log::lines(scene, events.lines),
        why: causes::causes(scene, events.why).into_iter().map(Phrase::from).collect(),
    }
}

fn entries() -> impl Iterator<Item = phrase::Entry> {
    did::DID.iter().chain(why::WHY).copied().chain(causes::of_exchange_types())
}
