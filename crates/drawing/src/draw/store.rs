//! Draws stores: a box of slots with its head on the consumers' side, counts, and under a store with a disk the disk
//! with marks for the tokens on it.

use super::DrawContext;
use super::numbers::{grouped, short};
use crate::geometry::{Point, Rect};
use crate::ids::{Item, NodeId};
use crate::layout::{Flow, Spot};
use crate::look::Look;
use crate::scene::{Contents, Slot, Stored};
use crate::shape::{Element, Shape, about, circle, classes, el, left, list, middle, path, rect};
use crate::sizes::{CAPTION_GAP, DISK, LINE, Sizes};
use crate::text_width::{Font, fit, width};

/// Draws a store.
pub(super) fn store(ctx: &DrawContext, node: NodeId, look: &Look, disk: bool, spot: &Spot) -> Shape {
    let sizes = &ctx.composition.sizes;
    let nothing = Contents::default();
    let contents = ctx.scene.stores.get(&node).unwrap_or(&nothing);
    let rows = Rows::of(sizes, contents);
    let (wide, high) = sizes.store;
    let counts = ctx.words.counts(contents.ready, contents.held);
    let spoken = ctx.words.store(look, &counts);
    let stacked = (rows.hidden > 0).then(|| stack(sizes, rows.hidden, rows.shown));
    let on_disk = (disk && !sizes.rows()).then(|| platters(sizes, &contents.slots[..rows.shown]));
    let inner = list([
        rect(about(wide, high), if sizes.rows() { 8.0 } else { 12.0 }).class("store-box").into(),
        list(stacked),
        list(on_disk),
        caption(sizes, look, disk, &counts),
    ]);
    let down = !ctx.up;
    let slots = contents.slots.iter().take(rows.shown).enumerate();
    let slots = slots.map(|(place, slot)| token(ctx, slot, slot_box(sizes, place, 1), spot.centre));
    el("g")
        .key(format!("{}-group", node.tag()))
        .class("store-group")
        .child(ctx.pickable(Item::Node(node), &[(look.class, true), ("down", down)], spot.centre, spoken, inner))
        .child(el("g").class(classes(&[("cells", true), ("down", down)])).children(slots))
        .into()
}

/// The number of slots shown one by one, and the number only counted.
struct Rows {
    shown: usize,
    hidden: u64,
}

impl Rows {
    fn of(sizes: &Sizes, contents: &Contents) -> Self {
        let all = contents.ready + contents.held;
        let shown = if all <= sizes.slots as u64 { all as usize } else { sizes.slots - stack_slots(sizes) };
        let shown = shown.min(contents.slots.len());
        Self { shown, hidden: all - shown as u64 }
    }
}

/// Returns how many slots the counted stack takes.
fn stack_slots(sizes: &Sizes) -> usize {
    match sizes.flow {
        Flow::Right => 2,
        Flow::Down => 1,
    }
}

