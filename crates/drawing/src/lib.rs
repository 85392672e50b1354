//! Lays out and draws nodes, slots and tokens as a tree of plain shapes. It knows no AMQP, no browser and no Yew.

pub mod geometry;
pub mod svg_numbers;
pub mod text_width;
