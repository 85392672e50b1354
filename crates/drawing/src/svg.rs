//! Writes a drawing as a file of its own: SVG with its styles and colours inside, for posters, print and export.

use std::fmt::Write;

use crate::draw::{DrawContext, parked};
use crate::shape::{Element, Shape};
use crate::svg_numbers::with_numbers;

/// The style sheet, the same as the page's.
const STYLE: &str = include_str!("../style/stage.css");
const TOKENS: &str = include_str!("../style/stage-tokens.css");

/// The colours of a drawing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it all.
pub enum Theme {
    #[default]
    Light,
    Dark,
}

/// Writes a drawing as a standalone SVG document: at rest, with things in flight where they wait. Its size is that of
/// the composition in CSS pixels. It refers to nothing outside itself and has no behaviour.
#[must_use]
pub fn svg(context: &DrawContext, theme: Theme) -> String {
    let drawing = context.drawing();
    let moving = Element {
        attributes: vec![("class", "travel".into())],
        ..crate::shape::el("g").child(parked(&context.composition.layout, &context.scene.parked))
    };
    let view = context.composition.view;
    let mut written = String::from("<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"stage\" role=\"img\"");
    for name in ["aria-label", "viewBox", "width", "height"] {
        attribute(&mut written, name, drawing.attribute(name).unwrap_or_default());
    }
    written.push('>');
    let _ = write!(written, "<style>{}</style>", escaped(&style(theme)));
    let ground = [("x", view.x), ("y", view.y), ("width", view.width), ("height", view.height)];
    element(&mut written, &crate::shape::el("rect").class("ground").lengths(&ground), &moving);
    written.push_str("<g class=\"stage-drawing\">");
    for child in &drawing.children {
        shape(&mut written, child, &moving);
    }
    written.push_str("</g></svg>\n");
    written
}

fn shape(written: &mut String, shape_: &Shape, moving: &Element) {
    match shape_ {
        Shape::Element(inner) => element(written, inner, moving),
        Shape::Text(text) => written.push_str(&escaped(text)),
        Shape::List(shapes) => shapes.iter().for_each(|inner| shape(written, inner, moving)),
        Shape::Moving => element(written, moving, moving),
    }
}

fn element(written: &mut String, element: &Element, moving: &Element) {
    let _ = write!(written, "<{}", element.name);
    for (name, value) in &element.attributes {
        match *name {
            // Nothing in a file can be picked.
            "tabindex" | "role" | "aria-pressed" | "aria-hidden" => {}
            // Not every reader of SVG knows the property; all know the attribute.
            "style" if value.starts_with(MOVED) => attribute(written, "transform", &moved(value)),
            name => attribute(written, name, value),
        }
    }
    if element.children.is_empty() {
        written.push_str("/>");
        return;
    }
    written.push('>');
    for child in &element.children {
        shape(written, child, moving);
    }
    let _ = write!(written, "</{}>", element.name);
}

const MOVED: &str = "transform:translate(";

fn moved(style: &str) -> String {
    let places = style.trim_start_matches(MOVED).trim_end_matches(')').replace("px", "");
    let place = |place: &str| place.parse().unwrap_or_default();
    let (x, y) = places.split_once(',').map_or((0.0, 0.0), |(x, y)| (place(x), place(y)));
    with_numbers("translate(_ _)", &[x, y])
}

fn attribute(written: &mut String, name: &str, value: &str) {
    let _ = write!(written, " {name}=\"{}\"", escaped(value));
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            // XML has no other control characters, not even as references.
            letter if letter.is_control() && !matches!(letter, '\t' | '\n' | '\r') => escaped.push('\u{fffd}'),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            letter => escaped.push(letter),
        }
    }
    escaped
}

/// Returns the style sheet with the colours of a theme filled in, without the parts that only a page needs.
fn style(theme: Theme) -> String {
    let tokens = tokens(theme);
    let mut style = without_at_rules(&without_comments(STYLE));
    // A token may refer to others.
    for _ in 0..2 {
        for (name, value) in &tokens {
            style = style.replace(&format!("var({name})"), value);
        }
    }
    style += "\n.stage .ground { fill: var(--stage-ground); }\n";
    for (name, value) in &tokens {
        style = style.replace(&format!("var({name})"), value);
    }
    style
}

/// Reads the tokens of a theme: names with their values.
fn tokens(theme: Theme) -> Vec<(String, String)> {
    let tokens = without_comments(TOKENS);
    let declarations = tokens.split(['{', ';', '}']).filter_map(|declaration| declaration.trim().split_once(':'));
    let custom = declarations.filter(|(name, _)| name.starts_with("--"));
    custom.map(|(name, value)| (name.to_owned(), value_in(value.trim(), theme).to_owned())).collect()
}

/// Returns the value that a `light-dark(light, dark)` has in a theme.
fn value_in(value: &str, theme: Theme) -> &str {
    let both =
        value.strip_prefix("light-dark(").and_then(|rest| rest.strip_suffix(')')).and_then(|both| both.split_once(','));
    match (both, theme) {
        (Some((light, _)), Theme::Light) => light.trim(),
        (Some((_, dark)), Theme::Dark) => dark.trim(),
        (None, _) => value,
    }
}

fn without_comments(css: &str) -> String {
    let mut pieces = css.split("/*");
    let mut clean = pieces.next().unwrap_or_default().to_owned();
    for piece in pieces {
        clean += piece.split_once("*/").map_or("", |(_, rest)| rest);
    }
    clean
}

/// Removes at-rules with their blocks: motion, small screens, forced colours.
fn without_at_rules(css: &str) -> String {
    let mut kept = String::new();
    let mut rest = css;
    while let Some(at) = rest.find('@') {
        kept += &rest[..at];
        let mut depth = 0_usize;
        let end = rest[at..].char_indices().find(|(_, letter)| {
            match letter {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => return false,
            }
            depth == 0
        });
        rest = end.map_or("", |(end, _)| &rest[at + end + 1..]);
    }
    kept + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_theme_fills_in_all_its_colours() {
        let (light, dark) = (style(Theme::Light), style(Theme::Dark));
        assert_ne!(light, dark);
        for style in [light, dark] {
            let left: Vec<&str> =
                style.match_indices("var(").map(|(at, _)| &style[at..(at + 24).min(style.len())]).collect();
            assert_eq!(left, [""; 0]);
            assert!(!style.contains("light-dark") && !style.contains('@'), "{style}");
            assert!(
                style.contains(".stage .cross {"),
                "what comes after the first block with braces of its own is kept"
            );
        }
    }

    #[test]
    fn what_xml_does_not_allow_is_not_written() {
        assert_eq!(escaped("a<b & \"c\"\u{1}\u{0}>"), "a&lt;b &amp; &quot;c&quot;\u{fffd}\u{fffd}&gt;");
    }

    #[test]
    fn a_place_is_an_attribute() {
        assert_eq!(moved("transform:translate(12.5px,-3px)"), "translate(12.5 -3)");
    }
}
