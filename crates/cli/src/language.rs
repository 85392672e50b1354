//! The languages in which sentences can be printed: one embedded catalog each.

use include_dir::{Dir, include_dir};
use warren_simulator::plurals::Plurals;
use warren_simulator::text::Catalog;

static CATALOGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../simulator/locales");

/// Returns the codes of all languages, in order.
pub fn languages() -> Vec<&'static str> {
    let mut languages: Vec<&str> = CATALOGS.files().filter_map(|file| file.path().file_stem()?.to_str()).collect();
    languages.sort_unstable();
    languages
}

/// Returns the sentences of a language.
///
/// # Errors
///
/// There is no such language; the error lists the languages.
pub fn catalog(language: &str) -> Result<Catalog, String> {
    let catalog = Catalog::parse(text(language)?).map(|catalog| catalog.with_plurals(Plurals::of_language(language)));
    catalog.map_err(|error| format!("the texts in {language} are broken: {error}"))
}

/// Checks that there is such a language.
///
/// # Errors
///
/// There is no such language; the error lists the languages.
pub fn check(language: &str) -> Result<(), String> {
    text(language).map(|_| ())
}

fn text(language: &str) -> Result<&'static str, String> {
    let file = CATALOGS.get_file(format!("{language}.json"));
    let unknown = || format!("there is no language `{language}`; there are {}", languages().join(", "));
    file.and_then(|file| file.contents_utf8()).ok_or_else(unknown)
}
