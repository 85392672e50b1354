//! The keyboard shortcuts. The page asks only when a key is meant for it.

/// The command of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shortcut {
    /// Play or pause.
    PlayPause,
    /// One moment back.
    Back,
    /// One moment on.
    Forward,
    /// To the beginning.
    First,
    /// To the end.
    Last,
    /// To the beginning, without the learner's actions.
    Reset,
    /// One speed up.
    Faster,
    /// One speed down.
    Slower,
    /// The previous beat of the lesson.
    PreviousBeat,
    /// The next beat of the lesson.
    NextBeat,
    /// Show the list of keys.
    Help,
}

/// All shortcuts with the keys that the help shows and the key of their description.
pub const LIST: [(Shortcut, &[&str], &str); 11] = [
    (Shortcut::PlayPause, &["Space"], "keys.play"),
    (Shortcut::Forward, &["→"], "keys.forward"),
    (Shortcut::Back, &["←"], "keys.back"),
    (Shortcut::NextBeat, &["N"], "keys.next-beat"),
    (Shortcut::PreviousBeat, &["P"], "keys.previous-beat"),
    (Shortcut::First, &["Home"], "keys.first"),
    (Shortcut::Last, &["End"], "keys.last"),
    (Shortcut::Faster, &["+"], "keys.faster"),
    (Shortcut::Slower, &["−"], "keys.slower"),
    (Shortcut::Reset, &["R"], "keys.reset"),
    (Shortcut::Help, &["?"], "keys.help"),
];

/// Describes a key press.
#[derive(Clone, Copy, Debug, Default)]
pub struct Press<'a> {
    /// The event's `key`.
    pub key: &'a str,
    /// Control, alt or meta is held.
    pub modified: bool,
    /// An input method is composing.
    pub composing: bool,
}

/// The kind of element that has the focus.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Focus {
    /// Something that makes nothing of keys.
    Passive,
    /// A button, link or the like: space and enter are its own.
    Pressable,
    /// A slider: arrows, Home and End are its own.
    Sliding,
    /// Something that takes text or has its own use for keys: every key is its own.
    Taking,
}

/// Returns the shortcut of a key press, if it is one here.
pub fn shortcut(press: Press<'_>, focus: Focus) -> Option<Shortcut> {
    if press.modified || press.composing || focus == Focus::Taking {
        return None;
    }
    match press.key {
        "ArrowLeft" | "ArrowRight" | "Home" | "End" if focus == Focus::Sliding => None,
        " " if focus == Focus::Pressable => None,
        " " => Some(Shortcut::PlayPause),
        "ArrowLeft" => Some(Shortcut::Back),
        "ArrowRight" => Some(Shortcut::Forward),
        "Home" => Some(Shortcut::First),
        "End" => Some(Shortcut::Last),
        "r" | "R" => Some(Shortcut::Reset),
        "n" | "N" => Some(Shortcut::NextBeat),
        "p" | "P" => Some(Shortcut::PreviousBeat),
        "+" | "=" => Some(Shortcut::Faster),
        "-" | "_" | "−" => Some(Shortcut::Slower),
        "?" => Some(Shortcut::Help),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn press(key: &str) -> Press<'_> {
        Press { key, ..Press::default() }
    }

    #[test]
    fn keys_do_what_the_help_says() {
        for (wanted, keys, _) in LIST {
            for key in keys {
                let key = match *key {
                    "Space" => " ",
                    "→" => "ArrowRight",
                    "←" => "ArrowLeft",
                    key => key,
                };
                assert_eq!(shortcut(press(key), Focus::Passive), Some(wanted), "{key}");
            }
        }
    }

    #[test]
    fn space_is_a_buttons_own() {
        assert_eq!(shortcut(press(" "), Focus::Pressable), None);
        assert_eq!(shortcut(press("ArrowRight"), Focus::Pressable), Some(Shortcut::Forward));
    }

    #[test]
    fn arrows_are_a_sliders_own() {
        assert_eq!(shortcut(press("ArrowRight"), Focus::Sliding), None);
        assert_eq!(shortcut(press(" "), Focus::Sliding), Some(Shortcut::PlayPause));
    }

    #[test]
    fn a_text_field_keeps_every_key() {
        for key in [" ", "ArrowLeft", "Home", "r", "+", "?"] {
            assert_eq!(shortcut(press(key), Focus::Taking), None, "{key}");
        }
    }

    #[test]
    fn modified_and_composed_keys_are_not_ours() {
        assert_eq!(shortcut(Press { modified: true, ..press("r") }, Focus::Passive), None);
        assert_eq!(shortcut(Press { composing: true, ..press("r") }, Focus::Passive), None);
    }
}
