//! The needs on the machine: each function finds one thing, installs it where possible, and otherwise says what the
//! person can do.

use crate::workspace::Workspace;
use crate::{bindgen, commands, progress};
use anyhow::{Context, bail};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The page's other builder, at the version that Trunk.toml allows, and the tool it calls.
const TRUNK: &str = "0.21.14";
const BINDGEN: &str = "0.2.129";

/// Rust's standard library for browsers.
pub fn wasm_target() -> anyhow::Result<()> {
    let target = bindgen::TARGET;
    // Asking the compiler finds it however Rust was installed.
    let folder = commands::ask(Command::new("rustc").args(["--print", "target-libdir", "--target", target]));
    if folder.is_some_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    progress::step(format!("Add Rust's {target} target"), || {
        if commands::find(&["rustup"]).is_none() {
            bail!(
                "this Rust has no {target} target, and rustup, which could add it, is not installed. Install Rust from \
                 https://rustup.rs, or your distribution's package for the target (Debian: libstd-rust-dev-wasm32)"
            );
        }
        commands::run(Command::new("rustup").args(["target", "add", target])).with_context(|| {
            format!("rustup could not add {target}; with a network, `rustup target add {target}` should do it and says why if not")
        })
    })
}

/// Sets up the parts of Rust that check its style. A minimal rustup lacks them.
pub fn rust_components() -> anyhow::Result<()> {
    for (component, command) in [("rustfmt", "fmt"), ("clippy", "clippy")] {
        if commands::ask(commands::cargo().args([command, "--version"])).is_some() {
            continue;
        }
        progress::step(format!("Add Rust's {component}"), || {
            commands::run(Command::new("rustup").args(["component", "add", component]))
                .with_context(|| format!("{component} is needed: `rustup component add {component}`"))
        })?;
    }
    Ok(())
}

/// A browser and the program that drives it.
pub struct Browser {
    pub program: PathBuf,
    pub driver: PathBuf,
}

/// Finds Chromium and chromedriver: those in `CHROMIUM` and `CHROMEDRIVER`, else those on the PATH, else Debian's
/// packages.
pub fn browser() -> anyhow::Result<Browser> {
    if let Some(browser) = find_browser() {
        return Ok(browser);
    }
    debian_packages("Chromium and chromedriver", &["chromium", "chromium-driver", "fonts-noto-cjk"])?;
    find_browser()
        .context("chromium and chromium-driver are installed, yet `chromium` or `chromedriver` is not on the PATH")
}

fn find_browser() -> Option<Browser> {
    let named = |variable| std::env::var_os(variable).map(PathBuf::from).filter(|file| file.is_file());
    let program = named("CHROMIUM").or_else(|| commands::find(&["chromium", "chromium-browser", "google-chrome"]))?;
    let driver = named("CHROMEDRIVER").or_else(|| commands::find(&["chromedriver"]))?;
    Some(Browser { program, driver })
}

/// Sets up fonts for the page's languages, for pictures that people look at.
pub fn fonts() -> anyhow::Result<()> {
    let japanese = commands::ask(Command::new("fc-list").arg(":lang=ja"));
    if japanese.is_some_and(|fonts| !fonts.is_empty()) {
        Ok(())
    } else {
        debian_packages("Japanese fonts", &["fonts-noto-cjk", "fontconfig"])
    }
}

/// Sets up Node.js with the packages pinned in tests/e2e/package-lock.json.
pub fn node_packages(workspace: &Workspace) -> anyhow::Result<()> {
    node()?;
    let folder = workspace.e2e();
    let lock = fs::read(folder.join("package-lock.json")).context("reading tests/e2e/package-lock.json")?;
    let installed = folder.join("node_modules").join(".installed-lock");
    if fs::read(&installed).is_ok_and(|of| of == lock) {
        return Ok(());
    }
    progress::step("Install the JavaScript packages of tests/e2e", || {
        let mut npm = Command::new("npm");
        commands::run(npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]))?;
        fs::write(&installed, lock).with_context(|| format!("writing {}", installed.display()))
    })
}

