//! The matrix of a small course, right and wrong.

use super::*;

const PROSE: &str = "# One

A lesson.

## Before {#start}

Nothing.

## Go {#go}

It goes.

## All of it {#matrix}

Try.

> - not durable | durable
> - in order | killed
> - lost | survives
";

const MANIFEST: &str = r#"id = "one"
order = 1
programs = ["send"]

[[beats]]
mark = "start"

[[beats]]
mark = "go"
lit = ["connect"]

[matrix]
measure = "consumers q"
run = ["send: queue.declare q {queue}", "send: basic.consume q", "advance 1s", "{end}", "advance 100ms"]
axes = [
  [{ queue = "" }, { queue = "durable" }],
  [{ end = "" }, { end = "crash broker" }],
]
"#;

const COURSE: Files<'_> = Files(&[("01-one/lesson.toml", MANIFEST), ("01-one/en.md", PROSE)]);

/// Returns the last error when a piece is replaced: errors of the manifest come after those of the prose that no longer
/// fits it.
fn told(from: &str, to: &str) -> String {
    let problems = COURSE.told(from, to);
    problems.last().and_then(|problem| problem.lines().next()).unwrap_or_default().to_owned()
}

#[test]
fn a_right_matrix_becomes_a_pack() {
    let packs = COURSE.changed("Try.", "Try it.").expect("it is right");
    let lesson: pack::Lesson = serde_json::from_str(&packs["one.en.json"]).expect("it was just written");
    let matrix = lesson.matrix.expect("there is a matrix");
    assert_eq!((matrix.heading.as_str(), matrix.html.as_str()), ("All of it", "<p>Try it.</p>"));
    assert_eq!(matrix.axes, [["not durable", "durable"], ["in order", "killed"]]);
    assert_eq!(matrix.outcomes, ["lost", "survives"]);
    assert_eq!(matrix.cells.len(), 4);
    assert_eq!(matrix.cells[0][0], "send: queue.declare q");
    assert_eq!(matrix.cells[3][3], "crash broker");
}

#[test]
fn a_wrong_matrix_is_told() {
    let manifest = "lessons/01-one/lesson.toml";
    assert!(told("{ queue = \"\" }, ", "").starts_with(&format!("{manifest}:13: a matrix has two axes or more")));
    assert!(told("{ queue = \"durable\" }", "{ quene = \"durable\" }").contains(":16: a choice fills {quene}"));
    assert!(told("q {queue}", "q").contains(":16: no statement has {queue}"));
    assert!(told("\"crash broker\"", "\"crash bruker\"").contains(":14: "));
    assert!(told("\"crash broker\"", "\"start nobody\"").contains(":14: `start nobody`: "));
    assert!(told("consumers q", "consumers r").contains(":13: every combination comes to 0"));
    assert!(told("consumers q", "contents").contains(":13: names are measured"));
    let twice = told("\"send: basic.consume q\"", "\"send: basic.consume q\", \"send: basic.consume q\"");
    assert!(twice.contains(":13: a combination comes to 2, which has no name"), "{twice}");
}

#[test]
fn wrong_names_of_a_matrix_are_told() {
    let prose = "lessons/01-one/en.md";
    let unnamed = format!("{prose}:13: the quotation does not name the matrix's choices");
    assert_eq!(told("> - in order | killed\n", ""), unnamed);
    assert_eq!(told("in order | killed", "killed"), unnamed);
    assert!(
        told("> - not durable | durable\n> - in order | killed\n> - lost | survives\n", "").contains("asks nothing")
    );
    assert!(
        told(
            "## All of it {#matrix}\n\nTry.\n\n> - not durable | durable\n> - in order | killed\n> - lost | survives\n",
            ""
        )
        .contains("the section {#matrix} is missing")
    );
}
