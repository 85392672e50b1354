//! How the page came to a step. It does not know how any of it is drawn.

pub use warren_view::Item;

/// How the page came to the step that it shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Travel {
    /// From the step before: what happened is played.
    Forward,
    /// From the step after: what had happened is played the other way, shorter.
    Back,
    /// From anywhere: nothing moves.
    #[default]
    Jump,
}
