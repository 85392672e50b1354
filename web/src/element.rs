//! Elements of the page, built by plain calls: `el("p").class("hint").text(words)`. Yew's macro writes every attribute
//! out anew for each element; here a call is everything, because a visitor downloads every byte of the page.

use std::rc::Rc;

use warren_drawing::svg_numbers::decimal;
use yew::prelude::*;
use yew::virtual_dom::{Key, Listener, ListenerKind, VList, VTag, VText};

/// An element under construction.
pub struct Element(Rc<VTag>);

/// Makes an element of this name, HTML or SVG.
#[inline(never)]
pub fn el(tag: &'static str) -> Element {
    Element(Rc::new(VTag::new(tag)))
}

/// Returns an empty node, for the place of an optional one.
pub fn nothing() -> Html {
    Html::default()
}

/// Returns several nodes as one.
pub fn list<C: Into<Html>>(children: impl IntoIterator<Item = C>) -> Html {
    let mut all = Vec::new();
    for child in children {
        all.push(child.into());
    }
    gathered(all)
}

#[inline(never)]
fn gathered(all: Vec<Html>) -> Html {
    VList::with_children(all, None).into()
}

/// Makes a text.
#[inline(never)]
pub fn text(text: impl Into<AttrValue>) -> Html {
    VText::new(text.into()).into()
}

/// Makes nodes from HTML that the build made of the project's own texts.
#[inline(never)]
pub fn raw(html: &str) -> Html {
    Html::from_html_unchecked(AttrValue::from(html.to_owned()))
}

/// Joins the classes whose condition holds.
#[inline(never)]
pub fn classes(all: &[(&'static str, bool)]) -> AttrValue {
    let mut row = String::new();
    for (class, _) in all.iter().filter(|(_, holds)| *holds) {
        if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(class);
    }
    row.into()
}

/// Formats a boolean for ARIA's attributes.
pub const fn truth(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

impl Element {
    fn tag(&mut self) -> &mut VTag {
        Rc::get_mut(&mut self.0).expect("nobody else has an element before it is put into another")
    }

    /// Sets constant attributes.
    #[inline(never)]
    pub fn with(mut self, attributes: &[(&'static str, &'static str)]) -> Self {
        for (name, value) in attributes {
            self.set(name, AttrValue::Static(value));
        }
        self
    }

    /// Sets an attribute.
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: impl Into<AttrValue>) -> Self {
        self.set(name, value.into());
        self
    }

    #[inline(never)]
    fn set(&mut self, name: &'static str, value: AttrValue) {
        match name {
            // The browser's own attribute of this name is only the initial value of a field.
            "value" if matches!(self.0.tag(), "input" | "textarea") => self.tag().set_value(Some(value)),
            _ => self.tag().add_attribute(name, value),
        }
    }

    /// Sets lengths and places, in tenths.
    #[inline(never)]
    pub fn lengths(mut self, all: &[(&'static str, f64)]) -> Self {
        for (name, length) in all {
            self.set(name, decimal(*length, 1).into());
        }
        self
    }

    /// Sets an attribute that is present or not: `disabled`, `selected`; `checked` is the current state of the box.
    #[inline(never)]
    pub fn flag(mut self, name: &'static str, on: bool) -> Self {
        if name == "checked" {
            self.tag().set_checked(on);
        } else if on {
            self.set(name, AttrValue::Static(""));
        }
        self
    }

    /// Sets its classes.
    pub fn class(self, class: impl Into<AttrValue>) -> Self {
        self.attr("class", class)
    }

    /// Sets the key that identifies it among its siblings.
    #[inline(never)]
    pub fn key(mut self, key: impl Into<Key>) -> Self {
        self.tag().key = Some(key.into());
        self
    }

    /// Lets the page find it again by this reference once it is drawn.
    #[inline(never)]
    pub fn find_by(mut self, node: &NodeRef) -> Self {
        self.tag().node_ref = node.clone();
        self
    }

    /// Puts text into it.
    pub fn text(self, words: impl Into<AttrValue>) -> Self {
        self.child(text(words))
    }

    /// Puts a node into it.
    pub fn child(self, child: impl Into<Html>) -> Self {
        self.put(child.into())
    }

    /// Adds several nodes; those with keys keep their identity when their order changes.
    pub fn children<C: Into<Html>>(self, children: impl IntoIterator<Item = C>) -> Self {
        self.put(list(children))
    }

    #[inline(never)]
    fn put(mut self, child: Html) -> Self {
        self.tag().add_child(child);
        self
    }

    /// Listens for an event.
    pub fn on(self, kind: ListenerKind, then: impl Fn(Event) + 'static) -> Self {
        self.listen(kind, Box::new(then))
    }

    #[inline(never)]
    fn listen(mut self, kind: ListenerKind, then: Box<dyn Fn(Event)>) -> Self {
        self.tag().add_listener(Rc::new(Heard { kind, then }));
        self
    }
}

impl From<Element> for Html {
    fn from(element: Element) -> Self {
        Self::VTag(element.0)
    }
}

struct Heard {
    kind: ListenerKind,
    then: Box<dyn Fn(Event)>,
}

impl Listener for Heard {
    fn kind(&self) -> ListenerKind {
        self.kind.clone()
    }

    fn handle(&self, event: Event) {
        (self.then)(event);
    }

    fn passive(&self) -> bool {
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_element_is_what_the_calls_say() {
        let built: Html = el("a")
            .with(&[("href", "#"), ("role", "link")])
            .class(classes(&[("one", true), ("two", false), ("three", true)]))
            .key("k")
            .text("words")
            .child(nothing())
            .children([el("b"), el("i")])
            .into();
        let macros = html! {
            <a key="k" href="#" role="link" class="one three">{ "words" }<></><><b></b><i></i></></a>
        };
        assert_eq!(format!("{built:?}").matches("VText").count(), format!("{macros:?}").matches("VText").count());
        let Html::VTag(tag) = &built else { panic!("an element is a tag") };
        assert_eq!(
            tag.attributes.iter().collect::<Vec<_>>(),
            [("href", "#"), ("role", "link"), ("class", "one three")]
        );
    }

    #[test]
    fn fields_have_their_value_and_tick_as_properties() {
        let Html::VTag(field) = Html::from(el("input").attr("value", "typed").flag("checked", true)) else {
            panic!("an element is a tag")
        };
        assert_eq!((field.value().map(|value| &**value), field.checked()), (Some("typed"), Some(true)));
        assert_eq!(field.attributes.iter().count(), 0);
    }
}
