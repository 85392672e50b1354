//! Works the stage by keyboard: Enter or Space picks, arrows go from a queue into its messages and along them, Escape
//! returns. It moves the focus among the drawing's elements.

use wasm_bindgen::JsCast;
use web_sys::{Element, SvgElement};
use yew::prelude::*;

/// Returns whether an event picks its item: a click, Enter or Space. It is then handled.
pub fn picks(event: &Event) -> bool {
    let picks = match event.dyn_ref::<KeyboardEvent>() {
        Some(pressed) => matches!(pressed.key().as_str(), "Enter" | " "),
        None => true,
    };
    if picks {
        event.prevent_default();
        event.stop_propagation();
    }
    picks
}

/// Moves the focus along the messages of a queue by arrows: towards the head and away from it, as they are drawn.
pub fn among_messages(event: &KeyboardEvent) {
    let step = match event.key().as_str() {
        "ArrowLeft" | "ArrowUp" => 1,
        "ArrowRight" | "ArrowDown" => -1,
        "Escape" => 0,
        _ => return,
    };
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
    let Ok(Some(group)) = target.closest(".store-group") else { return };
    let Ok(stops) = group.query_selector_all("[tabindex]") else { return };
    let stops: Vec<SvgElement> =
        (0..stops.length()).filter_map(|index| stops.item(index)?.dyn_into::<SvgElement>().ok()).collect();
    // The queue itself comes first, then its messages from the head on.
    let Some(now) = stops.iter().position(|stop| stop.is_same_node(Some(&target))) else { return };
    let next = match (now, step) {
        (0, 0) => return,
        (_, 0) => 0,
        (0, _) => 1,
        (now, step) => now.saturating_add_signed(step),
    };
    let Some(stop) = stops.get(next) else { return };
    event.prevent_default();
    event.stop_propagation();
    // An element in the document can be focused; if it is gone, the focus stays.
    let _ = stop.focus();
}
