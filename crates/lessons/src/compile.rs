//! Compiles the authors' sources into the page's packs, with every check that needs more than one file.

mod asked;
mod catalogs;
mod glossary;
mod guides;
mod highlight;
mod ledger;
mod lesson;
mod listings;
mod run;
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::pack;
use crate::source::{Folder, Problem};
use guides::Guides;
pub use highlight::CLASSES;
use highlight::Highlighter;
use lesson::Draft;

/// All sources.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sources {
    /// The folder of lessons: one folder each, and the guides beside them.
    pub lessons: Folder,
    /// Folders of catalogs, with `<lang>.json` in each: the page's texts and the simulator's. Missing ones are left
    /// out.
    pub catalogs: Vec<Folder>,
    /// The text of `docs/fidelity.md`.
    pub ledger: String,
}

/// The files of `web/generated/`, by name.
pub type Packs = BTreeMap<String, String>;

/// Compiles everything.
///
/// # Errors
///
/// All errors by file and line; nothing is compiled then.
pub fn compile(sources: &Sources) -> Result<Packs, Vec<Problem>> {
    let mut problems = Vec::new();
    let highlighter = Highlighter::new();
    let folders = sources.lessons.folders();
    if folders.is_empty() {
        problems.push(Problem::of(&*sources.lessons.path, "has no lessons", "a lesson is a folder in here"));
    }
    let languages = languages(sources, folders.values());
    let guides = Guides::read(&sources.lessons, &languages, &mut problems);
    let mut drafts = Vec::new();
    for folder in folders.values() {
        match Draft::read(folder, &highlighter) {
            Ok(draft) => drafts.push(draft),
            Err(mut found) => problems.append(&mut found),
        }
    }
    lesson::check_course(&drafts, &mut problems);
    for draft in &drafts {
        draft.check(&languages, &guides, &mut problems);
        run::check(draft, &mut problems);
    }
    glossary::check(&sources.lessons, &sources.catalogs, &languages, &mut problems);
    let mut texts = catalogs::merge(&sources.catalogs, &languages, &mut problems);
    if problems.is_empty() {
        texts.add(ledger::guides(&sources.ledger).into_iter().map(|(rule, guide)| (pack::guide_of(&rule), guide)));
        let mut packs = write(&mut drafts, &languages, &guides, &texts);
        packs.insert(ledger::FILE.to_owned(), ledger::page(&sources.ledger));
        Ok(packs)
    } else {
        problems.sort();
        Err(problems)
    }
}

/// Returns the languages of any file. Everything must exist in all of them.
fn languages<'a>(sources: &Sources, lessons: impl Iterator<Item = &'a Folder>) -> BTreeSet<String> {
    let prose = lessons.flat_map(|folder| folder.with_extension("md").into_keys());
    let catalogs = sources.catalogs.iter().flat_map(|folder| folder.with_extension("json").into_keys());
    prose.chain(catalogs).map(str::to_owned).collect()
}

fn write(drafts: &mut [Draft], languages: &BTreeSet<String>, guides: &Guides, texts: &catalogs::Texts) -> Packs {
    drafts.sort_by_key(|draft| draft.manifest.order.value);
    let mut packs = Packs::new();
    let mut put = |name: String, json: String| {
        packs.insert(name, json);
    };
    let listed = languages.iter().map(|code| pack::Language { code: code.clone(), name: texts.name_of(code) });
    put("languages.json".into(), json(&listed.collect::<Vec<_>>()));
    for language in languages {
        let lessons: Vec<_> = drafts.iter().map(|draft| draft.lesson(language, guides)).collect();
        let listed = drafts.iter().zip(&lessons).map(|(draft, lesson)| pack::Listed {
            id: lesson.id.clone(),
            order: draft.manifest.order.value,
            title: lesson.title.clone(),
            summary: lesson.summary.clone(),
            beats: lesson.beats.len(),
        });
        let index = pack::Index { language: language.clone(), lessons: listed.collect() };
        put(format!("lessons.{language}.json"), json(&index));
        put(format!("text.{language}.json"), json(&texts.of(language)));
        for lesson in lessons {
            put(format!("{}.{language}.json", lesson.id), json(&lesson));
        }
    }
    for draft in drafts {
        put(format!("{}.code.json", draft.manifest.id.value), json(&draft.code()));
    }
    packs
}

fn json(pack: &impl Serialize) -> String {
    serde_json::to_string(pack).expect("packs are structs of strings, numbers and lists: all of it can be JSON")
}

#[cfg(test)]
mod tests;
