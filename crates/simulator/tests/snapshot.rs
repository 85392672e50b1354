//! A serialised world reads back as the same world and continues the same way.
#![allow(clippy::unwrap_used)]

mod common;

use common::run;
use warren_simulator::{Scenario, Statement, World};

const BUSY: &str = "seed 5\njitter 3ms\nclient p producer queue=tasks durable persistent confirm=3 every=40ms times=20\n\
                    client w worker queue=tasks durable think=10ms..200ms prefetch=3 reconnect=100ms\n\
                    client n worker queue=tasks durable ack=never prefetch=2\nclient caller caller queue=rpc times=3 every=10ms\n\
                    client server server queue=rpc\nclient x\nstart w\nstart n\nstart p\nstart server\nstart caller\nstart x\n\
                    x: every 30ms times 9 basic.publish \"\" tasks {n} header.a=[1, b]\nat 400ms crash broker down=200ms";

#[test]
fn a_world_reads_back_the_same_at_any_position() {
    let mut timeline = run(BUSY);
    for position in (0..timeline.len()).step_by(3) {
        timeline.seek(position);
        let written = postcard::to_stdvec(timeline.world()).unwrap();
        let mut read: World = postcard::from_bytes(&written).unwrap();
        assert!(&read == timeline.world(), "at {position}");
        assert_eq!(read.step().as_ref(), timeline.moment(position), "at {position}");
    }
}

#[test]
fn moments_and_overviews_can_be_written_down() {
    let mut timeline = run(BUSY);
    let written = serde_json::to_string(timeline.moments()).unwrap();
    let read: Vec<warren_simulator::Moment> = serde_json::from_str(&written).unwrap();
    assert_eq!(read, timeline.moments());
    timeline.seek(timeline.len() / 2);
    let overview = timeline.overview();
    let read: warren_simulator::Overview = serde_json::from_str(&serde_json::to_string(&overview).unwrap()).unwrap();
    assert_eq!(read, overview);
}

#[test]
fn scenarios_and_statements_are_written_as_their_text() {
    let scenario = Scenario::parse(BUSY).unwrap();
    let written = serde_json::to_string(&scenario).unwrap();
    assert_eq!(serde_json::from_str::<String>(&written).unwrap(), BUSY);
    assert_eq!(serde_json::from_str::<Scenario>(&written).unwrap(), scenario);
    let error = serde_json::from_str::<Scenario>("\"strat p\"").unwrap_err().to_string();
    assert!(error.starts_with("line 1, column 1: there is no statement `strat`"), "{error}");
    assert!(serde_json::from_str::<Statement>("\"kill \"").is_err());
}
