//! The layers of the crates: the page has no AMQP, and the drawing neither AMQP nor a browser. Cargo's dependencies
//! show it, and no crate in between re-exports a forbidden one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde::Deserialize;

#[derive(Deserialize)]
struct Metadata {
    packages: Vec<Package>,
}

#[derive(Deserialize)]
struct Package {
    name: String,
    dependencies: Vec<Dependency>,
}

#[derive(Deserialize)]
struct Dependency {
    name: String,
    /// `None` for an ordinary dependency.
    kind: Option<String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// Returns the packages of the workspace, each with its build dependencies.
fn packages() -> BTreeMap<String, Vec<String>> {
    let mut metadata = Command::new(env!("CARGO"));
    metadata.args(["metadata", "--no-deps", "--offline", "--format-version=1"]).current_dir(root());
    let said = metadata.output().expect("cargo runs this test, so there is one");
    assert!(said.status.success(), "{}", String::from_utf8_lossy(&said.stderr));
    let metadata: Metadata = serde_json::from_slice(&said.stdout).expect("cargo tells in JSON");
    let needed = |package: Package| {
        let needed = package.dependencies.into_iter().filter(|dependency| dependency.kind.is_none());
        (package.name, needed.map(|dependency| dependency.name).collect())
    };
    metadata.packages.into_iter().map(needed).collect()
}

fn ours(packages: &BTreeMap<String, Vec<String>>, package: &str) -> Vec<String> {
    let needed = packages[package].iter().filter(|name| name.starts_with("warren-"));
    needed.cloned().collect()
}

#[test]
fn the_page_knows_neither_the_broker_nor_its_listings() {
    let packages = packages();
    let page = ours(&packages, "warren-web");
    assert!(page.contains(&"warren-view".to_owned()), "{page:?}");
    assert!(!page.iter().any(|name| name == "warren-broker" || name == "warren-ctl"), "{page:?}");
}

#[test]
fn the_drawing_knows_no_engine_and_neither_of_them_a_browser() {
    let packages = packages();
    assert_eq!(ours(&packages, "warren-drawing"), ["warren-dict"]);
    for package in ["warren-drawing", "warren-view"] {
        let needed = &packages[package];
        let browser = |name: &&String| ["yew", "gloo", "web-sys", "js-sys", "wasm-bindgen"].contains(&name.as_str());
        assert_eq!(needed.iter().find(browser), None, "{package}");
    }
}

#[test]
fn nothing_between_hands_on_the_brokers_types_under_its_own_name() {
    let packages = packages();
    let between = ours(&packages, "warren-web");
    assert!(between.len() >= 3, "{between:?}");
    for package in between {
        let folder = package.trim_start_matches("warren-");
        let mut read = 0;
        sources(&root().join("crates").join(folder).join("src"), &mut |path, source| {
            read += 1;
            for line in source.lines() {
                let hands_on = line.trim_start().starts_with("pub use warren_broker")
                    || line.trim_start().starts_with("pub use warren_ctl")
                    || (line.trim_start().starts_with("pub type ") && line.contains("warren_broker::"));
                assert!(!hands_on, "{}: {line}", path.display());
            }
        });
        assert!(read > 0, "{package} has no sources");
    }
}

fn sources(folder: &Path, look: &mut impl FnMut(&Path, &str)) {
    for entry in fs::read_dir(folder).expect("the sources can be listed") {
        let path = entry.expect("a listed file can be looked at").path();
        if path.is_dir() {
            sources(&path, look);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            look(&path, &fs::read_to_string(&path).expect("a source is text"));
        }
    }
}
