//! The clock of the drawing: draws what is under way and what moves, frame by frame, and tells when the scene changes and
//! when everything is still. It deliberately does not know what the changes mean.

use std::rc::Rc;

use gloo::render::{AnimationFrame, request_animation_frame};
use yew::prelude::*;

use super::draw::{parked, token};
use super::measures::Composition;
use super::scene::Scene;
use super::score::Score;
use crate::element::el;

/// How much faster than forwards it plays the other way.
const BACK: f64 = 2.0;
/// A frame that took longer (the page was hidden) counts as this long, in milliseconds.
const LONGEST_FRAME: f64 = 100.0;

/// What to play.
#[derive(Clone, Properties)]
pub(super) struct PlayerProps {
    pub composition: Rc<Composition>,
    pub scene: Rc<Scene>,
    /// Nothing while everything is still.
    pub performance: Option<Performance>,
    pub speed: f64,
    /// So many changes have been made.
    pub on_change: Callback<(u32, usize)>,
    /// It is over.
    pub on_end: Callback<u32>,
}

impl PartialEq for PlayerProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.composition, &other.composition)
            && Rc::ptr_eq(&self.scene, &other.scene)
            && (&self.performance, self.speed) == (&other.performance, other.speed)
    }
}

/// A score that is being played.
#[derive(Clone, Debug)]
pub(super) struct Performance {
    /// Each performance has its own number.
    pub number: u32,
    pub score: Rc<Score>,
    /// The other way: from its end to its beginning.
    pub reversed: bool,
}

impl PartialEq for Performance {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// The clock and what it moves.
pub(super) struct Player {
    /// Milliseconds of the score that have been played.
    played: f64,
    last: Option<f64>,
    made: usize,
    frame: Option<AnimationFrame>,
}

/// A frame, at a time of the page's in milliseconds.
pub(super) struct Frame(f64);

impl Component for Player {
    type Message = Frame;
    type Properties = PlayerProps;

    fn create(ctx: &Context<Self>) -> Self {
        let mut player = Self { played: 0.0, last: None, made: 0, frame: None };
        player.begin(ctx);
        player
    }

    fn changed(&mut self, ctx: &Context<Self>, old: &Self::Properties) -> bool {
        if old.performance != ctx.props().performance {
            self.begin(ctx);
        }
        true
    }

    fn update(&mut self, ctx: &Context<Self>, Frame(now): Frame) -> bool {
        let Some(performance) = &ctx.props().performance else { return false };
        let pace = ctx.props().speed.max(0.05) * if performance.reversed { BACK } else { 1.0 };
        self.played += (now - self.last.unwrap_or(now)).min(LONGEST_FRAME) * pace;
        self.last = Some(now);
        if self.played >= performance.score.length() {
            self.frame = None;
            ctx.props().on_end.emit(performance.number);
            return false;
        }
        let made = performance.score.made(self.time(performance));
        if made != self.made {
            self.made = made;
            ctx.props().on_change.emit((performance.number, made));
        }
        self.request(ctx);
        true
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        let props = ctx.props();
        let movers = props.performance.iter().flat_map(|performance| performance.score.movers(self.time(performance)));
        el("g")
            .with(&[("class", "travel"), ("aria-hidden", "true")])
            .child(parked(&props.composition.layout, &props.scene.parked))
            .children(movers.map(|mover| token(format!("leg-{}", mover.leg), mover.at, mover.cargo)))
            .into()
    }
}

impl Player {
    fn begin(&mut self, ctx: &Context<Self>) {
        (self.played, self.last, self.frame) = (0.0, None, None);
        if let Some(performance) = &ctx.props().performance {
            self.made = performance.score.made(self.time(performance));
            self.request(ctx);
        }
    }

    fn request(&mut self, ctx: &Context<Self>) {
        let link = ctx.link().clone();
        self.frame = Some(request_animation_frame(move |now| link.send_message(Frame(now))));
    }

    /// The time in the score.
    fn time(&self, performance: &Performance) -> f64 {
        let length = performance.score.length();
        if performance.reversed { (length - self.played).max(0.0) } else { self.played.min(length) }
    }
}
