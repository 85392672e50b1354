//! The keys of the console's field.

use super::{Console, Typed};
use crate::keys::Press;

/// The part of the console's state that its keys need. Cheap to clone.
#[derive(Clone, Copy, Debug, Default)]
pub struct Keys {
    /// The number of suggestions shown.
    shown: usize,
    lit: Option<usize>,
    /// The word that they would complete has begun.
    begun: bool,
    has_newer: bool,
}

impl Keys {
    /// Reads the keys of the console as it stands.
    pub fn of(console: &Console) -> Self {
        let shown = console.list.as_ref();
        Self {
            shown: shown.map_or(0, |list| list.completion.words.len()),
            lit: shown.and_then(|list| list.lit),
            begun: shown.is_some_and(|list| list.completion.from < list.completion.to),
            has_newer: console.history.has_newer(),
        }
    }

    /// Returns the input of a key, if it is not the field's own; the caret is `caret` UTF-16 units into `text`.
    pub fn pressed(self, press: Press<'_>, shift: bool, text: &str, caret: usize) -> Option<Typed> {
        if press.composing || press.modified {
            return None;
        }
        let (before, after) = text.split_at(super::byte_at(text, caret));
        match press.key {
            "Enter" if shift => Some(Typed::Text([before, "\n", after].concat(), caret + 1)),
            "Enter" => Some(self.lit.map_or(Typed::Enter, Typed::Take)),
            "Tab" if !shift => self.lit.or((self.shown == 1 && self.begun).then_some(0)).map(Typed::Take),
            "Escape" if self.shown > 0 => Some(Typed::Close),
            "ArrowDown" if shift => None,
            "ArrowDown" if self.shown > 0 => {
                Some(Typed::Light(self.lit.map_or(0, |lit| if lit + 1 < self.shown { lit + 1 } else { 0 })))
            }
            "ArrowDown" if after.contains('\n') => None,
            "ArrowDown" if self.has_newer => Some(Typed::Newer),
            "ArrowDown" => Some(Typed::Open(caret)),
            "ArrowUp" if shift => None,
            "ArrowUp" if self.shown > 0 => {
                Some(Typed::Light(self.lit.filter(|lit| *lit > 0).map_or(self.shown - 1, |lit| lit - 1)))
            }
            "ArrowUp" if before.contains('\n') => None,
            "ArrowUp" => Some(Typed::Older),
            "ArrowLeft" | "ArrowRight" | "Home" | "End" if self.shown > 0 => Some(Typed::Moved),
            _ => None,
        }
    }
}
