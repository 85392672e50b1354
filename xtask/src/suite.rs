//! Runs the whole suite: its steps, in an order that fails cheap things first, each whatever the results of the others,
//! and the closing table of results.

use crate::tally::Tally;
use crate::workspace::Workspace;
use crate::{bindgen, commands, js_api, page, progress, samples, server, setup, size};
use anyhow::{Context, bail};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// One part of the test run.
#[derive(Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Step {
    /// The formatting of every Rust file.
    Format,
    /// Clippy, with warnings as errors.
    Clippy,
    /// Unit, scenario, property and documentation tests on this machine.
    Native,
    /// The lessons' code samples: compiled or parsed, and run against a RabbitMQ of our own.
    Samples,
    /// Tests compiled to WebAssembly, in headless Chromium.
    Wasm,
    /// The page's size against its limits.
    Size,
    /// The page, and the simulator's JavaScript API, in headless Chromium: click, type, compare.
    E2e,
    /// The page built by Trunk, and that it comes up. Minutes if Trunk must be installed: only with --ci or by name.
    Trunk,
}

/// The steps of a newcomer's `cargo xtask test`.
const USUAL: [Step; 7] = [Step::Format, Step::Clippy, Step::Native, Step::Samples, Step::Wasm, Step::Size, Step::E2e];
/// The packages with tests for wasm32.
const WASM_PACKAGES: [&str; 4] = ["warren-conformance", "warren-wasm", "warren-web", "warren-view"];

/// The result of a step.
struct Outcome {
    step: Step,
    time: Duration,
    tally: Tally,
    error: Option<anyhow::Error>,
}

/// The choice of steps.
#[derive(clap::Args)]
pub struct Choice {
    /// Build once through Trunk too (installs it at the pinned version when it is absent: minutes).
    #[arg(long)]
    ci: bool,
    /// Of the end-to-end tests, only files whose name contains this; of the code samples, only such lessons' folders.
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Only these steps, in this order.
    #[arg(value_enum)]
    steps: Vec<Step>,
}

/// Runs the chosen steps, or the usual ones.
pub fn run(workspace: &Workspace, choice: &Choice) -> anyhow::Result<()> {
    let mut steps = if choice.steps.is_empty() { USUAL.to_vec() } else { choice.steps.clone() };
    if choice.ci && !steps.contains(&Step::Trunk) {
        steps.push(Step::Trunk);
    }
    let start = Instant::now();
    let mut outcomes = Vec::new();
    for step in steps {
        println!("\n==== {} ====", step.title());
        let start = Instant::now();
        let mut tally = Tally::default();
        let error = step.run(workspace, choice.only.as_deref(), &mut tally).err();
        if let Some(error) = &error {
            println!("FAILED: {error:#}");
        }
        outcomes.push(Outcome { step, time: start.elapsed(), tally, error });
    }
    conclude(&outcomes, start.elapsed())
}

impl Step {
    fn title(self) -> &'static str {
        match self {
            Step::Format => "formatting",
            Step::Clippy => "clippy",
            Step::Native => "native tests",
            Step::Samples => "code samples",
            Step::Wasm => "wasm tests in Chromium",
            Step::Size => "size of the page",
            Step::E2e => "end-to-end tests in Chromium",
            Step::Trunk => "build by Trunk",
        }
    }

    fn run(self, workspace: &Workspace, only: Option<&str>, tally: &mut Tally) -> anyhow::Result<()> {
        match self {
            Step::Format => {
                setup::rust_components()?;
                commands::run(cargo(workspace).args(["fmt", "--all", "--check"])).context("`cargo fmt --all` mends it")
            }
            Step::Clippy => {
                setup::rust_components()?;
                commands::run(
                    cargo(workspace)
                        .args(["clippy", "--locked", "--workspace", "--all-targets", "--all-features"])
                        .args(["--", "-D", "warnings"]),
                )
            }
            Step::Native => test(cargo(workspace).args(["test", "--locked", "--workspace", "--no-fail-fast"]), tally),
            Step::Samples => test(&mut samples::test(workspace, only.unwrap_or_default()), tally),
            Step::Wasm => {
                setup::wasm_target()?;
                let browser = setup::browser()?;
                let mut cargo = cargo(workspace);
                cargo.args(["test", "--locked", "--target", bindgen::TARGET]);
                cargo.args(WASM_PACKAGES.iter().flat_map(|package| ["--package", package]));
                test(cargo.env("CHROMEDRIVER", browser.driver), tally)
            }
            Step::Size => {
                setup::node_packages(workspace)?;
                size::report(&page::build(workspace, page::Profile::default())?)
            }
            Step::E2e => {
                setup::node_packages(workspace)?;
                let browser = setup::browser()?;
                let dist = page::build(workspace, page::Profile::default())?;
                let js_api = js_api::build(workspace)?;
                let files = scripts(&workspace.e2e(), only.unwrap_or_default())?;
                let mut node = node_tests(workspace, &browser, dist, &files)?;
                node.env("WARREN_JS_API_TYPES", js_api.join(js_api::DECLARATIONS));
                let js_api = server::Server::start(server::listen_anywhere()?, js_api)?;
                test(node.env("WARREN_JS_API", js_api.address()), tally)
            }
            Step::Trunk => {
                setup::wasm_target()?;
                setup::node_packages(workspace)?;
                setup::trunk(workspace)?;
                let browser = setup::browser()?;
                let dist = workspace.target().join("trunk-dist");
                let mut trunk = Command::new("trunk");
                trunk.current_dir(workspace.root()).args(["build", "--dist"]).arg(&dist);
                let tools = workspace.e2e().join("node_modules/.bin");
                progress::step("Build the page with Trunk", || commands::run(commands::with_path(&mut trunk, tools)?))?;
                let smoke = workspace.e2e().join("smoke.test.mjs");
                test(&mut node_tests(workspace, &browser, dist, &[smoke])?, tally)
            }
        }
    }
}

