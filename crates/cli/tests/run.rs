//! Calls `warren run` and `warren lessons` and checks their output and exit codes.

use std::process::Output;

use assert_cmd::Command;
use serde_json::Value as Json;

const SCENARIO: &str = "\
latency 1ms
client p producer queue=work body=hello times=3 every=100ms
client slow_worker worker queue=work ack=never prefetch=1
start slow_worker
at 1s mark publishing
start p
";

/// Returns the exit code, standard output and standard error.
fn warren(arguments: &[&str], input: &str) -> (i32, String, String) {
    let mut command = Command::cargo_bin("warren").expect("the binary is built with its tests");
    let Output { status, stdout, stderr } =
        command.args(arguments).write_stdin(input).output().expect("the binary runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("output is UTF-8");
    (status.code().expect("it was not killed"), text(stdout), text(stderr))
}

fn good(arguments: &[&str], input: &str) -> String {
    let (code, out, error) = warren(arguments, input);
    assert_eq!((code, error.as_str()), (0, ""), "{out}");
    out
}

#[test]
fn prints_the_log_in_columns_with_its_marks() {
    let out = good(&["run", "-"], SCENARIO);
    let (before, after) = out.split_once("--- publishing\n").expect("the mark is printed");
    assert!(before.contains("00:00.000  slow_worker  connection.open"), "{out}");
    assert!(after.contains("01.000  p "), "{out}");
    let lines: Vec<&str> = out.lines().filter(|line| !line.starts_with("---") && !line.starts_with("...")).collect();
    // Time, actor, event: each column begins at the same place in every line.
    for line in &lines {
        let at = |index: usize| line.as_bytes().get(index).copied().unwrap_or(b' ');
        assert_eq!((at(10), at(11)), (b' ', b' '), "{line}");
        assert_ne!(at(12), b' ', "{line}");
        assert_eq!((at(23), at(24)), (b' ', b' '), "{line}");
        assert_ne!(at(25), b' ', "{line}");
    }
    assert!(lines.iter().any(|line| line.contains("broker       routed")), "{out}");
}

#[test]
fn until_stops_the_run_and_ctl_shows_the_state_there() {
    let queues = |until: &str| {
        let out = good(
            &["run", "-", "--until", until, "--ctl", "list_queues -s messages_ready messages_unacknowledged"],
            SCENARIO,
        );
        out.lines().last().expect("something is printed").to_owned()
    };
    assert_eq!(queues("900ms"), "0\t0");
    assert_eq!(queues("1.1s"), "0\t1");
    assert_eq!(queues("10s"), "2\t1");
}

#[test]
fn a_broker_that_is_down_answers_no_listing() {
    let arguments = |ctl| ["run", "-", "--act", "stop broker", "--ctl", ctl];
    let (code, out, error) = warren(&arguments("list_queues"), SCENARIO);
    assert_eq!(code, 2);
    assert!(error.starts_with("error: Error: unable to perform an operation on node"), "{error}");
    assert!(!out.contains("rabbitmqctl"), "{out}");
    let (_, _, error) = warren(&arguments("list_qeues"), SCENARIO);
    assert!(error.contains("Did you mean 'list_queues'?"), "{error}");
}

/// A topology whose second declare is a mistake.
const MISTAKEN: &str = "\
client c
start c
c: queue.declare orders durable
c: queue.declare orders
c: queue.declare invoices durable
c: queue.bind invoices amq.topic invoice.#
";

#[test]
fn statements_that_are_not_carried_out_are_named_and_the_exit_code_says_so() {
    let (code, out, error) = warren(&["run", "-", "--why"], MISTAKEN);
    assert_eq!(
        (code, error.as_str()),
        (1, "warning: 2 statements were not carried out; the log names them, and --why says why\n")
    );
    for statement in ["c: queue.declare invoices durable", "c: queue.bind invoices amq.topic invoice.#"] {
        assert!(out.lines().any(|line| line.contains("not carried out  ") && line.ends_with(statement)), "{out}");
    }
    assert!(out.contains("2 statements waited for c to be able to send them. They are not carried out."), "{out}");
    let (code, out, _) = warren(&["run", "-", "--json"], MISTAKEN);
    assert_eq!(code, 1);
    assert!(out.lines().all(|line| serde_json::from_str::<Json>(line).is_ok()), "what is said beside stays out of it");
    let (code, _, error) = warren(&["run", "-"], "client c\nkill c\n");
    assert_eq!((code, error.starts_with("warning: 1 statement was not carried out")), (1, true), "{error}");
    let (code, _, error) = warren(&["run", "-", "--until", "3ms"], MISTAKEN);
    assert_eq!((code, error.as_str()), (0, ""), "so far nothing has gone wrong");
}

#[test]
fn act_does_something_at_that_time() {
    let arguments = |act| ["run", "-", "--until", "3s", "--act", act, "--ctl", "list_consumers -q consumer_tag"];
    assert!(
        good(&arguments("kill slow_worker"), SCENARIO)
            .lines()
            .any(|line| line.contains("you") && line.contains("kill "))
    );
    let (code, _, error) = warren(&arguments("kil slow_worker"), SCENARIO);
    assert_eq!(code, 2);
    assert!(error.starts_with("error: --act `kil slow_worker`: column 1: "), "{error}");
}

#[test]
fn why_says_it_in_the_language_asked_for() {
    let english = good(&["run", "-", "--why"], SCENARIO);
    let japanese = good(&["run", "-", "--why", "--lang", "ja"], SCENARIO);
    let sentences = |out: &str| out.lines().filter(|line| line.starts_with("            ")).count();
    assert!(sentences(&english) > 10, "{english}");
    assert_eq!(sentences(&english), sentences(&japanese));
    assert!(english.contains("p starts and connects"), "{english}");
    assert!(japanese.contains('。'), "{japanese}");
    let (code, _, error) = warren(&["run", "-", "--lang", "xx"], SCENARIO);
    assert_eq!(code, 2);
    assert!(error.starts_with("error: there is no language `xx`; there are en, ja"), "{error}");
}

#[test]
fn json_is_one_object_a_moment() {
    let out = good(&["run", "--json", "-", "--ctl", "list_queues -s name"], SCENARIO);
    let objects: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).expect("a line is JSON")).collect();
    let (ctl, moments) = objects.split_last().expect("there are lines");
    assert_eq!(ctl["printed"], "work\n");
    for (index, moment) in moments.iter().enumerate() {
        assert_eq!(moment["position"], index);
        assert!(moment["summary"].is_string() && moment["moment"]["events"].is_array(), "{moment}");
    }
    assert!(moments.iter().any(|moment| moment["mark"] == "publishing"));
}

