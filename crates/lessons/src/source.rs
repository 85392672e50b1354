//! Reads the authors' sources: folders of text files, with the line of everything that another file may contradict.

mod folder;
mod manifest;
mod matrix;
mod problem;
mod prose;
mod reasons;

pub use folder::Folder;
pub use manifest::{Beat, Challenge, Manifest, Question};
pub use matrix::{Choice, Labels, Matrix};
pub use problem::Problem;
pub use prose::{Aside, Prose, Section};
pub use reasons::Reason;

/// The manifest's name in every lesson's folder.
pub const MANIFEST: &str = "lesson.toml";

/// The section of a lesson's matrix.
pub const MATRIX: &str = "matrix";

/// The section of a lesson's challenge.
pub const CHALLENGE: &str = "challenge";

/// A piece of a file with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct At<T> {
    /// The line, from 1.
    pub line: usize,
    /// The piece.
    pub value: T,
}

/// Returns the line, from 1, of the byte `offset` of `text`.
pub(crate) fn line_of(text: &str, offset: usize) -> usize {
    text.as_bytes().iter().take(offset).filter(|byte| **byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_become_lines() {
        assert_eq!([0, 1, 2, 5].map(|offset| line_of("a\nb\nc", offset)), [1, 1, 2, 3]);
    }
}
