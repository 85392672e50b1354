//! The look of each node now, as plain data that an engine's view fills in; and the texts that depend on the scene,
//! which changes while a step plays.

use crate::scene::{Chip, Slot};

/// The look of a node.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Its full name.
    pub name: String,
    /// Its kind and state, as classes for the style sheet.
    pub class: &'static str,
    /// A word or two under its name.
    pub note: String,
    /// Its description for readers who cannot see it.
    pub spoken: String,
    /// Its sign.
    pub sign: Sign,
}

/// The sign of a node.
#[derive(Clone, Debug, PartialEq)]
pub enum Sign {
    /// A circle with a letter.
    Client(ClientSign),
    /// A circle with a cross.
    Router,
    /// A box of slots.
    Store {
        /// It has a disk, on which tokens can be.
        disk: bool,
    },
}

/// The sign of a client.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct ClientSign {
    /// It sends.
    pub sends: bool,
    /// It takes tokens.
    pub takes: bool,
    /// It is gone: hollow, dashed and crossed out.
    pub dead: bool,
    /// The finished part of its work, from 0 to 1; `None` if it does not work.
    pub done: Option<f64>,
}

/// The texts of a drawing that depend on the scene, in the reader's language.
pub trait Words {
    /// Names the whole drawing.
    fn stage(&self) -> String;

    /// Formats the numbers of ready and held tokens in a store.
    fn counts(&self, ready: u64, held: u64) -> [String; 2];

    /// Describes a store for readers who cannot see it.
    fn store(&self, look: &Look, counts: &[String; 2]) -> String;

    /// Describes a client and its tokens for readers who cannot see it.
    fn client(&self, look: &Look, chips: &[Chip]) -> String;

    /// Describes the contents of a slot for readers who cannot see it.
    fn slot(&self, slot: &Slot) -> String;

    /// Describes a label for readers who cannot see it: from where, to where, and its text.
    fn label(&self, from: &str, to: &str, text: &str) -> String;

    /// Formats the number of further held tokens.
    fn more_held(&self, count: usize) -> String;
}