#[test]
fn every_lesson_is_listed_and_runs() {
    let ids: Vec<String> = good(&["lessons", "--json"], "")
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).expect("a line is JSON"))
        .map(|lesson| lesson["id"].as_str().expect("an id is a string").to_owned())
        .collect();
    assert!(ids.contains(&"hello-world".to_owned()) && ids.contains(&"work-queues".to_owned()), "{ids:?}");
    for id in &ids {
        assert!(good(&["lessons"], "").contains(id.as_str()));
        assert!(good(&["run", id], "").contains("basic.publish"), "{id}");
    }
    assert_eq!(good(&["run", "1"], ""), good(&["run", "hello-world"], ""));
}

#[test]
fn lessons_are_listed_in_a_language_that_there_is() {
    assert_ne!(good(&["lessons", "--lang", "ja"], ""), good(&["lessons"], ""));
    let (code, out, error) = warren(&["lessons", "--lang", "zz"], "");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.starts_with("error: there is no language `zz`; there are en, ja"), "{error}");
}

#[test]
fn a_bad_scenario_is_shown_with_line_and_column_and_what_would_be_right() {
    let (code, out, error) = warren(&["run", "-"], "client a producer queue=q\nstrt a\n");
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.starts_with("error: standard input is not a scenario that can be run\n"), "{error}");
    assert!(error.contains("--> standard input:2:1"), "{error}");
    assert!(error.contains("2 | strt a") && error.contains("did you mean `start`?"), "{error}");
}

#[test]
fn a_name_that_is_nothing_gets_a_suggestion() {
    let (code, _, error) = warren(&["run", "helo-world"], "");
    assert_eq!(code, 2);
    assert!(error.contains("did you mean the lesson `hello-world`?"), "{error}");
    let (_, _, error) = warren(&["run", "nowhere/at-all.warren"], "");
    assert!(error.contains("the lessons are hello-world, "), "{error}");
    let (code, _, error) = warren(&["run", "1", "--ctl", "list_qeues"], "");
    assert_eq!(code, 2);
    assert!(error.contains("Did you mean 'list_queues'?"), "{error}");
}
