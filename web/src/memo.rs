//! Redraws a part of the page only when its data changes: long lists would else be made again at every step.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{Key, VChild};

/// Draws by `draw`, unless the last drawing with this `key` had the same `seal`: numbers, or addresses of the data in
/// `draw`.
pub fn memo<const N: usize>(key: impl Into<Key>, seal: [usize; N], draw: impl Fn() -> Html + 'static) -> Html {
    place(key.into(), seal.to_vec(), Rc::new(draw))
}

#[inline(never)]
fn place(key: Key, seal: Vec<usize>, draw: Rc<dyn Fn() -> Html>) -> Html {
    VChild::<Memo>::new(MemoProps { seal, draw }, Some(key)).into()
}

#[derive(Clone, Properties)]
struct MemoProps {
    seal: Vec<usize>,
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for MemoProps {
    fn eq(&self, other: &Self) -> bool {
        self.seal == other.seal
    }
}

struct Memo;

impl Component for Memo {
    type Message = ();
    type Properties = MemoProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        (ctx.props().draw)()
    }
}
