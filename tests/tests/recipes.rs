//! The recipes of ARCHITECTURE.md: how many files a new exchange type and a new event take, held against the sources.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use warren_broker::ExchangeType;
use warren_sources::Sources;

/// The files that name exchange types though they define none.
const OTHERS: [&str; 1] = [
    // The specification's default of the argument `type`.
    "crates/broker/src/command.rs",
];

fn root() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// Reads the sources of everything that shows or runs a broker.
fn sources() -> Sources {
    let crates = ["broker", "cli", "ctl", "drawing", "laws", "lessons", "simulator", "view", "wasm"];
    let mut folders: Vec<PathBuf> = crates.iter().map(|name| root().join("crates").join(name).join("src")).collect();
    folders.push(root().join("web/src"));
    Sources::below(&folders.iter().map(PathBuf::as_path).collect::<Vec<_>>())
}

fn below_root(path: &Path) -> String {
    path.strip_prefix(root()).expect("all are below the root").to_string_lossy().into_owned()
}

/// An exchange type is its file, its line and its texts. (That the catalogs have the texts of each is tested with them.)
#[test]
fn no_other_file_names_an_exchange_type() {
    let names: Vec<&str> = ExchangeType::all().iter().map(|kind| kind.name).collect();
    let mut own = BTreeSet::new();
    for (path, found) in sources().with_literals(&names) {
        let path = below_root(path);
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

/// The event that followed the recipe, and the files that it took beside the catalogs.
#[test]
fn an_event_takes_the_files_of_its_recipe_and_no_other() {
    const EVENT: &str = "ArgumentIgnored";
    const FILES: [&str; 5] = [
        "crates/broker/src/event.rs",
        "crates/broker/src/methods/queue.rs",
        "crates/simulator/src/explain/events.rs",
        "crates/simulator/src/explain/sentences.rs",
        "crates/view/src/sign.rs",
    ];
    let sources = sources();
    let taken: Vec<String> = sources.with_name(EVENT).into_iter().map(below_root).collect();
    assert_eq!(taken, FILES);
    let architecture = fs::read_to_string(root().join("ARCHITECTURE.md")).expect("it stands at the root");
    let (_, recipe) = architecture.split_once("## Add an event").expect("it has the recipe");
    for file in FILES {
        let name = file.split("src/").last().unwrap_or(file);
        assert!(recipe.contains(name), "ARCHITECTURE.md does not list {file}");
    }
}
