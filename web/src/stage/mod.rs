//! The stage: who sends what where, drawn, and what just happened, played. It owns places, shapes and motion. It
//! deliberately does not know lessons, the transport or the URL; it reads an overview and a moment and tells what was
//! picked.

mod draw;
mod graph;
mod item;
mod keys;
mod layout;
mod measures;
mod plan;
mod player;
mod props;
mod room;
mod scene;
mod score;
mod story;
mod transit;

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::VChild;

use crate::element::{classes, el, list, truth};
use draw::Pen;
use graph::{Graph, Node};
use layout::{Flow, Layout, Memory};
use measures::{Composition, compose};
use player::{Performance, Player, PlayerProps};
use room::Watch;
use scene::Scene;
use score::Score;
use story::{Saying, Story};
use warren_drawing::geometry::Rect;
use warren_drawing::svg_numbers::decimal;

pub use item::{Item, Travel};

pub use plan::Plan;
pub use props::StageProps;

/// The stage. Give it the lesson as `key`, so that another lesson begins with an empty stage.
///
/// Its outermost element has the class `stage` and `data-moving="true"` while something moves, else `"false"`; it fills the
/// element round it.
pub struct Stage {
    root: NodeRef,
    scroller: NodeRef,
    /// What should be seen once it is drawn, in the drawing's units.
    look: Option<Rect>,
    watch: Option<Watch>,
    /// Nothing before it is measured.
    size: Option<(f64, f64)>,
    memory: Memory,
    graph: Rc<Graph>,
    composition: Option<Rc<Composition>>,
    /// As it will be when everything is still.
    scene: Rc<Scene>,
    /// As it is drawn.
    shown: Rc<Scene>,
    said: Option<Saying>,
    performance: Option<Performance>,
    /// From where the changes of the performance are made.
    base: Rc<Scene>,
    performances: u32,
    /// The node that the pointer or the focus is on.
    pointed: Option<Node>,
}

/// What happens to a stage.
pub enum Message {
    /// It has this size now.
    Measured(f64, f64),
    /// So many changes of the performance with this number have been made.
    Changed(u32, usize),
    /// The performance with this number is over.
    Ended(u32),
    /// Everything is still.
    Still,
    /// The pointer or the focus is on a node, or on none.
    Pointed(Option<Node>),
    /// The learner picked something.
    Picked(Item),
}

impl Component for Stage {
    type Message = Message;
    type Properties = StageProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut stage = Self {
            root: NodeRef::default(),
            scroller: NodeRef::default(),
            look: None,
            watch: None,
            size: None,
            memory: Memory::default(),
            graph: Rc::default(),
            composition: None,
            scene: Rc::default(),
            shown: Rc::default(),
            said: None,
            performance: None,
            base: Rc::default(),
            performances: 0,
            pointed: None,
        };
        stage.arrive(ctx, None);
        stage
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Self::Properties) -> bool {
        let props = ctx.props();
        let same = Rc::ptr_eq(&props.overview, &old.overview) && Rc::ptr_eq(&props.plan, &old.plan);
        let other_step = props.position != old.position || !same;
        if other_step {
            self.arrive(ctx, Some(old));
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, message: Message) -> bool {
        match message {
            Message::Measured(width, height) => {
                let new = self.size != Some((width, height));
                if new {
                    self.size = Some((width, height));
                    self.compose();
                    self.dress(ctx);
                }
                new
            }
            Message::Changed(number, made) => match &self.performance {
                Some(performance) if performance.number == number => {
                    self.shown = Rc::new(performance.score.scene(&self.base, made));
                    true
                }
                Some(_) | None => false,
            },
            Message::Ended(number) => {
                let ended = self.performance.as_ref().is_some_and(|performance| performance.number == number);
                if ended {
                    self.rest(ctx);
                }
                ended
            }
            Message::Pointed(node) => {
                let other = self.pointed != node;
                self.pointed = node;
                other
            }
            Message::Picked(item) => {
                ctx.props().on_select.emit(item);
                false
            }
            Message::Still => {
                ctx.props().on_still.emit(ctx.props().position);
                false
            }
        }
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let up = props.overview.broker_up;
        let mut root = el("div")
            .class(classes(&[("stage", true), ("jumped", props.travel == Travel::Jump), ("stage-down", !up)]))
            .attr("data-moving", truth(self.performance.is_some()))
            .find_by(&self.root);
        if let Some(composition) = &self.composition {
            let flow = match composition.measures.flow {
                Flow::Right => "right",
                Flow::Down => "down",
            };
            let style = format!("--stage-drawing:{}px", decimal(composition.height, 0));
            root = root.attr("data-flow", flow).attr("style", style);
        }
        let banner = (!up).then(|| el("p").class("stage-banner").text(props.texts.text("stage.broker-down")));
        let drawing = self.composition.as_ref().map(|composition| self.drawing(ctx, composition));
        let scroller = el("div").class("stage-scroll").find_by(&self.scroller);
        root.child(list(banner)).child(scroller.children(drawing)).into()
    }

    fn rendered(&mut self, ctx: &Context<Self>, first: bool) {
        if first {
            let link = ctx.link().clone();
            self.watch =
                Watch::of(&self.root, move |(width, height)| link.send_message(Message::Measured(width, height)));
        }
        if let (Some(part), Some(composition)) = (self.look.take(), &self.composition) {
            let (view, scale) = (composition.view, composition.scale);
            let scaled = Rect {
                x: (part.x - view.x) * scale,
                y: (part.y - view.y) * scale,
                width: part.width * scale,
                height: part.height * scale,
            };
            room::reveal(&self.scroller, scaled);
        }
    }
}

