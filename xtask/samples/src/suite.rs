//! The test of the samples: the order of steps, several runs at a time, their shared restarts, and the report,
//! including what could not be tested and why.

use crate::broker::{self, Broker, Restart};
use crate::compiled;
use crate::languages::{LANGUAGES, Language};
use crate::lessons::{self, Lesson};
use crate::play::{Pause, Play};
use crate::simulated;
use crate::tools::Tools;
use anyhow::{Context, bail, ensure};
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Mutex;

/// The number of runs at a time per processor: most of the time they wait.
const RUNS_PER_PROCESSOR: usize = 2;

/// The numbers of tests passed and failed.
#[derive(Default)]
pub struct Tally {
    pub passed: usize,
    pub failed: usize,
}

impl Tally {
    /// Counts a test and prints its result.
    pub fn note(&mut self, name: &str, detail: &str, result: anyhow::Result<()>) {
        match result {
            Ok(()) => {
                println!("ok      {name}{detail}");
                self.passed += 1;
            }
            Err(error) => {
                println!("FAILED  {name}{detail}\n    {error:#}");
                self.failed += 1;
            }
        }
    }
}

/// Prints what is not tested and why, in one line of the form that the task runner looks for.
pub fn not_tested(what: &str) {
    let lines: Vec<&str> = what.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    println!("not tested: {}", lines.join(" / "));
}

/// Tests the samples of the lessons in a folder whose names contain `only`.
pub fn run(lessons: &Path, folder: &Path, only: &str) -> anyhow::Result<()> {
    let mut lessons = lessons::read(lessons)?;
    lessons.retain(|lesson| lesson.name().contains(only));
    ensure!(!lessons.is_empty(), "no lesson's folder is named *{only}*");
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let folder = folder.canonicalize().with_context(|| format!("looking for {}", folder.display()))?;
    let mut tally = Tally::default();
    for lesson in &lessons {
        for run in lesson.samples.runs.iter().filter(|run| run.simulated.is_some()) {
            let name = format!("{} in the simulator: {}", lesson.name(), run.name);
            tally.note(&name, "", simulated::agrees(lesson, run).map(|_| ()));
        }
    }
    compiled::test(&lessons, &folder, &mut tally)?;
    run_them(&lessons, &folder, &mut tally)?;
    let Tally { passed, failed } = tally;
    // In the form of Rust's own test programs, so that the task runner can count.
    println!("test result: {}. {passed} passed; {failed} failed", if failed == 0 { "ok" } else { "FAILED" });
    if failed > 0 {
        bail!("{failed} of {} tests of the samples failed", passed + failed);
    }
    Ok(())
}

/// Runs the programs of interpreted languages against a broker of our own.
fn run_them(lessons: &[Lesson], folder: &Path, tally: &mut Tally) -> anyhow::Result<()> {
    let mut ready: Vec<(Language, Tools)> = Vec::new();
    for language in LANGUAGES {
        match language.prepare(folder) {
            Ok(tools) => ready.push((language, tools)),
            Err(why) => not_tested(&format!("the {} samples were not run: {why:#}", language.folder())),
        }
    }
    let Some(installed) = broker::find() else {
        not_tested(
            "no sample was run against a broker: rabbitmq-server is not installed (`cargo xtask broker` installs it or says how)",
        );
        return Ok(());
    };
    if ready.is_empty() {
        return Ok(());
    }
    let place = folder.join("rabbitmq");
    if place.exists() {
        // Virtual hosts of an earlier test would be in the way.
        let broker = "data";
        fs::remove_dir_all(place.join(broker))
            .or_else(|error| if error.kind() == std::io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    }
    let broker = Broker::start(&installed, &place, None)?;
    println!("RabbitMQ {} at 127.0.0.1:{}", installed.version.as_deref().unwrap_or("of some version"), broker.port());
    let plays = ready.iter().flat_map(|(language, tools)| {
        let broker = &broker;
        lessons.iter().flat_map(move |lesson| {
            (0..lesson.samples.runs.len()).map(move |number| Play::new(lesson, number, *language, tools, broker))
        })
    });
    let tally = Mutex::new(tally);
    let mut waiting = go_on(plays.collect(), &tally);
    // All runs that wait for the same kind of restart share one.
    while let Some(how) = waiting.iter().map(|(_, how)| *how).min() {
        broker.restart(how)?;
        let (now, later): (Vec<_>, Vec<_>) = waiting.into_iter().partition(|(_, needed)| *needed == how);
        waiting = later;
        waiting.extend(go_on(now.into_iter().map(|(play, _)| play).collect(), &tally));
    }
    broker.stop()
}

/// Continues plays, several at a time. Returns those that need a restart, with its kind.
fn go_on<'a>(plays: Vec<Play<'a>>, tally: &Mutex<&mut Tally>) -> Vec<(Play<'a>, Restart)> {
    let threads = std::thread::available_parallelism().map_or(2, |processors| processors.get() * RUNS_PER_PROCESSOR);
    let (plays, waiting) = (Mutex::new(VecDeque::from(plays)), Mutex::new(Vec::new()));
    let whole = "no thread panics while it holds this";
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let next = plays.lock().expect(whole).pop_front();
                    let Some(mut play) = next else { break };
                    let result = play.go_on();
                    if let Ok(Pause::Restart(how)) = result {
                        waiting.lock().expect(whole).push((play, how));
                    } else {
                        let time = format!(" ({:.1} s)", play.time.as_secs_f64());
                        tally.lock().expect(whole).note(&play.name(), &time, result.map(|_| ()));
                    }
                }
            });
        }
    });
    waiting.into_inner().expect(whole)
}
