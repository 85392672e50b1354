//! Keeps between visits, where the host has storage: the reader's choices, the list of what is done, and the console's lines.
//! Nothing of it leaves the browser. It does not know what the choices mean, and works (forgetting everything)
//! where storage is forbidden.

use warren_dict::Set;

use crate::host::Host;

/// A choice that is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// `light` or `dark`; absent: what the system says.
    Theme,
    /// A language's code; absent: what the browser says.
    Language,
    /// The language of the code samples.
    CodeLanguage,
    /// Index of the speed.
    Speed,
    /// `no`: play does not pause where a beat ends.
    PauseAtBeats,
    /// The lesson that was open last.
    Lesson,
    /// How high the drawer under the stage is, as [`crate::drawer::Drawer::write`] has it.
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
/// Stands between what was entered: no line has it.
const BETWEEN: &str = "\u{1e}";

/// Gives a choice, if it was made.
pub fn chosen(host: &Host, choice: Choice) -> Option<String> {
    host.kept(choice.key())
}

/// Keeps a choice; without a value it is forgotten.
pub fn choose(host: &Host, choice: Choice, value: Option<&str>) {
    host.keep(choice.key(), value);
}

/// Lists what is done: the ids of lessons that were followed to their end, `ID/challenge` for a challenge that is met, and
/// `ID/matrix/N` for a combination that was tried.
pub fn done(host: &Host) -> Set<String> {
    let kept = host.kept(DONE).unwrap_or_default();
    kept.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Keeps the list of what is done.
pub fn keep_done(host: &Host, ids: &Set<String>) {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    host.keep(DONE, Some(&ids.join(" ")));
}

/// Lists the console's lines, oldest first.
pub fn entered(host: &Host) -> Vec<String> {
    host.kept(ENTERED).iter().flat_map(|kept| kept.split(BETWEEN)).map(str::to_owned).collect()
}

/// Keeps the console's lines.
pub fn keep_entered(host: &Host, lines: &[String]) {
    host.keep(ENTERED, Some(&lines.join(BETWEEN)));
}
