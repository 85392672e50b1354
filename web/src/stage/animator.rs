//! Draws things in flight and in motion, frame by frame, and reports changes of the scene and the end.

use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use yew::prelude::*;

use warren_drawing::draw::{parked, token};
use warren_drawing::scene::Scene;
use warren_drawing::shape::list;
use warren_drawing::sizes::Composition;
use warren_drawing::timeline::AnimationTimeline;

use super::Message;
use super::mount::mount;
use crate::element::el;

/// The speed of playing backwards, relative to forwards.
const BACK: f64 = 2.0;
/// A frame that took longer (the page was hidden) counts as this long, in milliseconds.
const LONGEST_FRAME: f64 = 100.0;

/// The animation to play.
#[derive(Clone, Properties)]
pub(super) struct AnimatorProps {
    pub composition: Rc<Composition>,
    pub scene: Rc<Scene>,
    /// Nothing while everything is still.
    pub animation: Option<Animation>,
    pub speed: f64,
    /// So many changes have been made.
    pub on_change: Callback<(u32, usize)>,
    /// It is over.
    pub on_end: Callback<u32>,
}

impl PartialEq for AnimatorProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.composition, &other.composition)
            && Rc::ptr_eq(&self.scene, &other.scene)
            && (&self.animation, self.speed) == (&other.animation, other.speed)
    }
}

/// A step that is being played.
#[derive(Clone, Debug)]
pub(super) struct Animation {
    /// Each animation has its own number.
    pub number: u32,
    pub timeline: Rc<AnimationTimeline>,
    /// Whether it plays backwards: from its end to its beginning.
    pub reversed: bool,
}

impl PartialEq for Animation {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// The clock and the things it moves.
pub(super) struct Animator {
    /// The milliseconds of the timeline played so far.
    played: f64,
    last: Option<f64>,
    made: usize,
    frame: Option<AnimationFrame>,
}

/// A frame, at a time of the page's in milliseconds.
pub(super) struct Frame(f64);

impl Component for Animator {
    type Message = Frame;
    type Properties = AnimatorProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut animator = Self { played: 0.0, last: None, made: 0, frame: None };
        animator.begin(ctx);
        animator
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Self::Properties) -> bool {
        if old.animation != ctx.props().animation {
            self.begin(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, Frame(now): Frame) -> bool {
        let Some(animation) = &ctx.props().animation else { return false };
        let pace = ctx.props().speed.max(0.05) * if animation.reversed { BACK } else { 1.0 };
        self.played += (now - self.last.unwrap_or(now)).min(LONGEST_FRAME) * pace;
        self.last = Some(now);
        if self.played >= animation.timeline.length() {
            self.frame = None;
            ctx.props().on_end.emit(animation.number);
            return false;
        }
        let made = animation.timeline.made(self.time(animation));
        if made != self.made {
            self.made = made;
            ctx.props().on_change.emit((animation.number, made));
        }
        self.request(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let movers = props.animation.iter().flat_map(|animation| animation.timeline.movers(self.time(animation)));
        let moving = movers.map(|mover| token(format!("leg-{}", mover.leg), mover.at, mover.payload));
        // Nothing that moves can be picked.
        let shown = |shape| mount(shape, &Html::default(), &Callback::<Message>::noop());
        el("g")
            .with(&[("class", "travel"), ("aria-hidden", "true")])
            .child(shown(parked(&props.composition.layout, &props.scene.parked)))
            .child(shown(list(moving)))
            .into()
    }
}

impl Animator {
    fn begin(&mut self, ctx: &Context<Self>) {
        (self.played, self.last, self.frame) = (0.0, None, None);
        if let Some(animation) = &ctx.props().animation {
            self.made = animation.timeline.made(self.time(animation));
            self.request(ctx);
        }
    }

    fn request(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.frame = Some(request_animation_frame(move |now| link.send_message(Frame(now))));
    }

    /// Returns the time in the timeline.
    fn time(&self, animation: &Animation) -> f64 {
        let length = animation.timeline.length();
        if animation.reversed { (length - self.played).max(0.0) } else { self.played.min(length) }
    }
}
