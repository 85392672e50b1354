//! How a phrase is put together: its arguments, the messages it is about, and that phrases which differ only in those are
//! one. It does not know what is said.

use core::time::Duration;

use warren_broker::{MessageId, Name};

use super::{Arg, Phrase};

/// What a catalog must have for one phrase.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// Its key.
    pub key: &'static str,
    /// Its arguments, in order; `messages` brings the number `count` along.
    #[cfg_attr(not(test), allow(dead_code))] // What the catalogs are tested against.
    pub args: &'static [&'static str],
    /// The rule of the broker's behind it, by its anchor in the book of rules.
    pub rule: Option<&'static str>,
}

/// The numbers of the messages that something is about.
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

/// `7`, `7, 8`, `3-5, 8`: three or more in a row are a range.
impl core::fmt::Display for Messages {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let mut rest = self.0.as_slice();
        let mut comma = "";
        while let Some(first) = rest.first() {
            let run = rest.iter().zip(first.0..).take_while(|(id, expected)| id.0 == *expected).count();
            let taken = if run > 2 { run } else { 1 };
            write!(f, "{comma}{}", first.0)?;
            if taken > 1 {
                write!(f, "-{}", rest[taken - 1].0)?;
            }
            rest = &rest[taken..];
            comma = ", ";
        }
        Ok(())
    }
}

/// Something that becomes arguments of a phrase.
pub trait Given {
    fn give(self, name: &'static str, args: &mut Vec<(&'static str, Arg)>);

    fn messages(&mut self) -> Option<&mut Messages> {
        None
    }
}

impl Given for Name {
    fn give(self, name: &'static str, args: &mut Vec<(&'static str, Arg)>) {
        args.push((name, Arg::Text(self)));
    }
}

impl Given for u64 {
    fn give(self, name: &'static str, args: &mut Vec<(&'static str, Arg)>) {
        args.push((name, Arg::Number(self)));
    }
}

impl Given for Duration {
    fn give(self, name: &'static str, args: &mut Vec<(&'static str, Arg)>) {
        args.push((name, Arg::Span(self)));
    }
}

impl Given for Messages {
    fn give(self, name: &'static str, args: &mut Vec<(&'static str, Arg)>) {
        args.push((name, Arg::Text(self.to_string().into())));
        args.push(("count", Arg::Number(self.0.len() as u64)));
    }

    fn messages(&mut self) -> Option<&mut Messages> {
        Some(self)
    }
}

/// Something told, of which several that differ only in their messages are told as one.
pub trait Merge: PartialEq {
    /// The messages it is about.
    fn messages(&mut self) -> Option<&mut Messages>;
}

/// Appends, or adds the messages to the last one if that says the same of others.
pub fn add<T: Merge>(told: &mut Vec<T>, mut next: T) {
    if !told.last_mut().is_some_and(|last| absorb(last, &mut next)) {
        told.push(next);
    }
}

/// Like [`add`], but what is said of the messages may stand anywhere: for lists whose order is not the order in time.
pub fn gather<T: Merge>(told: &mut Vec<T>, mut next: T) {
    if !told.iter_mut().any(|earlier| absorb(earlier, &mut next)) {
        told.push(next);
    }
}

/// Takes over the messages of something that says the same otherwise.
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
    ($(#[$doc:meta])* $name:ident, $table:ident: $(
        $variant:ident { $($field:ident: $kind:ty),* } $key:literal $($rule:literal)?;
    )*) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $name {
            $($variant { $($field: $kind),* },)*
        }

        /// Every phrase, in the order of the enum.
        pub const $table: &[$crate::explain::phrase::Entry] = &[$(
            $crate::explain::phrase::Entry {
                key: $key,
                args: &[$(stringify!($field)),*],
                rule: [$(Some($rule),)? None][0],
            },
        )*];

        impl From<$name> for $crate::explain::Phrase {
            fn from(said: $name) -> Self {
                #[allow(unused_mut)] // Some phrases have no arguments.
                let mut args = Vec::new();
                match said {
                    $($name::$variant { $($field),* } => {
                        $($crate::explain::phrase::Given::give($field, stringify!($field), &mut args);)*
                        Self { key: $key, args }
                    })*
                }
            }
        }

        impl $crate::explain::phrase::Merge for $name {
            fn messages(&mut self) -> Option<&mut $crate::explain::phrase::Messages> {
                match self {
                    $(Self::$variant { $($field),* } => {
                        $(if let Some(messages) = $crate::explain::phrase::Given::messages($field) {
                            return Some(messages);
                        })*
                        None
                    })*
                }
            }
        }
    };
}
pub(super) use phrases;

/// Turns what is said into phrases.
pub fn phrases_of<T: Into<Phrase>>(said: Vec<T>) -> Vec<Phrase> {
    said.into_iter().map(Into::into).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_in_a_row_are_a_range() {
        let told = |ids: &[u64]| ids.iter().map(|id| MessageId(*id)).collect::<Messages>().to_string();
        assert_eq!([told(&[7]), told(&[7, 8]), told(&[3, 4, 5, 8])], ["7", "7, 8", "3-5, 8"]);
        assert_eq!(told(&[5, 4, 3]), "5, 4, 3");
    }
}
