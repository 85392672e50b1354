//! Whole runs, told: nothing that happens is without a line, a summary and its names, in any language. What is said where
//! is tested beside the code.

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
    let catalogs = ["en", "ja"].map(|language| {
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
