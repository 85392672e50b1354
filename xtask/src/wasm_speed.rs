//! Measures how much slower the broker is as WebAssembly than natively: the same program built for both and run by turns, in Node.js and as a
//! process. It does not know what the program does.

use crate::commands;
use crate::progress;
use crate::workspace::Workspace;
use anyhow::{Context, bail};
use std::path::{Path, PathBuf};
use std::process::Command;

/// The example of the broker that is run.
const PROGRAM: &str = "publish_to_ack";

/// Messages in one run of it.
const MESSAGES: u32 = 1_000_000;

/// Rounds, of which the fastest counts.
const ROUNDS: usize = 12;

/// The most that the broker, compiled for speed both times, may take as WebAssembly: so many times what it takes natively.
const LIMIT: f64 = 1.9;

/// Runs a module's `main` and prints the seconds of processor time that it took. The first run is thrown away: meanwhile V8 compiles the code anew.
const RUN_IN_NODE: &str = "const fs = require('fs'); const code = fs.readFileSync(process.argv[1]); \
    const run = main => { const start = process.cpuUsage(); main(0, 0); const { user, system } = process.cpuUsage(start); return (user + system) / 1e6; }; \
    WebAssembly.instantiate(code, {}).then(({ instance: { exports } }) => { run(exports.main); console.log(run(exports.main)); });";

/// Prints what a message costs natively, as WebAssembly compiled for speed, and as the page has it. An error above the limit.
pub fn report(workspace: &Workspace) -> anyhow::Result<()> {
    if commands::find(&["node"]).is_none() {
        bail!("Node.js, which runs the WebAssembly, is not installed");
    }
    let native = build(workspace, "bench", None)?;
    let fast = build(workspace, "bench", Some(TARGET))?;
    let page = build(workspace, "release", Some(TARGET))?;
    let (mut best_native, mut best_fast, mut best_page) = (f64::MAX, f64::MAX, f64::MAX);
    progress::step("Run it by turns", || {
        for _ in 0..ROUNDS {
            best_native = best_native.min(run_natively(&native)?);
            best_fast = best_fast.min(run_in_node(&fast)?);
            best_page = best_page.min(run_in_node(&page)?);
        }
        Ok(())
    })?;
    let row = |what: &str, best: f64| println!("{what:<40} {best:>6.0} ns a message  {:>5.2}", best / best_native);
    row("native", best_native);
    row("WebAssembly, compiled for speed", best_fast);
    row("WebAssembly, compiled as for the page", best_page);
    let ratio = best_fast / best_native;
    if ratio > LIMIT {
        bail!("WebAssembly takes {ratio:.2} times as long, and may take {LIMIT} times");
    }
    Ok(())
}

const TARGET: &str = "wasm32-unknown-unknown";

/// Builds the program and gives its file.
fn build(workspace: &Workspace, profile: &str, target: Option<&str>) -> anyhow::Result<PathBuf> {
    let mut command = commands::cargo();
    command.current_dir(workspace.root()).args([
        "build",
        "--quiet",
        "--package",
        "warren-broker",
        "--example",
        PROGRAM,
    ]);
    command.args(["--profile", profile]);
    if let Some(target) = target {
        command.args(["--target", target]);
    }
    let what = format!("Build it for {} in profile {profile}", target.unwrap_or("this machine"));
    progress::step(&what, || commands::run(&mut command))?;
    let folder = workspace.target().join(target.unwrap_or_default());
    let file = folder.join("release/examples").join(PROGRAM);
    // Both profiles have one folder; what is built next would overwrite it.
    let kept = file.with_file_name(format!("{PROGRAM}-{profile}"));
    let (file, kept) = match target {
        Some(_) => (file.with_extension("wasm"), kept.with_extension("wasm")),
        None => {
            (file.with_extension(std::env::consts::EXE_EXTENSION), kept.with_extension(std::env::consts::EXE_EXTENSION))
        }
    };
    std::fs::copy(&file, &kept).with_context(|| format!("copying {}", file.display()))?;
    Ok(kept)
}

/// Nanoseconds of processor time a message, as the program itself says.
fn run_natively(program: &Path) -> anyhow::Result<f64> {
    a_message(&mut Command::new(program))
}

/// The same in Node.js.
fn run_in_node(module: &Path) -> anyhow::Result<f64> {
    a_message(Command::new("node").args(["-e", RUN_IN_NODE]).arg(module))
}

fn a_message(run: &mut Command) -> anyhow::Result<f64> {
    let printed = commands::ask(run).with_context(|| format!("{run:?} failed"))?;
    let seconds: f64 = printed.parse().with_context(|| format!("{run:?} printed {printed:?} instead of seconds"))?;
    Ok(seconds * 1e9 / f64::from(MESSAGES))
}
