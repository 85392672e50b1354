//! Points, boxes and paths, in the drawing's own units (CSS pixels before scaling).

use crate::svg_numbers::with_numbers;

/// A point.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// Distance to the right.
    pub x: f64,
    /// Distance downwards.
    pub y: f64,
}

/// A box with its sides along the axes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Rect {
    /// The left side.
    pub x: f64,
    /// The upper side.
    pub y: f64,
    /// Never negative.
    pub width: f64,
    /// Never negative.
    pub height: f64,
}

/// Lines and curves, end to end.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Path {
    /// The beginning.
    pub start: Point,
    /// The segments, each from the end of the previous one.
    pub segments: Vec<Segment>,
}

/// One piece of a path.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Segment {
    /// A straight line to a point.
    Line(Point),
    /// A cubic Bézier curve: two control points and the end.
    Curve(Point, Point, Point),
}

/// A path as short straight pieces, for moving along it at an even pace.
#[derive(Clone, Debug, PartialEq)]
pub struct Walk {
    /// Points with their distance from the start.
    points: Vec<(f64, Point)>,
}

impl Point {
    /// Makes a point.
    #[must_use]
    pub const fn new(x: f64, y: f64) -> Self {
        Self { x, y }
    }

    /// Returns the distance to another point.
    #[must_use]
    pub fn distance(self, other: Self) -> f64 {
        (self.x - other.x).hypot(self.y - other.y)
    }

    /// Returns the point at `part` (0 to 1) of the way to another.
    #[must_use]
    pub fn towards(self, other: Self, part: f64) -> Self {
        Self::new(self.x + (other.x - self.x) * part, self.y + (other.y - self.y) * part)
    }
}

impl Rect {
    /// Returns the middle.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point::new(self.x + self.width / 2.0, self.y + self.height / 2.0)
    }

    /// Returns the smallest box around both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let (x, y) = (self.x.min(other.x), self.y.min(other.y));
        let right = (self.x + self.width).max(other.x + other.width);
        let bottom = (self.y + self.height).max(other.y + other.height);
        Self { x, y, width: right - x, height: bottom - y }
    }

    /// Returns the area that two boxes share.
    #[must_use]
    pub fn common(&self, other: &Self) -> f64 {
        let wide = (self.x + self.width).min(other.x + other.width) - self.x.max(other.x);
        let high = (self.y + self.height).min(other.y + other.height) - self.y.max(other.y);
        wide.max(0.0) * high.max(0.0)
    }

    /// Returns whether the point is inside, not merely on the edge.
    #[must_use]
    pub fn contains(&self, point: Point) -> bool {
        self.x < point.x && point.x < self.x + self.width && self.y < point.y && point.y < self.y + self.height
    }
}

impl Path {
    /// Begins an empty path.
    #[must_use]
    pub const fn from(start: Point) -> Self {
        Self { start, segments: Vec::new() }
    }

    /// Returns the end.
    #[must_use]
    pub fn end(&self) -> Point {
        self.segments.last().map_or(self.start, Segment::end)
    }

    /// Returns the direction at the end, of length 1 (0 if the path is empty).
    #[must_use]
    pub fn heading(&self) -> Point {
        let (from, to) = match *self.segments.as_slice() {
            [] => return Point::default(),
            [.., Segment::Curve(_, control, end)] => (control, end),
            [Segment::Line(end)] => (self.start, end),
            [.., before, Segment::Line(end)] => (before.end(), end),
        };
        let long = from.distance(to).max(f64::EPSILON);
        Point::new((to.x - from.x) / long, (to.y - from.y) / long)
    }

    /// Adds a straight line, unless the path is there already.
    pub fn line_to(&mut self, end: Point) {
        if self.end().distance(end) > 0.01 {
            self.segments.push(Segment::Line(end));
        }
    }

    /// Adds a curve.
    pub fn curve_to(&mut self, first: Point, second: Point, end: Point) {
        self.segments.push(Segment::Curve(first, second, end));
    }

    /// Returns the path from its end to its start.
    #[must_use]
    pub fn reversed(&self) -> Self {
        let mut starts: Vec<Point> = vec![self.start];
        starts.extend(self.segments.iter().map(Segment::end));
        let mut path = Self::from(self.end());
        for (segment, from) in self.segments.iter().zip(starts).rev() {
            path.segments.push(match *segment {
                Segment::Line(_) => Segment::Line(from),
                Segment::Curve(first, second, _) => Segment::Curve(second, first, from),
            });
        }
        path
    }

