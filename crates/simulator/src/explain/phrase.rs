//! Building phrases: arguments, the messages they are about, and the merging of phrases that differ only in those.

use core::time::Duration;

use warren_broker::{MessageId, Name};

use super::{Arg, Phrase};

/// The requirements on catalogs for one phrase.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its key.
    pub key: &'static str,
    /// Its arguments, in order; `messages` implies the number `count`. Tests compare the catalogs with them.
    #[cfg(test)]
    pub args: &'static [&'static str],
    /// Arguments that a text may leave out.
    #[cfg(test)]
    pub optional: &'static [&'static str],
    /// The rule of the broker's behind it, as an anchor in `docs/fidelity.md`.
    pub rule: Option<&'static str>,
}

impl Entry {
    /// Makes the entry of a phrase that an exchange type defines. It may also use the parts of the comparison.
    pub const fn of_type(key: &'static str, rule: &'static str, args: &'static [&'static str]) -> Self {
        #[cfg(not(test))]
        let _ = args;
        Self {
            key,
            #[cfg(test)]
            args,
            #[cfg(test)]
            optional: &["pattern", "key", "mode", "parts"],
            rule: Some(rule),
        }
    }
}

/// Numbers of messages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Messages(pub Vec<MessageId>);

impl From<MessageId> for Messages {
    fn from(message: MessageId) -> Self {
        Self(vec![message])
    }
}

impl FromIterator<MessageId> for Messages {
    fn from_iter<I: IntoIterator<Item = MessageId>>(messages: I) -> Self {
        Self(messages.into_iter().collect())
    }
}

impl From<Messages> for Arg {
    fn from(messages: Messages) -> Self {
        Self::Messages(messages.0.iter().map(|id| id.0).collect())
    }
}

/// Formats like English: `3-5, 8`.
impl core::fmt::Display for Messages {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        Arg::from(self.clone()).fmt(f)
    }
}

/// A list of names without duplicates.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Names(pub Vec<Name>);

/// A routing key, binding key or pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key(pub Name);

impl From<&Name> for Key {
    fn from(key: &Name) -> Self {
        Self(key.clone())
    }
}

/// The destination of a binding or a publish, by its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A queue.
    Queue(Name),
    /// An exchange; the default one has an empty name.
    Exchange(Name),
}

/// Further messages of a phrase, such as the next ones.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Next(pub Messages);

/// A phrase under construction. Phrases that differ only in their messages are merged.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Explained {
    key: &'static str,
    args: Vec<(&'static str, Arg)>,
    /// Its messages, and their place among the arguments.
    messages: Option<(usize, Messages)>,
}

impl Explained {
    pub const fn new(key: &'static str) -> Self {
        Self { key, args: Vec::new(), messages: None }
    }
}

impl Merge for Explained {
    fn messages(&mut self) -> Option<&mut Messages> {
        self.messages.as_mut().map(|(_, messages)| messages)
    }
}

impl From<Explained> for Phrase {
    fn from(said: Explained) -> Self {
        let mut args = said.args;
        if let Some((place, messages)) = said.messages {
            args.insert(place, ("count", Arg::Number(messages.0.len() as u64)));
            args.insert(place, ("messages", messages.into()));
        }
        Self { key: said.key, args }
    }
}

/// A value that becomes arguments of a phrase.
pub trait Argument {
    fn add_to(self, name: &'static str, said: &mut Explained);
}

impl Argument for Name {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        said.args.push((name, Arg::Text(self)));
    }
}

impl Argument for u64 {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        said.args.push((name, Arg::Number(self)));
    }
}

impl Argument for Duration {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        said.args.push((name, Arg::Span(self)));
    }
}

impl Argument for Names {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        said.args.push((name, Arg::List(self.0)));
    }
}

impl Argument for Key {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        said.args.push((name, Arg::Key(self.0)));
    }
}

impl Argument for Place {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        let place = match self {
            Self::Queue(queue) => Arg::Queue(queue),
            Self::Exchange(exchange) => Arg::Exchange(exchange),
        };
        said.args.push((name, place));
    }
}

impl Argument for Next {
    #[inline(never)]
    fn add_to(self, name: &'static str, said: &mut Explained) {
        said.args.push((name, self.0.into()));
    }
}

impl Argument for Messages {
    #[inline(never)]
    fn add_to(self, _: &'static str, said: &mut Explained) {
        said.messages = Some((said.args.len(), self));
    }
}

/// An entry that can be merged with others that differ only in their messages.
pub trait Merge: PartialEq {
    /// Returns its messages.
    fn messages(&mut self) -> Option<&mut Messages>;
}

/// Appends an entry, or merges it with the last one if that differs only in its messages.
pub fn add<T: Merge>(entries: &mut Vec<T>, mut next: T) {
    if !entries.last_mut().is_some_and(|last| absorb(last, &mut next)) {
        entries.push(next);
    }
}

/// Like [`add`], but merges with any earlier entry, not only the last. Use it for lists that are not in order of time.
pub fn gather<T: Merge>(entries: &mut Vec<T>, mut next: T) {
    if !entries.iter_mut().any(|earlier| absorb(earlier, &mut next)) {
        entries.push(next);
    }
}

/// Merges the messages of an otherwise equal entry, and returns whether it was equal.
fn absorb<T: Merge>(ours: &mut T, theirs: &mut T) -> bool {
    let our_messages = ours.messages().map(core::mem::take);
    let their_messages = theirs.messages().map(core::mem::take);
    let same = ours == theirs;
    if let (Some(slot), Some(mut messages)) = (ours.messages(), our_messages) {
        if let Some(further) = their_messages.as_ref().filter(|_| same) {
            let known = messages.0.last().copied();
            messages.0.extend(further.0.iter().filter(|id| Some(**id) != known));
        }
        *slot = messages;
    }
    if let (Some(slot), Some(messages)) = (theirs.messages(), their_messages) {
        *slot = messages;
    }
    same
}

/// Defines an enum of phrases: each variant has its arguments, its key and, if it states a rule, that rule's anchor.
macro_rules! phrases {
    ($(#[$doc:meta])* $name:ident, $table:ident $(, also $ready:ident)?: $(
        $variant:ident { $($field:ident: $kind:ty),* } $key:literal $($rule:literal)?;
    )*) => {
        $(#[$doc])*
        #[derive(Clone, Debug)]
        pub enum $name {
            $($variant { $($field: $kind),* },)*
            $(
                /// A phrase that was built elsewhere.
                $ready($crate::explain::phrase::Explained),
            )?
        }

        /// Every phrase, in the order of the enum.
        pub const $table: &[$crate::explain::phrase::Entry] = &[$(
            $crate::explain::phrase::Entry {
                key: $key,
                #[cfg(test)]
                args: &[$(stringify!($field)),*],
                #[cfg(test)]
                optional: &[],
                rule: [$(Some($rule),)? None][0],
            },
        )*];

        impl From<$name> for $crate::explain::phrase::Explained {
            fn from(said: $name) -> Self {
                match said {
                    $($name::$ready(said) => said,)?
                    $($name::$variant { $($field),* } => {
                        #[allow(unused_mut)] // Some phrases have no arguments.
                        let mut said = Self::new($key);
                        $($crate::explain::phrase::Argument::add_to($field, stringify!($field), &mut said);)*
                        said
                    })*
                }
            }
        }
    };
}
pub(super) use phrases;
