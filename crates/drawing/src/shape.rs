//! A tree of plain shapes, put together by plain calls: `el("g").class("edge").child(line)`. It can be mounted by a page or
//! written as SVG. It does not know what any shape is for.

use std::borrow::Cow;

use crate::geometry::{Point, Rect};
use crate::ids::Item;
use crate::svg_numbers::{decimal, with_numbers};

/// One node of the tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Shape {
    /// An element of SVG.
    Element(Box<Element>),
    /// Text.
    Text(String),
    /// Several in the place of one, or none.
    List(Vec<Shape>),
    /// The place of all that is under way and moves. The page puts an element there that it draws anew for each frame.
    Moving,
}

/// An element of SVG.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name: `g`, `rect`, `text`.
    pub name: &'static str,
    /// Tells it from its like when their order changes.
    pub key: Option<String>,
    /// Its attributes, each once.
    pub attributes: Vec<(&'static str, Cow<'static, str>)>,
    /// What is in it.
    pub children: Vec<Shape>,
    /// What it reacts to.
    pub target: Option<Target>,
}

/// What an element reacts to.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A click, Enter and Space pick this.
    Pick(Item),
    /// Arrow keys go along what can be picked in it.
    Arrows,
}

/// Begins an element of this name.
#[must_use]
pub fn el(name: &'static str) -> Element {
    Element { name, key: None, attributes: Vec::new(), children: Vec::new(), target: None }
}

/// Puts nothing in the place of something that is there at other times.
#[must_use]
pub const fn nothing() -> Shape {
    Shape::List(Vec::new())
}

/// Puts several shapes in the place of one.
pub fn list<S: Into<Shape>>(shapes: impl IntoIterator<Item = S>) -> Shape {
    let mut all = Vec::new();
    for shape in shapes {
        all.push(shape.into());
    }
    Shape::List(all)
}

/// Joins those of the classes that hold.
#[must_use]
pub fn classes(all: &[(&str, bool)]) -> String {
    let mut row = String::new();
    for (class, _) in all.iter().filter(|(class, holds)| *holds && !class.is_empty()) {
        if !row.is_empty() {
            row.push(' ');
        }
        row.push_str(class);
    }
    row
}

/// Writes a truth as ARIA's attributes have it.
#[must_use]
pub const fn truth(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

impl Element {
    /// Sets attributes that are always the same.
    #[must_use]
    pub fn with(mut self, attributes: &[(&'static str, &'static str)]) -> Self {
        for (name, value) in attributes {
            self.attributes.push((name, Cow::Borrowed(value)));
        }
        self
    }

    /// Sets an attribute.
    #[must_use]
    #[inline(never)]
    pub fn attr(mut self, name: &'static str, value: impl Into<Cow<'static, str>>) -> Self {
        self.attributes.push((name, value.into()));
        self
    }

    /// Sets its classes.
    #[must_use]
    pub fn class(self, class: impl Into<Cow<'static, str>>) -> Self {
        self.attr("class", class)
    }

    /// Sets what tells it from its like.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets what it reacts to.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// Puts text into it.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        self.children.push(Shape::Text(words.into()));
        self
    }

    /// Puts a shape into it.
    #[must_use]
    pub fn child(mut self, child: impl Into<Shape>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Puts several shapes into it; those with keys stay the same when their order changes.
    #[must_use]
    pub fn children<S: Into<Shape>>(mut self, children: impl IntoIterator<Item = S>) -> Self {
        self.children.push(list(children));
        self
    }

    /// Sets lengths and places, in tenths.
    #[must_use]
    #[inline(never)]
    pub fn lengths(mut self, all: &[(&'static str, f64)]) -> Self {
        for (name, length) in all {
            self.attributes.push((name, Cow::Owned(decimal(*length, 1))));
        }
        self
    }

    /// Sets its place as a style, so that a page can move it there smoothly.
    #[must_use]
    #[inline(never)]
    pub fn at(self, place: Point) -> Self {
        self.attr("style", with_numbers("transform:translate(_px,_px)", &[place.x, place.y]))
    }

    /// Gives the value of an attribute.
    #[must_use]
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(other, _)| *other == name).map(|(_, value)| &**value)
    }
}

impl From<Element> for Shape {
    fn from(element: Element) -> Self {
        Self::Element(Box::new(element))
    }
}

/// Draws a box with round corners.
#[must_use]
#[inline(never)]
pub fn rect(bounds: Rect, round: f64) -> Element {
    let Rect { x, y, width, height } = bounds;
    el("rect").lengths(&[("x", x), ("y", y), ("width", width), ("height", height), ("rx", round)])
}

/// Gives the box of a size round the origin.
#[must_use]
pub fn about(width: f64, height: f64) -> Rect {
    Rect { x: -width / 2.0, y: -height / 2.0, width, height }
}

/// Draws a circle.
#[must_use]
#[inline(never)]
pub fn circle(class: &'static str, at: Point, radius: f64) -> Element {
    el("circle").class(class).lengths(&[("cx", at.x), ("cy", at.y), ("r", radius)])
}

/// Draws a path; the template has a `_` for each of its numbers.
#[must_use]
#[inline(never)]
pub fn path(class: &'static str, template: &str, numbers: &[f64]) -> Element {
    el("path").class(class).attr("d", with_numbers(template, numbers))
}

/// Sets text from its middle.
#[must_use]
pub fn middle(class: &'static str, at: Point, size: f64, text: String) -> Element {
    left(class, at, size, text).attr("text-anchor", "middle")
}

/// Sets text from its left.
#[must_use]
#[inline(never)]
pub fn left(class: &'static str, at: Point, size: f64, text: String) -> Element {
    el("text").class(class).lengths(&[("x", at.x), ("y", at.y), ("font-size", size)]).text(text)
}
