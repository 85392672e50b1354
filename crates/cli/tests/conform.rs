//! Calls `warren conform` and checks its output and exit codes.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use tempfile::TempDir;

const NOTHING_HAPPENS: &str = r#"{"name": "n", "note": "", "steps": [{"op": "wait", "ms": 5}],
    "expected": {"trace": [{"step": 0, "observed": []}], "final": {"open": [], "closed": [], "drained": {}}}}"#;
const SOMETHING_HAPPENS: &str = r#"{"name": "n", "note": "", "steps": [{"op": "wait", "ms": 5}],
    "expected": {"trace": [{"step": 0, "observed": [{"event": "broker.up"}]}],
    "final": {"open": [], "closed": [], "drained": {}}}}"#;

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it is inside the folder")).expect("a folder can be made");
        fs::write(path, text).expect("a file can be written");
    }
    folder
}

/// Returns the exit code, standard output and standard error, with the folder's path taken out.
fn conform(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = Command::cargo_bin("warren")
        .expect("the binary is built with its tests")
        .current_dir(folder)
        .arg("conform")
        .args(arguments)
        .output()
        .expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (output.status.code().expect("it was not killed"), text(output.stdout), text(output.stderr))
}

#[test]
fn counts_recordings_in_folders_at_any_depth() {
    let folder = folder(&[("a/one.json", NOTHING_HAPPENS), ("a/b/two.json", NOTHING_HAPPENS), ("a/notes.txt", "no")]);
    assert_eq!(conform(folder.path(), &["a"]), (0, "2 passed, 0 failed\n".to_owned(), String::new()));
    let (_, out, _) = conform(folder.path(), &["-v", "a"]);
    assert_eq!(out, "a/b/two.json: passed\na/one.json: passed\n2 passed, 0 failed\n");
}

#[test]
fn says_where_a_recording_differs() {
    let folder = folder(&[("one.json", SOMETHING_HAPPENS), ("two.json", NOTHING_HAPPENS)]);
    let (code, out, _) = conform(folder.path(), &["one.json", "two.json"]);
    assert_eq!(code, 1);
    assert_eq!(
        out,
        "one.json: step 0 {\"op\":\"wait\",\"ms\":5}: expected {\"event\":\"broker.up\"}, got nothing\n1 passed, 1 failed\n"
    );
    let (code, out, _) = conform(folder.path(), &["--json", "one.json"]);
    assert_eq!(code, 1);
    assert!(out.starts_with(r#"{"file":"one.json","verdict":"differs","place":"step 0"#), "{out}");
    assert!(out.ends_with("{\"passed\":0,\"failed\":1}\n"), "{out}");
}

#[test]
fn says_what_is_wrong_with_a_bad_recording() {
    let step = |step: &str| NOTHING_HAPPENS.replace(r#"{"op": "wait", "ms": 5}"#, step);
    let says = |text: &str, message: &str| {
        let folder = folder(&[("bad.json", text)]);
        let (code, out, _) = conform(folder.path(), &["bad.json"]);
        assert_eq!(out, format!("bad.json: cannot be replayed: {message}\n0 passed, 1 failed\n"));
        assert_eq!(code, 2);
    };
    says(&step(r#"{"op": "wait"}"#), "step 0 (wait): missing field `ms`");
    says(&step(r#"{"op": "wait", "ms": "5"}"#), "step 0 (wait): field `ms`: invalid type: string \"5\", expected u64");
    says(
        &step(r#"{"op": "basic.get", "ch": "a1", "qeue": "q"}"#),
        "step 0 (basic.get): field `qeue`: unknown field `qeue`, expected `queue` or `no_ack`",
    );
    says(
        &step(r#"{"op": "basic.get", "ch": "a1", "queue": "q"}"#),
        "step 0 (basic.get): field `ch`: no step before opened `a1`; open it with channel.open, or name its connection in \
         `conn`",
    );
    says("{\n\"name\": }", "is not JSON: expected value at line 2 column 9; a recording is one JSON object");
    says(
        &NOTHING_HAPPENS.replace(r#""step": 0"#, r#""step": 1"#),
        "field `expected.trace[0].step`: invalid value: integer `1`, expected 0",
    );
}

#[test]
fn one_recording_that_cannot_be_read_decides_the_exit_code() {
    let folder = folder(&[("bad.json", "no"), ("differs.json", SOMETHING_HAPPENS), ("good.json", NOTHING_HAPPENS)]);
    let (code, out, _) = conform(folder.path(), &["."]);
    assert!(out.ends_with("1 passed, 2 failed\n"), "the others are replayed all the same: {out}");
    assert_eq!(code, 2);
}

#[test]
fn a_path_that_cannot_be_read_is_an_error_of_its_own() {
    let folder = folder(&[("empty/notes.txt", "no")]);
    let (code, out, error) = conform(folder.path(), &["nowhere"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.starts_with("error: nowhere: ") && error.contains("No such file"), "{error}");
    let (code, _, error) = conform(folder.path(), &["empty"]);
    assert_eq!(code, 2);
    assert_eq!(error, "error: empty: there are no recordings here; they are files that end in .json\n");
}
