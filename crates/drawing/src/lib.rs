//! Layout and drawing of nodes, slots and tokens as a tree of plain shapes, without AMQP, a browser or Yew.
//!
//! An engine's view fills in a [`graph::Graph`], a [`look::Look`] for each node and a [`scene::Scene`];
//! [`sizes::compose`] lays the graph out for a stage of some size, and [`draw::DrawContext`] draws the scene there. A
//! [`story::Story`] is played by a [`timeline::AnimationTimeline`].

pub mod draw;
pub mod geometry;
pub mod graph;
pub mod ids;
pub mod layout;
pub mod look;
pub mod scene;
pub mod shape;
pub mod sizes;
pub mod story;
pub mod svg;
pub mod svg_numbers;
pub mod text_width;
pub mod timeline;
