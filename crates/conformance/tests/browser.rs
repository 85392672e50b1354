//! Replays the recordings compiled to WebAssembly in a browser, where the core must behave as it does natively. They
//! are part of the test's binary, because a browser has no files. Natively `tests/tests/recordings.rs` replays them.
#![cfg(target_arch = "wasm32")]

use include_dir::{Dir, File, include_dir};
use warren_conformance::judge;
use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

static RECORDINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../tests/recordings");

/// Replays everything under a folder, which must have at least `at_least` recordings.
fn replay(folder: &str, at_least: usize) {
    let mut files = Vec::new();
    collect(RECORDINGS.get_dir(folder).expect("the folder is there"), &mut files);
    assert!(files.len() >= at_least, "{folder} has only {} recordings", files.len());
    let failures: Vec<String> = files.iter().filter_map(|file| failure(file)).collect();
    assert!(failures.is_empty(), "{} of {} differ:\n{}", failures.len(), files.len(), failures.join("\n"));
}

fn collect<'a>(folder: &'a Dir<'a>, files: &mut Vec<&'a File<'a>>) {
    files.extend(folder.files());
    folder.dirs().for_each(|inner| collect(inner, files));
}

fn failure(file: &File<'_>) -> Option<String> {
    let text = file.contents_utf8().expect("a recording is UTF-8");
    let found = match judge(text) {
        Ok(None) => return None,
        Ok(Some(difference)) => difference.to_string(),
        Err(error) => format!("cannot be replayed: {error}"),
    };
    Some(format!("  {}: {found}", file.path().display()))
}

#[wasm_bindgen_test]
fn hand_written_recordings() {
    replay("hand", 259);
}

#[wasm_bindgen_test]
fn random_recordings() {
    replay("random", 300);
}

#[wasm_bindgen_test]
fn more_hand_written_recordings() {
    replay("more", 98);
}

#[wasm_bindgen_test]
fn our_own_probes() {
    replay("probes", 100);
}
