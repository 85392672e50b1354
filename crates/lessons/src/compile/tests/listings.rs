//! Errors for a listing that differs from the output of its command.

use super::*;

const SCENARIO: &str = "client send producer queue=q body=x times=2 every=1s
at 1s mark go
start send
at 5s mark gone
stop send
at 6s mark down
stop broker
";

const PROSE: &str = "# One

A lesson.

## Before {#start}

Nothing.

## Go {#go}

It goes:

    rabbitmqctl list_queues -q name messages
    name\tmessages
    q\t2

## Gone {#gone}

    rabbitmqctl list_connections -q name

## Down {#down}

Down.

```text
no command
```
";

const MANIFEST: &str = r#"id = "one"
order = 1
programs = ["send"]

[[beats]]
mark = "start"

[[beats]]
mark = "go"
lit = ["connect"]

[[beats]]
mark = "gone"

[[beats]]
mark = "down"
"#;

const COURSE: Files<'_> =
    Files(&[("01-one/lesson.toml", MANIFEST), ("01-one/scenario.warren", SCENARIO), ("01-one/en.md", PROSE)]);

/// Returns the one error when a piece is replaced.
fn told(from: &str, to: &str) -> String {
    let problems = COURSE.told(from, to);
    assert_eq!(problems.len(), 1, "{problems:?}");
    problems[0].clone()
}

#[test]
fn a_listing_is_what_is_printed_at_the_end_of_its_beat() {
    let packs = COURSE.changed("It goes:", "It goes:").expect("it is right");
    let lesson: pack::Lesson = serde_json::from_str(&packs["one.en.json"]).expect("it was just written");
    assert!(lesson.beats[1].html.contains("name\tmessages\nq\t2\n</code>"), "{}", lesson.beats[1].html);
}

#[test]
fn a_line_that_is_not_printed_is_told_with_the_one_that_is() {
    assert_eq!(
        told("q\t2", "q\t1"),
        "lessons/01-one/en.md:15: the command prints \"q\\t2\" here, not \"q\\t1\"\n  \
         help: at the end of this beat `rabbitmqctl list_queues -q name messages` prints \"name\\tmessages\\nq\\t2\\n\""
    );
    assert!(
        told("q\t2", "q  2").starts_with("lessons/01-one/en.md:15: the command prints \"q\\t2\" here, not \"q  2\"")
    );
    let more = "lessons/01-one/en.md:14: the command prints one more line: \"q\\t2\"";
    assert!(told("    q\t2\n", "").starts_with(more));
    let fewer = "lessons/01-one/en.md:16: the command does not print \"r\\t0\"";
    assert!(told("q\t2", "q\t2\n    r\t0").starts_with(fewer));
}

#[test]
fn the_moment_that_counts_is_the_end_of_the_beat() {
    // The second message is on its way until 2.02 s: a beat that begins there makes the first end too early.
    let early = "lessons/01-one/en.md:15: the command prints \"q\\t1\" here";
    assert!(told("at 5s mark gone\nstop send", "at 2s mark gone\nat 5s stop send").starts_with(early));
}

#[test]
fn the_moment_that_counts_for_a_beat_that_asks_is_its_beginning() {
    let manifest =
        MANIFEST.replace("mark = \"gone\"", "mark = \"gone\"\nquestion = { ask = \"ready q\", at_most = 2 }");
    let scenario = SCENARIO.replace("mark gone\n", "mark gone\nsend: queue.purge q\nat 5500ms ");
    let asking = |messages: &str| {
        let listing = format!("    rabbitmqctl list_queues -q name messages\n    name\tmessages\n    q\t{messages}\n");
        let asked = format!("{listing}\n> How many stay?\n>\n> - 1-2: It is purged.\n");
        let prose = PROSE.replace("    rabbitmqctl list_connections -q name\n", &asked);
        with(&[("01-one/lesson.toml", &manifest), ("01-one/scenario.warren", &scenario), ("01-one/en.md", &prose)])
    };
    asking("2").expect("the queue is purged only then");
    let problems = asking("0").expect_err("that comes later");
    assert!(problems[0].starts_with("lessons/01-one/en.md:21: the command prints \"q\\t2\" here"), "{problems:?}");
    assert!(problems[0].contains("at the beginning of this beat"), "{problems:?}");
}

#[test]
fn a_command_must_be_one_that_can_be_run_there() {
    let slip = told("list_queues -q name messages", "list_queues -q name mesages");
    assert!(slip.starts_with("lessons/01-one/en.md:13: `rabbitmqctl list_queues -q name mesages`: Error"), "{slip}");
    let down = told("no command", "rabbitmqctl list_queues -q name");
    assert!(down.starts_with("lessons/01-one/en.md:26: `rabbitmqctl list_queues -q name`: Error"), "{down}");
    assert!(down.contains("The broker is down"), "{down}");
}
