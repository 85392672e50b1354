//! The lessons whose samples are run: finds and reads their programs in each programming language, and their
//! `samples.toml`.

use crate::data::{FILE, Samples};
use anyhow::{Context, bail};
use serde::Deserialize;
use std::fs;
use std::path::{Path, PathBuf};

/// The part of a lesson that its samples need.
pub struct Lesson {
    pub folder: PathBuf,
    pub programs: Vec<String>,
    /// The scenario, in the scenario language.
    pub scenario: String,
    pub samples: Samples,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(default)]
    programs: Vec<String>,
}

impl Lesson {
    /// Returns the folder's name.
    pub fn name(&self) -> String {
        self.folder.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }

    fn read(folder: PathBuf) -> anyhow::Result<Lesson> {
        let manifest: Manifest = toml::from_str(&text(&folder.join("lesson.toml"))?)
            .with_context(|| format!("reading {}", folder.join("lesson.toml").display()))?;
        let file = folder.join(FILE);
        if !file.is_file() {
            let programs = manifest.programs.join(", ");
            bail!(
                "{} is missing: it says how {programs} are run against a real broker; docs/writing-a-lesson.md says how to write it",
                file.display()
            );
        }
        let samples =
            Samples::read(&text(&file)?, &manifest.programs).with_context(|| format!("{}", file.display()))?;
        let scenario = text(&folder.join("scenario.warren"))?;
        Ok(Lesson { folder, programs: manifest.programs, scenario, samples })
    }
}

/// Returns all lessons with programs, in the order of their folders. All errors are reported, not only the first.
pub fn read(folder: &Path) -> anyhow::Result<Vec<Lesson>> {
    let entries = fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    folders.retain(|folder| folder.join("code").is_dir());
    folders.sort();
    let (mut lessons, mut mistakes) = (Vec::new(), Vec::new());
    for folder in folders {
        match Lesson::read(folder) {
            Ok(lesson) => lessons.push(lesson),
            Err(mistake) => mistakes.push(format!("{mistake:#}")),
        }
    }
    if !mistakes.is_empty() {
        bail!("{}", mistakes.join("\n"));
    }
    if lessons.is_empty() {
        bail!("no lesson in {} has programs", folder.display());
    }
    Ok(lessons)
}

fn text(file: &Path) -> anyhow::Result<String> {
    fs::read_to_string(file).with_context(|| format!("reading {}", file.display()))
}
