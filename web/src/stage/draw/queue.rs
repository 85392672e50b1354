//! Queues: a box of cells with its head at the side of the consumers, counts, and under a durable one the disk that shows
//! what has reached it.

use warren_broker::QueueId;
use warren_broker::event::Stage;
use warren_broker::overview::QueueView;
use yew::Html;

use super::words::{flags, grouped, short};
use super::{Pen, about, circle, left, middle, path, rect};
use crate::element::{Element, classes, el, list, nothing};
use crate::stage::graph::Node;
use crate::stage::item::Item;
use crate::stage::layout::Flow;
use crate::stage::measures::{CAPTION_GAP, DISK, LINE, Measures};
use crate::stage::scene::{Cell, Line};
use warren_drawing::geometry::{Point, Rect};
use warren_drawing::text_width::{Font, fit, width};

/// A queue.
pub(super) fn queue(pen: &Pen, id: QueueId) -> Html {
    let Some(view) = pen.queue(id) else { return nothing() };
    let Some(spot) = pen.composition.layout.nodes.get(&Node::Queue(id)) else { return nothing() };
    let measures = &pen.composition.measures;
    let nothing = Line::default();
    let line = pen.scene.queues.get(&id).unwrap_or(&nothing);
    let rows = Rows::of(measures, line);
    let (wide, high) = measures.queue;
    let flags = flags(view);
    let counts = pen.counts(line);
    let spoken_flags = if flags.is_empty() { "transient".to_owned() } else { flags.join(" ") };
    let spoken = pen.texts.format(
        "stage.aria.queue",
        &[("name", &view.name), ("flags", &spoken_flags), ("counts", &counts.join(", "))],
        None,
    );
    let stacked = (rows.hidden > 0).then(|| stack(measures, rows.hidden, rows.shown));
    let on_disk =
        (view.durable && !measures.rows()).then(|| disk(measures, &line.cells[..rows.shown.min(line.cells.len())]));
    let inner = list([
        rect(about(wide, high), if measures.rows() { 8.0 } else { 12.0 }).class("queue-box").into(),
        list(stacked),
        list(on_disk),
        caption(measures, view, &flags, &counts),
    ]);
    let up = pen.overview.broker_up;
    let class = if up { "queue" } else { "queue down" };
    let cells = line.cells.iter().take(rows.shown).enumerate();
    let cells = cells.map(|(place, cell)| message(pen, cell, slot(measures, place, 1), spot.centre));
    el("g")
        .key(format!("q{}", id.0))
        .class("queue-group")
        .child(pen.pickable(&Item::Queue(id), class, spot.centre, spoken, inner))
        .child(el("g").class(classes(&[("cells", true), ("down", !up)])).children(cells))
        .into()
}

/// How many messages are shown one by one, and how many only counted.
struct Rows {
    shown: usize,
    hidden: u64,
}

impl Rows {
    fn of(measures: &Measures, line: &Line) -> Self {
        let all = line.ready + line.unacked;
        let shown = if all <= measures.slots as u64 { all as usize } else { measures.slots - stack_slots(measures) };
        let shown = shown.min(line.cells.len());
        Self { shown, hidden: all - shown as u64 }
    }
}

/// How many slots the counted stack takes.
fn stack_slots(measures: &Measures) -> usize {
    match measures.flow {
        Flow::Right => 2,
        Flow::Down => 1,
    }
}

/// The box of a slot, from the head on, `count` slots long, seen from the middle of the queue.
fn slot(measures: &Measures, place: usize, count: usize) -> Rect {
    let (wide, high) = measures.queue;
    let (cell_wide, cell_high) = measures.cell;
    let long = |size: f64| count as f64 * (size + measures.cell_gap) - measures.cell_gap;
    let before = |size: f64| measures.pad() + place as f64 * (size + measures.cell_gap);
    match measures.flow {
        Flow::Right => {
            let width = long(cell_wide);
            Rect { x: wide / 2.0 - before(cell_wide) - width, y: -cell_high / 2.0, width, height: cell_high }
        }
        Flow::Down => {
            let height = long(cell_high);
            Rect { x: -cell_wide / 2.0, y: high / 2.0 - before(cell_high) - height, width: cell_wide, height }
        }
    }
}