impl Stage {
    fn drawing(&self, ctx: &Context<Self>, composition: &Rc<Composition>) -> Html {
        let (props, link) = (ctx.props(), ctx.link());
        let moving = PlayerProps {
            composition: Rc::clone(composition),
            scene: Rc::clone(&self.shown),
            performance: self.performance.clone(),
            speed: props.speed,
            on_change: link.callback(|(number, made)| Message::Changed(number, made)),
            on_end: link.callback(Message::Ended),
        };
        let pen = Pen {
            overview: &props.overview,
            graph: &self.graph,
            composition,
            scene: &self.shown,
            said: self.said.as_ref(),
            selected: props.selected.as_ref(),
            lit: &props.lit,
            texts: &props.texts,
            pointed: self.pointed,
            tell: &link.callback(|message| message),
        };
        pen.board(VChild::<Player>::new(moving, None).into())
    }

    /// Takes in a new step: at once, or by playing what led from the old one to it.
    fn arrive(&mut self, ctx: &Context<Self>, old: Option<&StageProps>) {
        let props = ctx.props();
        let before = Rc::clone(&self.scene);
        let graph = Graph::of(&props.overview, &props.plan);
        if self.composition.is_none() || graph != *self.graph {
            self.graph = Rc::new(graph);
            self.compose();
        }
        self.scene = Rc::new(Scene::of(&props.overview, &props.plan, &self.graph));
        self.dress(ctx);
        let played = match (props.travel, old) {
            (Travel::Forward, Some(_)) => props.moment.as_deref().map(|moment| (moment, &*before, false)),
            (Travel::Back, Some(old)) => old.moment.as_deref().map(|moment| (moment, &*self.scene, true)),
            (Travel::Jump, _) | (_, None) => None,
        };
        let (Some(composition), Some((moment, earlier, reversed)), false) = (&self.composition, played, room::calm())
        else {
            return self.rest(ctx);
        };
        // The later of the two states knows the queues and clients that the moment speaks of.
        let (after, scene_after) = match (reversed, old) {
            (true, Some(old)) => (&old.overview, &before),
            (true | false, _) => (&props.overview, &self.scene),
        };
        let stage = story::Stage { scene_before: earlier, after, scene_after, graph: &self.graph, plan: &props.plan };
        let story = story::tell(moment, &stage);
        let score = Rc::new(Score::of(&story, &composition.layout));
        if score.is_still() {
            return self.rest(ctx);
        }
        self.performances += 1;
        self.base = Rc::new(Scene { lit: Default::default(), matched: Vec::new(), ..earlier.clone() });
        let made = score.made(if reversed { score.length() } else { 0.0 });
        self.shown = Rc::new(score.scene(&self.base, made));
        self.performance = Some(Performance { number: self.performances, score, reversed });
    }

    /// What the moment that led here leaves to see: the edges it used, and what is said about it.
    fn dress(&mut self, ctx: &Context<Self>) {
        let props = ctx.props();
        let Some(composition) = &self.composition else { return };
        let mut scene = Scene::clone(&self.scene);
        scene.lit.clear();
        scene.matched.clear();
        (self.said, self.look) = (None, None);
        if let Some(moment) = props.moment.as_deref() {
            let stage = story::Stage {
                scene_before: &scene,
                after: &props.overview,
                scene_after: &scene,
                graph: &self.graph,
                plan: &props.plan,
            };
            let story = story::tell(moment, &stage);
            Score::of(&story, &composition.layout).leave(&mut scene);
            self.look = where_it_is(&story, &composition.layout);
            self.said = story.said;
        }
        self.look = self.look.or_else(|| composition.layout.nodes.values().next().map(|spot| spot.bounds));
        self.scene = Rc::new(scene);
        if self.performance.is_none() {
            self.shown = Rc::clone(&self.scene);
        }
    }

    /// Shows the state as it is.
    fn rest(&mut self, ctx: &Context<Self>) {
        self.performance = None;
        self.shown = Rc::clone(&self.scene);
        ctx.link().send_message(Message::Still);
    }

    fn compose(&mut self) {
        if let Some(size) = self.size {
            self.composition = Some(Rc::new(compose(&self.graph, size, &mut self.memory)));
        }
    }
}

/// Where a story takes place: at the edge where it ends, and where something is said.
fn where_it_is(story: &Story, layout: &Layout) -> Option<Rect> {
    let last = story.strips.last().map(|strip| strip.edge);
    let nodes = last.into_iter().flat_map(|edge| [edge.from, edge.to]).chain(story.said.iter().map(|said| said.at));
    nodes.filter_map(|node| layout.nodes.get(&node)).map(|spot| spot.bounds).reduce(|all, bounds| all.with(&bounds))
}
