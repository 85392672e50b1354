//! The scenario language from its users' side: reading and printing without loss, errors that teach, and no input that
//! breaks it. The effects of statements are tested elsewhere.
#![allow(clippy::unwrap_used)]

use proptest::prelude::*;
use warren_simulator::scenario::{Action, Method};
use warren_simulator::{Diagnostic, Scenario, Statement};

const WORK_QUEUES: &str = include_str!("scenarios/work_queues.warren");

/// Everything the grammar has, one statement a line.
const EVERYTHING: &str = include_str!("scenarios/grammar.warren");

fn error(text: &str) -> Diagnostic {
    Scenario::parse(text).unwrap_err().swap_remove(0)
}

#[test]
fn prints_to_the_letter_what_it_read() {
    for text in [
        WORK_QUEUES,
        EVERYTHING,
        "",
        "\n\n",
        "# only a comment",
        "client a # no end of line",
        "client a\r\nstart a\r\n",
    ] {
        assert_eq!(Scenario::parse(text).unwrap().to_string(), text);
    }
}

#[test]
fn prints_every_kind_of_statement_anew_so_that_it_reads_the_same() {
    for line in Scenario::parse(EVERYTHING).unwrap().lines() {
        let action = line.statement.action();
        let anew = Statement::from(action.clone());
        let again = Statement::parse(&anew.to_string());
        assert_eq!(
            again.map(|statement| statement.action().clone()),
            Ok(action.clone()),
            "line {}: {anew}",
            line.number
        );
    }
}

#[test]
fn a_scenario_names_the_version_of_its_language() {
    let first = Scenario::parse("# about it\nwarren 1\nclient p\n").unwrap();
    assert_eq!((first.lines().len(), first.to_file()), (2, first.to_string()));
    let without = Scenario::parse("client p\n").unwrap();
    assert_eq!((without.to_string(), without.to_file()), ("client p\n".into(), "warren 1\nclient p\n".into()));
    // Further errors of a later version are not reported.
    let newer = Scenario::parse("\nwarren 2\ncluster of 3 nodes\n").unwrap_err();
    assert_eq!(
        newer.iter().map(ToString::to_string).collect::<Vec<_>>(),
        [
            "line 2, column 8: this is written for version 2 of Warren's language, and this Warren reads version 1 (open it with a \
          newer Warren; if it needs nothing new, write `warren 1`)"
        ]
    );
    for (text, expected) in [
        ("client p\nwarren 1", "line 2, column 8: `warren` comes too late (it is the first statement of a scenario)"),
        ("warren 1\nwarren 1", "line 2, column 8: `warren` is said twice (leave one of them out)"),
        ("warren 0", "line 1, column 8: there is no version 0 of the language (write `warren 1`)"),
        ("warren one", "line 1, column 8: `warren` cannot be `one` (write a whole number from 0 to 4294967295)"),
        (
            "at 1s warren 1",
            "line 1, column 14: this holds from the beginning, not from a time on (write it at the beginning, without `at`)",
        ),
    ] {
        assert_eq!(error(text).to_string(), expected);
    }
}

