//! Completion and suggestions: every word offered is accepted.

use core::time::Duration;

use proptest::prelude::*;
use warren_broker::Time;
use warren_simulator::scenario::{next_words, suggest_fix};
use warren_simulator::{Overview, Scenario, Statement, Timeline};

const SCENARIO: &str = r#"
client new_task
client worker1 worker queue=task_queue durable prefetch=1 think=dots
client worker2 worker queue=task_queue durable prefetch=1 think=dots
start new_task
new_task: exchange.declare logs topic
new_task: queue.declare "my queue"
new_task: queue.bind "my queue" logs kern.*
start worker1
new_task: basic.publish "" task_queue "Task ...."
advance 1s
"#;

fn timeline() -> Timeline {
    let mut timeline = Timeline::new(Scenario::parse(SCENARIO).expect("it is right"));
    // One second later worker1 is in the middle of its task.
    let second = Time::ZERO + Duration::from_secs(1);
    timeline.seek(timeline.moments().partition_point(|moment| moment.at < second));
    timeline
}

fn overview() -> Overview {
    timeline().overview()
}

/// Returns the beginning of the word being typed, and the possible words.
fn next(before: &str) -> (String, Vec<String>) {
    let next = next_words(before, &overview());
    (before[next.from..].to_owned(), next.words.into_iter().map(|word| word.text).collect())
}

fn words(before: &str) -> Vec<String> {
    next(before).1
}

#[test]
fn a_statement_begins_with_what_a_learner_may_do_or_who_sends_a_method() {
    let (word, words) = next("st");
    assert_eq!(word, "st");
    assert_eq!(
        words,
        [
            "latency",
            "jitter",
            "client",
            "set",
            "start",
            "stop",
            "kill",
            "disconnect",
            "restart",
            "crash",
            "advance",
            "new_task:",
            "worker1:",
            "worker2:"
        ]
    );
    assert!(self::words("worker1/2").contains(&"worker1/2:".to_owned()));
}

#[test]
fn clients_for_whom_it_makes_sense_come_first() {
    assert_eq!(words("start "), ["worker2", "new_task", "worker1"]);
    assert_eq!(words("kill "), ["new_task", "worker1", "worker2"]);
    assert_eq!(words("stop wor"), ["new_task", "worker1", "broker", "worker2"]);
}

#[test]
fn names_of_queues_and_exchanges_are_written_as_the_language_reads_them() {
    assert_eq!(words("worker1: queue.purge "), ["task_queue", "\"my queue\""]);
    assert_eq!(words("new_task: basic.publish ")[..2], ["logs", "\"\""]);
    assert_eq!(words("new_task: basic.publish \"\" "), ["task_queue", "\"my queue\""]);
    assert_eq!(words("new_task: basic.publish logs "), ["kern.*"]);
    assert_eq!(words("worker1: basic.ack "), ["1", "multiple"]);
    assert_eq!(
        words("worker1: basic.consume task_queue tag "),
        ["no_local", "no_ack", "exclusive", "no_wait", "x-priority="]
    );
}

#[test]
fn keys_are_offered_once_and_their_values_by_what_they_mean() {
    let settings = words("set worker1 prefetch=3 ");
    assert!(settings.contains(&"ack=".to_owned()) && settings.contains(&"durable".to_owned()));
    assert!(!settings.contains(&"prefetch=".to_owned()));
    assert_eq!(
        next("set worker1 ack=af"),
        ("af".to_owned(), ["auto", "before", "after", "never"].map(str::to_owned).to_vec())
    );
    assert_eq!(words("client c worker queue="), ["task_queue", "\"my queue\""]);
    assert_eq!(words("new_task: queue.declare q x-overflow="), ["drop-head", "reject-publish", "reject-publish-dlx"]);
    assert_eq!(words("new_task: exchange.bind a b x-match="), ["all", "any", "all-with-x", "any-with-x"]);
    assert_eq!(words("new_task: queue.declare q durable="), ["true", "false"]);
    assert_eq!(words("crash broker power "), ["down="]);
}

#[test]
fn nothing_is_offered_where_anything_may_stand() {
    for before in ["latency ", "client ", "kill worker1 ", "# st", "frobnicate "] {
        assert_eq!(words(before), [""; 0], "{before}");
    }
}

#[test]
fn whatever_a_publish_may_have_is_offered() {
    let offered = words("new_task: basic.publish \"\" q ");
    let wrong =
        Statement::parse("new_task: basic.publish \"\" q body nonsense=1").expect_err("there is no such property");
    let wrong = wrong.to_string();
    let (_, help) = wrong.split_once("there are").expect("they are named");
    let known: Vec<&str> = help.split('`').skip(1).step_by(2).collect();
    assert!(known.len() > 15, "{known:?}");
    for key in known {
        let word = key.trim_end_matches("NAME");
        assert!(offered.iter().any(|offered| offered.trim_end_matches('=') == word), "{word} is not among {offered:?}");
    }
}

