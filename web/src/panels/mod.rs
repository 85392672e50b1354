//! The panels round the stage. Each draws its data and passes commands on.

pub mod act;
pub mod buttons;
pub mod card;
mod cause;
pub mod challenge;
mod changes;
pub mod code;
pub mod console;
pub mod controls;
pub mod evidence;
pub mod header;
pub mod help;
pub mod inspector;
pub mod lessons;
pub mod log;
pub mod matrix;
pub mod moments;
pub mod notice;
pub mod opening;
pub mod plots;
pub mod question;
pub mod sequence;
pub mod share;
pub mod table;
pub mod transport;
pub mod why;
