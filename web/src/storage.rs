//! Keeps in the browser between visits: the reader's choices, the list of what is done, and the console's lines.
//! Nothing of it leaves the browser. It does not know what the choices mean, and works (forgetting everything)
//! where storage is forbidden.

use warren_dict::Set;

use gloo::utils::window;

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
    /// `no`: play does not pause where a beat begins.
    PauseAtBeats,
    /// The lesson that was open last.
    Lesson,
}

impl Choice {
    const fn key(self) -> &'static str {
        match self {
            Self::Theme => "warren.theme",
            Self::Language => "warren.language",
            Self::CodeLanguage => "warren.code-language",
            Self::Speed => "warren.speed",
            Self::PauseAtBeats => "warren.pause-at-beats",
            Self::Lesson => "warren.lesson",
        }
    }
}

const DONE: &str = "warren.done";
const ENTERED: &str = "warren.entered";
/// Stands between what was entered: no line has it.
const BETWEEN: &str = "\u{1e}";

/// Gives a choice, if it was made.
pub fn chosen(choice: Choice) -> Option<String> {
    read(choice.key())
}

/// Keeps a choice; without a value it is forgotten.
pub fn choose(choice: Choice, value: Option<&str>) {
    write(choice.key(), value);
}

/// Lists what is done: the ids of lessons that were followed to their end, `ID/challenge` for a challenge that is met, and
/// `ID/matrix/N` for a combination that was tried.
pub fn done() -> Set<String> {
    let kept = read(DONE).unwrap_or_default();
    kept.split(' ').filter(|id| !id.is_empty()).map(str::to_owned).collect()
}

/// Keeps the list of what is done.
pub fn keep_done(ids: &Set<String>) {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    write(DONE, Some(&ids.join(" ")));
}

/// Lists the console's lines, oldest first.
pub fn entered() -> Vec<String> {
    read(ENTERED).iter().flat_map(|kept| kept.split(BETWEEN)).map(str::to_owned).collect()
}

/// Keeps the console's lines.
pub fn keep_entered(lines: &[String]) {
    write(ENTERED, Some(&lines.join(BETWEEN)));
}

fn read(key: &str) -> Option<String> {
    window().local_storage().ok()??.get_item(key).ok()?
}

fn write(key: &str, value: Option<&str>) {
    let Ok(Some(storage)) = window().local_storage() else { return };
    // A full or forbidden storage only means that the choice is not remembered.
    let _ = match value {
        Some(value) => storage.set_item(key, value),
        None => storage.remove_item(key),
    };
}
