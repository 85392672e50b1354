//! An exchange type is its file, its line and its texts: no other code asks for a type by its name. (That the catalogs have
//! the texts of each is tested with them.)

use std::collections::BTreeSet;
use std::path::Path;

use warren_broker::ExchangeType;
use warren_sources::Sources;

/// The files that name types though they define none.
const OTHERS: [&str; 1] = [
    // The specification's default of the argument `type`.
    "crates/broker/src/command.rs",
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

#[test]
fn no_other_file_names_a_type() {
    let folders = ["broker", "cli", "ctl", "drawing", "laws", "lessons", "simulator", "view", "wasm"];
    let mut folders: Vec<_> = folders.iter().map(|name| root().join("crates").join(name).join("src")).collect();
    folders.push(root().join("web/src"));
    let names: Vec<&str> = ExchangeType::all().iter().map(|kind| kind.name).collect();
    let sources = Sources::below(&folders.iter().map(std::path::PathBuf::as_path).collect::<Vec<_>>());
    let mut own = BTreeSet::new();
    for (path, found) in sources.with_literals(&names) {
        let path = path.strip_prefix(root()).expect("all are below the root").to_string_lossy().into_owned();
        for name in found {
            if path == format!("crates/broker/src/exchange/{name}.rs") {
                own.insert(name);
            } else {
                assert!(OTHERS.contains(&path.as_str()), "{path} names {name}: ask `ExchangeType` instead");
            }
        }
    }
    assert!(names.iter().all(|name| own.contains(*name)), "each has a file of its own: {own:?}");
}
