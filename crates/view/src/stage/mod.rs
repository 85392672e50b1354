//! The stage of states and moments: nodes, edges, slots, tokens, marks, moves and callouts, as the drawing's plain
//! data. AMQP is known here; places, sizes and pixels are not.
//!
//! Everything in a frame except the places depends only on the past: the frame is the same whatever comes after it.

mod graph;
mod ids;
mod look;
mod plan;
mod scene;
mod story;
#[cfg(test)]
mod tests;
mod transit;
mod words;

use std::rc::Rc;

use warren_broker::{CopyId, ExchangeId, QueueId};
use warren_dict::Dict;
use warren_drawing::draw::DrawContext;
use warren_drawing::graph::Graph;
use warren_drawing::ids::{Item as Drawn, NodeId, NodeKind};
use warren_drawing::layout::Memory;
use warren_drawing::look::Look;
use warren_drawing::scene::Scene;
use warren_drawing::sizes::compose;
use warren_drawing::story::{Callout, Story};
use warren_drawing::svg::{Theme, svg};
use warren_simulator::text::Catalog;
use warren_simulator::{ClientId, Moment, Overview};

use crate::Item;
use graph::Board;
use story::{Setting, tell};

pub use plan::Plan;
pub use words::StageWords;

/// Everything that the stage shows at one position of a run, at rest.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The look of each node on the stage.
    pub looks: Dict<NodeId, Look>,
    /// The moving things, and the highlights left by the moment that led here.
    pub scene: Scene,
    /// The callout of the moment that led here.
    pub callout: Option<Callout>,
    /// The nodes where that moment took place.
    pub took_place_at: Vec<NodeId>,
    /// Whether the broker is up.
    pub up: bool,
    board: Board,
    overview: Rc<Overview>,
    plan: Rc<Plan>,
    moment: Option<Rc<Moment>>,
}

impl Frame {
    /// Reads the frame of a state at a position and of the moment that led to it (none at position 0).
    #[must_use]
    pub fn of(
        overview: &Rc<Overview>,
        plan: &Rc<Plan>,
        (position, moment): (usize, Option<&Rc<Moment>>),
        texts: &Catalog,
    ) -> Self {
        let board = Board::of(overview, plan, position);
        let mut frame = Self {
            looks: look::looks(overview, texts),
            scene: scene::scene(overview, plan, &board),
            callout: None,
            took_place_at: Vec::new(),
            up: overview.broker_up,
            board,
            overview: Rc::clone(overview),
            plan: Rc::clone(plan),
            moment: moment.cloned(),
        };
        let story = frame.story_from(&frame.scene, texts);
        story.leave(&mut frame.scene);
        frame.took_place_at = story.nodes().collect();
        frame.callout = story.callout;
        frame
    }

    /// Returns all nodes and edges on the stage.
    #[must_use]
    pub const fn graph(&self) -> &Graph {
        &self.board.graph
    }

    /// Returns the animation from the scene before to this one.
    #[must_use]
    pub fn story_from(&self, before: &Scene, texts: &Catalog) -> Story {
        let Some(moment) = &self.moment else { return Story::default() };
        let setting = Setting {
            scene_before: before,
            after: &self.overview,
            scene_after: &self.scene,
            board: &self.board,
            plan: &self.plan,
            texts,
        };
        tell(moment, &setting)
    }

    /// Draws the frame, at rest, as an SVG document of its own, for a stage of this size in CSS pixels.
    #[must_use]
    pub fn svg(&self, stage: (f64, f64), theme: Theme, texts: &Catalog) -> String {
        let composition = compose(self.graph(), stage, &mut Memory::default());
        let context = DrawContext {
            graph: self.graph(),
            looks: &self.looks,
            up: self.up,
            composition: &composition,
            scene: &self.scene,
            callout: self.callout.as_ref(),
            selected: None,
            lit: &[],
            words: &StageWords(texts),
            pointed: None,
        };
        svg(&context, theme)
    }

    /// Returns the representation of an item on the stage, if any.
    #[must_use]
    pub fn drawn(&self, item: &Item) -> Option<Drawn> {
        match item {
            Item::Client(id) => Some(Drawn::Node(ids::client_node(*id))),
            Item::Exchange(id) => Some(Drawn::Node(ids::exchange_node(*id))),
            Item::Queue(id) => Some(Drawn::Node(ids::queue_node(*id))),
            Item::Copy(copy) => Some(Drawn::Slot(ids::slot_id(*copy))),
            Item::Binding(binding) => Some(Drawn::Label(ids::label_id(binding))),
            Item::Message(message) => {
                let token = ids::token_id(*message);
                let mut slots = self.scene.stores.values().flat_map(|contents| &contents.slots);
                slots.find(|slot| slot.token == token).map(|slot| Drawn::Slot(slot.id))
            }
        }
    }

    /// Returns the item that a thing on the stage represents.
    #[must_use]
    pub fn meant(&self, drawn: &Drawn) -> Option<Item> {
        match drawn {
            Drawn::Node(NodeId { kind, number }) => Some(match kind {
                NodeKind::Client => Item::Client(ClientId(*number)),
                NodeKind::Router => Item::Exchange(ExchangeId(*number)),
                NodeKind::Store => Item::Queue(QueueId(*number)),
            }),
            Drawn::Slot(slot) => Some(Item::Copy(CopyId { queue: QueueId(slot.store.number), position: slot.number })),
            Drawn::Label(label) => {
                let mut bindings = self.overview.broker.bindings.iter();
                bindings.find(|binding| ids::label_id(binding) == *label).cloned().map(Item::Binding)
            }
        }
    }
}
