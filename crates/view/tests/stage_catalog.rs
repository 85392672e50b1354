//! Checks the stage's texts: every key that the code names exists, and none is unused. (The tests of lessons check that
//! every language has the same keys.)

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use warren_simulator::text::Catalog;
use warren_sources::Sources;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

#[test]
fn every_key_in_the_code_exists_and_none_is_left_over() {
    let json = fs::read_to_string(root().join("locales/en.json")).expect("the stage's texts stand in locales");
    let catalog = Catalog::parse(&json).expect("they can be read");
    let keys: BTreeSet<String> = catalog.keys().map(str::to_owned).collect();
    let sources = Sources::below(&[&root().join("src"), &root().join("../../web/src/stage")]);
    let named: BTreeSet<String> = sources.literals().into_iter().filter(|text| text.starts_with("stage.")).collect();
    assert_eq!(named.difference(&keys).collect::<Vec<_>>(), [""; 0], "not in en.json");
    assert_eq!(keys.difference(&named).collect::<Vec<_>>(), [""; 0], "nobody says them");
}
