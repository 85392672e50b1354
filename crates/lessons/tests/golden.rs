//! The logs of all lessons and the results of their questions, frozen and reviewed: a change of the simulation, the
//! broker or a lesson shows here as a difference.
//!
//! `UPDATE=1 cargo test -p warren-lessons --test golden` rewrites the files.

use std::fmt::Write;
use std::path::Path;

use warren_lessons::source::{At, Folder, Labels, MATRIX, Manifest, Matrix, Prose};
use warren_simulator::probe::{Answer, Goal, Probe, Reading};
use warren_simulator::{Scenario, Statement, Timeline};

struct Frozen {
    manifest: Manifest,
    prose: Prose,
    timeline: Timeline,
}

/// Returns all lessons in the order of the course, each run to its end.
fn lessons() -> Vec<Frozen> {
    let folders = Folder::read(&here().join("lessons")).expect("the lessons are there").folders();
    let read = |folder: &Folder| {
        let manifest = Manifest::read(folder).expect("the lessons compile");
        let scenario = folder.get("scenario.warren").expect("the lessons compile");
        let prose =
            Prose::read(folder.get("en.md").expect("the lessons compile"), "en.md").expect("the lessons compile");
        Frozen { manifest, prose, timeline: Timeline::new(Scenario::parse(scenario).expect("the lessons compile")) }
    };
    let mut lessons: Vec<Frozen> = folders.values().map(read).collect();
    lessons.sort_by_key(|lesson| lesson.manifest.order.value);
    lessons
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Compares a text with a file in `tests/golden`, or writes it if asked to.
fn compare(name: &str, now: &str) {
    let path = here().join("tests/golden").join(name);
    if std::env::var_os("UPDATE").is_some() {
        return std::fs::write(&path, now).expect("the folder is there");
    }
    let frozen = std::fs::read_to_string(&path).unwrap_or_default();
    let line = |text: &str, index: usize| text.lines().nth(index).unwrap_or("(the end)").to_owned();
    if frozen != now {
        let differs = now.lines().zip(frozen.lines()).take_while(|(is, was)| is == was).count();
        let (was, is) = (line(&frozen, differs), line(now, differs));
        let anew = "UPDATE=1 cargo test -p warren-lessons --test golden";
        panic!("tests/golden/{name}:{}:\n  was {was}\n  is  {is}\nIf that is right: {anew}", differs + 1);
    }
}

/// Returns the event log as `warren run` prints it, but without columns, in which a long name would move every line.
fn log(timeline: &Timeline) -> String {
    let mut log = String::new();
    timeline.explain_all(&mut |index, told| {
        if let Some(mark) = timeline.moment(index).and_then(|moment| moment.mark.as_ref()) {
            writeln!(log, "--- {mark}").expect("a string takes everything");
        }
        for line in told.log {
            let row = format!("{} {} {} {}", line.at, line.actor, line.what, line.detail);
            writeln!(log, "{}", row.trim_end()).expect("a string takes everything");
        }
    });
    log
}

fn position(timeline: &Timeline, mark: &str) -> Option<usize> {
    timeline.marks().find(|(name, _)| *name == mark).map(|(_, position)| position)
}

fn told(reading: Reading) -> String {
    match reading.answer {
        Answer::Names(names) if names.is_empty() => "none".to_owned(),
        Answer::Names(names) => names.join(", "),
        Answer::Number(number) => number.to_string(),
    }
}

/// Returns one line for each question: lesson, beat, question, result. For each combination of a matrix and each goal
/// of a challenge, it is the result.
fn answers(lesson: &mut Frozen) -> String {
    let Frozen { manifest, prose, timeline } = lesson;
    let mut lines = String::new();
    let mut say = |beat: &str, asked: &str, answer: String| {
        writeln!(lines, "{}  {beat}  {asked}  {answer}", manifest.id.value).expect("a string takes everything");
    };
    for (index, beat) in manifest.beats.iter().enumerate() {
        let Some(question) = &beat.question else { continue };
        let probe: Probe = question.ask.value.parse().expect("the lessons compile");
        let from = position(timeline, &beat.mark.value).unwrap_or(0);
        let until = manifest.until(index).and_then(|mark| position(timeline, mark)).unwrap_or(timeline.len());
        let reading = timeline.measure(from..until, &probe);
        say(&beat.mark.value, &question.ask.value, told(reading));
    }
    if let Some(matrix) = &manifest.matrix {
        let labels =
            Labels::read(prose.section(MATRIX).expect("the lessons compile"), matrix).expect("the lessons compile");
        for (names, outcome) in combinations(&labels.axes).iter().zip(outcomes(timeline, matrix)) {
            say("matrix", names.trim_end_matches("; "), labels.outcomes[outcome].clone());
        }
    }
    if let Some(challenge) = &manifest.challenge {
        let came = outcome(timeline.clone(), &challenge.goals, &challenge.solution).expect("the lessons compile");
        for (goal, (_, reading)) in challenge.goals.iter().zip(came) {
            say("challenge", &goal.value, told(reading));
        }
    }
    lines
}

/// Returns the names of a matrix's combinations, the last axis changing first.
fn combinations(axes: &[Vec<String>]) -> Vec<String> {
    let Some((last, others)) = axes.split_last() else { return vec![String::new()] };
    let with = |names: &String| last.iter().map(|name| format!("{names}{name}; ")).collect::<Vec<_>>();
    combinations(others).iter().flat_map(with).collect()
}

/// Returns the results of a matrix's combinations, in the same order.
fn outcomes(timeline: &Timeline, matrix: &Matrix) -> Vec<usize> {
    let goal = [At { line: matrix.measure.line, value: format!("{} = 1", matrix.measure.value) }];
    let measured = |cell: &Vec<At<String>>| {
        let readings = outcome(timeline.clone(), &goal, cell).expect("the lessons compile");
        told(readings.into_iter().next().expect("one goal gives one reading").1).parse().expect("a number is measured")
    };
    matrix.cells().iter().map(measured).collect()
}

/// Returns the results of statements at the end of a lesson, goal by goal; `None` if one of them cannot be carried out.
fn outcome<'a>(
    mut timeline: Timeline,
    goals: &[At<String>],
    statements: impl IntoIterator<Item = &'a At<String>>,
) -> Option<Vec<(Goal, Reading)>> {
    let read = |text: &At<String>| Statement::parse(&text.value).expect("the lessons compile");
    let from = timeline.act_at_end(&statements.into_iter().map(read).collect::<Vec<_>>()).ok()?;
    let measured = |goal: &At<String>| {
        let goal: Goal = goal.value.parse().expect("the lessons compile");
        let reading = timeline.measure(from..timeline.len(), &goal.probe);
        (goal, reading)
    };
    Some(goals.iter().map(measured).collect())
}

#[test]
fn every_run_is_as_it_was() {
    for lesson in lessons() {
        compare(&format!("{}.log", lesson.manifest.id.value), &log(&lesson.timeline));
    }
}

#[test]
fn every_question_comes_to_what_it_came_to() {
    let lines: String = lessons().iter_mut().map(answers).collect();
    compare("questions.txt", &lines);
}

#[test]
fn no_challenge_is_met_with_a_step_left_out() {
    for Frozen { manifest, timeline, .. } in lessons() {
        let challenge = manifest.challenge.as_ref().expect("every lesson ends with a challenge");
        for left_out in challenge.solution.iter().filter(|statement| !statement.value.starts_with("advance")) {
            let others = challenge.solution.iter().filter(|statement| !core::ptr::eq(*statement, left_out));
            let met = outcome(timeline.clone(), &challenge.goals, others)
                .is_some_and(|came| came.iter().all(|(goal, reading)| goal.is_met_by(&reading.answer)));
            assert!(!met, "{}: `{}` can be left out", manifest.id.value, left_out.value);
        }
    }
}
