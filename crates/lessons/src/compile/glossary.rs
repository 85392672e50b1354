//! `glossary.toml`: one word for each thing in each language, and the words that must not be used for it.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;
use toml::Spanned;

use crate::source::{Folder, Problem, line_of};

/// The glossary's name beside the lessons.
pub const FILE: &str = "glossary.toml";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Glossary {
    terms: Vec<Term>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Term {
    /// The word, by language.
    words: Spanned<BTreeMap<String, String>>,
    /// The words that must not be used for it, by language. The word itself may contain one of them: `コンシューマ` in
    /// `コンシューマー`.
    #[serde(default)]
    forbidden: BTreeMap<String, Vec<String>>,
    /// Where a forbidden word is right after all, by language: a reading that is given once, with the text around it.
    #[serde(default, rename = "except")]
    exceptions: BTreeMap<String, Vec<String>>,
    /// The lesson's folder, if the word applies only there.
    #[serde(rename = "in")]
    only_in: Option<String>,
}

/// Checks the words of lessons, of links to guides and of catalogs.
pub fn check(lessons: &Folder, catalogs: &[Folder], languages: &BTreeSet<String>, problems: &mut Vec<Problem>) {
    let Some(glossary) = read(lessons, languages, problems) else { return };
    for language in languages {
        let (prose, labels) = (format!("/{language}.md"), format!("guides.{language}.toml"));
        let of_lessons = lessons.files.iter().filter(|(path, _)| path.ends_with(&prose) || **path == labels);
        for (path, text) in of_lessons {
            glossary.check_text(language, path, &lessons.name(path), text, problems);
        }
        for folder in catalogs {
            let file = format!("{language}.json");
            if let Some(text) = folder.get(&file) {
                glossary.check_text(language, "", &folder.name(&file), text, problems);
            }
        }
    }
}

fn read(lessons: &Folder, languages: &BTreeSet<String>, problems: &mut Vec<Problem>) -> Option<Glossary> {
    let file = lessons.name(FILE);
    let Some(text) = lessons.get(FILE) else {
        let help = "it has the words of the field, each: [[terms]] and words = { en = \"...\", ... }";
        problems.push(Problem::of(file, "is missing", help));
        return None;
    };
    match toml::from_str::<Glossary>(text) {
        Ok(glossary) => {
            for term in &glossary.terms {
                let line = line_of(text, term.words.span().start);
                term.check(&file, line, languages, problems);
                if let Some(folder) = term.only_in.as_ref().filter(|folder| !lessons.folders().contains_key(*folder)) {
                    let message =
                        format!("the term \"{}\" holds in \"{folder}\", which is no lesson's folder", term.name());
                    problems.push(Problem::on(line, &*file, message, "name a folder of lessons, such as 06-rpc"));
                }
            }
            Some(glossary)
        }
        Err(error) => {
            let line = error.span().map_or(1, |span| line_of(text, span.start));
            let help =
                "a term is [[terms]] with words = { en = \"...\", ... } and, if need be, forbidden, except and in";
            problems.push(Problem::on(line, file, error.message(), help));
            None
        }
    }
}

impl Glossary {
    fn check_text(&self, language: &str, path: &str, file: &str, text: &str, problems: &mut Vec<Problem>) {
        let text = Unbroken::of(text);
        for term in &self.terms {
            let (Some(word), Some(forbidden)) = (term.words.as_ref().get(language), term.forbidden.get(language))
            else {
                continue;
            };
            if term.only_in.as_ref().is_some_and(|folder| !path.starts_with(&format!("{folder}/"))) {
                continue;
            }
            let allowed: Vec<&String> = term.exceptions.get(language).into_iter().flatten().chain([word]).collect();
            let text = text.without(&allowed);
            for variant in forbidden {
                for line in text.lines_of(variant) {
                    let help = format!("write \"{word}\" ({FILE}, {})", term.name());
                    problems.push(Problem::on(line, file, format!("\"{variant}\" is not the word here"), help));
                }
            }
        }
    }
}

impl Term {
    /// Returns the name for messages.
    fn name(&self) -> &str {
        let words = self.words.as_ref();
        words.get("en").or_else(|| words.values().next()).map_or("a term", String::as_str)
    }

    fn check(&self, file: &str, line: usize, languages: &BTreeSet<String>, problems: &mut Vec<Problem>) {
        let words = self.words.as_ref();
        let name = self.name();
        for language in languages.iter().filter(|language| !words.contains_key(*language)) {
            let help = format!("{language} = \"...\" in its words");
            problems.push(Problem::on(line, file, format!("the term \"{name}\" has no word in {language}"), help));
        }
        let all = [&self.forbidden, &self.exceptions].into_iter().flat_map(BTreeMap::keys);
        for language in words.keys().chain(all).filter(|language| !languages.contains(*language)) {
            let listed: Vec<&str> = languages.iter().map(String::as_str).collect();
            let message = format!("the term \"{name}\" has words in \"{language}\", in which nothing is written");
            problems.push(Problem::on(line, file, message, format!("the languages are {}", listed.join(", "))));
        }
        for (language, forbidden) in &self.forbidden {
            if words.get(language).is_some_and(|word| forbidden.contains(word)) {
                let message = format!("the term \"{name}\" forbids its own word in {language}");
                problems.push(Problem::on(line, file, message, "forbid what is not to stand for it"));
            }
        }
    }
}

/// A text without white space and quotation marks, so that words are found across line breaks.
struct Unbroken {
    letters: Vec<char>,
    /// The line of each character.
    lines: Vec<usize>,
}

impl Unbroken {
    fn of(text: &str) -> Self {
        let mut unbroken = Self { letters: Vec::new(), lines: Vec::new() };
        for (index, line) in text.lines().enumerate() {
            for letter in line.strip_prefix('>').unwrap_or(line).chars().filter(|letter| !letter.is_whitespace()) {
                unbroken.letters.push(letter);
                unbroken.lines.push(index + 1);
            }
        }
        unbroken
    }

    /// Returns the text with these words masked.
    fn without(&self, words: &[&String]) -> Self {
        let mut rest = Self { letters: self.letters.clone(), lines: self.lines.clone() };
        for word in words {
            let word = Self::of(word).letters;
            for at in places(&self.letters, &word) {
                rest.letters[at..at + word.len()].fill('\0');
            }
        }
        rest
    }

    fn lines_of(&self, word: &str) -> Vec<usize> {
        places(&self.letters, &Self::of(word).letters).into_iter().map(|at| self.lines[at]).collect()
    }
}

fn places(letters: &[char], word: &[char]) -> Vec<usize> {
    if word.is_empty() {
        return Vec::new();
    }
    letters.windows(word.len()).enumerate().filter(|(_, piece)| *piece == word).map(|(at, _)| at).collect()
}
