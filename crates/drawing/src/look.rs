//! Describes how each node looks now, as plain data that an engine's view fills in; and asks for the words that depend on the
//! scene, which changes while a step plays. It does not know sizes or places.

use crate::scene::{Chip, Slot};

/// How a node looks now.
#[derive(Clone, Debug, PartialEq)]
pub struct Look {
    /// Its full name.
    pub name: String,
    /// Which kind of thing it is and in which state, as classes for the style sheet.
    pub class: &'static str,
    /// A word or two under its name.
    pub note: String,
    /// What it is, for those who cannot see it.
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
    /// It takes.
    pub takes: bool,
    /// It is gone: hollow, dashed and crossed out.
    pub dead: bool,
    /// Which part of its work is done, from 0 to 1; nothing if it is none that works.
    pub done: Option<f64>,
}

/// The words of a drawing that depend on the scene, in the reader's language.
pub trait Words {
    /// Names the whole drawing.
    fn stage(&self) -> String;

    /// Counts what is ready in a store, and what is handed out and not settled.
    fn counts(&self, ready: u64, held: u64) -> [String; 2];

    /// Says what a store is, for those who cannot see it.
    fn store(&self, look: &Look, counts: &[String; 2]) -> String;

    /// Says what a client is and has, for those who cannot see it.
    fn client(&self, look: &Look, chips: &[Chip]) -> String;

    /// Says what lies in a slot and how, for those who cannot see it.
    fn slot(&self, slot: &Slot) -> String;

    /// Says what a label stands for, for those who cannot see it: from where, to where, and its text.
    fn label(&self, from: &str, to: &str, text: &str) -> String;

    /// Says that so many more are held.
    fn more_held(&self, count: usize) -> String;
}