fn message(pen: &Pen, cell: &Cell, bounds: Rect, queue: Point) -> Html {
    let measures = &pen.composition.measures;
    let centre = bounds.centre();
    let at = Point::new(queue.x + centre.x, queue.y + centre.y);
    let text = short(cell.message.0);
    let size = (12.5_f64).min((bounds.width - 3.0) / width(&text, Font::Mono, 1.0));
    let (reach_x, reach_y) = (bounds.width / 2.0, bounds.height / 2.0);
    let tall = bounds.height >= 40.0;
    let broad = bounds.width >= 60.0;
    // Signs stand over and under the number if there is height, beside it if there is breadth, else in the corners.
    let (redelivered, persistent) = if tall {
        (Point::new(0.0, -reach_y + 9.0), Point::new(0.0, reach_y - 9.0))
    } else if broad {
        (Point::new(-reach_x + 12.0, 0.0), Point::new(reach_x - 12.0, 0.0))
    } else {
        (Point::new(-reach_x + 1.0, -reach_y + 1.0), Point::new(reach_x - 4.0, reach_y - 4.0))
    };
    let mut inner = el("g")
        .class(classes(&[("cell-body", true), ("fresh", cell.fresh)]))
        .child(rect(about(bounds.width, bounds.height), if measures.rows() { 4.0 } else { 6.0 }))
        .child(middle("mono", Point::new(0.0, size * 0.35), size, text));
    if cell.redelivered {
        inner = inner.child(again(redelivered));
    }
    if cell.stage.is_some() && !measures.rows() {
        inner = inner.child(platter("mark-persistent", persistent, 4.5));
    }
    let class = if cell.unacked { "cell unacked" } else { "cell ready" };
    pen.pickable(&Item::Copy(cell.copy), class, at, pen.cell_name(cell), inner.into())
}

/// What does not fit, as a stack of cells with its number.
fn stack(measures: &Measures, hidden: u64, shown: usize) -> Element {
    let bounds = slot(measures, shown, stack_slots(measures));
    let text = format!("+{}", grouped(hidden));
    let size = (12.0_f64).min((bounds.width - 10.0) / width(&text, Font::Mono, 1.0));
    let (offset_x, offset_y) = match measures.flow {
        Flow::Right => (-4.0, 0.0),
        Flow::Down => (0.0, -3.0),
    };
    let sheet = |depth: f64| {
        let (x, y) = (bounds.x + 8.0 + offset_x * depth, bounds.y + offset_y * depth);
        rect(Rect { x, y, width: bounds.width - 8.0, height: bounds.height }, 6.0)
    };
    let centre = Point::new(bounds.centre().x + 4.0, bounds.centre().y + size * 0.35);
    el("g").class("stack").children([2.0, 1.0, 0.0].map(sheet)).child(middle("mono", centre, size, text))
}

