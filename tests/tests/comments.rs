//! Comments are plain sentences: none begins with "What", "Who" or their like, unless it asks a question.
//!
//! A clause as a subject ("What is pushed is made elsewhere") hides the verb at the end. A comment begins with what a
//! reader looks for: a verb for a function, a noun for a thing.

use std::fs;
use std::path::{Path, PathBuf};

/// The first words that a sentence of a comment must not have.
const CLAUSES: [&str; 6] = ["What", "Whatever", "Who", "Whoever", "Whose", "That which"];

/// Folders that are not looked into: the page's, which is in the making, and those without sources of the project's own.
const SKIPPED: [&str; 7] =
    ["web", "tests/e2e", "target", "dist", "node_modules", "generated", "crates/lessons/lessons"];

/// Collects the sources under a folder of the repository.
fn sources(root: &Path, folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder can be listed") {
        let path = entry.expect("its entries can be read").path();
        let inside = path.strip_prefix(root).expect("it is inside the repository");
        let hidden = inside.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
        let skipped = SKIPPED.iter().any(|skipped| inside.ends_with(skipped));
        if path.is_dir() && !hidden && !skipped {
            sources(root, &path, found);
        } else if path.extension().is_some_and(|extension| ["rs", "mjs", "js"].iter().any(|known| extension == *known))
        {
            found.push(path);
        }
    }
}

/// Returns the text of a line that is a comment, and the sign it begins with.
fn comment(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let sign = ["///", "//!", "//", "/**", "* "].into_iter().find(|sign| line.starts_with(sign))?;
    Some((sign, line[sign.len()..].trim()))
}

/// Returns the lines of a source on which a sentence of a comment begins with a clause.
fn clauses(source: &str) -> Vec<usize> {
    let mut found = Vec::new();
    // The sign of the comment that a line continues, and whether its last sentence has ended.
    let mut before: Option<(&str, bool)> = None;
    let lines: Vec<&str> = source.lines().collect();
    for (index, line) in lines.iter().enumerate() {
        let Some((sign, text)) = comment(line) else {
            before = None;
            continue;
        };
        let mut begins = before.is_none_or(|(earlier, ended)| earlier != sign || ended);
        // The rest of the comment, in which a question has its mark.
        let rest: Vec<&str> = lines[index + 1..].iter().map_while(|next| comment(next)).map(|(_, text)| text).collect();
        for (place, sentence) in text.split_inclusive(['.', '?', '!', ':']).enumerate() {
            let follows = place == 0 || sentence.starts_with(' ');
            let words = sentence.trim_start().trim_start_matches('(');
            let is_clause = CLAUSES
                .iter()
                .any(|clause| words.strip_prefix(clause).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric)));
            let whole = [sentence].into_iter().chain(rest.iter().copied()).collect::<Vec<_>>().join(" ");
            let asks = whole.find(['.', '?', '!']).is_some_and(|end| whole[end..].starts_with('?'));
            if begins && follows && is_clause && !asks {
                found.push(index + 1);
            }
            begins = sentence.ends_with(['.', '?', '!', ':']);
        }
        before = Some((sign, begins || text.is_empty()));
    }
    found
}

#[test]
fn no_comment_begins_with_a_clause() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().expect("the repository is there");
    let mut files = Vec::new();
    sources(&root, &root, &mut files);
    assert!(files.len() > 250, "only {} sources were found", files.len());
    let mut wrong = Vec::new();
    for file in files {
        let source = fs::read_to_string(&file).expect("the source can be read");
        let name = file.strip_prefix(&root).expect("it is inside the repository").display();
        wrong.extend(clauses(&source).into_iter().map(|line| format!("{name}:{line}")));
    }
    assert!(wrong.is_empty(), "begin with the verb or the noun, not with a clause:\n{}", wrong.join("\n"));
}

#[test]
fn a_clause_is_found_wherever_a_sentence_begins() {
    let source = "/// What is pushed is made elsewhere.\nfn a() {}\n// Pushes.\n// Who has time waits. It is\n// whatever. What is it?\n\
                  let a = 1;\n/// Pushes things. Whatever\n/// is there counts.\n//! Whole.\n//! Says what it does; who reads it\n//! sees.\n";
    assert_eq!(clauses(source), [1, 4, 7]);
}
