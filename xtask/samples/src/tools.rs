//! The needs of the samples: interpreters on the machine, and client libraries at the versions pinned in `libraries/`,
//! installed into a folder of ours and not for the whole machine.

use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The runner of a language's programs.
pub struct Tools {
    pub interpreter: PathBuf,
    /// A folder whose subfolders' programs find their libraries.
    pub folder: PathBuf,
}

const REQUIREMENTS: &str = include_str!("../libraries/python/requirements.txt");
const PACKAGE: &str = include_str!("../libraries/javascript/package.json");
const PACKAGE_LOCK: &str = include_str!("../libraries/javascript/package-lock.json");

/// Makes a virtual environment with pika.
pub fn python(folder: &Path) -> anyhow::Result<Tools> {
    let python = find(&["python3", "python"]).context("python3 is not on the PATH")?;
    let folder = folder.join("python");
    let venv = folder.join("venv");
    let interpreter = venv.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    let stamp = folder.join("installed-requirements.txt");
    // The interpreter is tried too, because the Python behind it may be gone.
    let works = || output(Command::new(&interpreter).args(["-c", "import pika"])).is_ok();
    if !is(&stamp, REQUIREMENTS) || !works() {
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        output(Command::new(python).args(["-m", "venv", "--clear"]).arg(&venv))
            .context("python3 could not make a virtual environment (on Debian it needs the package python3-venv)")?;
        let list = folder.join("requirements.txt");
        fs::write(&list, REQUIREMENTS).with_context(|| format!("writing {}", list.display()))?;
        let mut pip = Command::new(&interpreter);
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
            "--require-hashes",
            "--requirement",
        ]);
        output(pip.arg(&list)).context("pip could not install pika")?;
        fs::write(&stamp, REQUIREMENTS).with_context(|| format!("writing {}", stamp.display()))?;
    }
    Ok(Tools { interpreter, folder })
}

/// Makes a folder with amqplib in its node_modules.
pub fn javascript(folder: &Path) -> anyhow::Result<Tools> {
    let interpreter = find(&["node"]).context("node is not on the PATH")?;
    let folder = folder.join("javascript");
    let stamp = folder.join("node_modules").join(".installed-lock");
    if !is(&stamp, PACKAGE_LOCK) {
        javascript_module(&folder)?;
        let npm = find(&["npm"]).context("npm is not on the PATH")?;
        let lock = folder.join("package-lock.json");
        fs::write(&lock, PACKAGE_LOCK).with_context(|| format!("writing {}", lock.display()))?;
        output(Command::new(npm).current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]))
            .context("npm could not install amqplib")?;
        fs::write(&stamp, PACKAGE_LOCK).with_context(|| format!("writing {}", stamp.display()))?;
    }
    Ok(Tools { interpreter, folder })
}

/// Makes `folder` one whose programs are modules, as the samples are.
pub fn javascript_module(folder: &Path) -> anyhow::Result<()> {
    fs::create_dir_all(folder).with_context(|| format!("making {}", folder.display()))?;
    let package = folder.join("package.json");
    fs::write(&package, PACKAGE).with_context(|| format!("writing {}", package.display()))
}

/// Returns the first of `names` found on the PATH.
pub fn find(names: &[&str]) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    let folders: Vec<PathBuf> = std::env::split_paths(&path).collect();
    let files = names.iter().flat_map(|name| folders.iter().map(move |folder| folder.join(name)));
    files.map(|file| file.with_extension(std::env::consts::EXE_EXTENSION)).find(|file| file.is_file())
}

/// Runs a command to its end and returns its output. If it fails, the output is the error.
pub fn output(command: &mut Command) -> anyhow::Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output = command.stdin(Stdio::null()).output().with_context(|| format!("could not start {name}"))?;
    let text = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    if !output.status.success() {
        let complaint = String::from_utf8_lossy(&output.stderr);
        bail!("{name} ended with {}:\n{}\n{text}", output.status, complaint.trim());
    }
    Ok(text)
}

fn is(file: &Path, text: &str) -> bool {
    fs::read_to_string(file).is_ok_and(|found| found == text)
}
