//! Edges: the line with its arrowhead, the way back beside it when something came back, and the bindings' labels. It does
//! not know what travels on them.

use yew::prelude::*;

use super::{Pen, middle, px};
use crate::stage::geometry::{Path, Point, Rect};
use crate::stage::graph::{Edge, EdgeKind, Key, Lead, Node};
use crate::stage::item::Item;
use crate::stage::measures::KEY_SIZE;
use crate::stage::scene::{Cargo, Way};

const ARROW: (f64, f64) = (10.0, 4.5);

/// An edge's line.
pub(super) fn line(pen: &Pen, edge: Edge) -> Html {
    let Some(route) = pen.props.composition.layout.edges.get(&edge) else { return html! {} };
    let lead = &pen.props.graph.edges[&edge];
    let (there, back) = (lit(pen, edge, Way::There), lit(pen, edge, Way::Back));
    let only = only_binding(lead).map(|binding| {
        let item = Item::Binding(binding.clone());
        let name = pen.binding_name(edge, lead.labels.first());
        let hit = html! { <path class="edge-target" d={route.there.d()} /> };
        pen.pickable(&item, "edge-pick", Point::default(), name, hit)
    });
    let shown = lead.here || there;
    html! {
        <g key={name(edge)} class={classes!("edge", kind(edge.kind), there.then_some("now"))}>
            if shown {
                <path class="edge-line" d={route.there.d()} />
                { arrow("edge-arrow", &route.there) }
            }
            if back {
                <g class={classes!("edge-back", returned(pen, edge).then_some("requeue"))}>
                    <path class="edge-line" d={route.back.d()} />
                    { arrow("edge-arrow", &route.back) }
                </g>
            }
            if lead.here {
                { for only }
            }
        </g>
    }
}

/// An edge's labels.
pub(super) fn labels(pen: &Pen, edge: Edge) -> Html {
    let Some(route) = pen.props.composition.layout.edges.get(&edge) else { return html! {} };
    let lead = &pen.props.graph.edges[&edge];
    let written = pen.props.composition.measures.labels(lead);
    let label = |((text, key), bounds): ((String, &Key), &Rect)| {
        let inner = html! {
            <>
                <rect x={px(-bounds.width / 2.0)} y={px(-bounds.height / 2.0)} width={px(bounds.width)} height={px(bounds.height)} rx="8" />
                { middle("mono", Point::new(0.0, KEY_SIZE * 0.34), KEY_SIZE, text) }
            </>
        };
        match &key.binding {
            Some(binding) => {
                let item = Item::Binding(binding.clone());
                let matched = pen.props.scene.matched.contains(binding);
                let class = if matched { "label now" } else { "label" };
                pen.pickable(&item, class, bounds.centre(), pen.binding_name(edge, Some(key)), inner)
            }
            None => {
                let now = lit(pen, edge, Way::There).then_some("now");
                html! { <g class={classes!("label", "implied", now)} style={super::place(bounds.centre())}>{ inner }</g> }
            }
        }
    };
    let shown = written.into_iter().zip(&route.labels).filter(|((_, key), _)| key.here && lead.here);
    shown.map(label).collect()
}

fn arrow(class: &'static str, path: &Path) -> Html {
    let (tip, heading) = (path.end(), path.heading());
    let corner = |side: f64| {
        Point::new(tip.x - heading.x * ARROW.0 - heading.y * side, tip.y - heading.y * ARROW.0 + heading.x * side)
    };
    let (one, other) = (corner(ARROW.1), corner(-ARROW.1));
    let points = format!("{:.1},{:.1} {:.1},{:.1} {:.1},{:.1}", tip.x, tip.y, one.x, one.y, other.x, other.y);
    html! { <polygon class={class} points={points} /> }
}

fn lit(pen: &Pen, edge: Edge, way: Way) -> bool {
    pen.props.scene.lit.has(&(edge, way))
}

/// Whether a message came back on it, rather than an answer.
fn returned(pen: &Pen, edge: Edge) -> bool {
    matches!(pen.props.scene.lit.get(&(edge, Way::Back)), Some(Cargo::Returned(_)))
}

/// The binding that an edge without labels stands for.
fn only_binding(lead: &Lead) -> Option<&std::sync::Arc<warren_broker::binding::Binding>> {
    match &lead.labels[..] {
        [key] if key.text.is_empty() || lead.quiet => key.binding.as_ref(),
        _ => None,
    }
}

/// A name that stays with an edge.
pub(super) fn name(edge: Edge) -> String {
    format!("{}-{}-{}", edge.from.tag(), kind(edge.kind), edge.to.tag())
}

fn kind(kind: EdgeKind) -> &'static str {
    match kind {
        EdgeKind::Publish => "publish",
        EdgeKind::Bind => "bind",
        EdgeKind::Alternate => "alternate",
        EdgeKind::DeadLetter => "dead-letter",
        EdgeKind::Consume => "consume",
        EdgeKind::Reply => "reply",
    }
}

impl Pen<'_> {
    fn binding_name(&self, edge: Edge, key: Option<&Key>) -> String {
        let key = key.map(|key| key.text.to_string()).unwrap_or_default();
        let named = |node: Node| self.name(node);
        self.props.texts.format(
            "stage.aria.binding",
            &[("source", &named(edge.from)), ("destination", &named(edge.to)), ("key", &format!("\"{key}\""))],
            None,
        )
    }
}
