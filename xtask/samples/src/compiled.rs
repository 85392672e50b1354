//! The samples that are compiled and not run: their programs, the groups in which they are compiled, and the search for
//! the faulty one of a group.

mod compilers;

use crate::lessons::Lesson;
use crate::suite::{Tally, not_tested};
use crate::tools;
use anyhow::{Context, anyhow, ensure};
use compilers::{Compiler, LANGUAGES, Language};
use std::fs;
use std::path::{Path, PathBuf};

/// A program of a lesson in a compiled language.
#[derive(Clone, Debug)]
struct Sample {
    lesson: String,
    file: PathBuf,
}

/// Compiles all programs for which there is a compiler, and reports the others.
pub fn test(lessons: &[Lesson], folder: &Path, tally: &mut Tally) -> anyhow::Result<()> {
    for language in LANGUAGES {
        let mut samples = Vec::new();
        for lesson in lessons {
            samples.extend(read(lesson, language)?);
        }
        let name = language.folder();
        let place = folder.join(name);
        let spoilt = spoil(language, &samples, &place)?;
        let compiler = match language.compiler(&place, &[&*samples, &spoilt].concat()) {
            Ok(compiler) => compiler,
            Err(why) => {
                not_tested(&format!("the {name} samples were not compiled: {why:#}"));
                continue;
            }
        };
        let missing = compiler.only_parses();
        if let Some(missing) = missing {
            not_tested(&format!("the {name} samples were parsed and not compiled: {missing}"));
        }
        let does = if missing.is_some() { "parses" } else { "compiles" };
        for (sample, verdict) in samples.iter().zip(verdicts(&compiler, &samples)) {
            tally.note(&format!("{} in {name}: {} {does}", sample.lesson, sample.name()), "", verdict);
        }
        // A compiler that accepts everything would pass, too.
        let seen = if missing.is_some() { &spoilt[..1] } else { &spoilt };
        for sample in seen {
            let verdict = verdicts(&compiler, std::slice::from_ref(sample)).pop();
            let refused = verdict.is_some_and(|verdict| verdict.is_err());
            let result =
                if refused { Ok(()) } else { Err(anyhow!("nothing was wrong with {}", sample.file.display())) };
            tally.note(&format!("in {name}: a program that is {} is refused", sample.lesson), "", result);
        }
    }
    Ok(())
}

impl Sample {
    /// Returns the file's name.
    fn name(&self) -> String {
        self.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
    }
}

/// Returns a lesson's programs in a language, in the order of their files. (The lessons' compiler checks the names of
/// files.)
fn read(lesson: &Lesson, language: Language) -> anyhow::Result<Vec<Sample>> {
    let folder = lesson.folder.join("code").join(language.folder());
    let entries = fs::read_dir(&folder).with_context(|| format!("reading {}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    let programs = &lesson.programs;
    ensure!(
        files.len() == programs.len(),
        "{} has {} files; it should have one for each program of lesson.toml: {}",
        folder.display(),
        files.len(),
        programs.join(", ")
    );
    files
        .into_iter()
        .map(|file| {
            Ok(Sample { lesson: lesson.name(), file: file.canonicalize().with_context(|| file.display().to_string())? })
        })
        .collect()
}

/// Returns the first sample with two faults that must be refused: wrong grammar, and a call of something that is not in
/// the library.
fn spoil(language: Language, samples: &[Sample], place: &Path) -> anyhow::Result<Vec<Sample>> {
    let first = samples.first().context("lessons have programs")?;
    let text = fs::read_to_string(&first.file).with_context(|| format!("reading {}", first.file.display()))?;
    let (unfinished, _) = text.rsplit_once('}').with_context(|| format!("no }} in {}", first.file.display()))?;
    let (call, misspelt) = language.call();
    ensure!(text.contains(call), "{} should call `{call}`, as all samples do", first.file.display());
    let misspelt = text.replace(call, misspelt);
    let write = |(how, text): (&str, &str)| {
        let folder = place.join("spoilt").join(how);
        fs::create_dir_all(&folder).with_context(|| format!("making {}", folder.display()))?;
        let file = folder.join(first.name());
        fs::write(&file, text).with_context(|| format!("writing {}", file.display()))?;
        Ok(Sample { lesson: how.to_owned(), file })
    };
    [("unfinished", unfinished), ("misspelt", &misspelt)].into_iter().map(write).collect()
}

/// Returns the compiler's result for each sample. A group is compiled at once, which is quicker; if that fails each
/// sample is compiled alone, to find the faulty ones.
fn verdicts(compiler: &Compiler, samples: &[Sample]) -> Vec<anyhow::Result<()>> {
    let mut verdicts = Vec::new();
    for group in samples.chunk_by(|one, next| compiler.at_once(one, next)) {
        let together = tools::output(&mut compiler.command(group));
        match together {
            Ok(_) => verdicts.extend(group.iter().map(|_| Ok(()))),
            Err(error) if group.len() == 1 => verdicts.push(Err(error)),
            Err(error) => {
                let alone = group.chunks(1).map(|sample| tools::output(&mut compiler.command(sample)).map(|_| ()));
                let alone: Vec<_> = alone.collect();
                if alone.iter().all(Result::is_ok) {
                    // None is faulty alone, so all are.
                    verdicts.extend(group.iter().map(|_| Err(anyhow!("not together with the others: {error:#}"))));
                } else {
                    verdicts.extend(alone);
                }
            }
        }
    }
    verdicts
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the results for programs with these texts, compiled at once.
    fn compiled(name: &str, texts: &[&str]) -> Vec<bool> {
        let folder = std::env::temp_dir().join(format!("warren-compiled-{name}-{}", std::process::id()));
        let programs = folder.join("src/bin");
        fs::create_dir_all(&programs).unwrap();
        fs::write(folder.join("Cargo.toml"), "[package]\nname = \"p\"\nedition = \"2024\"\n[workspace]\n").unwrap();
        fs::write(folder.join("Cargo.lock"), "version = 4\n[[package]]\nname = \"p\"\nversion = \"0.0.0\"\n").unwrap();
        let sample = |(number, text): (usize, &&str)| {
            let file = programs.join(format!("l-{number}.rs"));
            fs::write(&file, text).unwrap();
            Sample { lesson: "l".to_owned(), file: file.with_file_name(format!("{number}.rs")) }
        };
        let samples: Vec<Sample> = texts.iter().enumerate().map(sample).collect();
        let verdicts = verdicts(&Compiler::Cargo { folder: folder.clone() }, &samples);
        fs::remove_dir_all(&folder).unwrap();
        verdicts.iter().map(Result::is_ok).collect()
    }

    #[test]
    fn whoever_is_wrong_is_told_and_nobody_else() {
        let right = "fn main() {}";
        assert_eq!(compiled("right", &[right, right]), [true, true]);
        assert_eq!(compiled("one", &[right, "fn main() { nothing(); }", right]), [true, false, true]);
    }
}
