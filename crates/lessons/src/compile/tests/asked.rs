//! Questions and challenges of a small course, right and wrong.

use super::*;

const SCENARIO: &str = "client send
client a worker queue=q think=none
mark go
start a
at 1s start send
send: basic.publish \"\" q x
";

const PROSE: &str = "# One

A lesson.

## Before {#start}

Nothing.

## Go {#go}

It goes.

> Who gets it?
>
> - ~~a~~: It consumes.
> - b: It does not.

## Now you {#challenge}

Send another.

> Publish it.
";

const MANIFEST: &str = r#"id = "one"
order = 1
programs = ["send"]

[[beats]]
mark = "start"

[[beats]]
mark = "go"
lit = ["connect"]
question = { ask = "receivers of x", of = ["a", "b"] }

[challenge]
goals = ["received a >= 1"]
solution = ['send: basic.publish "" q y', "advance 1s"]
"#;

const COURSE: Files<'_> =
    Files(&[("01-one/lesson.toml", MANIFEST), ("01-one/scenario.warren", SCENARIO), ("01-one/en.md", PROSE)]);

/// Returns the first line of the errors when a piece is replaced.
fn told(from: &str, to: &str) -> String {
    let problems = COURSE.told(from, to);
    problems[0].lines().next().unwrap_or_default().to_owned()
}

#[test]
fn what_is_asked_gets_into_the_pack_and_no_answer_does() {
    let packs = COURSE.changed("It goes.", "It goes.").expect("it is right");
    let lesson: pack::Lesson = serde_json::from_str(&packs["one.en.json"]).expect("it was just written");
    assert_eq!(lesson.beats[0].question, None);
    let question = lesson.beats[1].question.as_ref().expect("it was asked");
    assert_eq!((question.html.as_str(), question.until.as_deref()), ("<p>Who gets it?</p>", None));
    assert_eq!(question.of, ["a", "b"]);
    let reasons: Vec<_> = question.reasons.iter().map(|one| (one.choice.as_str(), one.html.as_str())).collect();
    assert_eq!(reasons, [("a", "It consumes."), ("b", "It does not.")]);
    let challenge = lesson.challenge.expect("there is one");
    assert_eq!((challenge.heading.as_str(), challenge.hint.as_str()), ("Now you", "<p>Publish it.</p>"));
    assert_eq!((challenge.goals.len(), challenge.solution.len()), (1, 2));
}

