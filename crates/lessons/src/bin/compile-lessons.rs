//! `compile-lessons OUT`: compiles the lessons and the texts into the packs that the page loads. Packs that have not
//! changed are not written again (a watcher would build for ever).

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use warren_lessons::compile::{Packs, Sources, compile};
use warren_lessons::source::{Folder, Problem};

const LESSONS: &str = "crates/lessons/lessons";
const LEDGER: &str = "docs/fidelity.md";
const CATALOGS: [&str; 3] = ["crates/simulator/locales", "web/locales", "crates/view/locales"];

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some(out) = folder(&arguments) else {
        eprintln!("usage: compile-lessons OUT\nOUT is the folder for the packs: web/generated");
        return ExitCode::from(2);
    };
    let packs = match sources().map_err(|problem| vec![problem]).and_then(|sources| compile(&sources)) {
        Ok(packs) => packs,
        Err(problems) => {
            for problem in &problems {
                eprintln!("{problem}");
            }
            eprintln!("lessons: {} to mend", problems.len());
            return ExitCode::FAILURE;
        }
    };
    match write(Path::new(out), &packs) {
        Ok(written) => {
            println!("lessons: {} packs in {out}, {written} of them new", packs.len());
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{out}: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Returns the one argument. There are no options.
fn folder(arguments: &[String]) -> Option<&String> {
    match arguments {
        [out] if !out.starts_with('-') => Some(out),
        _ => None,
    }
}

fn sources() -> Result<Sources, Problem> {
    let lessons = Path::new(LESSONS);
    if !lessons.is_dir() {
        let help = "run this in the root of the repository";
        return Err(Problem::of(LESSONS, "is not here", help));
    }
    let catalogs = CATALOGS.iter().map(Path::new).filter(|path| path.is_dir()).map(Folder::read);
    let ledger = fs::read_to_string(LEDGER)
        .map_err(|error| Problem::of(LEDGER, error.to_string(), "UPDATE=1 cargo test -p warren-tests writes it"))?;
    Ok(Sources { lessons: Folder::read(lessons)?, catalogs: catalogs.collect::<Result<_, _>>()?, ledger })
}

/// Writes changed packs, removes packs of former runs that no longer exist, and returns the number of files written.
fn write(out: &Path, packs: &Packs) -> io::Result<usize> {
    fs::create_dir_all(out)?;
    for entry in fs::read_dir(out)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if [".json", ".html"].iter().any(|end| name.ends_with(end)) && !packs.contains_key(&name) {
            fs::remove_file(path)?;
        }
    }
    let mut written = 0;
    for (name, json) in packs {
        let path = out.join(name);
        if fs::read_to_string(&path).ok().as_deref() != Some(json) {
            fs::write(&path, json)?;
            written += 1;
        }
    }
    Ok(written)
}