fn cargo(workspace: &Workspace) -> Command {
    let mut cargo = commands::cargo();
    cargo.current_dir(workspace.root());
    cargo
}

/// Runs Node's test runner on `files`, against `dist` served by us.
fn node_tests(
    workspace: &Workspace,
    browser: &setup::Browser,
    dist: PathBuf,
    files: &[PathBuf],
) -> anyhow::Result<Command> {
    let server = server::Server::start(server::listen_anywhere()?, dist)?;
    let mut node = Command::new("node");
    // As many files at once as there are processors: a browser waits for the next frame more than it works.
    let at_once = std::thread::available_parallelism().map_or(1, NonZero::get);
    node.current_dir(workspace.e2e()).args(["--test", "--test-reporter=spec"]);
    node.arg(format!("--test-concurrency={at_once}")).args(files);
    node.env("WARREN_ADDRESS", server.address()).env("CHROMIUM", &browser.program);
    Ok(node)
}

/// Runs a test command, counting its tests. No test at all is a failure too: it means that they were not found.
fn test(command: &mut Command, tally: &mut Tally) -> anyhow::Result<()> {
    let succeeded = commands::watch(command, |line| tally.read(line))?;
    if !succeeded || tally.failed > 0 {
        bail!("{} passed, {} failed; what failed is said above", tally.passed, tally.failed);
    }
    if tally.passed == 0 {
        bail!("no test was run");
    }
    Ok(())
}

/// Returns the test files whose name contains `part`.
fn scripts(folder: &Path, part: &str) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_string_lossy().strip_suffix(".test.mjs").is_some_and(|name| name.contains(part)) {
            files.push(entry.path());
        }
    }
    if files.is_empty() {
        bail!("no file in {} is named *{part}*.test.mjs", folder.display());
    }
    files.sort();
    Ok(files)
}

fn conclude(outcomes: &[Outcome], time: Duration) -> anyhow::Result<()> {
    println!("\n==== what was tested ====");
    println!("{:<30} {:>12} {:>8} {:>8}", "step", "time", "passed", "failed");
    let mut total = Tally::default();
    let mut failed = Vec::new();
    for Outcome { step, time, tally, error } in outcomes {
        total += tally.clone();
        let title = step.title();
        let counts = if (tally.passed, tally.failed) == (0, 0) {
            let word = if error.is_some() { "FAILED" } else { "ok" };
            format!("{word:>8}")
        } else {
            format!("{:>8} {:>8}", tally.passed, tally.failed)
        };
        println!("{title:<30} {:>12} {counts}", progress::seconds(*time));
        if let Some(error) = error {
            failed.push(format!("{title}: {error:#}"));
        }
    }
    for omission in &total.omissions {
        println!("not tested: {omission}");
    }
    println!("{} tests passed, {} failed, in {}", total.passed, total.failed, progress::seconds(time));
    if failed.is_empty() {
        Ok(())
    } else {
        bail!("{} of {} steps failed\n  {}", failed.len(), outcomes.len(), failed.join("\n  "))
    }
}