#[test]
fn the_answer_must_be_among_the_choices() {
    assert_eq!(told(r#"["a", "b"]"#, r#"["b", "c"]"#), "lessons/01-one/lesson.toml:11: \"a\" is not among the choices");
    let asks = |question: &str| told(r#"{ ask = "receivers of x", of = ["a", "b"] }"#, question);
    assert_eq!(
        asks(r#"{ ask = "copies", at_most = 0 }"#),
        "lessons/01-one/lesson.toml:11: 1 comes out, more than can be chosen"
    );
    assert_eq!(asks(r#"{ ask = "copies", of = ["a"] }"#), "lessons/01-one/lesson.toml:11: a number is asked for");
    assert_eq!(asks(r#"{ ask = "receivers", at_most = 3 }"#), "lessons/01-one/lesson.toml:11: names are asked for");
    assert!(asks(r#"{ ask = "acked b", at_most = 3 }"#).ends_with("11: there is no client \"b\""));
    assert!(asks(r#"{ ask = "replies b", of = ["basic.ack"] }"#).ends_with("11: there is no client \"b\""));
    assert!(asks(r#"{ ask = "recievers", of = ["a"] }"#).contains("`recievers` cannot be measured"));
    assert!(asks(r#"{ ask = "copies", at_most = 1, until = "start" }"#).ends_with("settled nowhere"));
}

#[test]
fn the_first_beat_is_over_before_anything_happens_and_every_other_has_a_moment() {
    let told = |scenario: &str| {
        let files = [("01-one/lesson.toml", MANIFEST), ("01-one/scenario.warren", scenario), ("01-one/en.md", PROSE)];
        with(&files).expect_err("a beat has the wrong moments").remove(0)
    };
    let late = told(&SCENARIO.replace("mark go\nstart a", "start a\nmark go"));
    assert!(late.starts_with("lessons/01-one/scenario.warren:4: something happens before the mark \"go\""), "{late}");
}

#[test]
fn a_challenge_is_open_at_first_and_met_by_its_solution() {
    let goal = |goal: &str| told("received a >= 1", goal);
    assert_eq!(goal("received a >= 0"), "lessons/01-one/lesson.toml:14: the challenge is met before it begins");
    assert_eq!(
        goal("received a >= 2"),
        "lessons/01-one/lesson.toml:14: the solution does not come to `received a >= 2`"
    );
    assert!(goal("received b >= 1").ends_with("14: there is no client \"b\""));
    assert!(goal("received a").contains("`received a` is no goal"));
    assert!(told("advance 1s", "advnace 1s").starts_with("lessons/01-one/lesson.toml:15: "));
    assert!(told("advance 1s", "start send").starts_with("lessons/01-one/lesson.toml:15: "));
}

#[test]
fn a_question_is_settled_before_another_beat_asks() {
    let more = |until: &str| {
        let question = r#"question = { ask = "receivers of x", of = ["a", "b"] }"#;
        let second = format!("\n\n[[beats]]\nmark = \"then\"\n{question}\n\n[[beats]]\nmark = \"last\"");
        let first = question.replace(" }", &format!("{until} }}"));
        let manifest = MANIFEST.replace(question, &format!("{first}{second}"));
        let scenario = format!(
            "{SCENARIO}at 2s mark then\nsend: basic.publish \"\" q x\nat 3s mark last\nsend: basic.publish \"\" q z\n"
        );
        let asked = "> Who?\n>\n> - ~~a~~: It consumes.\n> - b: It does not.\n";
        let sections = format!("## Then {{#then}}\n\nMore.\n\n{asked}\n## Last {{#last}}\n\nIt ends.\n\n## Now you");
        let prose = PROSE.replace("## Now you", &sections);
        with(&[("01-one/lesson.toml", &manifest), ("01-one/scenario.warren", &scenario), ("01-one/en.md", &prose)])
    };
    more("").expect("each is settled in its own beat");
    let problems = more(", until = \"last\"").expect_err("it is settled behind the second");
    assert!(
        problems[0].starts_with("lessons/01-one/lesson.toml:11: {#then} asks before this question"),
        "{problems:?}"
    );
}

#[test]
fn every_wrong_answer_has_a_sentence_and_no_right_one_has() {
    let at_go = "lessons/01-one/en.md:9: nothing says what";
    assert_eq!(told("> - b: It does not.\n", ""), format!("{at_go} the answer \"b\" overlooks"));
    assert_eq!(told("> - ~~a~~: It consumes.\n", ""), format!("{at_go} an answer overlooks that leaves out \"a\""));
    assert_eq!(told("- ~~a~~: It", "- a: It"), "lessons/01-one/en.md:15: \"a\" is right");
    assert_eq!(told("- b: It", "- ~~b~~: It"), "lessons/01-one/en.md:16: \"b\" is wrong");
    assert_eq!(told("- b: It", "- b, c: It"), "lessons/01-one/en.md:16: \"c\" is not among the choices");
    assert_eq!(told("- b: It", "- b, b: It"), "lessons/01-one/en.md:16: \"b\" has a sentence already");
    let numbers = |list: &str| {
        let manifest = MANIFEST.replace(r#"ask = "receivers of x", of = ["a", "b"]"#, r#"ask = "copies", at_most = 3"#);
        let prose = PROSE.replace("> - ~~a~~: It consumes.\n> - b: It does not.\n", list);
        with(&[("01-one/lesson.toml", &manifest), ("01-one/scenario.warren", SCENARIO), ("01-one/en.md", &prose)])
    };
    numbers("> - 0, 2-3: It is published once.\n").expect("it is right");
    let told = |list: &str| numbers(list).expect_err("it is wrong").remove(0);
    assert!(told("> - 0-3: No.\n").starts_with("lessons/01-one/en.md:15: 1 is the right answer"));
    assert!(told("> - 0, 2: No.\n").starts_with(&format!("{at_go} the answer \"3\" overlooks")));
}

#[test]
fn a_goal_may_be_a_client_of_the_learner() {
    let mine = MANIFEST.replace("received a >= 1", "received c >= 1").replace(
        r#"'send: basic.publish "" q y'"#,
        r#"'client c worker queue=q think=none', 'kill a', 'start c', "advance 1s", 'send: basic.publish "" q y'"#,
    );
    let files = |manifest: &str| {
        with(&[("01-one/lesson.toml", manifest), ("01-one/scenario.warren", SCENARIO), ("01-one/en.md", PROSE)])
    };
    files(&mine).expect("`c` is there when the goal is looked at");
    let told = files(&mine.replace("received c", "received d")).expect_err("nobody makes `d`");
    assert!(told[0].contains("there is no client \"d\""), "{told:?}");
}

#[test]
fn words_and_what_is_asked_must_agree() {
    let question = "\n> Who gets it?\n>\n> - ~~a~~: It consumes.\n> - b: It does not.\n";
    assert_eq!(told(question, ""), "lessons/01-one/en.md:9: the section {#go} asks nothing");
    assert_eq!(told("\n> Publish it.\n", ""), "lessons/01-one/en.md:18: the section {#challenge} asks nothing");
    let silent = told("question = { ask = \"receivers of x\", of = [\"a\", \"b\"] }\n", "");
    assert_eq!(silent, "lessons/01-one/en.md:9: the section {#go} asks something that lesson.toml does not know");
    assert!(told("{#challenge}", "{#chalenge}").contains("{#challenge} is missing"));
}