/// A word is accepted if the line with it is read, or fails only because something is missing at its end.
#[test]
fn every_word_offered_can_be_taken_wherever_it_is_offered() {
    let overview = overview();
    let mut lines = vec![String::new(), "new_task: every 1s times 3 ".into(), "new_task/2: ".into()];
    let mut taken = 0;
    for depth in 0..4 {
        for line in std::mem::take(&mut lines) {
            for word in next_words(&line, &overview).words {
                let with = format!("{line}{}", word.text);
                let whole = if with.ends_with(['=', '.']) { format!("{with}1s") } else { with.clone() };
                match Statement::parse(&whole) {
                    Ok(_) => {}
                    // A placeholder stands for a value that only its key knows.
                    Err(wrong) if with != whole => assert!(wrong.column > line.chars().count(), "{whole}: {wrong}"),
                    Err(wrong) => {
                        assert_eq!((wrong.length, wrong.column), (0, whole.chars().count() + 1), "{whole}: {wrong}")
                    }
                }
                taken += 1;
                // Deep enough to reach flags behind arguments, without trying every pair of flags.
                if depth < 2 || (depth == 2 && line.ends_with("publish logs ")) {
                    lines.push(if with.ends_with('=') { with } else { format!("{with} ") });
                }
            }
        }
    }
    assert!(taken > 1_000, "{taken}");
}

#[test]
fn the_usage_says_how_the_statement_is_written() {
    let usage = |before: &str| next_words(before, &overview()).usage;
    assert_eq!(usage("advance "), "advance SPAN");
    assert_eq!(usage("crash broker "), "crash broker [power] [down=SPAN]");
    assert_eq!(usage("p: basic.publish \"\" "), "basic.publish EXCHANGE ROUTING_KEY [BODY]");
    assert_eq!(usage("p: every 1s queue.declare "), "queue.declare [QUEUE]");
}

/// Returns the suggestion for a wrong line, as the console asks for it.
fn fixed(line: &str) -> Option<String> {
    let mut timeline = timeline();
    let wrong = match Statement::parse(line) {
        Ok(statement) => timeline.act(statement).expect_err("it cannot be carried out"),
        Err(wrong) => wrong,
    };
    suggest_fix(line, &wrong, &timeline.overview())
}

#[test]
fn what_was_meant_is_offered() {
    for (wrong, right) in [
        ("strat worker2", "start worker2"),
        ("kill wroker1", "kill worker1"),
        ("wroker1: basic.ack", "worker1: basic.ack"),
        ("set worker1 prefech=3", "set worker1 prefetch=3"),
        ("set worker1 ack=afer", "set worker1 ack=after"),
        ("worker1: basic.akc 1", "worker1: basic.ack 1"),
        ("worker1: basic.nack 1 reqeue=false", "worker1: basic.nack 1 requeue=false"),
        ("client c wroker queue=q", "client c worker queue=q"),
        ("worker1:basic.ack", "worker1: basic.ack"),
        ("worker1 basic.ack", "worker1: basic.ack"),
        ("basic.ack 1", "new_task: basic.ack 1"),
        ("new_task: basic.publish \"\" q \"hi", "new_task: basic.publish \"\" q \"hi\""),
        ("new_task: basic.publish \"\" q\"hi\"", "new_task: basic.publish \"\" q \"hi\""),
        ("advance 5", "advance 5s"),
        ("worker2: basic.ack", "start worker2\nworker2: basic.ack"),
        ("somebody: queue.declare q", "client somebody\nstart somebody\nsomebody: queue.declare q"),
    ] {
        assert_eq!(fixed(wrong).as_deref(), Some(right), "{wrong}");
    }
}

#[test]
fn nothing_is_offered_where_nothing_can_be_guessed() {
    for wrong in ["frobnicate", "kill nobody", "start worker1", "mark here", "set worker1", "advance soon", "日本語"]
    {
        assert_eq!(fixed(wrong), None, "{wrong}");
    }
}

proptest! {
    #[test]
    fn any_text_at_all_can_be_completed_and_mended(text in "((worker1|set|kill|basic.ack|new_task:|every|1s|[=\"\\[#: /]|\\PC) ?){0,12}") {
        let overview = overview();
        let next = next_words(&text, &overview);
        prop_assert!(text.is_char_boundary(next.from));
        let fixed = Statement::parse(&text).err().and_then(|wrong| suggest_fix(text.trim(), &wrong, &overview));
        prop_assert_ne!(fixed, Some(text));
    }
}
