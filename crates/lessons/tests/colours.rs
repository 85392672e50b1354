//! Compares `web/style/code.css` with the compiler's classes and the page's surfaces: every class has a colour, and
//! every colour is readable on every background of code, light and dark.

use std::collections::BTreeMap;
use std::fs;

use warren_lessons::compile::CLASSES;

/// Light and dark.
type Pair = [[f64; 3]; 2];

/// Returns the custom properties of a style sheet whose value is `light-dark(#..., #...)`.
fn colours(file: &str) -> BTreeMap<String, Pair> {
    let path = format!("{}/../../{file}", env!("CARGO_MANIFEST_DIR"));
    let css = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let pair = |line: &str| {
        let (name, value) = line.trim().strip_prefix("--")?.split_once(": light-dark(")?;
        let (light, dark) = value.trim_end_matches([';', ')']).split_once(", ")?;
        Some((name.to_owned(), [rgb(light)?, rgb(dark)?]))
    };
    css.lines().filter_map(pair).collect()
}

fn rgb(hex: &str) -> Option<[f64; 3]> {
    let hex = hex.strip_prefix('#').filter(|hex| hex.len() == 6)?;
    let part = |at| u8::from_str_radix(hex.get(at..at + 2)?, 16).ok().map(|value| f64::from(value) / 255.0);
    Some([part(0)?, part(2)?, part(4)?])
}

/// Returns the relative luminance of WCAG 2.2.
fn luminance(rgb: [f64; 3]) -> f64 {
    let linear = rgb.map(|part| if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) });
    0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
}

fn contrast(a: [f64; 3], b: [f64; 3]) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

#[test]
fn every_class_has_a_colour() {
    let colours = colours("web/style/code.css");
    let classes: Vec<String> = colours.keys().map(|name| name.replacen("code-", "c-", 1)).collect();
    assert_eq!(classes, CLASSES);
}

#[test]
fn every_colour_can_be_read_on_every_ground() {
    let mut tokens = colours("web/style/tokens.css");
    tokens.extend(colours("crates/drawing/style/stage-tokens.css"));
    let grounds: Vec<(&String, &Pair)> = tokens
        .iter()
        .filter(|(name, _)| ["ground", "stage-surface", "now-fill", "code-ground"].contains(&name.as_str()))
        .collect();
    assert_eq!(grounds.len(), 4, "the tokens no longer have the grounds: {grounds:?}");
    for (name, [light, dark]) in colours("web/style/code.css") {
        for (ground, [day, night]) in &grounds {
            let ratios = [contrast(light, *day), contrast(dark, *night)];
            assert!(ratios.iter().all(|ratio| *ratio >= 4.5), "--{name} on --{ground}: {ratios:.2?}");
        }
    }
}