/// The disk of a durable queue: beside each message that has got there a full mark, beside one in the page cache a hollow.
fn disk(measures: &Measures, cells: &[Cell]) -> Element {
    let (wide, high) = measures.queue;
    let strip = match measures.flow {
        Flow::Right => Rect { x: -wide / 2.0 + 6.0, y: high / 2.0 + 5.0, width: wide - 12.0, height: DISK - 8.0 },
        Flow::Down => Rect { x: wide / 2.0 + 5.0, y: -high / 2.0 + 6.0, width: DISK - 8.0, height: high - 12.0 },
    };
    let mark = |(place, cell): (usize, &Cell)| {
        let beside = slot(measures, place, 1).centre();
        let at = match measures.flow {
            Flow::Right => Point::new(beside.x, strip.centre().y),
            Flow::Down => Point::new(strip.centre().x, beside.y),
        };
        let class = match cell.stage? {
            Stage::Memory => return None,
            Stage::PageCache => "disk-mark cached",
            Stage::Disk => "disk-mark",
        };
        Some(circle(class, at, 3.5).key(format!("{}-{}", cell.copy.queue.0, cell.copy.position)))
    };
    let sign = match measures.flow {
        Flow::Right => Point::new(strip.x + 12.0, strip.centre().y),
        Flow::Down => Point::new(strip.centre().x, strip.y + 12.0),
    };
    el("g")
        .class("disk")
        .child(rect(strip, 7.0))
        .child(platter("disk-sign", sign, 4.0))
        .children(cells.iter().enumerate().filter_map(mark))
}

fn caption(measures: &Measures, view: &QueueView, flags: &[&str], counts: &[String; 2]) -> Html {
    if measures.rows() {
        let (wide, _) = measures.queue;
        let x = -wide / 2.0 + 12.0;
        let room = wide - measures.pad() - measures.slots as f64 * (measures.cell.0 + measures.cell_gap) - 20.0;
        let counts = fit(&counts.join(" · "), Font::Sans, measures.small - 0.5, room);
        return list([
            left("name", Point::new(x, -2.0), measures.name, fit(&view.name, Font::Bold, measures.name, room)),
            left("muted", Point::new(x, 13.0), measures.small - 0.5, counts),
        ]);
    }
    let below = if measures.flow == Flow::Right && view.durable { DISK } else { 0.0 };
    let first = measures.queue.1 / 2.0 + below + CAPTION_GAP + LINE * 0.6;
    let room = measures.queue_caption();
    // What a queue is stands beside its name only if that leaves the name whole; the inspector says it too.
    let after = flags.join(" ");
    let taken = width(&after, Font::Sans, measures.small) + 6.0;
    let whole = !after.is_empty() && width(&view.name, Font::Bold, measures.name) + taken <= room;
    let counts = if measures.counts_apart() { counts.to_vec() } else { vec![counts.join(" · ")] };
    let counts = counts.iter().enumerate().map(|(line, text)| {
        let at = Point::new(0.0, first + (line as f64 + 1.0) * LINE);
        middle("muted", at, measures.small, fit(text, Font::Sans, measures.small, room))
    });
    let span = |class: &'static str, size: f64, text: String| {
        el("tspan").class(class).lengths(&[("font-size", size)]).text(text)
    };
    let name = span("name", measures.name, fit(&view.name, Font::Bold, measures.name, room));
    let mut title = el("text")
        .with(&[("class", "caption"), ("x", "0"), ("text-anchor", "middle")])
        .lengths(&[("y", first)])
        .child(name);
    if whole {
        title = title.child(span("muted", measures.small, after).attr("dx", "6"));
    }
    list([title.into(), list(counts)])
}

/// A small disk, seen from the side.
fn platter(class: &'static str, at: Point, half: f64) -> Element {
    let (left, right, top, bottom) = (at.x - half, at.x + half, at.y - half * 0.45, at.y + half * 0.45);
    let rise = half * 0.4;
    path(
        class,
        "M_ _A_ _ 0 0 1 _ _V_A_ _ 0 0 1 _ _ZM_ _A_ _ 0 0 0 _ _",
        &[left, top, half, rise, right, top, bottom, half, rise, left, bottom, left, top, half, rise, right, top],
    )
}

/// An arrow that goes round: handed out before.
fn again(at: Point) -> Element {
    let r = 4.0;
    let (tip, turn) = (Point::new(at.x - r, at.y), Point::new(at.x + 1.0, at.y + r * 0.95));
    path("mark-again", "M_ _A_ _ 0 1 1 _ _M_ _l0.4 3.4l-3.4 -0.4", &[tip.x, tip.y, r, r, turn.x, turn.y, tip.x, tip.y])
}
