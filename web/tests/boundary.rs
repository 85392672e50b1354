//! The page has no AMQP: it depends on the view of a run, never on the broker or on its listings.
#![cfg(not(target_arch = "wasm32"))]

use std::path::Path;
use std::process::Command;
use std::{env, fs};

/// The crates that only `crates/view` and those behind it may depend on.
const BEHIND: [&str; 2] = ["warren-broker", "warren-ctl"];

/// Returns the crates that a package depends on directly, tests included.
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
        for source in warren_sources::files(&crates.join(name).join("src")) {
            let text = fs::read_to_string(&source).expect("a source is text");
            let handed = text.lines().find(|line| {
                let line = line.trim_start();
                line.starts_with("pub use warren_broker") || line.starts_with("pub use warren_ctl")
            });
            assert_eq!(handed, None, "{}", source.display());
        }
    }
}

/// The names by which code accesses a document, a window or other parts of a whole page.
const OF_A_PAGE: [&str; 14] = [
    "gloo::utils",
    "web_sys::window",
    "js_sys::global",
    "window()",
    "document()",
    "document_element()",
    "body()",
    "history()",
    "location",
    "local_storage",
    "session_storage",
    "get_element_by_id",
    // An id that two apps on a page would share: `Element::id` and `Element::refer` make ids unique to the app.
    "(\"id\", \"",
    ".attr(\"id\"",
];

/// Returns the code of a line, without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or_default()
}

/// Returns whether a line of code contains a name: not as the end of a longer one, nor as the method of a value.
fn names(line: &str, name: &str) -> bool {
    name.starts_with('.') && line.contains(name)
        || line
            .match_indices(name)
            .any(|(at, _)| !line[..at].ends_with(|sign: char| sign.is_alphanumeric() || "_.".contains(sign)))
}

#[test]
fn only_the_host_gets_at_the_document() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (mut wrong, mut seen) = (Vec::new(), 0);
    for source in warren_sources::files(&folder) {
        let name = source.strip_prefix(&folder).expect("it is in there").to_string_lossy().replace('\\', "/");
        let allowed = name == "host.rs" || name.starts_with("host/");
        let text = fs::read_to_string(&source).expect("a source is text");
        for (index, line) in text.lines().enumerate() {
            let Some(named) = OF_A_PAGE.iter().find(|named| names(code(line), named)) else { continue };
            seen += 1;
            if !allowed {
                wrong.push(format!("web/src/{name}:{}: {named}", index + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "an app is one of several on a page: ask its `Host`\n{}", wrong.join("\n"));
    assert!(seen > 0, "the host itself names them");
}
