//! The compilers of the samples that are not run: their places, their needs, and their command lines. A missing one is
//! reported in words; nothing is installed for the whole machine.

use super::Sample;
use crate::tools;
use anyhow::Context;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A programming language whose samples are compiled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    Go,
    Java,
    Rust,
}

pub const LANGUAGES: [Language; 3] = [Language::Go, Language::Java, Language::Rust];

/// A checker of programs in a language.
pub enum Compiler {
    /// `go vet`, with the libraries of Debian's packages.
    Go { program: PathBuf, cache: PathBuf },
    /// Go's parser.
    Gofmt { program: PathBuf },
    /// With the client library, or only for the grammar.
    Javac { program: PathBuf, library: Option<PathBuf>, classes: PathBuf },
    /// Cargo, in a package with the samples as its programs.
    Cargo { folder: PathBuf },
}

/// The folder of the Go samples' library, from Debian's package golang-github-rabbitmq-amqp091-go-dev.
const GO_LIBRARIES: &str = "/usr/share/gocode";
const GO_LIBRARY: &str = "src/github.com/rabbitmq/amqp091-go";
/// The file of the Java samples' library, from Debian's package librabbitmq-client-java.
const JAVA_LIBRARY: &str = "/usr/share/java/amqp-client.jar";

const CARGO_MANIFEST: &str = include_str!("../../libraries/rust/Cargo.toml");
const CARGO_LOCK: &str = include_str!("../../libraries/rust/Cargo.lock");

impl Language {
    /// Returns its folder among a lesson's code.
    pub fn folder(self) -> &'static str {
        match self {
            Language::Go => "go",
            Language::Java => "java",
            Language::Rust => "rust",
        }
    }

    /// Returns a call that each of its samples makes in its library, and a misspelling of it.
    pub fn call(self) -> (&'static str, &'static str) {
        match self {
            Language::Go => ("conn.Channel()", "conn.Chanel()"),
            Language::Java => ("connection.createChannel()", "connection.createChanel()"),
            Language::Rust => ("connection.create_channel()", "connection.create_chanel()"),
        }
    }

    /// Returns its compiler with everything it needs for the samples, in a folder of ours. The error says what is
    /// missing.
    pub fn compiler(self, folder: &Path, samples: &[Sample]) -> anyhow::Result<Compiler> {
        match self {
            Language::Go => go(folder),
            Language::Java => java(folder, Path::new(JAVA_LIBRARY)),
            Language::Rust => rust(folder, samples),
        }
    }
}

impl Compiler {
    /// Returns the reason why it only parses, if it does.
    pub fn only_parses(&self) -> Option<&'static str> {
        match self {
            Compiler::Gofmt { .. } => Some(
                "amqp091-go is not there; on Debian or Ubuntu: sudo apt-get install golang-github-rabbitmq-amqp091-go-dev",
            ),
            Compiler::Javac { library: None, .. } => {
                Some("amqp-client.jar is not there; on Debian or Ubuntu: sudo apt-get install librabbitmq-client-java")
            }
            Compiler::Go { .. } | Compiler::Javac { .. } | Compiler::Cargo { .. } => None,
        }
    }

    /// Returns whether two samples can be given to it at once.
    pub fn at_once(&self, one: &Sample, next: &Sample) -> bool {
        match self {
            // Each is a package `main` of its own.
            Compiler::Go { .. } | Compiler::Gofmt { .. } => false,
            // Two lessons may have classes of one name.
            Compiler::Javac { .. } => one.lesson == next.lesson,
            Compiler::Cargo { .. } => true,
        }
    }

    /// Returns the command that compiles samples. It succeeds if they are right.
    pub fn command(&self, samples: &[Sample]) -> Command {
        let files = samples.iter().map(|sample| &sample.file);
        match self {
            Compiler::Go { program, cache } => {
                let mut command = Command::new(program);
                // Debian's libraries are for the time before modules.
                command.env("GO111MODULE", "off").env("GOPATH", GO_LIBRARIES).env("GOFLAGS", "").env("GOCACHE", cache);
                command.arg("vet").args(files);
                command
            }
            Compiler::Gofmt { program } => {
                let mut command = Command::new(program);
                command.args(["-e", "-l"]).args(files);
                command
            }
            Compiler::Javac { program, library, classes } => {
                let mut command = Command::new(program);
                command.args([
                    "-proc:none",
                    "-encoding",
                    "UTF-8",
                    "-Xlint:deprecation,rawtypes,unchecked",
                    "-Werror",
                    "-d",
                ]);
                command.arg(classes);
                match library {
                    Some(library) => command.arg("-classpath").arg(library),
                    None => command.arg("-XDshould-stop.ifNoError=PARSE"),
                };
                command.args(files);
                command
            }
            Compiler::Cargo { folder } => {
                let mut command = cargo(folder);
                command
                    .args(["check", "--locked", "--quiet", "--keep-going", "--target-dir"])
                    .arg(folder.join("target"));
                command.args(samples.iter().flat_map(|sample| ["--bin".to_owned(), rust_name(sample)]));
                command
            }
        }
    }
}

fn go(folder: &Path) -> anyhow::Result<Compiler> {
    let program = tools::find(&["go"]).context("go is not on the PATH")?;
    if Path::new(GO_LIBRARIES).join(GO_LIBRARY).is_dir() {
        return Ok(Compiler::Go { program, cache: folder.join("cache") });
    }
    gofmt()
}

fn gofmt() -> anyhow::Result<Compiler> {
    let program = tools::find(&["gofmt"]).context("neither amqp091-go nor gofmt, which could parse them, is there")?;
    Ok(Compiler::Gofmt { program })
}

fn java(folder: &Path, library: &Path) -> anyhow::Result<Compiler> {
    let program = tools::find(&["javac"]).context("javac is not on the PATH")?;
    let classes = folder.join("classes");
    fs::create_dir_all(&classes).with_context(|| format!("making {}", classes.display()))?;
    Ok(Compiler::Javac { program, library: library.is_file().then(|| library.to_owned()), classes })
}

/// Makes a package whose programs are the samples.
fn rust(folder: &Path, samples: &[Sample]) -> anyhow::Result<Compiler> {
    let programs = folder.join("src").join("bin");
    if programs.exists() {
        // Programs of lessons that have another name now would be compiled, too.
        fs::remove_dir_all(&programs).with_context(|| format!("emptying {}", programs.display()))?;
    }
    fs::create_dir_all(&programs).with_context(|| format!("making {}", programs.display()))?;
    for (name, text) in [("Cargo.toml", CARGO_MANIFEST), ("Cargo.lock", CARGO_LOCK)] {
        fs::write(folder.join(name), text).with_context(|| format!("writing {name} in {}", folder.display()))?;
    }
    for sample in samples {
        let to = programs.join(format!("{}.rs", rust_name(sample)));
        fs::copy(&sample.file, &to).with_context(|| format!("copying {}", sample.file.display()))?;
    }
    tools::output(cargo(folder).args(["fetch", "--locked", "--quiet"])).context("cargo could not get lapin")?;
    Ok(Compiler::Cargo { folder: folder.to_owned() })
}

/// Returns a sample's name in the package shared by all lessons.
fn rust_name(sample: &Sample) -> String {
    let program = sample.file.file_stem().unwrap_or_default();
    format!("{}-{}", sample.lesson, program.to_string_lossy())
}

/// Returns the cargo that started us.
fn cargo(folder: &Path) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    cargo.current_dir(folder);
    cargo
}
