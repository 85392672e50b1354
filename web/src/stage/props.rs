//! The data that the page gives to the stage.

use std::rc::Rc;

use warren_simulator::text::Catalog;
use warren_simulator::{Moment, Overview};
use warren_view::Item;
use warren_view::stage::Plan;
use yew::prelude::*;

/// The direction from which the page came to its step.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Travel {
    /// From the step before: the moment is played.
    Forward,
    /// From the step after: its moment is played backwards, shorter.
    Back,
    /// From anywhere: nothing moves.
    #[default]
    Jump,
}

/// The properties of the stage.
#[derive(Clone, Debug, Properties)]
pub struct StageProps {
    /// The state. It counts as changed if its address changes: unchanged data must be the same `Rc`, here and below.
    pub overview: Rc<Overview>,
    /// Everything on the stage at any time in this run; without it the stage has only the present nodes.
    #[prop_or_default]
    pub plan: Rc<Plan>,
    /// The moment that led here, regardless of the direction of travel; `None` at position 0. Going back plays the
    /// moment of the previous props backwards.
    pub moment: Option<Rc<Moment>>,
    /// The timeline's position: another position, or another run, is another step.
    pub position: usize,
    /// The direction from which the page came here.
    #[prop_or_default]
    pub travel: Travel,
    /// The speed of motion: 1 is as designed, 2 twice as fast.
    #[prop_or(1.0)]
    pub speed: f64,
    /// The selected item.
    #[prop_or_default]
    pub selected: Option<Item>,
    /// The items to which the rest of the page points now: the code line's queue, the log row's binding.
    #[prop_or_default]
    pub lit: Vec<Item>,
    /// The learner picked something, by pointer or key.
    pub on_select: Callback<Item>,
    /// The stage has come to rest at this position (at once if nothing had to move).
    #[prop_or_default]
    pub on_still: Callback<usize>,
    /// The reader's language.
    pub texts: Rc<Catalog>,
}

impl PartialEq for StageProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.overview, &other.overview)
            && Rc::ptr_eq(&self.plan, &other.plan)
            && Rc::ptr_eq(&self.texts, &other.texts)
            && (self.position, self.travel) == (other.position, other.travel)
            && (self.speed, &self.selected, &self.lit) == (other.speed, &other.selected, &other.lit)
    }
}
