//! The console as a learner uses it, without a browser.

use warren_simulator::Scenario;
use warren_view::console::Words;

use super::*;
use crate::keys::Press;
use crate::playback::Playback;

const SCENARIO: &str = "
client new_task
client worker1 worker queue=task_queue durable prefetch=1 think=dots
client worker2 worker queue=task_queue durable prefetch=1 think=dots
start new_task
start worker1
new_task: every 100ms times 3 basic.publish \"\" task_queue \"Task {n}\"
advance 5s
";

struct Learner {
    console: Console,
    playback: Playback,
}

impl Learner {
    fn new() -> Self {
        let scenario = Scenario::parse(SCENARIO).expect("it is right");
        let (mut playback, _) = Playback::open(scenario, Vec::new(), &[], 0);
        playback.carry_out(PlaybackCommand::Last);
        let mut console = Console::new(Vec::new());
        console.begin("work-queues");
        Self { console, playback }
    }

    fn type_(&mut self, text: &str) {
        let overview = self.playback.view().overview;
        self.console.take(Typed::Text(text.to_owned(), text.encode_utf16().count()), &overview);
    }

    /// Returns a key as the field's handler sees it.
    fn press(&mut self, key: &str) -> bool {
        let press = Press { key, ..Press::default() };
        let (text, caret) = (self.console.text.clone(), self.console.text.encode_utf16().count());
        let Some(typed) = Keys::of(&self.console).pressed(press, false, &text, caret) else { return false };
        let view = self.playback.view();
        if typed == Typed::Enter {
            self.enter()
        } else {
            self.console.take(typed, &view.overview)
        }
        true
    }

    fn enter(&mut self) {
        let (view, playback) = (self.playback.view(), &mut self.playback);
        self.console.enter(&view, &mut |command| {
            let outcome = playback.carry_out(command);
            (outcome, playback.view())
        });
    }

    fn say(&mut self, text: &str) -> &Answer {
        self.type_(text);
        self.enter();
        &self.console.entries.last().expect("something was entered").answer
    }

    fn offered(&self) -> Vec<&str> {
        let list = self.console.list.iter();
        list.flat_map(|list| &list.completion.words).map(|word| word.text.as_str()).collect()
    }

    fn actions(&mut self) -> Vec<String> {
        self.playback.view().run.actions.iter().map(|(_, text)| text.clone()).collect()
    }
}

fn fault(answer: &Answer) -> &LineError {
    match answer {
        Answer::Wrong(fault) => fault,
        Answer::Printed(_) | Answer::Acted(_) | Answer::Help(_) => panic!("it must be refused: {answer:?}"),
    }
}

#[test]
fn a_listing_prints_what_rabbitmqctl_prints() {
    let mut learner = Learner::new();
    for line in ["list_queues -q name messages", "$ rabbitmqctl list_queues name,messages --quiet"] {
        let Answer::Printed(printed) = learner.say(line) else { panic!("a listing prints") };
        assert_eq!(printed, "name\tmessages\ntask_queue\t0\n");
    }
    assert_eq!(learner.console.text, "");
    assert_eq!(learner.actions(), [""; 0]);
}

#[test]
fn a_statement_acts_here_and_can_be_undone() {
    let mut learner = Learner::new();
    learner.playback.carry_out(PlaybackCommand::Seek(9));
    let Answer::Acted(acted) = learner.say("kill worker1") else { panic!("a statement acts") };
    assert!(acted.fork.dropped > 0);
    assert_eq!(acted.told.len(), 1);
    assert_eq!(learner.actions(), ["kill worker1"]);
    let entry = Rc::clone(&learner.console.entries[0]);
    assert_eq!(entry.position, 9);
    let stands = |learner: &mut Learner| {
        let Answer::Acted(acted) = &entry.answer else { panic!("a statement acts") };
        let run = learner.playback.view().run;
        (entry.stands(&run), acted.stands(&run))
    };
    assert_eq!(stands(&mut learner), (true, true));
    learner.playback.carry_out(PlaybackCommand::Undo);
    assert_eq!(stands(&mut learner), (true, false));
}

#[test]
fn a_place_in_another_run_is_known_as_such() {
    let mut learner = Learner::new();
    learner.say("list_queues");
    learner.playback.carry_out(PlaybackCommand::Seek(5));
    learner.say("kill worker1");
    let run = learner.playback.view().run;
    assert_eq!(learner.console.entries.iter().map(|entry| entry.stands(&run)).collect::<Vec<_>>(), [false, true]);
}

