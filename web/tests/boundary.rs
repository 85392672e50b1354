//! The page knows no AMQP: it depends on what shows a run, never on the broker or on its listings.
#![cfg(not(target_arch = "wasm32"))]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// The crates that only `crates/view` and those behind it may depend on.
const BEHIND: [&str; 2] = ["warren-broker", "warren-ctl"];

/// The crates that a package depends on directly, tests included.
fn dependencies(package: &str) -> Vec<String> {
    let cargo = env::var_os("CARGO").expect("cargo runs the tests");
    let arguments =
        ["tree", "--offline", "--depth", "1", "--prefix", "none", "--edges", "normal,build,dev", "--package", package];
    let told = Command::new(cargo)
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be started");
    assert!(told.status.success(), "{}", String::from_utf8_lossy(&told.stderr));
    let lines = String::from_utf8(told.stdout).expect("names of crates are text");
    let name = |line: &str| line.split_whitespace().next().map(str::to_owned);
    lines.lines().skip(1).filter_map(name).collect()
}

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.expect("a listed file can be looked at").path();
        if path.is_dir() {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
    found
}

#[test]
fn the_page_depends_on_no_broker() {
    let all = dependencies("warren-web");
    assert!(all.iter().any(|name| name == "warren-view"), "{all:?}");
    for name in BEHIND {
        assert!(!all.iter().any(|one| one == name), "warren-web depends on {name}");
    }
    let drawing = dependencies("warren-drawing");
    assert!(!drawing.iter().any(|name| name == "warren-simulator" || BEHIND.contains(&name.as_str())), "{drawing:?}");
}

#[test]
fn no_crate_in_between_hands_the_brokers_types_on() {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).join("../crates");
    for name in dependencies("warren-web").iter().filter_map(|name| name.strip_prefix("warren-")) {
        for source in sources(&crates.join(name).join("src")) {
            let text = fs::read_to_string(&source).expect("a source is text");
            let handed = text.lines().find(|line| {
                let line = line.trim_start();
                line.starts_with("pub use warren_broker") || line.starts_with("pub use warren_ctl")
            });
            assert_eq!(handed, None, "{}", source.display());
        }
    }
}
