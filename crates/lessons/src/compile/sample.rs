//! A lesson's programs: their languages, and the anchors of their lines.

use std::collections::BTreeSet;

use super::highlight::Highlighter;
use crate::pack::{Line, Program, Sample};
use crate::source::{At, Folder, Problem};

/// A programming language that samples may be in.
struct Language {
    id: &'static str,
    label: &'static str,
    library: &'static str,
    extension: &'static str,
    comment: &'static str,
    naming: Naming,
}

/// The naming of a programming language's files.
enum Naming {
    /// Like the program in `lesson.toml`.
    Snake,
    /// Like the class in them: `new_task` is in `NewTask`.
    Class,
}

impl Language {
    /// Returns the file of a program.
    fn file(&self, program: &str) -> String {
        let stem = match self.naming {
            Naming::Snake => program.to_owned(),
            Naming::Class => program.split('_').map(capitalised).collect(),
        };
        format!("{stem}.{}", self.extension)
    }
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// In the order of the page's menu.
const LANGUAGES: [Language; 5] = [
    Language { id: "python", label: "Python", library: "pika", extension: "py", comment: "#", naming: Naming::Snake },
    Language { id: "go", label: "Go", library: "amqp091-go", extension: "go", comment: "//", naming: Naming::Snake },
    Language {
        id: "javascript",
        label: "JavaScript",
        library: "amqplib",
        extension: "js",
        comment: "//",
        naming: Naming::Snake,
    },
    Language { id: "rust", label: "Rust", library: "lapin", extension: "rs", comment: "//", naming: Naming::Snake },
    Language {
        id: "java",
        label: "Java",
        library: "amqp-client",
        extension: "java",
        comment: "//",
        naming: Naming::Class,
    },
];

/// The folder within a lesson's folder that has a folder for each programming language.
const CODE: &str = "code";

/// Reads the samples of a lesson: the same programs in each of its languages.
pub fn read(
    folder: &Folder,
    programs: &[At<String>],
    highlighter: &Highlighter,
    problems: &mut Vec<Problem>,
) -> Vec<Sample> {
    let code = folder.folders().remove(CODE).unwrap_or_default().folders();
    for (id, unknown) in code.iter().filter(|(id, _)| LANGUAGES.iter().all(|language| language.id != id.as_str())) {
        let known = LANGUAGES.map(|language| language.id).join(", ");
        let message = format!("\"{id}\" is no programming language of the samples");
        problems.push(Problem::of(&*unknown.path, message, format!("there are {known}")));
    }
    let mut samples = Vec::new();
    for language in &LANGUAGES {
        let Some(files) = code.get(language.id) else { continue };
        let programs = programs.iter().filter_map(|name| {
            let file = language.file(&name.value);
            let Some(text) = files.get(&file) else {
                problems.push(Problem::of(files.name(&file), "is missing", "lesson.toml names the program"));
                return None;
            };
            Some(Program { lines: lines(text, language, highlighter, &files.name(&file), problems), file })
        });
        samples.push(Sample {
            language: language.id.into(),
            label: language.label.into(),
            library: language.library.into(),
            programs: programs.collect(),
        });
    }
    samples
}

/// Returns the anchors of all programs of a sample.
pub fn anchors(sample: &Sample) -> BTreeSet<&str> {
    let lines = sample.programs.iter().flat_map(|program| &program.lines);
    lines.flat_map(|line| &line.anchors).map(String::as_str).collect()
}

/// Returns the lines without the comments `ANCHOR: name` and `ANCHOR_END: name`, which have lines of their own.
fn lines(
    text: &str,
    language: &Language,
    highlighter: &Highlighter,
    file: &str,
    problems: &mut Vec<Problem>,
) -> Vec<Line> {
    let mut open: Vec<At<&str>> = Vec::new();
    let mut kept: Vec<(&str, Vec<String>)> = Vec::new();
    for (index, line) in text.lines().enumerate() {
        let number = index + 1;
        let comment = line.trim().strip_prefix(language.comment).map(str::trim_start);
        if let Some(name) = comment.and_then(|comment| comment.strip_prefix("ANCHOR:")).map(str::trim) {
            if name.is_empty() || open.iter().any(|at| at.value == name) {
                let help = "an anchor has a name and is closed with ANCHOR_END before it is opened again";
                problems.push(Problem::on(number, file, format!("the anchor \"{name}\" cannot begin here"), help));
            }
            open.push(At { line: number, value: name });
        } else if let Some(name) = comment.and_then(|comment| comment.strip_prefix("ANCHOR_END:")).map(str::trim) {
            match open.iter().rposition(|at| at.value == name) {
                Some(index) => {
                    open.remove(index);
                }
                None => {
                    let help = "it was not opened: write ANCHOR: with the same name above";
                    problems.push(Problem::on(number, file, format!("the anchor \"{name}\" cannot end here"), help));
                }
            }
        } else {
            kept.push((line, open.iter().map(|at| at.value.to_owned()).collect()));
        }
    }
    for at in open {
        let help = format!("write `{} ANCHOR_END: {}` below", language.comment, at.value);
        problems.push(Problem::on(at.line, file, format!("the anchor \"{}\" does not end", at.value), help));
    }
    let text: Vec<&str> = kept.iter().map(|(line, _)| *line).collect();
    let html = highlighter.lines(&text, language.extension);
    html.into_iter().zip(kept).map(|(html, (_, anchors))| Line { html, anchors }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_python(text: &str) -> (Vec<Sample>, Vec<String>) {
        let files = [("code/python/send.py".to_owned(), text.to_owned())].into();
        let folder = Folder { path: "one".into(), files };
        let mut problems = Vec::new();
        let programs = [At { line: 1, value: "send".to_owned() }];
        let samples = read(&folder, &programs, &Highlighter::new(), &mut problems);
        (samples, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn lines_bear_the_anchors_that_are_open() {
        let (samples, problems) =
            read_python("a\n# ANCHOR: x\nb\n  # ANCHOR: y\nc\n# ANCHOR_END: x\nd\n# ANCHOR_END: y\ne\n");
        assert_eq!(problems, Vec::<String>::new());
        let lines = &samples[0].programs[0].lines;
        let anchors: Vec<_> = lines.iter().map(|line| (line.html.as_str(), line.anchors.join(" "))).collect();
        let expected = [("a", ""), ("b", "x"), ("c", "x y"), ("d", "y"), ("e", "")];
        assert_eq!(anchors, expected.map(|(html, anchors)| (html, anchors.to_owned())));
        assert_eq!(super::anchors(&samples[0]), ["x", "y"].into());
    }

    #[test]
    fn anchors_that_do_not_pair_are_told_with_their_line() {
        let (_, problems) = read_python("# ANCHOR: x\na\n# ANCHOR_END: y\n");
        assert!(problems[0].starts_with("one/code/python/send.py:3: the anchor \"y\" cannot end here"), "{problems:?}");
        assert!(problems[1].starts_with("one/code/python/send.py:1: the anchor \"x\" does not end"), "{problems:?}");
    }

    #[test]
    fn a_class_gives_its_file_the_name() {
        let files = [("code/java/NewTask.java".to_owned(), "class NewTask {}\n".to_owned())].into();
        let folder = Folder { path: "one".into(), files };
        let mut problems = Vec::new();
        let programs = [At { line: 1, value: "new_task".to_owned() }];
        let samples = read(&folder, &programs, &Highlighter::new(), &mut problems);
        assert_eq!((samples[0].programs[0].file.as_str(), problems.len()), ("NewTask.java", 0));
    }

    #[test]
    fn programs_and_languages_that_do_not_exist_are_told() {
        let files =
            [("code/python/other.py".to_owned(), String::new()), ("code/perl/send.pl".to_owned(), String::new())];
        let folder = Folder { path: "one".into(), files: files.into() };
        let mut problems = Vec::new();
        read(&folder, &[At { line: 1, value: "send".to_owned() }], &Highlighter::new(), &mut problems);
        let told: Vec<_> = problems.iter().map(|problem| format!("{}: {}", problem.file, problem.message)).collect();
        assert_eq!(
            told,
            [
                "one/code/perl: \"perl\" is no programming language of the samples",
                "one/code/python/send.py: is missing"
            ]
        );
    }
}