#[test]
fn several_lines_are_all_or_none() {
    let mut learner = Learner::new();
    let before = learner.playback.view();
    for text in [
        "start worker2\nkill nobody",
        "start worker2\nlist_queues\n# a comment\n\nkill nobody",
        "kill worker1\nlist_queue",
    ] {
        let wrong = fault(learner.say(text));
        assert_eq!(wrong.place.map(|(column, _)| column), Some(wrong.line.find(' ').map_or(0, |at| at + 1)));
        assert_eq!(learner.actions(), [""; 0]);
        assert_eq!(learner.playback.view().position, before.position);
        assert_eq!(learner.console.text, text, "nothing typed is lost");
    }
    assert_eq!(learner.console.entries.len(), 3, "of what was taken back there is no answer");
    for text in ["clear\nlist_queues\nkill nobody", "help\nstart worker2\nkill nobody"] {
        assert_eq!(fault(learner.say(text)).line, "kill nobody");
    }
    assert_eq!(learner.console.entries.len(), 5, "what a pasted text empties stays as well if a line of it is wrong");
    learner.console.entries.clear();
    learner.say("# all of it\nstart worker2\n  worker2: basic.qos 5\nlist_consumers\nadvance 1s");
    assert_eq!(learner.actions(), ["start worker2", "worker2: basic.qos 5", "advance 1s"]);
    assert_eq!(learner.console.entries.len(), 3, "statements, a listing, a statement");
    assert_eq!(learner.console.wrong, None);
}

#[test]
fn an_error_says_where_and_what_was_meant() {
    let mut learner = Learner::new();
    for (text, place, suggestion) in [
        ("kill wroker1", (5, 7), Some("kill worker1")),
        ("list_queue name", (0, 10), Some("list_queues name")),
        ("list_queues nme messages", (12, 3), Some("list_queues name messages")),
        ("hlep", (0, 4), Some("help")),
        ("start worker2\nset worker2 prefech=2", (12, 9), Some("start worker2\nset worker2 prefetch=2")),
        ("frobnicate", (0, 10), None),
        ("worker2: basic.ack", (0, 8), Some("start worker2\nworker2: basic.ack")),
    ] {
        let wrong = fault(learner.say(text));
        assert_eq!((wrong.place, wrong.suggestion.as_deref()), (Some(place), suggestion), "{text}: {wrong:?}");
        let listing = text.starts_with("list");
        assert!(
            match &wrong.words {
                Words::Localized(_) => !listing,
                Words::Printed(message, help) => listing && !message.is_empty() && !help.is_empty(),
            },
            "{text}: {wrong:?}"
        );
        let serial = learner.console.entries.last().map(|entry| entry.serial);
        assert_eq!((learner.console.wrong, learner.console.text.as_str()), (serial, text));
    }
    learner.say("stop broker");
    let wrong = fault(learner.say("list_queues"));
    assert_eq!((wrong.place, wrong.suggestion.as_deref()), (None, Some("start broker")));
    let Answer::Printed(printed) = learner.say("start broker\nlist_queues -s name") else {
        panic!("it runs again by then")
    };
    assert_eq!(printed, "task_queue\n");
    learner.say("kill nobody");
    learner.type_("start");
    assert_eq!(learner.console.wrong, None, "what is corrected is not wrong any more");
}

#[test]
fn every_example_of_the_help_can_be_carried_out() {
    for (before, least) in [("# nothing happens before", 7), ("stop broker", 4)] {
        let learner = || {
            let mut learner = Learner::new();
            learner.type_(before);
            learner.enter();
            learner
        };
        let mut asking = learner();
        let Answer::Help(examples) = asking.say("help") else { panic!("help helps") };
        assert!(examples.len() >= least && examples.iter().any(|text| text.contains("task_queue")), "{examples:?}");
        let broker_is_up = before.starts_with('#');
        for word in ["list_", "restart broker"] {
            assert_eq!(examples.iter().any(|example| example.contains(word)), broker_is_up, "{word}: {examples:?}");
        }
        for example in examples {
            match learner().say(example) {
                Answer::Printed(_) | Answer::Acted(_) => {}
                answer @ (Answer::Wrong(_) | Answer::Help(_)) => panic!("{example}: {answer:?}"),
            }
        }
    }
}

#[test]
fn another_lesson_begins_a_new_transcript_but_keeps_the_history() {
    let mut learner = Learner::new();
    learner.say("list_queues");
    learner.console.begin("work-queues");
    assert_eq!(learner.console.entries.len(), 1);
    learner.console.begin("routing");
    assert_eq!(learner.console.entries.len(), 0);
    assert_eq!(learner.console.history(), ["list_queues"]);
    learner.say("list_queues");
    learner.say("help");
    learner.type_("clear");
    learner.enter();
    assert_eq!(learner.console.entries.len(), 0);
    assert_eq!(learner.console.history(), ["list_queues", "help", "clear"]);
}

