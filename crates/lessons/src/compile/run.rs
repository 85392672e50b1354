//! Runs a lesson's scenario to its end: it must reach the mark of every beat, in order.

use warren_simulator::{End, Timeline};

use super::lesson::{Draft, SCENARIO};
use super::{asked, listings};
use crate::source::Problem;

/// Runs the scenario and compares its marks with the beats.
pub fn check(draft: &Draft, problems: &mut Vec<Problem>) {
    let mut timeline = Timeline::new(draft.scenario.clone());
    let file = draft.folder.name(SCENARIO);
    if let End::MomentLimit | End::TimeLimit = timeline.end() {
        let help = "let the clients end: a producer with times=, a worker without reconnect";
        problems.push(Problem::of(&*file, "the run does not come to rest", help));
    }
    check_marks(draft, &timeline, &file, problems);
    check_moments(draft, &timeline, &file, problems);
    // Before `asked`, which continues from the run's end.
    listings::check(draft, &mut timeline, problems);
    asked::check(draft, &mut timeline, problems);
}

fn check_marks(draft: &Draft, timeline: &Timeline, file: &str, problems: &mut Vec<Problem>) {
    let reached: Vec<&str> = timeline.marks().map(|(mark, _)| mark).collect();
    let mut from = 0;
    // The first beat is at the beginning, before anything has happened.
    for beat in &draft.manifest.beats[1..] {
        let mark = beat.mark.value.as_str();
        match reached.iter().position(|name| *name == mark) {
            Some(at) if at >= from => from = at + 1,
            Some(_) => {
                let help = "the order of the beats is that of the run";
                let message = format!("the run comes to \"{mark}\" before an earlier beat's mark");
                problems.push(Problem::on(beat.mark.line, draft.manifest_file(), message, help));
            }
            None => {
                let message = format!("the run never comes to the mark \"{mark}\"");
                let help = match line_of_mark(&draft.text, mark) {
                    Some(line) => format!("{file}:{line} sets it, but nothing happens after it"),
                    None => format!("write `mark {mark}` into {file} where the beat begins"),
                };
                problems.push(Problem::on(beat.mark.line, draft.manifest_file(), message, help));
            }
        }
    }
    for name in reached.iter().filter(|name| draft.manifest.beats[1..].iter().all(|beat| beat.mark.value != **name)) {
        let line = line_of_mark(&draft.text, name).unwrap_or(1);
        let help = "add a beat with this mark to lesson.toml (the first beat needs none), or take the mark out";
        problems.push(Problem::on(line, file, format!("no beat begins at the mark \"{name}\""), help));
    }
}

/// Checks that the first beat is over before anything happens, and that something happens in every other: each is
/// described at its end, and two that end at one moment could not both be seen.
fn check_moments(draft: &Draft, timeline: &Timeline, file: &str, problems: &mut Vec<Problem>) {
    let position = |mark: &str| timeline.marks().find(|(name, _)| *name == mark).map(|(_, position)| position);
    let mut before = None;
    for beat in &draft.manifest.beats[1..] {
        let mark = beat.mark.value.as_str();
        let Some(begins) = position(mark) else { continue };
        let (message, help) = match before {
            None if begins > 0 => {
                let message = format!("something happens before the mark \"{mark}\", in the first beat");
                (message, "the first beat is told before anything has happened: set the second beat's mark earlier")
            }
            Some((other, earlier)) if earlier == begins => (
                format!("nothing happens between the marks \"{other}\" and \"{mark}\""),
                "every beat but the first has a moment",
            ),
            None | Some(_) => {
                before = Some((mark, begins));
                continue;
            }
        };
        let line = line_of_mark(&draft.text, mark).unwrap_or(1);
        problems.push(Problem::on(line, file, message, help));
        before = Some((mark, begins));
    }
}

fn line_of_mark(text: &str, mark: &str) -> Option<usize> {
    let sets = |line: &str| {
        let words: Vec<&str> = line.split_whitespace().collect();
        words.windows(2).any(|pair| pair == ["mark", mark])
    };
    text.lines().position(sets).map(|index| index + 1)
}
