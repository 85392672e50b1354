//! Light, dark, or the system's choice: an attribute that the style sheets read.

use crate::host::Host;
use crate::storage::{Choice, choose, chosen};

/// The reader's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// The system's choice.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// All, in the order in which the menu shows them.
    pub const ALL: [Self; 3] = [Self::Auto, Self::Light, Self::Dark];

    /// Gives its value in menus and storage.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// Returns the theme of an id; anything else is the system's choice.
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.id() == id).unwrap_or_default()
    }

    /// Returns the first theme: the embedding page's, or the one chosen last.
    pub fn kept(host: &Host) -> Self {
        host.theme().map_or_else(|| Self::of(&chosen(host, Choice::Theme).unwrap_or_default()), Self::of)
    }

    /// Shows and stores it.
    pub fn apply(self, host: &Host) {
        host.announce("data-theme", self.id());
        choose(host, Choice::Theme, if self == Self::Auto { None } else { Some(self.id()) });
    }
}
