//! Measures the stage's surroundings: its size and its visible part.

use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{HtmlElement, ResizeObserver};
use yew::prelude::*;

use warren_drawing::geometry::Rect;

/// Watches the size of an element for as long as it lives.
pub struct Watch {
    observer: ResizeObserver,
    /// The observer calls it, so it must live as long.
    _told: Closure<dyn Fn()>,
}

impl Watch {
    /// Calls `tell` with the element's size in CSS pixels, now and at every change. `None` if there is no such element.
    pub fn of(element: &NodeRef, tell: impl Fn((f64, f64)) + 'static) -> Option<Self> {
        let element: HtmlElement = element.cast()?;
        let measured = element.clone();
        let told: Closure<dyn Fn()> = Closure::new(move || {
            let (width, height) = (measured.client_width(), measured.client_height());
            if width > 0 && height > 0 {
                tell((f64::from(width), f64::from(height)));
            }
        });
        let observer = ResizeObserver::new(told.as_ref().unchecked_ref()).ok()?;
        observer.observe(&element);
        Some(Self { observer, _told: told })
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        self.observer.disconnect();
    }
}

/// Scrolls an element until a part of its content is visible, given in pixels of the content: not at all if it is
/// visible already, else with the part in the middle.
pub fn reveal(scroller: &NodeRef, part: Rect) {
    let Some(element) = scroller.cast::<HtmlElement>() else { return };
    let middle = |at: f64, long: f64, seen: i32, room: i32| {
        let (seen, room) = (f64::from(seen), f64::from(room));
        let inside = at >= seen && at + long <= seen + room;
        (!inside).then(|| (at + long / 2.0 - room / 2.0).round() as i32)
    };
    if let Some(left) = middle(part.x, part.width, element.scroll_left(), element.client_width()) {
        element.set_scroll_left(left);
    }
    if let Some(top) = middle(part.y, part.height, element.scroll_top(), element.client_height()) {
        element.set_scroll_top(top);
    }
}
