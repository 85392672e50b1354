//! The drawing: what stands where it was laid out, as SVG. It deliberately does not know how it moves or where it came
//! from: it draws one scene.

mod callout;
mod client;
mod edge;
mod exchange;
mod queue;
mod token;
mod words;

use std::rc::Rc;

use warren_simulator::Overview;
use warren_simulator::text::Catalog;
use yew::prelude::*;

use super::geometry::{Point, Rect};
use super::graph::{Graph, Node};
use super::item::Item;
use super::keys;
use super::measures::Composition;
use super::player::{Performance, Player};
use super::scene::Scene;
use super::story::Saying;

pub(super) use token::{parked, token};

/// What is drawn.
#[derive(Clone, PartialEq, Properties)]
pub(super) struct BoardProps {
    pub overview: Rc<Overview>,
    pub graph: Rc<Graph>,
    pub composition: Rc<Composition>,
    pub scene: Rc<Scene>,
    pub said: Option<Saying>,
    pub selected: Option<Item>,
    pub lit: Vec<Item>,
    pub on_select: Callback<Item>,
    pub texts: Rc<Catalog>,
    /// What moves now, drawn between edges and nodes.
    pub performance: Option<Performance>,
    pub speed: f64,
    pub on_change: Callback<(u32, usize)>,
    pub on_end: Callback<u32>,
}

/// What every part of the drawing needs.
pub(super) struct Pen<'a> {
    pub props: &'a BoardProps,
    /// The node that the pointer or the focus is on.
    pub pointed: UseStateHandle<Option<Node>>,
}

/// The drawing.
#[component]
pub(super) fn Board(props: &BoardProps) -> Html {
    let pointed = use_state(|| None);
    let pen = Pen { props, pointed };
    let Rect { x, y, width, height } = props.composition.view;
    let scale = props.composition.scale;
    let here = props.graph.nodes.iter().filter(|(_, standing)| standing.here).map(|(node, _)| *node);
    html! {
        <svg
            class="stage-drawing"
            role="group"
            aria-label={props.texts.text("stage.label")}
            width={px(width * scale)}
            height={px(height * scale)}
            viewBox={format!("{x:.1} {y:.1} {width:.1} {height:.1}")}
            onkeydown={Callback::from(keys::among_messages)}
        >
            <g>{ for props.graph.edges.keys().map(|edge| edge::line(&pen, *edge)) }</g>
            <g>{ for props.graph.edges.keys().map(|edge| edge::labels(&pen, *edge)) }</g>
            <Player
                composition={&props.composition}
                scene={&props.scene}
                performance={props.performance.clone()}
                speed={props.speed}
                on_change={&props.on_change}
                on_end={&props.on_end}
            />
            <g>{ for here.map(|node| pen.node(node)) }</g>
            { callout::said(&pen) }
            { callout::full_name(&pen) }
        </svg>
    }
}

impl Pen<'_> {
    fn node(&self, node: Node) -> Html {
        match node {
            Node::Client(id) => client::client(self, id),
            Node::Exchange(id) => exchange::exchange(self, id),
            Node::Queue(id) => queue::queue(self, id),
        }
    }

    /// Something that can be picked: a group with its handlers, at a place.
    pub fn pickable(&self, item: &Item, kind: &'static str, at: Point, name: String, inner: Html) -> Html {
        let select = {
            let (on_select, item) = (self.props.on_select.clone(), item.clone());
            Callback::from(move |()| on_select.emit(item.clone()))
        };
        let node = match item {
            Item::Client(id) => Some(Node::Client(*id)),
            Item::Exchange(id) => Some(Node::Exchange(*id)),
            Item::Queue(id) => Some(Node::Queue(*id)),
            Item::Copy(_) | Item::Binding(_) => None,
        };
        let point = |to: Option<Node>| {
            let pointed = self.pointed.clone();
            move || pointed.set(to)
        };
        let (enter, focus, leave, blur) = (point(node), point(node), point(None), point(None));
        // Messages are reached from their queue by arrow keys, so that thirty of them are not thirty stops.
        let stop = if matches!(item, Item::Copy(_)) { "-1" } else { "0" };
        html! {
            <g
                key={key(item)}
                class={classes!("pick", kind, self.is_lit(item).then_some("lit"), self.is_selected(item).then_some("selected"))}
                style={place(at)}
                role="button"
                tabindex={stop}
                aria-label={name}
                aria-pressed={self.is_selected(item).to_string()}
                onclick={let select = select.clone(); move |event: MouseEvent| { event.stop_propagation(); select.emit(()) }}
                onkeydown={keys::picking(select)}
                onmouseenter={move |_| enter()}
                onfocus={move |_| focus()}
                onmouseleave={move |_| leave()}
                onblur={move |_| blur()}
            >
                { inner }
            </g>
        }
    }

    pub fn is_lit(&self, item: &Item) -> bool {
        self.props.lit.contains(item)
    }

    pub fn is_selected(&self, item: &Item) -> bool {
        self.props.selected.as_ref() == Some(item)
    }

    pub fn text(&self, key: &str) -> String {
        self.props.texts.text(key)
    }
}

/// A name that stays with an item, for the page's tests and for Yew.
fn key(item: &Item) -> String {
    match item {
        Item::Client(id) => Node::Client(*id).tag(),
        Item::Exchange(id) => Node::Exchange(*id).tag(),
        Item::Queue(id) => Node::Queue(*id).tag(),
        Item::Copy(copy) => format!("copy-{}-{}", copy.queue.0, copy.position),
        Item::Binding(binding) => {
            let (from, to) = (Node::Exchange(binding.source), Node::of(binding.destination));
            format!("binding-{}-{}-{}", from.tag(), to.tag(), binding.routing_key)
        }
    }
}

/// A length as an attribute.
pub(super) fn px(length: f64) -> String {
    format!("{length:.1}")
}

/// A place as a style, so that moving there can be smooth.
pub(super) fn place(at: Point) -> String {
    format!("transform:translate({:.1}px,{:.1}px)", at.x, at.y)
}

/// Text, set from its middle.
pub(super) fn middle(class: &'static str, at: Point, size: f64, text: String) -> Html {
    html! {
        <text class={class} x={px(at.x)} y={px(at.y)} text-anchor="middle" font-size={px(size)}>{ text }</text>
    }
}

/// Text, set from its left.
pub(super) fn left(class: &'static str, at: Point, size: f64, text: String) -> Html {
    html! { <text class={class} x={px(at.x)} y={px(at.y)} font-size={px(size)}>{ text }</text> }
}
