//! Small helpers over the DOM: the value of an event's field, the kind of element with the focus.

use wasm_bindgen::JsCast;
use web_sys::{Element, Event, File, HtmlInputElement, KeyboardEvent, PointerEvent};

use crate::host::Host;
use crate::keys::{Focus, Press};

/// Returns the value of the field or menu that an event is about.
pub fn value_of(event: &Event) -> String {
    field(event).map(|field| field.value()).unwrap_or_default()
}

/// Returns whether the box that an event is about is ticked.
pub fn ticked(event: &Event) -> bool {
    field(event).is_some_and(|field| field.checked())
}

/// Returns the first of the files of the field that an event is about.
pub fn file_of(event: &Event) -> Option<File> {
    field(event)?.files()?.get(0)
}

/// Returns the target of an event as a field. A menu is none, but has its value by the same name.
fn field(event: &Event) -> Option<HtmlInputElement> {
    event.target().map(JsCast::unchecked_into)
}

/// Returns the key of a keyboard event.
pub fn key_of(event: &Event) -> String {
    event.unchecked_ref::<KeyboardEvent>().key()
}

/// Returns the kind of element that gets an event's key.
pub fn focus_of(event: &KeyboardEvent) -> Focus {
    const SLIDING: &str = "input[type=range], [role=slider]";
    const PRESSABLE: &str = "button:not([role=tab]), a[href], summary, [role=button], input[type=checkbox]";
    const TAKING: &str =
        "input, select, textarea, [contenteditable], [role=tablist], [role=listbox], [role=log], dialog";
    let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
        return Focus::Passive;
    };
    let within = |selector| target.closest(selector).ok().flatten().is_some();
    if within(SLIDING) {
        Focus::Sliding
    } else if within(PRESSABLE) {
        Focus::Pressable
    } else if within(TAKING) {
        Focus::Taking
    } else {
        Focus::Passive
    }
}

/// Describes a key press; `key` is the event's.
pub fn press_of<'a>(event: &KeyboardEvent, key: &'a str) -> Press<'a> {
    Press { key, modified: event.ctrl_key() || event.alt_key() || event.meta_key(), composing: event.is_composing() }
}

/// Captures the pointer for the pressed element until it is released.
pub fn capture(event: &Event) {
    let press: &PointerEvent = event.unchecked_ref();
    if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
        // A pointer that is already gone drags nothing.
        let _ = element.set_pointer_capture(press.pointer_id());
    }
}

/// Returns the part of an ancestor's height below the pressed pointer, in hundredths.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // It is from 0 to 100.
pub fn share_below(event: &Event, ancestor: &str) -> Option<u8> {
    let pointer: &PointerEvent = event.unchecked_ref();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok())?;
    let frame = target.closest(ancestor).ok().flatten()?.get_bounding_client_rect();
    let share = 100.0 * (frame.bottom() - f64::from(pointer.client_y())) / frame.height();
    (pointer.buttons() != 0).then(|| share.round().clamp(0.0, 100.0) as u8)
}

/// Returns the caret in an event's field, in UTF-16 units; the end if the field does not say.
pub fn caret_of(event: &Event) -> usize {
    let caret = field(event).and_then(|field| field.selection_start().ok().flatten());
    caret.and_then(|caret| caret.try_into().ok()).unwrap_or(usize::MAX)
}

/// Moves the focus to the field of an id, if there is one, and the caret to a place in it.
pub fn put_caret(host: &Host, id: &str, caret: usize) {
    host.focus(id);
    if let (Some(field), Ok(caret)) = (host.by_id(id), u32::try_from(caret)) {
        // A field without a caret stays unchanged.
        let _ = field.unchecked_into::<HtmlInputElement>().set_selection_range(caret, caret);
    }
}

/// Scrolls `inner` into view within `outer` alone, leaving some room; the page does not move. On a small screen the
/// transport bar covers the page's foot.
pub fn reveal(host: &Host, outer: &Element, inner: &Element) {
    let (frame, item) = (outer.get_bounding_client_rect(), inner.get_bounding_client_rect());
    let room = (frame.height() / 4.0).min(56.0);
    let bar = host.find(".transport").map(|bar| bar.get_bounding_client_rect().top()).filter(|top| *top > frame.top());
    let above = item.top() - frame.top() - room;
    let below = item.bottom() - bar.map_or(frame.bottom(), |top| top.min(frame.bottom())) + room;
    let by = if above < 0.0 {
        above
    } else if below > 0.0 {
        below.min(above)
    } else {
        return;
    };
    outer.set_scroll_top(outer.scroll_top() + pixels(by));
}

/// Scrolls `inner` into view horizontally within `outer` alone, of which `covered` pixels at the left are hidden.
/// Content wider than the frame is shown from its left.
pub fn reveal_across(outer: &Element, inner: &Element, covered: f64) {
    const ROOM: f64 = 12.0;
    let (frame, item) = (outer.get_bounding_client_rect(), inner.get_bounding_client_rect());
    let before = item.left() - frame.left() - covered - ROOM;
    let behind = item.right() - frame.right() + ROOM;
    let by = if before < 0.0 {
        before
    } else if behind > 0.0 {
        behind.min(before)
    } else {
        return;
    };
    outer.set_scroll_left(outer.scroll_left() + pixels(by));
}

/// Rounds to whole pixels.
#[allow(clippy::cast_possible_truncation)] // A scroll distance is far within i32.
pub fn pixels(distance: f64) -> i32 {
    distance.round() as i32
}
