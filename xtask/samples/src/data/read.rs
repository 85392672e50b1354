//! Reads `samples.toml`.

use super::{FILE, Lines, Run, Samples, Says, Simulated, Start, Step};
use crate::broker::Restart;
use anyhow::{Context, bail, ensure};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawSamples {
    #[serde(default)]
    says: BTreeMap<String, Says>,
    runs: Vec<RawRun>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRun {
    name: String,
    steps: Vec<RawStep>,
    left: BTreeMap<String, u64>,
    as_in: Option<RawStretch>,
    scenario: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStretch {
    from: String,
    until: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawStep {
    run: Option<String>,
    start: Option<String>,
    r#await: Option<String>,
    ends: Option<String>,
    kill: Option<String>,
    pause: Option<String>,
    resume: Option<String>,
    queues: Option<BTreeMap<String, u64>>,
    restart: Option<RawRestart>,
    r#as: Option<String>,
    arguments: Option<Vec<String>>,
    prints: Option<Vec<String>>,
    prints_in_any_order: Option<Vec<String>>,
}

#[derive(Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
enum RawRestart {
    Clean,
    Killed,
}

pub fn read(text: &str, programs: &[String]) -> anyhow::Result<Samples> {
    // Its errors have line and column.
    let raw: RawSamples = toml::from_str(text).map_err(|error| anyhow::anyhow!("{}", error.to_string().trim_end()))?;
    for program in raw.says.keys() {
        known(program, programs).context("in [says]")?;
    }
    let mut runs: Vec<Run> = Vec::new();
    for raw in raw.runs {
        let name = raw.name.clone();
        ensure!(
            runs.iter().all(|run| run.name != name),
            "two runs are called \"{name}\"; each needs a name of its own"
        );
        runs.push(run(raw, programs).with_context(|| format!("in the run \"{name}\""))?);
    }
    let samples = Samples { says: raw.says, runs };
    let missing = programs.iter().find(|program| {
        let mut starts = samples.runs.iter().flat_map(|run| &run.steps).filter_map(Step::starts);
        starts.all(|start| start.program != **program)
    });
    if let Some(program) = missing {
        bail!("no run of {FILE} has the program \"{program}\": each is run against a real broker, so say how");
    }
    Ok(samples)
}

fn run(raw: RawRun, programs: &[String]) -> anyhow::Result<Run> {
    let mut steps = Vec::new();
    let mut live: Vec<Live> = Vec::new();
    for (index, raw) in raw.steps.into_iter().enumerate() {
        let place = || format!("in step {}", index + 1);
        let step = step(raw).with_context(place)?;
        follow(&step, &mut live, programs).with_context(place)?;
        steps.push(step);
    }
    if let Some(paused) = live.iter().find(|program| program.paused) {
        bail!("\"{}\" is paused at the end, where it should end as by Ctrl-C; `resume` lets it go on", paused.name);
    }
    let simulated = match (raw.as_in, raw.scenario) {
        (Some(stretch), None) => Some(Simulated::Stretch { from: stretch.from, until: stretch.until }),
        (None, Some(scenario)) => Some(Simulated::Scenario(scenario)),
        (None, None) => None,
        (Some(_), Some(_)) => bail!("`as_in` and `scenario` are two ways of saying the same; one is enough"),
    };
    Ok(Run { name: raw.name, steps, left: raw.left, simulated })
}

fn step(raw: RawStep) -> anyhow::Result<Step> {
    let RawStep { run, start, r#await, ends, kill, pause, resume, queues, restart, .. } = raw;
    let RawStep { r#as, arguments, prints, prints_in_any_order, .. } = raw;
    let start_of = |program: String| {
        let name = r#as.clone().unwrap_or_else(|| program.clone());
        Start { program, name, arguments: arguments.clone().unwrap_or_default() }
    };
    let lines = match (prints.clone(), prints_in_any_order.clone()) {
        (Some(_), Some(_)) => bail!("`prints` and `prints_in_any_order` do not go together"),
        (lines, None) => Lines { lines: lines.unwrap_or_default(), any_order: false },
        (None, Some(lines)) => Lines { lines, any_order: true },
    };
    let is_start = run.is_some() || start.is_some();
    // At most one of them prints something, so `lines` goes to that one.
    let mut lines = Some(lines);
    let mut lines = || lines.take().unwrap_or(Lines { lines: Vec::new(), any_order: false });
    let steps = [
        run.map(|program| Step::Run { program: start_of(program), prints: lines() }),
        start.map(|program| Step::Start { program: start_of(program), prints: lines() }),
        r#await.map(|name| Step::Await { name, prints: lines() }),
        ends.map(|name| Step::Ends { name, prints: lines() }),
        kill.map(|name| Step::Kill { name }),
        pause.map(|name| Step::Pause { name }),
        resume.map(|name| Step::Resume { name }),
        queues.map(Step::Queues),
        restart.map(|how| match how {
            RawRestart::Clean => Step::Restart(Restart::Clean),
            RawRestart::Killed => Step::Restart(Restart::Killed),
        }),
    ];
    let mut steps = steps.into_iter().flatten();
    let (Some(step), None) = (steps.next(), steps.next()) else {
        bail!("a step has one of `run`, `start`, `await`, `ends`, `kill`, `pause`, `resume`, `queues`, `restart`");
    };
    ensure!(is_start || (r#as.is_none() && arguments.is_none()), "`as` and `arguments` belong to `run` and `start`");
    let prints_nothing = prints.is_none() && prints_in_any_order.is_none();
    ensure!(step.prints().is_some() || prints_nothing, "`prints` belongs to `run`, `start`, `await` and `ends`");
    ensure!(!matches!(step, Step::Await { .. }) || !prints_nothing, "`await` needs `prints`: what is awaited");
    Ok(step)
}

/// A program that runs at some step.
struct Live {
    name: String,
    paused: bool,
}

/// Follows which programs run, to report a step about a program that does not.
fn follow(step: &Step, live: &mut Vec<Live>, programs: &[String]) -> anyhow::Result<()> {
    if let Some(start) = step.starts() {
        known(&start.program, programs)?;
        let runs = live.iter().any(|program| program.name == start.name);
        ensure!(!runs, "\"{}\" runs already; `as` gives another name", start.name);
    }
    match step {
        Step::Run { .. } | Step::Queues(_) => {}
        Step::Start { program, .. } => live.push(Live { name: program.name.clone(), paused: false }),
        Step::Await { name, .. } => going(name, live).map(|_| ())?,
        Step::Ends { name, .. } => {
            let place = going(name, live)?;
            live.remove(place);
        }
        Step::Kill { name } => {
            let place = place(name, live)?;
            live.remove(place);
        }
        Step::Pause { name } => {
            let place = going(name, live)?;
            live[place].paused = true;
        }
        Step::Resume { name } => {
            let place = place(name, live)?;
            ensure!(live[place].paused, "\"{name}\" is not paused; `pause` does that");
            live[place].paused = false;
        }
        Step::Restart(_) => {
            let names: Vec<&str> = live.iter().map(|program| &*program.name).collect();
            ensure!(names.is_empty(), "{} still run; programs must have ended before `restart`", names.join(", "));
        }
    }
    Ok(())
}

/// Returns the running program of this name.
fn place(name: &str, live: &[Live]) -> anyhow::Result<usize> {
    let place = live.iter().position(|program| program.name == name);
    place.with_context(|| format!("\"{name}\" does not run here; `start` begins it"))
}

/// Returns the running program of this name if it is not paused.
fn going(name: &str, live: &[Live]) -> anyhow::Result<usize> {
    let place = place(name, live)?;
    ensure!(!live[place].paused, "\"{name}\" is paused here; `resume` lets it go on");
    Ok(place)
}

fn known(program: &str, programs: &[String]) -> anyhow::Result<()> {
    let all = programs.join(", ");
    ensure!(
        programs.iter().any(|known| known == program),
        "there is no program \"{program}\" in lesson.toml; it has {all}"
    );
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(text: &str) -> String {
        let programs = ["send".to_owned(), "receive".to_owned()];
        format!("{:#}", read(text, &programs).expect_err("it is wrong"))
    }

    fn run_of(steps: &str) -> String {
        told(&format!("[[runs]]\nname = \"one\"\nleft = {{}}\nsteps = [{steps}]"))
    }

    #[test]
    fn what_is_wrong_is_said_with_its_place() {
        assert!(told("runs = 3").contains("line 1"));
        assert!(
            told("[says.sent]\n[[runs]]\nname = \"a\"\nleft = {}\nsteps = []")
                .starts_with("in [says]: there is no program")
        );
        for (steps, message) in [
            (
                "{ run = \"sned\" }",
                "in the run \"one\": in step 1: there is no program \"sned\" in lesson.toml; it has send, receive",
            ),
            ("{ run = \"send\" }, { await = \"send\", prints = [] }", "in step 2: \"send\" does not run here"),
            ("{ start = \"send\" }, { start = \"send\" }", "in step 2: \"send\" runs already"),
            ("{ run = \"send\", kill = \"send\" }", "in step 1: a step has one of"),
            ("{ start = \"send\" }, { await = \"send\" }", "`await` needs `prints`"),
            ("{ start = \"send\" }, { restart = \"clean\" }", "in step 2: send still run"),
            ("{ restart = \"clean\", prints = [] }", "`prints` belongs to"),
            (
                "{ start = \"send\" }, { pause = \"send\" }, { await = \"send\", prints = [] }",
                "in step 3: \"send\" is paused here",
            ),
            ("{ start = \"send\" }, { resume = \"send\" }", "in step 2: \"send\" is not paused"),
            ("{ start = \"send\" }, { pause = \"send\" }", "in the run \"one\": \"send\" is paused at the end"),
            ("{ restart = \"clean\", as = \"x\" }", "`as` and `arguments` belong"),
            ("{ run = \"send\" }", "no run of samples.toml has the program \"receive\""),
        ] {
            let told = run_of(steps);
            assert!(told.contains(message), "{steps}: {told}");
        }
    }

    #[test]
    fn a_program_started_twice_has_two_names() {
        let text = "[[runs]]\nname = \"one\"\nleft = { hello = 0 }\nscenario = \"\"\nsteps = [{ start = \"receive\", as = \"a\" }, \
                    { start = \"receive\", as = \"b\", arguments = [\"x\"] }, { run = \"send\", prints_in_any_order = [\"1\", \"2\"] }, \
                    { pause = \"b\" }, { queues = { hello = 1 } }, { kill = \"a\" }, { resume = \"b\" }, { ends = \"b\" }, { restart = \"killed\" }]";
        let samples = read(text, &["send".to_owned(), "receive".to_owned()]).unwrap();
        let names: Vec<&str> =
            samples.runs[0].steps.iter().filter_map(Step::starts).map(|start| &*start.name).collect();
        assert_eq!(names, ["a", "b", "send"]);
    }
}
