//! Checks the listings in a lesson's texts: each `rabbitmqctl` command is run where its text is read, at the end of its
//! beat or, if the beat asks, at its beginning, and must print the text under it.

use warren_simulator::{Overview, Timeline};

use super::lesson::Draft;
use crate::source::{At, CHALLENGE, MATRIX, Problem};

/// Runs every command in every language's text and compares its output.
pub fn check(draft: &Draft, timeline: &mut Timeline, problems: &mut Vec<Problem>) {
    for (file, prose) in draft.prose() {
        for section in &prose.sections {
            let commands = section.listings.iter().flat_map(commands).collect::<Vec<_>>();
            // A section without a beat, and a beat without its mark, are reported elsewhere.
            let Some((position, at)) = read_at(draft, timeline, &section.name.value).filter(|_| !commands.is_empty())
            else {
                continue;
            };
            timeline.seek(position);
            let overview = timeline.overview();
            problems.extend(commands.iter().filter_map(|command| command.compare(&overview, at, &file)));
        }
    }
}

/// Returns the position at which a section's text is read, with words for it: where the beat begins if it asks, else where
/// the next one begins, or the run's end.
fn read_at(draft: &Draft, timeline: &Timeline, section: &str) -> Option<(usize, &'static str)> {
    let end = (timeline.len(), "at the end of the run");
    if [MATRIX, CHALLENGE].contains(&section) {
        return Some(end);
    }
    let beats = &draft.manifest.beats;
    let index = beats.iter().position(|beat| beat.mark.value == section)?;
    let (beat, at) = match beats.get(index) {
        Some(asking) if asking.question.is_some() => (Some(asking), "at the beginning of this beat, where it asks,"),
        Some(_) | None => (beats.get(index + 1), "at the end of this beat"),
    };
    let Some(beat) = beat else { return Some(end) };
    if index == 0 && beat.question.is_some() && beat.mark.value == section {
        return Some((0, at));
    }
    timeline.marks().find(|(mark, _)| *mark == beat.mark.value).map(|(_, position)| (position, at))
}

/// A command of a listing, and the text under it.
struct Command {
    line: usize,
    text: String,
    printed: Vec<At<String>>,
}

/// Returns the commands of a block of code, each with the lines under it. A block that begins with something else is no
/// listing.
fn commands(block: &At<String>) -> Vec<Command> {
    let mut commands: Vec<Command> = Vec::new();
    for (index, text) in block.value.lines().enumerate() {
        let line = block.line + index;
        if text.split_whitespace().next() == Some("rabbitmqctl") {
            commands.push(Command { line, text: text.to_owned(), printed: Vec::new() });
        } else if let Some(command) = commands.last_mut() {
            command.printed.push(At { line, value: text.to_owned() });
        }
    }
    commands
}

impl Command {
    /// Runs the command and finds the first line that differs from its output. A command without lines under it must
    /// only be valid.
    fn compare(&self, overview: &Overview, at: &str, file: &str) -> Option<Problem> {
        let broker = overview.broker_up.then_some(&overview.broker);
        let printed = match warren_ctl::run(&self.text, broker) {
            Ok(printed) => printed,
            Err(error) => {
                let told = error.to_string();
                let (message, help) = told.split_once('\n').unwrap_or((&told, ""));
                return Some(Problem::on(self.line, file, format!("`{}`: {message}", self.text), help));
            }
        };
        if self.printed.is_empty() {
            return None;
        }
        let written = self.printed.iter().map(|line| Some(line.value.as_str()));
        let actual = printed.lines().map(Some);
        let lines = written.len().max(actual.clone().count());
        let ended = core::iter::repeat(None);
        let mut pairs = written.chain(ended.clone()).zip(actual.chain(ended)).take(lines).enumerate();
        let (index, (written, actual)) = pairs.find(|(_, (written, actual))| written != actual)?;
        let line = self.printed.get(index).or(self.printed.last()).map_or(self.line, |line| line.line);
        let message = match (written, actual) {
            (Some(written), Some(actual)) => format!("the command prints {actual:?} here, not {written:?}"),
            (None, Some(actual)) => format!("the command prints one more line: {actual:?}"),
            (Some(written), None) => format!("the command does not print {written:?}"),
            (None, None) => return None,
        };
        let help = format!("{at} `{}` prints {printed:?}", self.text);
        Some(Problem::on(line, file, message, help))
    }
}
