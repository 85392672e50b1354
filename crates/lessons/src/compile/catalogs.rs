//! The texts outside lessons: read, compared across languages, merged.

use std::collections::{BTreeMap, BTreeSet};

use warren_simulator::text::{Catalog, Text, arguments};

use crate::source::{Folder, Problem, line_of};

/// The key of a language's own name, in the page's catalogs.
const NAME: &str = "language.name";

/// One merged catalog a language.
#[derive(Debug, Default)]
pub struct Texts {
    catalogs: BTreeMap<String, Catalog>,
}

impl Texts {
    /// Returns the catalog of a language, or an empty one if there are no texts at all.
    pub fn of(&self, language: &str) -> Catalog {
        self.catalogs.get(language).cloned().unwrap_or_default()
    }

    /// Adds texts that are the same in every language.
    pub fn add(&mut self, texts: impl Iterator<Item = (String, String)>) {
        let same: Catalog = texts.map(|(key, text)| (key, Text::One(text))).collect();
        for catalog in self.catalogs.values_mut() {
            catalog.merge(same.clone());
        }
    }

    /// Returns the language's own name, or its code if the catalogs lack it.
    pub fn name_of(&self, language: &str) -> String {
        let named = self.catalogs.get(language).filter(|catalog| catalog.contains(NAME));
        named.map_or_else(|| language.to_owned(), |catalog| catalog.text(NAME))
    }
}

/// Reads and merges the catalogs of all folders. Each folder must have every language, with the same keys.
pub fn merge(folders: &[Folder], languages: &BTreeSet<String>, problems: &mut Vec<Problem>) -> Texts {
    let mut texts = Texts::default();
    for folder in folders {
        let catalogs = read(folder, languages, problems);
        compare(folder, &catalogs, problems);
        for (language, catalog) in catalogs {
            let doubled = texts.catalogs.entry(language.clone()).or_default().merge(catalog);
            for key in doubled {
                let file = format!("{language}.json");
                let line = line_of_key(folder.get(&file).unwrap_or_default(), &key);
                let help = "another catalog has a text of that key: give this one a key of its own";
                problems.push(Problem::on(line, folder.name(&file), format!("the key \"{key}\" is taken"), help));
            }
        }
    }
    texts
}

fn read(folder: &Folder, languages: &BTreeSet<String>, problems: &mut Vec<Problem>) -> BTreeMap<String, Catalog> {
    let mut catalogs = BTreeMap::new();
    for language in languages {
        let file = format!("{language}.json");
        let Some(text) = folder.get(&file) else {
            let help = "copy en.json beside it and translate the texts; the keys stay";
            problems.push(Problem::of(folder.name(&file), "is missing", help));
            continue;
        };
        match Catalog::parse(text) {
            Ok(catalog) => {
                catalogs.insert(language.clone(), catalog);
            }
            Err(error) => {
                let help = "a catalog is one JSON object: \"key\": \"text\", or \"key\": {\"one\": \"...\", \"other\": \"...\"}";
                problems.push(Problem::on(error.line().max(1), folder.name(&file), error.to_string(), help));
            }
        }
    }
    catalogs
}

/// Checks that every language has every key of any language, with the same arguments.
fn compare(folder: &Folder, catalogs: &BTreeMap<String, Catalog>, problems: &mut Vec<Problem>) {
    let mut keys: BTreeMap<&str, (&str, BTreeSet<&str>)> = BTreeMap::new();
    for (language, catalog) in catalogs {
        for (key, text) in catalog.iter() {
            let named = text.forms().into_iter().flat_map(arguments).collect();
            keys.entry(key).or_insert((language, named));
        }
    }
    for (language, catalog) in catalogs {
        let file = format!("{language}.json");
        for (key, (first, expected)) in &keys {
            let Some((_, text)) = catalog.iter().find(|(other, _)| other == key) else {
                let help = format!("{first}.json has it");
                problems.push(Problem::of(folder.name(&file), format!("the key \"{key}\" is missing"), help));
                continue;
            };
            let named: BTreeSet<&str> = text.forms().into_iter().flat_map(arguments).collect();
            if named != *expected {
                let line = line_of_key(folder.get(&file).unwrap_or_default(), key);
                let message = format!("\"{key}\" takes {}", listed(&named));
                let help = format!("in {first}.json it takes {}", listed(expected));
                problems.push(Problem::on(line, folder.name(&file), message, help));
            }
        }
    }
}

fn listed(names: &BTreeSet<&str>) -> String {
    if names.is_empty() {
        return "no arguments".into();
    }
    names.iter().map(|name| format!("{{{name}}}")).collect::<Vec<_>>().join(", ")
}

/// Returns the line of a key in a catalog's text; 1 if it cannot be found.
fn line_of_key(text: &str, key: &str) -> usize {
    text.find(&format!("\"{key}\"")).map_or(1, |offset| line_of(text, offset))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(path: &str, files: &[(&str, &str)]) -> Folder {
        let files = files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect();
        Folder { path: path.into(), files }
    }

    fn merged(folders: &[Folder]) -> (Texts, Vec<String>) {
        let mut problems = Vec::new();
        let texts = merge(folders, &["en".to_owned(), "ja".to_owned()].into(), &mut problems);
        (texts, problems.iter().map(ToString::to_string).collect())
    }

    #[test]
    fn catalogs_of_one_language_become_one() {
        let page =
            folder("web", &[("en.json", r#"{"a": "A"}"#), ("ja.json", r#"{"a": "あ", "language.name": "日本語"}"#)]);
        let simulator = folder("sim", &[("en.json", r#"{"b": "B"}"#), ("ja.json", r#"{"b": "び"}"#)]);
        let (texts, _) = merged(&[page, simulator]);
        assert_eq!(texts.of("ja").text("a") + &texts.of("ja").text("b"), "あび");
        assert_eq!((texts.name_of("ja").as_str(), texts.name_of("en").as_str()), ("日本語", "en"));
    }

    #[test]
    fn what_one_language_lacks_is_told() {
        let (_, problems) = merged(&[folder(
            "web",
            &[("en.json", "{\"a\": \"{n}\",\n\"b\": \"{n}\"}"), ("ja.json", "{\"b\": \"\",\n\"c\": \"し\"}")],
        )]);
        assert_eq!(
            problems,
            [
                "web/en.json: the key \"c\" is missing\n  help: ja.json has it",
                "web/ja.json: the key \"a\" is missing\n  help: en.json has it",
                "web/ja.json:1: \"b\" takes no arguments\n  help: in en.json it takes {n}",
            ]
        );
    }

    #[test]
    fn a_language_that_a_folder_lacks_is_told() {
        let (_, problems) = merged(&[folder("web", &[("en.json", "{}")])]);
        assert!(problems[0].starts_with("web/ja.json: is missing"), "{problems:?}");
    }

    #[test]
    fn broken_json_and_keys_taken_twice_are_told_with_their_line() {
        let (_, problems) = merged(&[folder("web", &[("en.json", "{\n\"a\": 1}"), ("ja.json", "{}")])]);
        assert!(problems[0].starts_with("web/en.json:2:"), "{problems:?}");
        let both = [("en.json", "{\n\n\"a\": \"A\"}"), ("ja.json", "{\"a\": \"A\"}")];
        let (_, problems) = merged(&[folder("web", &both), folder("sim", &both)]);
        assert!(problems[0].starts_with("sim/en.json:3: the key \"a\" is taken"), "{problems:?}");
    }
}
