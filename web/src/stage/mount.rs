//! Mounts the drawing's shapes: each becomes an element of the page, with its handlers.

use std::borrow::Cow;

use warren_drawing::ids::{Item, NodeId};
use warren_drawing::shape::{Element, Shape, Target};
use wasm_bindgen::JsCast;
use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Callback, Html};

use super::{Message, keys};
use crate::element::{self, el, list};

/// Makes elements of a shape; `moving` is put in the place of the moving tokens.
pub(super) fn mount(shape: Shape, moving: &Html, tell: &Callback<Message>) -> Html {
    match shape {
        Shape::Element(element) => mount_element(*element, moving, tell).into(),
        Shape::Text(text) => element::text(text),
        Shape::List(shapes) => list(shapes.into_iter().map(|shape| mount(shape, moving, tell))),
        Shape::Moving => moving.clone(),
    }
}

/// Makes an element of a shape that is one.
pub(super) fn mount_element(element: Element, moving: &Html, tell: &Callback<Message>) -> element::Element {
    let Element { name, key, attributes, children, target } = element;
    let mut mounted = el(name);
    if let Some(key) = key {
        mounted = mounted.key(key);
    }
    for (name, value) in attributes {
        mounted = mounted.attr(name, attribute(value));
    }
    mounted = match target {
        Some(Target::Pick(item)) => pickable(mounted, item, tell),
        Some(Target::Arrows) => {
            mounted.on(ListenerKind::onkeydown, |event| keys::among_messages(event.unchecked_ref()))
        }
        None => mounted,
    };
    for child in children {
        mounted = mounted.child(mount(child, moving, tell));
    }
    mounted
}

fn attribute(value: Cow<'static, str>) -> AttrValue {
    match value {
        Cow::Borrowed(value) => AttrValue::Static(value),
        Cow::Owned(value) => value.into(),
    }
}

fn pickable(mut element: element::Element, item: Item, tell: &Callback<Message>) -> element::Element {
    let node = match item {
        Item::Node(node) => Some(node),
        Item::Slot(_) | Item::Label(_) => None,
    };
    for kind in [ListenerKind::onclick, ListenerKind::onkeydown] {
        let (tell, item) = (tell.clone(), item.clone());
        element = element.on(kind, move |event| {
            if keys::picks(&event) {
                tell.emit(Message::Picked(item.clone()));
            }
        });
    }
    let pointing: [(ListenerKind, Option<NodeId>); 4] = [
        (ListenerKind::onmouseenter, node),
        (ListenerKind::onfocus, node),
        (ListenerKind::onmouseleave, None),
        (ListenerKind::onblur, None),
    ];
    for (kind, to) in pointing {
        let tell = tell.clone();
        element = element.on(kind, move |_| tell.emit(Message::Pointed(to)));
    }
    element
}