/// Sets up Trunk and the wasm-bindgen program it calls, from source, because only cargo is certain to exist.
pub fn trunk(workspace: &Workspace) -> anyhow::Result<()> {
    for (package, program, version) in [("trunk", "trunk", TRUNK), ("wasm-bindgen-cli", "wasm-bindgen", BINDGEN)] {
        let there = commands::ask(Command::new(program).arg("--version"));
        if there.is_some_and(|text| text.split_whitespace().any(|word| word == version)) {
            continue;
        }
        progress::step(format!("Install {package} {version} from source (minutes)"), || {
            let mut cargo = commands::cargo();
            cargo.args(["install", "--locked", "--quiet", package, "--version", version, "--target-dir"]);
            commands::run(cargo.arg(workspace.target().join("tools")))
        })?;
    }
    Ok(())
}

/// Sets up RabbitMQ, for the samples. Installing it does not start it.
pub fn rabbitmq() -> anyhow::Result<()> {
    // Debian's folder is checked too, because its programs are on a PATH that only root has.
    if Path::new("/usr/lib/rabbitmq/lib").is_dir() || commands::find(&["rabbitmq-server"]).is_some() {
        return Ok(());
    }
    without_services(|| debian_packages("RabbitMQ and Erlang", &["rabbitmq-server"]))
}

/// Sets up Python with its virtual environments.
pub fn python() -> anyhow::Result<()> {
    let works = |program| commands::ask(Command::new(program).args(["-c", "import ensurepip, venv"])).is_some();
    if works("python3") || works("python") {
        Ok(())
    } else {
        debian_packages("Python and its venv", &["python3", "python3-venv"])
    }
}

/// Sets up Node.js and npm.
pub fn node() -> anyhow::Result<()> {
    if commands::find(&["node"]).is_some() && commands::find(&["npm"]).is_some() {
        return Ok(());
    }
    debian_packages("Node.js and npm", &["nodejs", "npm"])
}

/// Sets up the Go samples' library, if Go is there. (Go itself is too large to be installed unasked, as is Java.)
pub fn go_library() -> anyhow::Result<()> {
    library("go", "/usr/share/gocode/src/github.com/rabbitmq/amqp091-go", "golang-github-rabbitmq-amqp091-go-dev")
}

/// Sets up the Java samples' library, if a Java compiler is there.
pub fn java_library() -> anyhow::Result<()> {
    library("javac", "/usr/share/java/amqp-client.jar", "librabbitmq-client-java")
}

/// Sets up a Debian package with a library for a compiler.
fn library(compiler: &str, place: &str, package: &str) -> anyhow::Result<()> {
    if commands::find(&[compiler]).is_none() || Path::new(place).exists() {
        return Ok(());
    }
    debian_packages(&format!("the samples' libraries for {compiler}"), &[package])
}

/// Runs work during which Debian's packages start no service: they ask this program first. An existing one is the
/// machine's own.
fn without_services(work: impl FnOnce() -> anyhow::Result<()>) -> anyhow::Result<()> {
    let policy = Path::new("/usr/sbin/policy-rc.d");
    let ours = !policy.exists() && is_root();
    if ours {
        let refuse = "#!/bin/sh\nexit 101\n";
        fs::write(policy, refuse).with_context(|| format!("writing {}", policy.display()))?;
        commands::run(Command::new("chmod").arg("755").arg(policy))?;
    }
    let done = work();
    if ours {
        fs::remove_file(policy).with_context(|| format!("removing {}", policy.display()))?;
    }
    done
}

fn is_root() -> bool {
    commands::ask(Command::new("id").arg("-u")).is_some_and(|id| id == "0")
}

/// Installs Debian packages if permitted, else says what to install.
fn debian_packages(what: &str, packages: &[&str]) -> anyhow::Result<()> {
    let names = packages.join(" ");
    let apt = commands::find(&["apt-get"]);
    if apt.is_none() || !is_root() {
        bail!("{what} are needed and not on the PATH; on Debian or Ubuntu: sudo apt-get install {names}");
    }
    progress::step(format!("Install {what} ({names})"), || {
        let apt_get = |arguments: &[&str]| {
            let mut command = Command::new("apt-get");
            commands::run(
                command.args(["-qq", "-o", "Dpkg::Use-Pty=0"]).args(arguments).env("DEBIAN_FRONTEND", "noninteractive"),
            )
        };
        apt_get(&["update"])?;
        apt_get(&[&["install", "-y", "--no-install-recommends"], packages].concat())
    })
}