/// Returns the box of a slot, counted from the head and `count` slots long, relative to the middle of the store.
fn slot_box(sizes: &Sizes, place: usize, count: usize) -> Rect {
    let (wide, high) = sizes.store;
    let (cell_wide, cell_high) = sizes.cell;
    let long = |size: f64| count as f64 * (size + sizes.cell_gap) - sizes.cell_gap;
    let before = |size: f64| sizes.pad() + place as f64 * (size + sizes.cell_gap);
    match sizes.flow {
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

fn token(ctx: &DrawContext, slot: &Slot, bounds: Rect, store: Point) -> Shape {
    let sizes = &ctx.composition.sizes;
    let centre = bounds.centre();
    let at = Point::new(store.x + centre.x, store.y + centre.y);
    let text = short(slot.token.0);
    let size = (12.5_f64).min((bounds.width - 3.0) / width(&text, Font::Mono, 1.0));
    let (reach_x, reach_y) = (bounds.width / 2.0, bounds.height / 2.0);
    let tall = bounds.height >= 40.0;
    let broad = bounds.width >= 60.0;
    // Signs are over and under the number if the slot is tall, beside it if it is wide, else in the corners.
    let (redelivered, persistent) = if tall {
        (Point::new(0.0, -reach_y + 9.0), Point::new(0.0, reach_y - 9.0))
    } else if broad {
        (Point::new(-reach_x + 12.0, 0.0), Point::new(reach_x - 12.0, 0.0))
    } else {
        (Point::new(-reach_x + 1.0, -reach_y + 1.0), Point::new(reach_x - 4.0, reach_y - 4.0))
    };
    let mut inner = el("g")
        .class(classes(&[("cell-body", true), ("fresh", slot.fresh)]))
        .child(rect(about(bounds.width, bounds.height), if sizes.rows() { 4.0 } else { 6.0 }))
        .child(middle("mono", Point::new(0.0, size * 0.35), size, text));
    if slot.again {
        inner = inner.child(again(redelivered));
    }
    if slot.stored.is_some() && !sizes.rows() {
        inner = inner.child(platter("mark-persistent", persistent, 4.5));
    }
    let class = [("cell", true), (if slot.held { "held" } else { "ready" }, true)];
    ctx.pickable(Item::Slot(slot.id), &class, at, ctx.words.slot(slot), inner.into())
}

/// Draws the tokens that do not fit, as a stack of slots with its number.
fn stack(sizes: &Sizes, hidden: u64, shown: usize) -> Element {
    let bounds = slot_box(sizes, shown, stack_slots(sizes));
    let text = format!("+{}", grouped(hidden));
    let size = (12.0_f64).min((bounds.width - 10.0) / width(&text, Font::Mono, 1.0));
    let (offset_x, offset_y) = match sizes.flow {
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

/// Draws the disk of a store: beside each token on the disk a full mark, beside one in the page cache a hollow mark.
fn platters(sizes: &Sizes, slots: &[Slot]) -> Element {
    let (wide, high) = sizes.store;
    let platform = match sizes.flow {
        Flow::Right => Rect { x: -wide / 2.0 + 6.0, y: high / 2.0 + 5.0, width: wide - 12.0, height: DISK - 8.0 },
        Flow::Down => Rect { x: wide / 2.0 + 5.0, y: -high / 2.0 + 6.0, width: DISK - 8.0, height: high - 12.0 },
    };
    let mark = |(place, slot): (usize, &Slot)| {
        let beside = slot_box(sizes, place, 1).centre();
        let at = match sizes.flow {
            Flow::Right => Point::new(beside.x, platform.centre().y),
            Flow::Down => Point::new(platform.centre().x, beside.y),
        };
        let class = match slot.stored? {
            Stored::Memory => return None,
            Stored::Cached => "disk-mark cached",
            Stored::Disk => "disk-mark",
        };
        Some(circle(class, at, 3.5).key(Item::Slot(slot.id).tag()))
    };
    let sign = match sizes.flow {
        Flow::Right => Point::new(platform.x + 12.0, platform.centre().y),
        Flow::Down => Point::new(platform.centre().x, platform.y + 12.0),
    };
    el("g")
        .class("disk")
        .child(rect(platform, 7.0))
        .child(platter("disk-sign", sign, 4.0))
        .children(slots.iter().enumerate().filter_map(mark))
}

fn caption(sizes: &Sizes, look: &Look, disk: bool, counts: &[String; 2]) -> Shape {
    if sizes.rows() {
        let (wide, _) = sizes.store;
        let x = -wide / 2.0 + 12.0;
        let room = wide - sizes.pad() - sizes.slots as f64 * (sizes.cell.0 + sizes.cell_gap) - 20.0;
        let counts = fit(&counts.join(" · "), Font::Sans, sizes.small - 0.5, room);
        return list([
            left("name", Point::new(x, -2.0), sizes.name, fit(&look.name, Font::Bold, sizes.name, room)),
            left("muted", Point::new(x, 13.0), sizes.small - 0.5, counts),
        ]);
    }
    let below = if sizes.flow == Flow::Right && disk { DISK } else { 0.0 };
    let first = sizes.store.1 / 2.0 + below + CAPTION_GAP + LINE * 0.6;
    let room = sizes.store_caption();
    // The note is beside the name only if the name then stays whole; the inspector shows it too.
    let after = look.note.clone();
    let taken = width(&after, Font::Sans, sizes.small) + 6.0;
    let whole = !after.is_empty() && width(&look.name, Font::Bold, sizes.name) + taken <= room;
    let counts = if sizes.counts_apart() { counts.to_vec() } else { vec![counts.join(" · ")] };
    let counts = counts.iter().enumerate().map(|(line, text)| {
        let at = Point::new(0.0, first + (line as f64 + 1.0) * LINE);
        middle("muted", at, sizes.small, fit(text, Font::Sans, sizes.small, room))
    });
    let span = |class: &'static str, size: f64, text: String| {
        el("tspan").class(class).lengths(&[("font-size", size)]).text(text)
    };
    let name = span("name", sizes.name, fit(&look.name, Font::Bold, sizes.name, room));
    let mut title = el("text")
        .with(&[("class", "caption"), ("x", "0"), ("text-anchor", "middle")])
        .lengths(&[("y", first)])
        .child(name);
    if whole {
        title = title.child(span("muted", sizes.small, after).attr("dx", "6"));
    }
    list([title.into(), list(counts)])
}

/// Draws a small disk, seen from the side.
fn platter(class: &'static str, at: Point, half: f64) -> Element {
    let (left, right, top, bottom) = (at.x - half, at.x + half, at.y - half * 0.45, at.y + half * 0.45);
    let rise = half * 0.4;
    path(
        class,
        "M_ _A_ _ 0 0 1 _ _V_A_ _ 0 0 1 _ _ZM_ _A_ _ 0 0 0 _ _",
        &[left, top, half, rise, right, top, bottom, half, rise, left, bottom, left, top, half, rise, right, top],
    )
}

/// Draws a circular arrow, the sign of a token delivered before.
fn again(at: Point) -> Element {
    let r = 4.0;
    let (tip, turn) = (Point::new(at.x - r, at.y), Point::new(at.x + 1.0, at.y + r * 0.95));
    path("mark-again", "M_ _A_ _ 0 1 1 _ _M_ _l0.4 3.4l-3.4 -0.4", &[tip.x, tip.y, r, r, turn.x, turn.y, tip.x, tip.y])
}
