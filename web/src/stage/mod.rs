//! The stage: a drawing of who sends what where, and the animation of what just happened. It mounts the drawing and
//! gives it a clock and a size; it reads an overview and a moment and reports picked items.

mod animator;
mod keys;
mod mount;
mod props;
mod room;

use std::rc::Rc;

use warren_drawing::draw::DrawContext;
use warren_drawing::geometry::Rect;
use warren_drawing::ids::{Item as Drawn, NodeId};
use warren_drawing::layout::{Flow, Memory};
use warren_drawing::scene::Scene;
use warren_drawing::sizes::{Composition, compose};
use warren_drawing::svg_numbers::decimal;
use warren_drawing::timeline::AnimationTimeline;
use warren_view::stage::{Frame, StageWords};
use yew::prelude::*;
use yew::virtual_dom::VChild;

use crate::element::{classes, el, list, truth};
use crate::host::browser;
use animator::{Animation, Animator, AnimatorProps};
use room::Watch;

pub use props::{StageProps, Travel};
pub use warren_view::Item;
pub use warren_view::stage::Plan;

/// The stage. Give it the lesson as `key`, so that another lesson begins with an empty stage.
///
/// Its outermost element has the class `stage` and `data-moving="true"` while something moves, else `"false"`; it fills
/// its surrounding element.
pub struct Stage {
    root: NodeRef,
    scroller: NodeRef,
    /// The part to scroll into view once it is drawn, in the drawing's units.
    look: Option<Rect>,
    watch: Option<Watch>,
    /// `None` before it is measured.
    size: Option<(f64, f64)>,
    memory: Memory,
    composition: Option<Rc<Composition>>,
    /// The frame at the end of the animation.
    frame: Rc<Frame>,
    /// The scene as it is drawn now.
    shown: Rc<Scene>,
    animation: Option<Animation>,
    /// The scene to which the changes of the animation are applied.
    base: Rc<Scene>,
    animations: u32,
    /// The node that the pointer or the focus is on.
    pointed: Option<NodeId>,
}

/// A message to the stage.
pub enum Message {
    /// It has this size now.
    Measured(f64, f64),
    /// So many changes of the animation with this number have been made.
    Changed(u32, usize),
    /// The animation with this number is over.
    Ended(u32),
    /// Everything is still.
    Still,
    /// The pointer or the focus is on a node, or on none.
    Pointed(Option<NodeId>),
    /// The learner picked something.
    Picked(Drawn),
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
            composition: None,
            frame: Rc::default(),
            shown: Rc::default(),
            animation: None,
            base: Rc::default(),
            animations: 0,
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
        } else if !Rc::ptr_eq(&props.texts, &old.texts) {
            self.frame = Rc::new(frame(props));
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
                    self.look_there();
                }
                new
            }
            Message::Changed(number, made) => match &self.animation {
                Some(animation) if animation.number == number => {
                    self.shown = Rc::new(animation.timeline.scene(&self.base, made));
                    true
                }
                Some(_) | None => false,
            },
            Message::Ended(number) => {
                let ended = self.animation.as_ref().is_some_and(|animation| animation.number == number);
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
                if let Some(item) = self.frame.meant(&item) {
                    ctx.props().on_select.emit(item);
                }
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
            .attr("data-moving", truth(self.animation.is_some()))
            .find_by(&self.root);
        if let Some(composition) = &self.composition {
            let flow = match composition.sizes.flow {
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
        let moving = AnimatorProps {
            composition: Rc::clone(composition),
            scene: Rc::clone(&self.shown),
            animation: self.animation.clone(),
            speed: props.speed,
            on_change: link.callback(|(number, made)| Message::Changed(number, made)),
            on_end: link.callback(Message::Ended),
        };
        let lit: Vec<Drawn> = props.lit.iter().filter_map(|item| self.frame.drawn(item)).collect();
        let selected = props.selected.as_ref().and_then(|item| self.frame.drawn(item));
        let context = DrawContext {
            graph: self.frame.graph(),
            looks: &self.frame.looks,
            up: self.frame.up,
            composition,
            scene: &self.shown,
            callout: self.frame.callout.as_ref(),
            selected: selected.as_ref(),
            lit: &lit,
            words: &StageWords(&props.texts),
            pointed: self.pointed,
        };
        let moving: Html = VChild::<Animator>::new(moving, None).into();
        mount::mount_element(context.drawing(), &moving, &link.callback(|message| message)).into()
    }

    /// Takes in a new step: at once, or by playing the transition from the old one.
    fn arrive(&mut self, ctx: &Context<Self>, old: Option<&StageProps>) {
        let props = ctx.props();
        let before = core::mem::replace(&mut self.frame, Rc::new(frame(props)));
        if self.composition.is_none() || before.graph() != self.frame.graph() {
            self.compose();
        }
        self.look_there();
        // The later of the two frames has the story, from the scene of the earlier.
        let played = match (props.travel, old) {
            (Travel::Forward, Some(_)) => Some((&self.frame, &before, false)),
            (Travel::Back, Some(_)) => Some((&before, &self.frame, true)),
            (Travel::Jump, _) | (_, None) => None,
        };
        let (Some(composition), Some((later, earlier, reversed)), false) = (&self.composition, played, browser::calm())
        else {
            return self.rest(ctx);
        };
        let story = later.story_from(&earlier.scene, &props.texts);
        let timeline = Rc::new(AnimationTimeline::of(&story, &composition.layout));
        if timeline.is_still() {
            return self.rest(ctx);
        }
        self.animations += 1;
        self.base = Rc::new(Scene { lit: Default::default(), matched: Vec::new(), ..earlier.scene.clone() });
        let made = timeline.made(if reversed { timeline.length() } else { 0.0 });
        self.shown = Rc::new(timeline.scene(&self.base, made));
        self.animation = Some(Animation { number: self.animations, timeline, reversed });
    }

    /// Scrolls the place of the step into view, once it is drawn.
    fn look_there(&mut self) {
        let Some(composition) = &self.composition else { return };
        let nodes = &composition.layout.nodes;
        let places = self.frame.took_place_at.iter().filter_map(|node| nodes.get(node)).map(|spot| spot.bounds);
        let place = places.reduce(|all, bounds| all.with(&bounds));
        self.look = place.or_else(|| nodes.values().next().map(|spot| spot.bounds));
    }

    /// Shows the state at rest.
    fn rest(&mut self, ctx: &Context<Self>) {
        self.animation = None;
        self.shown = Rc::new(self.frame.scene.clone());
        ctx.link().send_message(Message::Still);
    }

    fn compose(&mut self) {
        if let Some(size) = self.size {
            self.composition = Some(Rc::new(compose(self.frame.graph(), size, &mut self.memory)));
        }
    }
}

/// Reads the frame that the page wants to show.
fn frame(props: &StageProps) -> Frame {
    Frame::of(&props.overview, &props.plan, (props.position, props.moment.as_ref()), &props.texts)
}
