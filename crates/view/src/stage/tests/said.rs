//! The callouts: what is said where an event happens.

use std::rc::Rc;

use warren_simulator::text::Catalog;

use super::runs::timeline;
use crate::stage::{Frame, Plan};

const RUN: &str = "
client c
start c
c: queue.declare q x-max-lenght=1
c: queue.declare full x-max-length=1 x-message-ttl=1000
c: basic.publish \"\" nowhere lost
at 1s c: basic.publish \"\" full one
c: basic.publish \"\" full two
";

#[test]
fn the_place_of_an_event_says_what_happens_there() {
    let texts = Catalog::parse(include_str!("../../../locales/en.json")).expect("the stage's own texts");
    let mut timeline = timeline(RUN);
    let plan = Rc::new(Plan::of(timeline.moments()));
    let mut said = Vec::new();
    for position in 1..=timeline.len() {
        timeline.seek(position);
        let moment = timeline.moment(position - 1).cloned().map(Rc::new);
        let frame = Frame::of(&Rc::new(timeline.overview()), &plan, (position, moment.as_ref()), &texts);
        said.extend(frame.callout.map(|callout| (callout.title, callout.more.unwrap_or_default())));
    }
    let expected = [
        ("channel.open", ""),
        ("queue.declare", ""),
        ("x-max-lenght does nothing", ""),
        ("queue.declare", ""),
        ("declared", ""),
        ("“lost”", "routing key: nowhere"),
        ("1 matches no queue", "not mandatory: dropped silently"),
        ("“one”", "routing key: full"),
        ("“two”", "routing key: full"),
        ("2 is dropped: the queue is full", "x-max-length = 1"),
        ("3 has expired", ""),
    ];
    assert_eq!(said, expected.map(|(title, more)| (title.to_owned(), more.to_owned())));
}
