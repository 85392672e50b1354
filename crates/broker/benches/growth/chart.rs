//! Draws the curves as an SVG with one small chart per row: the cost at each size divided by the cost at the first
//! size, on logarithmic axes. A dashed line shows the limit of the last.

use core::fmt::Write as _;

use crate::{Measured, grouped};

const COLUMNS: usize = 3;
const CELL: (f64, f64) = (270.0, 150.0);
/// The left, right, top and bottom of the axes in a cell.
const AXES: (f64, f64, f64, f64) = (36.0, 256.0, 40.0, 122.0);
/// The ratio at the top.
const TOP: f64 = 8.0;

/// Draws all measured rows.
pub fn svg(all: &[Measured]) -> String {
    let (width, height) = (CELL.0 * COLUMNS as f64, CELL.1 * all.len().div_ceil(COLUMNS) as f64);
    let mut text = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" font-family=\"sans-serif\" \
         font-size=\"10\" fill=\"#333\">\n<rect width=\"{width}\" height=\"{height}\" fill=\"#fff\"/>\n"
    );
    for (place, measured) in all.iter().enumerate() {
        let (x, y) = (CELL.0 * (place % COLUMNS) as f64, CELL.1 * (place / COLUMNS) as f64);
        let _ = writeln!(text, "<g transform=\"translate({x} {y})\">");
        cell(measured, &mut text);
        text.push_str("</g>\n");
    }
    text + "</svg>\n"
}

fn cell(measured: &Measured, text: &mut String) {
    let (left, right, top, bottom) = AXES;
    let row = measured.row;
    let first = measured.points.first().map_or(f64::NAN, |(_, cost)| *cost);
    let steps = (measured.points.len().max(2) - 1) as f64;
    let x = |place: usize| left + (right - left) * place as f64 / steps;
    let y = |ratio: f64| bottom - (bottom - top) * (ratio.clamp(0.5, TOP).log2() + 1.0) / (TOP.log2() + 1.0);
    let _ = writeln!(text, "<text x=\"{left}\" y=\"14\" font-weight=\"bold\">{}</text>", row.name);
    let _ = writeln!(
        text,
        "<text x=\"{left}\" y=\"28\">by {}: {:.2} times, at most {}</text>",
        row.by,
        measured.ratio(),
        row.limit
    );
    for ratio in [1.0, 2.0, 4.0, 8.0] {
        let y = y(ratio);
        let _ = writeln!(text, "<path d=\"M{left} {y:.1}H{right}\" stroke=\"#ddd\"/>");
        let _ = writeln!(text, "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{ratio}x</text>", left - 4.0, y + 3.0);
    }
    let limit = y(row.limit);
    let _ = writeln!(text, "<path d=\"M{left} {limit:.1}H{right}\" stroke=\"#c33\" stroke-dasharray=\"4 3\"/>");
    let places = measured.points.iter().enumerate();
    let curve: Vec<String> =
        places.clone().map(|(place, (_, cost))| format!("{:.1},{:.1}", x(place), y(cost / first))).collect();
    let _ =
        writeln!(text, "<polyline points=\"{}\" fill=\"none\" stroke=\"#06c\" stroke-width=\"2\"/>", curve.join(" "));
    for (place, (size, cost)) in places {
        let (x, y) = (x(place), y(cost / first));
        let _ = writeln!(text, "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"2.5\" fill=\"#06c\"/>");
        let (size, below) = (grouped(*size), bottom + 13.0);
        let _ = writeln!(text, "<text x=\"{x:.1}\" y=\"{below}\" text-anchor=\"middle\">{size}</text>");
        let (cost, below) = (grouped(*cost as usize), bottom + 25.0);
        let unit = row.unit;
        let _ = writeln!(
            text,
            "<text x=\"{x:.1}\" y=\"{below}\" text-anchor=\"middle\" fill=\"#888\">{cost} {unit}</text>"
        );
    }
}
