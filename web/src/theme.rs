//! Light, dark, or as the system says: an attribute that the style sheets read. It knows no
//! colours.

use crate::host::Host;
use crate::storage::{Choice, choose, chosen};

/// The reader's choice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system says.
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

    /// Finds the theme of an id; anything else is as the system says.
    pub fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.id() == id).unwrap_or_default()
    }

    /// Gives the theme to begin with: the embedding page's, or the one that was chosen last.
    pub fn kept(host: &Host) -> Self {
        host.theme().map_or_else(|| Self::of(&chosen(host, Choice::Theme).unwrap_or_default()), Self::of)
    }

    /// Shows it and keeps it.
    pub fn apply(self, host: &Host) {
        host.announce("data-theme", self.id());
        choose(host, Choice::Theme, if self == Self::Auto { None } else { Some(self.id()) });
    }
}