    /// Formats the path as the `d` of an SVG path.
    #[must_use]
    pub fn d(&self) -> String {
        let mut d = with_numbers("M_ _", &[self.start.x, self.start.y]);
        for segment in &self.segments {
            d += &match segment {
                Segment::Line(end) => with_numbers("L_ _", &[end.x, end.y]),
                Segment::Curve(first, second, end) => {
                    with_numbers("C_ _ _ _ _ _", &[first.x, first.y, second.x, second.y, end.x, end.y])
                }
            };
        }
        d
    }

    /// Returns the path as short straight pieces.
    #[must_use]
    pub fn walk(&self) -> Walk {
        const PIECES: u32 = 16;
        let mut points = vec![(0.0, self.start)];
        let mut at = self.start;
        let mut gone = 0.0;
        let mut go = |to: Point| {
            gone += at.distance(to);
            at = to;
            points.push((gone, to));
        };
        let mut from = self.start;
        for segment in &self.segments {
            match *segment {
                Segment::Line(end) => go(end),
                Segment::Curve(first, second, end) => {
                    for piece in 1..=PIECES {
                        let t = f64::from(piece) / f64::from(PIECES);
                        let (a, b, c) = (from.towards(first, t), first.towards(second, t), second.towards(end, t));
                        go(a.towards(b, t).towards(b.towards(c, t), t));
                    }
                }
            }
            from = segment.end();
        }
        Walk { points }
    }
}

impl Segment {
    fn end(&self) -> Point {
        match *self {
            Self::Line(end) | Self::Curve(_, _, end) => end,
        }
    }
}

impl Walk {
    /// Returns the length.
    #[must_use]
    pub fn length(&self) -> f64 {
        self.points.last().map_or(0.0, |(gone, _)| *gone)
    }

    /// Returns the first part of the path, up to a length.
    #[must_use]
    pub fn until(&self, length: f64) -> Self {
        let end = self.at(length / self.length().max(f64::EPSILON));
        let mut points: Vec<(f64, Point)> = self.points.iter().copied().filter(|(gone, _)| *gone < length).collect();
        points.push((length.clamp(0.0, self.length()), end));
        Self { points }
    }

    /// Returns the corners.
    pub fn points(&self) -> impl Iterator<Item = Point> {
        self.points.iter().map(|(_, point)| *point)
    }

    /// Returns the point at `part` (0 to 1) of the length.
    #[must_use]
    pub fn at(&self, part: f64) -> Point {
        let wanted = part.clamp(0.0, 1.0) * self.length();
        let next = self.points.partition_point(|(gone, _)| *gone < wanted);
        let (after, to) = self.points[next.min(self.points.len() - 1)];
        let (before, from) = self.points[next.saturating_sub(1)];
        if after <= before { to } else { from.towards(to, (wanted - before) / (after - before)) }
    }
}

#[cfg(test)]
mod tests {
    use super::{Path, Point};

    fn bent() -> Path {
        let mut path = Path::from(Point::new(0.0, 0.0));
        path.line_to(Point::new(10.0, 0.0));
        path.curve_to(Point::new(15.0, 0.0), Point::new(15.0, 10.0), Point::new(20.0, 10.0));
        path
    }

    #[test]
    fn boxes_share_the_area_in_which_both_are() {
        use super::Rect;
        let one = Rect { x: 0.0, y: 0.0, width: 10.0, height: 10.0 };
        assert_eq!(one.common(&Rect { x: 8.0, y: -5.0, width: 10.0, height: 10.0 }), 10.0);
        assert_eq!(one.common(&Rect { x: 10.0, y: 0.0, width: 10.0, height: 10.0 }), 0.0);
        assert_eq!(one.common(&Rect { x: 20.0, y: 20.0, width: 10.0, height: 10.0 }), 0.0);
    }

    #[test]
    fn walking_covers_the_way_evenly() {
        let walk = bent().walk();
        assert_eq!(walk.at(0.0), Point::new(0.0, 0.0));
        assert_eq!(walk.at(1.0), Point::new(20.0, 10.0));
        let steps: Vec<Point> = (0..=20).map(|step| walk.at(f64::from(step) / 20.0)).collect();
        for pair in steps.windows(2) {
            let pace = pair[0].distance(pair[1]) * 20.0 / walk.length();
            assert!((0.97..=1.001).contains(&pace), "{pace}");
        }
    }

    #[test]
    fn a_path_there_and_back_is_the_same_way() {
        let (there, back) = (bent(), bent().reversed());
        assert_eq!(back.reversed(), there);
        assert_eq!(back.d(), "M20 10C15 10 15 0 10 0L0 0");
    }
}
