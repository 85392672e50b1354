//! Checks the stage's texts: every key that the code names exists, and none is unused. (The tests of lessons check that
//! every language has the same keys.)

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use warren_simulator::text::Catalog;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Collects all text literals in a folder's sources that begin like the stage's keys.
fn literals(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("a listed file can be looked at").path();
        if path.is_dir() {
            literals(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let source = fs::read_to_string(path).expect("a source is text");
            let lines = source.lines().filter(|line| !line.trim_start().starts_with("//"));
            let texts = lines.flat_map(|line| line.split('"').skip(1).step_by(2));
            found.extend(texts.filter(|text| text.starts_with("stage.")).map(str::to_owned));
        }
    }
}

#[test]
fn every_key_in_the_code_exists_and_none_is_left_over() {
    let json = fs::read_to_string(root().join("locales/en.json")).expect("the stage's texts stand in locales");
    let catalog = Catalog::parse(&json).expect("they can be read");
    let keys: BTreeSet<String> = catalog.keys().map(str::to_owned).collect();
    let mut named = BTreeSet::new();
    literals(&root().join("src"), &mut named);
    literals(&root().join("../../web/src/stage"), &mut named);
    assert_eq!(named.difference(&keys).collect::<Vec<_>>(), [""; 0], "not in en.json");
    assert_eq!(keys.difference(&named).collect::<Vec<_>>(), [""; 0], "nobody says them");
}
