//! Runs other programs: finds them, runs them to their end, and makes errors that name the program and its task.

use anyhow::{Context, bail};
use std::ffi::{OsStr, OsString};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// Returns the cargo that runs us, so that a `+toolchain` reaches the programs we start.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")))
}

/// Returns the first of `names` found on the PATH.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path)
        .flat_map(|folder| {
            names.iter().map(move |name| folder.join(name).with_extension(std::env::consts::EXE_EXTENSION))
        })
        .find(|file| file.is_file())
}

/// Runs a command to the end with its output shown. Anything but success is an error.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let status = command.stdin(Stdio::null()).status().with_context(|| not_started(command))?;
    if !status.success() {
        bail!("`{}` ended with {status}", line(command));
    }
    Ok(())
}

/// Runs a command to the end and returns its output, or `None` if it failed or does not exist: for questions, not for
/// work.
pub fn ask(command: &mut Command) -> Option<String> {
    let output = command.stdin(Stdio::null()).stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Runs a command to the end, showing each line of its standard output as it comes and passing it to `each`. Returns
/// whether it succeeded.
pub fn watch(command: &mut Command, mut each: impl FnMut(&str)) -> anyhow::Result<bool> {
    let mut child =
        command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().with_context(|| not_started(command))?;
    let output = child.stdout.take().expect("its standard output was piped a line above");
    for text in BufReader::new(output).split(b'\n') {
        let text = text.with_context(|| format!("reading what `{}` writes", line(command)))?;
        let text = String::from_utf8_lossy(&text);
        println!("{text}");
        each(&text);
    }
    std::io::stdout().flush()?;
    Ok(child.wait()?.success())
}

/// Puts `folder` first on the PATH of `command`.
pub fn with_path(command: &mut Command, folder: PathBuf) -> anyhow::Result<&mut Command> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let all = std::iter::once(folder).chain(std::env::split_paths(&path));
    Ok(command.env("PATH", std::env::join_paths(all)?))
}

fn not_started(command: &Command) -> String {
    format!("could not start `{}`", line(command))
}

fn line(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args()).map(OsStr::to_string_lossy);
    words.collect::<Vec<_>>().join(" ")
}
