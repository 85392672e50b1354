//! A tree of plain shapes, built by plain calls: `el("g").class("edge").child(line)`. A page can mount it, and it can
//! be written as SVG.

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
    /// Several shapes in the place of one, or none.
    List(Vec<Shape>),
    /// The place of the moving tokens. The page puts an element there and redraws it for each frame.
    Moving,
}

/// An element of SVG.
#[derive(Clone, Debug, PartialEq)]
pub struct Element {
    /// Its name: `g`, `rect`, `text`.
    pub name: &'static str,
    /// Identifies it among its siblings when their order changes.
    pub key: Option<String>,
    /// Its attributes, without duplicates.
    pub attributes: Vec<(&'static str, Cow<'static, str>)>,
    /// Its children.
    pub children: Vec<Shape>,
    /// Its reaction to input.
    pub target: Option<Target>,
}

/// The reaction of an element.
#[derive(Clone, Debug, PartialEq)]
pub enum Target {
    /// A click, Enter and Space pick this item.
    Pick(Item),
    /// Arrow keys move among the pickable items in it.
    Arrows,
}

/// Begins an element of this name.
#[must_use]
pub fn el(name: &'static str) -> Element {
    Element { name, key: None, attributes: Vec::new(), children: Vec::new(), target: None }
}

/// Returns an empty shape, for the place of an optional one.
#[must_use]
pub const fn nothing() -> Shape {
    Shape::List(Vec::new())
}

/// Returns several shapes as one.
pub fn list<S: Into<Shape>>(shapes: impl IntoIterator<Item = S>) -> Shape {
    let mut all = Vec::new();
    for shape in shapes {
        all.push(shape.into());
    }
    Shape::List(all)
}

/// Joins the classes whose condition holds.
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

/// Formats a boolean for ARIA's attributes.
#[must_use]
pub const fn truth(holds: bool) -> &'static str {
    if holds { "true" } else { "false" }
}

impl Element {
    /// Sets constant attributes.
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

    /// Sets the key that identifies it among its siblings.
    #[must_use]
    pub fn key(mut self, key: impl Into<String>) -> Self {
        self.key = Some(key.into());
        self
    }

    /// Sets its reaction.
    #[must_use]
    pub fn target(mut self, target: Target) -> Self {
        self.target = Some(target);
        self
    }

    /// Adds text.
    #[must_use]
    pub fn text(mut self, words: impl Into<String>) -> Self {
        self.children.push(Shape::Text(words.into()));
        self
    }

    /// Adds a shape.
    #[must_use]
    pub fn child(mut self, child: impl Into<Shape>) -> Self {
        self.children.push(child.into());
        self
    }

    /// Adds several shapes; those with keys keep their identity when their order changes.
    #[must_use]
    pub fn children<S: Into<Shape>>(mut self, children: impl IntoIterator<Item = S>) -> Self {
        self.children.push(list(children));
        self
    }

    /// Sets lengths and positions, rounded to tenths.
    #[must_use]
    #[inline(never)]
    pub fn lengths(mut self, all: &[(&'static str, f64)]) -> Self {
        for (name, length) in all {
            self.attributes.push((name, Cow::Owned(decimal(*length, 1))));
        }
        self
    }

    /// Sets its position as a style, so that a page can move it smoothly.
    #[must_use]
    #[inline(never)]
    pub fn at(self, place: Point) -> Self {
        self.attr("style", with_numbers("transform:translate(_px,_px)", &[place.x, place.y]))
    }

    /// Returns the value of an attribute.
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

/// Returns the box of a size around the origin.
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

/// Draws a path from a template with a `_` for each number.
#[must_use]
#[inline(never)]
pub fn path(class: &'static str, template: &str, numbers: &[f64]) -> Element {
    el("path").class(class).attr("d", with_numbers(template, numbers))
}

/// Draws text centred at a point.
#[must_use]
pub fn middle(class: &'static str, at: Point, size: f64, text: String) -> Element {
    left(class, at, size, text).attr("text-anchor", "middle")
}

/// Draws text that begins at a point.
#[must_use]
#[inline(never)]
pub fn left(class: &'static str, at: Point, size: f64, text: String) -> Element {
    el("text").class(class).lengths(&[("x", at.x), ("y", at.y), ("font-size", size)]).text(text)
}