#[test]
fn every_file_names_its_version() {
    fn check(folder: &std::path::Path) -> usize {
        let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        let files = entries.filter(|path| !path.ends_with("target") && !path.ends_with("node_modules")).map(|path| {
            if path.is_dir() {
                return check(&path);
            }
            if path.extension().is_none_or(|extension| extension != "warren") {
                return 0;
            }
            let scenario = Scenario::parse(&std::fs::read_to_string(&path).unwrap()).unwrap();
            assert_eq!(scenario.to_string(), scenario.to_file(), "{} names no version", path.display());
            1
        });
        files.sum()
    }
    assert!(check(std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../../crates"))) >= 10);
}

#[test]
fn the_examples_of_the_documentation_are_right() {
    let page = include_str!("../../../docs/scenario-language.md");
    let examples: Vec<&str> = page.split("```").skip(1).step_by(2).collect();
    assert!(examples.len() >= 4, "the page has examples");
    for example in examples {
        let scenario = Scenario::parse(example).unwrap_or_else(|wrong| panic!("{wrong:?} in\n{example}"));
        assert_eq!(scenario.to_string(), scenario.to_file(), "it names its version");
    }
}

#[test]
fn errors_say_where_what_and_what_would_be_right() {
    for (text, expected) in [
        ("strat p", "line 1, column 1: there is no statement `strat` (did you mean `start`?)"),
        ("client p\nstart q", "line 2, column 7: there is no client `q` (there is only `p`)"),
        ("start q", "line 1, column 7: there is no client `q` (define it first: `client q`)"),
        ("client p\n  client p", "line 2, column 10: there is a client `p` already (choose another name)"),
        (
            "client broker",
            "line 1, column 8: `broker` cannot be the name of a client (a name is a word without / : = # , brackets or quotes, and not `broker`)",
        ),
        ("client p wroker queue=q", "line 1, column 10: there is no behaviour `wroker` (did you mean `worker`?)"),
        ("client p worker", "line 1, column 16: queue=NAME is missing (write `client p worker queue=NAME ...`)"),
        (
            "client p worker queue=q ack=allways",
            "line 1, column 25: `ack` cannot be `allways` (there are `auto`, `before`, `after` and `never`)",
        ),
        ("client p worker queue=q ack=afer", "line 1, column 25: `ack` cannot be `afer` (did you mean `after`?)"),
        (
            "client p worker queue=q prefetch=70000",
            "line 1, column 25: `prefetch` cannot be `70000` (write a whole number from 0 to 65535)",
        ),
        (
            "client p worker queue=q prefetch=1 prefetch=2",
            "line 1, column 36: `prefetch` is there twice (leave one of them out)",
        ),
        (
            "client p worker queue=q think=3s..1s",
            "line 1, column 25: the shorter span comes first (write think=1s..3s)",
        ),
        (
            "client p\np: basic.publsh \"\" q",
            "line 2, column 4: there is no method `basic.publsh` (did you mean `basic.publish`?)",
        ),
        (
            "client p\np: basic.publish q",
            "line 2, column 19: ROUTING_KEY is missing (write `basic.publish EXCHANGE ROUTING_KEY [BODY]`)",
        ),
        (
            "client p\np: basic.publish \"\" q a b=c",
            "line 2, column 25: `basic.publish` has no `b` (there are `mandatory`, `immediate`, `persistent`, `delivery_mode`, `correlation_id`, `reply_to`, `expiration`, `priority`, `type`, `content_type`, `content_encoding`, `message_id`, `timestamp`, `user_id`, `app_id`, `cluster_id` and `header.NAME`)",
        ),
        (
            "client p\np: queue.bind q amq.headers my-key=1 my_key=2 my-key=3",
            "line 2, column 47: `my-key` is there twice (leave one of them out)",
        ),
        (
            "client p\np: queue.declare q durabel",
            "line 2, column 20: `queue.declare` has no `durabel` (did you mean `durable`?)",
        ),
        (
            "client p\np: queue.declare \"a\" \"b\"",
            "line 2, column 22: one main argument too many (write `queue.declare [QUEUE]`)",
        ),
        (
            "client p\np basic.ack 1",
            "line 2, column 1: there is no statement `p` (a method's sender is followed by a colon: write `p: ...`)",
        ),
        ("client p\np:basic.ack", "line 2, column 1: a space is missing after the colon (write `p: basic.ack`)"),
        (
            "basic.ack 1",
            "line 1, column 1: there is no statement `basic.ack` (say which client sends it: write `NAME: basic.ack ...`)",
        ),
        ("client p\np/0: basic.ack", "line 2, column 1: channel 0 is the connection itself (write p: or p/2:)"),
        (
            "advance 5",
            "line 1, column 9: `5` has no unit (write a number with us, ms, s, m or h, such as 500ms or 1m30s)",
        ),
        ("advance", "line 1, column 8: SPAN is missing (write `advance SPAN`)"),
        ("advance 5s 6s", "line 1, column 12: this is too much (write `advance SPAN`)"),
        (
            "advance 5s\nat 2s advance 1s",
            "line 2, column 4: this is in the past: the statements before it are later (write a time of 5s or more)",
        ),
        ("advance 1s\nseed 7", "line 2, column 6: `seed` comes too late (write it before anything happens)"),
        ("mark a\nmark a", "line 2, column 6: there is a mark `a` already (choose another name)"),
        (
            "kill broker",
            "line 1, column 6: `broker` cannot be the name of a client (a name is a word without / : = # , brackets or quotes, and not `broker`)",
        ),
        (
            "client p\nrestart p",
            "line 2, column 9: `restart` is said of the broker (write `restart broker [down=SPAN]`; a client is started anew with `kill p` and `start p`)",
        ),
        (
            "client p\np: queue.declare q x-n=0.12345678901234567",
            "line 2, column 20: `0.12345678901234567` is more precise than a double (write at most 15 digits and a power of ten up to 22, or \"0.12345678901234567\" for a text)",
        ),
        ("crash broker powr", "line 1, column 14: `crash broker` has no `powr` (did you mean `power`?)"),
        ("broker", "line 1, column 7: a setting is missing (write `broker SETTING=VALUE ...`)"),
        (
            "\"a\"",
            "line 1, column 1: a statement begins with a word (write for example `start NAME` or `NAME: basic.ack`)",
        ),
    ] {
        assert_eq!(error(text).to_string(), expected);
    }
}

#[test]
fn all_errors_are_reported_but_none_twice_over() {
    let wrong = Scenario::parse("client w worker qeue=q\nstart w\nfoo\nkill v").unwrap_err();
    assert_eq!(wrong.iter().map(|error| (error.line, error.column)).collect::<Vec<_>>(), [(1, 17), (3, 1), (4, 6)]);
}

#[test]
fn a_single_statement_is_one_line() {
    assert_eq!(Statement::parse("  kill w # now ").unwrap().to_string(), "kill w # now");
    assert_eq!(Statement::parse("kill w\nkill v").unwrap_err().message.to_string(), "one statement has one line");
    assert_eq!(Statement::parse(" # nothing").unwrap_err().message.to_string(), "there is no statement");
}

#[test]
fn a_name_like_a_flag_is_quoted() {
    let queue = |text: &str| {
        let Action::Method { method: Method { command, .. }, .. } = Statement::parse(text).unwrap().action().clone()
        else {
            panic!("{text} is a method")
        };
        let warren_broker::Command::QueueDeclare(declare) = command else { panic!("{text} declares") };
        (declare.queue.to_string(), declare.durable)
    };
    assert_eq!(queue("p: queue.declare durable"), (String::new(), true));
    assert_eq!(queue("p: queue.declare \"durable\""), ("durable".into(), false));
}

#[test]
fn enormous_input_is_refused_and_not_read_for_ever() {
    let long = format!("client {}", "x".repeat(100_000));
    assert_eq!(error(&long).message.to_string(), "this line has 100007 characters");
    assert_eq!(Scenario::parse(&"foo\n".repeat(1_000)).unwrap_err().len(), 101);
    assert_eq!(Scenario::parse(&"# x\n".repeat(60_000)).unwrap_err().len(), 1);
}

/// Pieces of statements, so that random lines get deep into the grammar.
fn piece() -> impl Strategy<Value = String> {
    let known = prop::sample::select(
        EVERYTHING
            .split_whitespace()
            .map(str::to_owned)
            .chain(["[".into(), "]".into(), "\"".into()])
            .collect::<Vec<_>>(),
    );
    prop_oneof![8 => known, 1 => "\\PC{0,6}", 1 => any::<u64>().prop_map(|n| n.to_string())]
}

proptest! {
    #[test]
    fn any_text_is_read_or_refused_with_a_place(text in "(?s).{0,200}") {
        if let Err(wrong) = Scenario::parse(&text) {
            let lines: Vec<&str> = text.lines().collect();
            for error in wrong {
                let length = lines[error.line - 1].chars().count();
                prop_assert!(error.column >= 1 && error.column + error.length <= length + 1, "{error:?} in {text:?}");
            }
        }
        let _ = Statement::parse(&text);
    }

    #[test]
    fn any_row_of_known_words_is_refused_or_prints_so_that_it_reads_the_same(pieces in prop::collection::vec(piece(), 1..10)) {
        let line = pieces.join(" ");
        if let Ok(statement) = Statement::parse(&line) {
            prop_assert_eq!(statement.to_string(), line.trim());
            let anew = Statement::from(statement.action().clone());
            let again = Statement::parse(&anew.to_string()).map(|again| again.action().clone());
            prop_assert_eq!(again, Ok(statement.action().clone()), "{}", anew);
        }
    }

    #[test]
    fn one_changed_character_never_breaks_it(at in any::<prop::sample::Index>(), c in any::<char>()) {
        let mut text: Vec<char> = EVERYTHING.chars().collect();
        let at = at.index(text.len());
        text[at] = c;
        let text: String = text.into_iter().collect();
        if let Ok(scenario) = Scenario::parse(&text) {
            prop_assert_eq!(scenario.to_string(), text);
        }
    }
}
