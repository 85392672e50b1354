//! What an author writes, read: folders of text files, with the line of everything that another file may contradict. It
//! does not know what becomes of it.

mod folder;
mod manifest;
mod matrix;
mod problem;
mod prose;

pub use folder::Folder;
pub use manifest::{Beat, Challenge, Manifest, Question};
pub use matrix::{Choice, Labels, Matrix};
pub use problem::Problem;
pub use prose::{Aside, Prose, Section};

/// The manifest's name in every lesson's folder.
pub const MANIFEST: &str = "lesson.toml";

/// The section of a lesson's matrix.
pub const MATRIX: &str = "matrix";

/// The section of a lesson's challenge.
pub const CHALLENGE: &str = "challenge";

/// A piece of a file and the line on which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// Counted from 1.
    pub line: usize,
    /// The piece.
    pub value: T,
}

/// The line, counted from 1, on which the byte `offset` of `text` stands.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

/// The one of `known` that looks most like `name`, for a message's "did you mean".
#[cfg(feature = "compile")]
pub(crate) fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|candidate| (distance(name, candidate), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(2) / 2)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many characters must be put in, taken out or replaced to make `b` of `a`.
#[cfg(feature = "compile")]
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, from) in a.chars().enumerate() {
        let mut diagonal = i;
        row[0] = i + 1;
        for (j, to) in b.iter().enumerate() {
            let replaced = diagonal + usize::from(from != *to);
            diagonal = row[j + 1];
            row[j + 1] = replaced.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}

#[cfg(all(test, feature = "compile"))]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines() {
        assert_eq!([0, 1, 2, 5].map(|offset| line_of("a\nb\nc", offset)), [1, 1, 2, 3]);
    }

    #[test]
    fn a_slip_of_the_pen_is_recognised() {
        let known = ["declare", "publish", "consume"];
        assert_eq!(nearest("declaer", known), Some("declare"));
        assert_eq!(nearest("acknowledge", known), None);
    }
}
