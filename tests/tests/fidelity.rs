//! The fidelity ledger: `docs/fidelity.md` is made from `docs/fidelity.toml`, and its claims agree with the recordings.
//!
//! After a change of the TOML file, `UPDATE=1 cargo test -p warren-tests --test fidelity` rewrites the page.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use warren_laws::{Program, play};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Ledger {
    broker: String,
    chapter: Vec<Chapter>,
    later: Vec<Later>,
    random_run: RandomRun,
    omission: Vec<Omission>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Chapter {
    title: String,
    rule: Vec<Rule>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Rule {
    id: String,
    text: String,
    /// The page of RabbitMQ's documentation about the rule.
    guide: String,
    recordings: Vec<String>,
    /// The source of the rule, if recordings do not show all of it.
    source: Option<String>,
    /// The difference in later versions.
    later: Option<String>,
}

/// A difference that a learner meets in RabbitMQ 4.x.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Later {
    what: String,
    here: String,
    later: String,
    source: String,
}

/// The longest run of random programs so far without a broken law.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RandomRun {
    inputs: u64,
    events: u64,
    programs: u64,
    length: u64,
    seed: u64,
    date: String,
    commit: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Omission {
    what: String,
    why: String,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn ledger() -> Ledger {
    let text = fs::read_to_string(root().join("docs/fidelity.toml")).expect("the ledger is there");
    toml::from_str(&text).unwrap_or_else(|error| panic!("docs/fidelity.toml: {error}"))
}

/// Returns the hand-written recordings, as `theme/name`, and our own probes, as `probes/name`.
fn recordings() -> BTreeSet<String> {
    let folder = |name: &str| root().join("tests/recordings").join(name);
    let entries = |path: &Path| -> Vec<PathBuf> {
        fs::read_dir(path)
            .expect("the recordings are there")
            .map(|entry| entry.expect("it can be read").path())
            .collect()
    };
    let name = |path: &Path| path.file_stem().expect("it has a name").to_string_lossy().into_owned();
    let themes = [entries(&folder("hand")), entries(&folder("more")), vec![folder("probes")]];
    themes
        .iter()
        .flatten()
        .flat_map(|theme| entries(theme).into_iter().map(|file| format!("{}/{}", name(theme), name(&file))))
        .collect()
}

fn matching<'a>(all: &'a BTreeSet<String>, pattern: &str) -> Vec<&'a str> {
    let matches = |name: &&String| match pattern.strip_suffix('*') {
        Some(prefix) => name.starts_with(prefix),
        None => **name == pattern,
    };
    all.iter().filter(matches).map(String::as_str).collect()
}

fn render(ledger: &Ledger, all: &BTreeSet<String>) -> String {
    let mut page = format!(
        "# Fidelity\n\n<!-- Made from fidelity.toml by tests/tests/fidelity.rs; change that file. -->\n\n\
         What Warren's core does, and which recordings of {} show it. The recordings stand in `tests/recordings/hand`, \
         `tests/recordings/more` and `tests/recordings/probes`; every one of them, and {} random programs beside them, is replayed by the test suite. Classic queues unless a rule says \
         otherwise.\n",
        ledger.broker,
        fs::read_dir(root().join("tests/recordings/random")).expect("the random programs are there").count(),
    );
    for chapter in &ledger.chapter {
        let _ = write!(page, "\n## {}\n", chapter.title);
        for rule in &chapter.rule {
            let _ = write!(page, "\n### {}\n\n{}\n", rule.id, rule.text);
            let shown: BTreeSet<&str> = rule.recordings.iter().flat_map(|pattern| matching(all, pattern)).collect();
            if !shown.is_empty() {
                let list: Vec<_> = shown.iter().map(|name| format!("`{name}`")).collect();
                let _ = write!(page, "\nShown by {}.\n", list.join(", "));
            }
            let _ = write!(page, "\nRabbitMQ's guide: <https://www.rabbitmq.com/docs/{}>\n", rule.guide);
            if let Some(source) = &rule.source {
                let _ = write!(page, "\nSource: {source}.\n");
            }
            if let Some(later) = &rule.later {
                let _ = write!(page, "\nLater versions: {later}\n");
            }
        }
    }
    page.push_str(
        "\n## RabbitMQ 4.x\n\nWhere a later broker does otherwise in a way that somebody who learns here will meet.\n\n\
         | what | 3.10 and here | 4.x | source |\n| --- | --- | --- | --- |\n",
    );
    for Later { what, here, later, source } in &ledger.later {
        let _ = writeln!(page, "| {what} | {here} | {later} | {source} |");
    }
    let RandomRun { inputs, events, programs, length, seed, date, commit } = &ledger.random_run;
    let _ = write!(
        page,
        "\n## Random programs\n\nOn {date}, at commit `{commit}`, {programs} random programs of {length} inputs, from seed {seed} \
         on, gave the broker {inputs} inputs. It answered with {events} events, every law of `crates/laws` was checked after each \
         input, and none broke; nor was there a panic. The same again:\n\n```\ncargo run --profile fuzz -p warren-laws --bin \
         fuzz -- --inputs 12000000 --seed {seed} --length {length}\n```\n",
    );
    page.push_str("\n## What is left out\n\n| what | why |\n| --- | --- |\n");
    for omission in &ledger.omission {
        let _ = writeln!(page, "| {} | {} |", omission.what, omission.why);
    }
    page
}

