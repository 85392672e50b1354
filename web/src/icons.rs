//! Icons as inline SVG, drawn on a 20 px grid in the colour of the surrounding text. They are decoration: their control
//! has the name.

use crate::element::{Element, el};

/// An icon's strokes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)] // The names say it.
pub enum Icon {
    First,
    Back,
    Play,
    Pause,
    Forward,
    Last,
    Reset,
    Undo,
    Menu,
    Link,
    Keyboard,
    Check,
    Close,
    Kill,
    Stop,
    Bolt,
    Info,
    Warning,
    Copy,
    Download,
    Open,
    Send,
    Star,
    Tall,
    Fold,
}

impl Icon {
    /// Returns the path data; outlines unless [`Self::filled`].
    const fn path(self) -> &'static str {
        match self {
            Self::First => "M5 4v12M15.5 4.5 8.5 10l7 5.5z",
            Self::Back => "M12.5 4.5 7 10l5.5 5.5",
            Self::Play => "M6 3.8v12.4L16.2 10z",
            Self::Pause => "M6.2 4h2.6v12H6.2zM11.2 4h2.6v12h-2.6z",
            Self::Forward => "M7.5 4.5 13 10l-5.5 5.5",
            Self::Last => "M15 4v12M4.5 4.5l7 5.5-7 5.5z",
            Self::Reset => "M4.5 4v4h4M4.9 8A6 6 0 1 1 4 11.2",
            Self::Undo => "M7.5 4 4 7.5 7.5 11M4 7.5h7a4.5 4.5 0 0 1 0 9H8",
            Self::Menu => "M3 5.5h14M3 10h14M3 14.5h14",
            Self::Link => {
                "M8.5 11.5a3.2 3.2 0 0 0 4.7.2l2.3-2.3a3.3 3.3 0 0 0-4.7-4.7L9.7 5.800M11.5 8.5a3.2 3.2 0 0 0-4.7-.2l-2.3 2.3a3.3 3.3 0 0 0 4.7 4.7l1.100-1.100"
            }
            Self::Keyboard => "M2.5 5.5h15v9h-15zM5.5 8.5h.01M8.5 8.5h.01M11.5 8.5h.01M14.5 8.5h.01M6.5 11.5h7",
            Self::Check => "m4.5 10.5 3.5 3.5 7.5-8",
            Self::Close => "m5 5 10 10M15 5 5 15",
            Self::Kill => "m5.5 5.5 9 9M14.5 5.5l-9 9",
            Self::Stop => "M5.5 5.5h9v9h-9z",
            Self::Bolt => "M11 2.5 4.5 11.5H9l-.5 6 6.5-9h-4.5z",
            Self::Info => "M10 9v5M10 6.2h.01M10 2.800a7.2 7.2 0 1 1 0 14.4 7.2 7.2 0 0 1 0-14.4z",
            Self::Warning => "M10 8v3.5M10 14h.01M10 3 2.5 16.5h15z",
            Self::Copy => "M7 7V3.5h9.5V13H13M3.5 7H13v9.5H3.5z",
            Self::Download => "M10 3v9.5M6 9l4 4 4-4M3.5 16.5h13",
            Self::Open => "M10 12.5V3.5M6 7l4-4 4 4M3.5 16.5h13",
            Self::Star => "m10 3 2.1 4.500 5 .6-3.700 3.400 1 4.900-4.400-2.500-4.400 2.500 1-4.900L2.900 8.100l5-.6z",
            Self::Tall => "M6 8l4-4 4 4M6 13l4-4 4 4M4 17h12",
            Self::Fold => "M6 6l4 4 4-4M4 15h12",
            Self::Send => "M3 10 17 3.5 13 17l-3.5-5.5zM9.5 11.5 17 3.5",
        }
    }

    const fn filled(self) -> bool {
        matches!(self, Self::Play | Self::Pause | Self::Stop | Self::Star)
    }
}

/// Draws an icon.
#[inline(never)]
pub fn icon(icon: Icon) -> Element {
    let class = if icon.filled() { "icon icon-filled" } else { "icon" };
    el("svg")
        .with(&[("class", class), ("viewBox", "0 0 20 20"), ("width", "20"), ("height", "20")])
        .with(&[("aria-hidden", "true"), ("focusable", "false")])
        .child(el("path").attr("d", icon.path()))
}
