//! Stores data between visits, where the host has storage: the reader's choices, the list of finished things, and the
//! console's lines. None of it leaves the browser. Where storage is forbidden it works, but forgets everything.

use warren_dict::Set;

use crate::host::Host;

/// A stored choice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `light` or `dark`; absent: the system's choice.
    Theme,
    /// A language's code; absent: the browser's choice.
    Language,
    /// The language of the code samples.
    CodeLanguage,
    /// Index of the speed.
    Speed,
    /// `no`: play does not pause where a beat ends.
    PauseAtBeats,
    /// The lesson that was open last.
    Lesson,
    /// The height of the drawer under the stage, from [`crate::drawer::Drawer::write`].
    Drawer,
}

impl Choice {
    const fn key(self) -> &'static str {
        match self {
            Self::Theme => "theme",
            Self::Language => "language",
            Self::CodeLanguage => "code-language",
            Self::Speed => "speed",
            Self::PauseAtBeats => "pause-at-beats",
            Self::Lesson => "lesson",
            Self::Drawer => "drawer",
        }
    }
}

const DONE: &str = "done";
const ENTERED: &str = "entered";
/// The separator of entered lines, which no line contains.
const BETWEEN: &str = "\u{1e}";

/// Gives a choice, if it was made.
pub fn chosen(host: &Host, choice: Choice) -> Option<String> {
    host.kept(choice.key())
}

/// Stores a choice; without a value it is removed.
pub fn choose(host: &Host, choice: Choice, value: Option<&str>) {
    host.keep(choice.key(), value);
}

/// Lists finished things: the ids of lessons followed to their end, `ID/challenge` for a challenge that is met, and
/// `ID/matrix/N` for a combination that was tried.
pub fn done(host: &Host) -> Set<String> {
    let kept = host.kept(DONE).unwrap_or_default();
    kept.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Stores the list of finished things.
pub fn keep_done(host: &Host, ids: &Set<String>) {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    host.keep(DONE, Some(&ids.join(" ")));
}

/// Lists the console's lines, oldest first.
pub fn entered(host: &Host) -> Vec<String> {
    host.kept(ENTERED).iter().flat_map(|kept| kept.split(BETWEEN)).map(str::to_owned).collect()
}

/// Stores the console's lines.
pub fn keep_entered(host: &Host, lines: &[String]) {
    host.keep(ENTERED, Some(&lines.join(BETWEEN)));
}