#[test]
fn the_page_says_what_the_ledger_says() {
    let page = render(&ledger(), &recordings());
    let path = root().join("docs/fidelity.md");
    if std::env::var_os("UPDATE").is_some() {
        fs::write(&path, &page).expect("the page can be written");
    }
    let written = fs::read_to_string(&path).unwrap_or_default();
    assert!(written == page, "docs/fidelity.md is old; run this test with UPDATE=1 and look at the difference");
}

#[test]
fn every_rule_is_shown_and_every_recording_shows_one() {
    let all = recordings();
    let ledger = ledger();
    let mut ids = BTreeSet::new();
    let mut shown = BTreeSet::new();
    for rule in ledger.chapter.iter().flat_map(|chapter| &chapter.rule) {
        assert!(ids.insert(&rule.id), "rule {} stands twice", rule.id);
        assert!(
            !rule.recordings.is_empty() || rule.source.is_some(),
            "rule {} has neither recording nor source",
            rule.id
        );
        for pattern in &rule.recordings {
            let found = matching(&all, pattern);
            assert!(!found.is_empty(), "rule {}: no recording is named {pattern}", rule.id);
            shown.extend(found);
        }
    }
    let orphans: Vec<_> = all.iter().filter(|name| !shown.contains(name.as_str())).collect();
    assert!(orphans.is_empty(), "no rule of docs/fidelity.toml names {orphans:?}");
}

/// Plays the run's first programs again. If they behave differently, the figures belong to another core or to other
/// programs.
#[test]
fn the_random_run_is_still_of_these_programs_and_this_core() {
    const SAMPLE: u64 = 60;
    let run = ledger().random_run;
    assert!(run.inputs >= 10_000_000, "{} inputs are fewer than ten million", run.inputs);
    let (mut inputs, mut events) = (0, 0);
    for seed in run.seed..run.seed + SAMPLE {
        let program = Program::from_seed(seed, run.length.try_into().expect("a length of some hundreds"));
        let tally = play(&program).unwrap_or_else(|broken| panic!("seed {seed}: {broken}"));
        inputs += tally.inputs;
        events += tally.events;
    }
    for (what, of_all, of_sample) in [("inputs", run.inputs, inputs), ("events", run.events, events)] {
        let (expected, twentieth) = (of_all * SAMPLE / run.programs, of_all * SAMPLE / run.programs / 20);
        assert!(
            of_sample.abs_diff(expected) <= twentieth,
            "{SAMPLE} of the {} programs come to {of_sample} {what}, but by docs/fidelity.toml to about {expected}: run all of them again \
             (the command stands in docs/fidelity.md) and write down what comes",
            run.programs
        );
    }
}
