//! Whole runs, explained: every moment has a line, a summary and its names, in every language. The sentences are tested
//! beside the code.

use warren_simulator::text::Catalog;
use warren_simulator::{Scenario, Timeline};

const RUNS: [&str; 2] = [
    include_str!("scenarios/work_queues.warren"),
    r#"
client p producer queue=q exchange=x type=topic routing_key="{cycle a.b|c}" every=100ms times=6 persistent confirm
client w worker queue=q exchange=x bind=a.# durable=false ack=after think=200ms reconnect=1s
client rpc server queue=rpc
client caller caller queue=rpc body=5 times=2
client eve
start w
start p
start rpc
start caller
start eve
eve: exchange.declare x direct
advance 700ms
eve: basic.get q
kill w
crash broker
advance 3s
eve: basic.get q
start w
stop p
stop p
"#,
];

#[test]
fn everything_in_a_run_is_told_with_its_names() {
    let catalogs = ["en", "ja", "ko", "zh-Hans"].map(|language| {
        let file = format!("{}/locales/{language}.json", env!("CARGO_MANIFEST_DIR"));
        Catalog::parse(&std::fs::read_to_string(file).expect("part of the crate")).expect("a catalog")
    });
    for text in RUNS {
        let timeline = Timeline::new(Scenario::parse(text).expect("a scenario"));
        assert!(timeline.len() > 40, "{} moments", timeline.len());
        for index in 0..timeline.len() {
            let told = timeline.explain(index).expect("there is such a moment");
            let moment = timeline.moment(index);
            assert!(!told.log.is_empty(), "{moment:?}");
            for line in &told.log {
                let unnamed = ["client ", "connection ", "queue "].iter().any(|kind| {
                    line.detail.split(kind).skip(1).any(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
                });
                assert!(!line.what.is_empty() && !line.actor.is_empty() && !unnamed, "{line:?} {moment:?}");
            }
            let phrases: Vec<_> = told.summary.iter().chain(&told.why).collect();
            assert!(told.summary.is_some(), "{moment:?}");
            for (catalog, phrase) in catalogs.iter().flat_map(|catalog| phrases.iter().map(move |p| (catalog, p))) {
                let text = catalog.phrase(phrase);
                assert!(text != phrase.key && !text.contains(['{', '}']), "{text} {moment:?}");
            }
        }
    }
}

#[test]
fn a_method_without_arguments_names_its_channel_without_a_comma() {
    let timeline = Timeline::new(
        Scenario::parse("client a\nstart a\na/2: channel.open\na/2: confirm.select\n").expect("a scenario"),
    );
    let told = (0..timeline.len()).flat_map(|index| timeline.explain(index).expect("there is such a moment").log);
    let of_channel_2: Vec<String> =
        told.filter(|line| line.detail.contains("channel 2")).map(|line| line.detail).collect();
    assert_eq!(of_channel_2, ["channel 2"; 4], "two are sent and two come back");
}

#[test]
fn where_a_returned_message_goes_is_told_by_the_kind_of_its_queue() {
    let place = |arguments: &str| {
        let scenario = format!(
            "client c\nstart c\nc: queue.declare q durable {arguments}\nc: basic.publish \"\" q a\nc: basic.publish \"\" q b\n\
             at 1s c: basic.get q\nat 2s c: basic.nack 1 requeue\nat 3s c: basic.get q\n"
        );
        let timeline = Timeline::new(Scenario::parse(&scenario).expect("a scenario"));
        let told: Vec<_> =
            (0..timeline.len()).map(|index| timeline.explain(index).expect("there is such a moment")).collect();
        let whys: Vec<_> = told.iter().flat_map(|told| &told.why).map(|phrase| phrase.key).collect();
        let why = whys.into_iter().find(|key| {
            ["place", "quorum", "quorum-limit"].map(|end| format!("why.requeued.{end}")).contains(&(*key).to_owned())
        });
        let mut log = told.into_iter().flat_map(|told| told.log);
        let requeued = log.by_ref().find(|line| line.what == "requeued").expect("it is requeued");
        let next = log.find(|line| line.what == "basic.get-ok").expect("one is handed out");
        (why.expect("it is told why"), requeued.detail, next.detail.contains("message 1"))
    };
    let (why, log, first) = place("");
    assert_eq!((why, log.contains("its old place"), first), ("why.requeued.place", true, true));
    let (why, log, first) = place("x-queue-type=quorum");
    assert_eq!((why, log.contains("at the back"), first), ("why.requeued.quorum", true, false));
    let (why, log, first) = place("x-queue-type=quorum x-delivery-limit=5");
    assert_eq!(
        (why, log.contains("before all that were not out yet"), first),
        ("why.requeued.quorum-limit", true, true)
    );
}
