//! What is drawn anew only when what it shows changes: long lists would else be made again at every step. It deliberately
//! does not know what it draws.

use std::rc::Rc;

use yew::prelude::*;
use yew::virtual_dom::{Key, VChild};

/// Draws by `draw` unless the drawing of the same place had the same `seal`: numbers, or addresses of what `draw` holds.
pub fn kept<const N: usize>(key: impl Into<Key>, seal: [usize; N], draw: impl Fn() -> Html + 'static) -> Html {
    place(key.into(), seal.to_vec(), Rc::new(draw))
}

#[inline(never)]
fn place(key: Key, seal: Vec<usize>, draw: Rc<dyn Fn() -> Html>) -> Html {
    VChild::<Kept>::new(KeptProps { seal, draw }, Some(key)).into()
}

#[derive(Clone, Properties)]
struct KeptProps {
    seal: Vec<usize>,
    draw: Rc<dyn Fn() -> Html>,
}

impl PartialEq for KeptProps {
    fn eq(&self, other: &Self) -> bool {
        self.seal == other.seal
    }
}

struct Kept;

impl Component for Kept {
    type Message = ();
    type Properties = KeptProps;

    fn create(_: &Context<Self>) -> Self {
        Self
    }

    fn view(&self, ctx: &Context<Self>) -> Html {
        (ctx.props().draw)()
    }
}