#[test]
fn the_arrows_go_through_the_history_and_what_was_typed_comes_back() {
    let mut learner = Learner::new();
    learner.say("list_queues");
    learner.say("kill worker1");
    learner.type_("latency 5ms");
    let mut seen = Vec::new();
    for key in ["ArrowUp", "ArrowUp", "ArrowUp", "ArrowDown", "ArrowDown"] {
        assert!(learner.press(key));
        seen.push(learner.console.text.clone());
    }
    assert_eq!(seen, ["kill worker1", "list_queues", "list_queues", "kill worker1", "latency 5ms"]);
    assert_eq!(learner.console.take_caret(), Some(11));
}

#[test]
fn suggestions_are_walked_by_arrows_and_taken_by_enter_or_tab() {
    let mut learner = Learner::new();
    learner.type_("ki");
    assert_eq!(learner.offered(), ["kill"]);
    assert!(learner.press("Tab"));
    assert_eq!(learner.console.text, "kill ");
    assert_eq!(learner.offered(), ["new_task", "worker1", "worker2"]);
    assert!(!learner.press("Tab"), "of several, none of them lit, Tab takes none and leaves the field");
    learner.press("ArrowDown");
    learner.press("ArrowDown");
    assert!(learner.press("Enter"));
    assert_eq!((learner.console.text.as_str(), learner.offered()), ("kill worker1 ", Vec::new()));
    assert_eq!(learner.actions(), [""; 0], "taking is not entering");
    assert!(!learner.press("Tab"));
    assert!(learner.press("Enter"));
    assert_eq!(learner.actions(), ["kill worker1"]);
}

#[test]
fn escape_closes_the_suggestions_and_an_empty_field_opens_them_when_asked() {
    let mut learner = Learner::new();
    assert!(learner.press("ArrowDown"));
    assert!(["start", "worker1:", "list_queues", "help"].iter().all(|word| learner.offered().contains(word)));
    assert!(learner.press("Escape"));
    assert!(learner.offered().is_empty());
    assert!(!learner.press("Escape"));
    learner.type_("x");
    learner.type_("");
    assert!(learner.offered().is_empty(), "the arrows belong to the history there");
}

#[test]
fn columns_of_listings_complete_behind_commas_too() {
    let mut learner = Learner::new();
    learner.type_("list_queues name,messages_r");
    assert_eq!(learner.offered()[0], "messages_ready");
    learner.press("ArrowDown");
    learner.press("Tab");
    assert_eq!(learner.console.text, "list_queues name,messages_ready ");
}

#[test]
fn a_word_in_the_middle_is_replaced_whole() {
    let view = Learner::new().playback.view();
    let taken = |line: &str, caret: usize| {
        let completion = complete(line, caret, &view.overview);
        completion.taken(line, 0)
    };
    assert_eq!(taken("set worker1 pref=3", 16), Some(("set worker1 prefetch=3".to_owned(), 20)));
    assert_eq!(taken("kill wor x", 6), Some(("kill worker1 x".to_owned(), 13)));
    assert_eq!(taken("  sta", 5), Some(("  start ".to_owned(), 8)));
    assert_eq!(taken("set worker1 ack=be", 18), Some(("set worker1 ack=before ".to_owned(), 23)));
}

#[test]
fn keys_while_composing_or_with_a_modifier_are_the_fields_own() {
    let mut learner = Learner::new();
    learner.type_("ki");
    let keys = Keys::of(&learner.console);
    for key in ["Enter", "Tab", "ArrowDown", "Escape"] {
        assert_eq!(keys.pressed(Press { key, composing: true, ..Press::default() }, false, "ki", 2), None);
        assert_eq!(keys.pressed(Press { key, modified: true, ..Press::default() }, false, "ki", 2), None);
    }
    let press = Press { key: "Tab", ..Press::default() };
    assert_eq!(keys.pressed(press, true, "ki", 2), None, "back to what is before the field");
    let press = Press { key: "Enter", ..Press::default() };
    let text = "日本🐇x";
    assert_eq!(keys.pressed(press, true, text, 4), Some(Typed::Text("日本🐇\nx".to_owned(), 5)));
}

#[test]
fn in_several_lines_the_arrows_move_until_there_is_no_further_line() {
    let mut learner = Learner::new();
    learner.say("list_queues");
    let keys = Keys::of(&learner.console);
    let press = |key, caret| keys.pressed(Press { key, ..Press::default() }, false, "a\nb", caret);
    assert_eq!(press("ArrowUp", 2), None);
    assert_eq!(press("ArrowUp", 1), Some(Typed::Older));
    assert_eq!(press("ArrowDown", 1), None);
}
