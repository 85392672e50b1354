//! The pages of RabbitMQ's documentation that lessons link to: addresses once, labels in each language.

use std::collections::{BTreeMap, BTreeSet};

use crate::pack;
use crate::source::{Folder, Problem, line_of};

const ADDRESSES: &str = "guides.toml";

/// All guides by name.
#[derive(Debug, Default)]
pub struct Guides {
    addresses: BTreeMap<String, String>,
    /// By language, then by name.
    labels: BTreeMap<String, BTreeMap<String, String>>,
}

impl Guides {
    /// Reads `guides.toml` and `guides.<lang>.toml`, each a flat table of strings.
    pub fn read(folder: &Folder, languages: &BTreeSet<String>, problems: &mut Vec<Problem>) -> Self {
        let addresses = table(folder, ADDRESSES, problems);
        let mut labels = BTreeMap::new();
        for language in languages {
            let file = format!("guides.{language}.toml");
            let labelled = table(folder, &file, problems);
            for name in addresses.keys().filter(|name| !labelled.contains_key(*name)) {
                let help = format!("{name} = \"what the link says\"");
                problems.push(Problem::of(folder.name(&file), format!("the guide \"{name}\" has no label"), help));
            }
            for name in labelled.keys().filter(|name| !addresses.contains_key(*name)) {
                let help = format!("{ADDRESSES} has no guide of that name");
                problems.push(Problem::of(folder.name(&file), format!("\"{name}\" is no guide"), help));
            }
            labels.insert(language.clone(), labelled);
        }
        Self { addresses, labels }
    }

    /// Returns the names.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.addresses.keys().map(String::as_str)
    }

    /// Returns a guide for the page.
    pub fn link(&self, name: &str, language: &str) -> Option<pack::Guide> {
        let url = self.addresses.get(name)?.clone();
        let label = self.labels.get(language)?.get(name)?.clone();
        Some(pack::Guide { label, url })
    }
}

fn table(folder: &Folder, file: &str, problems: &mut Vec<Problem>) -> BTreeMap<String, String> {
    let Some(text) = folder.get(file) else {
        let help = "it names the pages of RabbitMQ's documentation, a line each: name = \"...\"";
        problems.push(Problem::of(folder.name(file), "is missing", help));
        return BTreeMap::new();
    };
    toml::from_str(text).unwrap_or_else(|error| {
        let line = error.span().map_or(1, |span| line_of(text, span.start));
        problems.push(Problem::on(line, folder.name(file), error.message(), "a line each: name = \"...\""));
        BTreeMap::new()
    })
}
