//! None of the words of the lessons' runs lie on others.

use warren_simulator::text::Catalog;
use warren_simulator::{Scenario, Timeline};
use warren_view::sequence::Sequence;

use super::place::{Grid, place};

const HELLO: &str = include_str!("../../../../crates/lessons/lessons/01-hello-world/scenario.warren");
const WORK: &str = include_str!("../../../../crates/lessons/lessons/02-work-queues/scenario.warren");
const TOPICS: &str = include_str!("../../../../crates/lessons/lessons/05-topics/scenario.warren");
const RPC: &str = include_str!("../../../../crates/lessons/lessons/06-rpc/scenario.warren");
const CONFIRMS: &str = include_str!("../../../../crates/lessons/lessons/07-publisher-confirms/scenario.warren");
const DURABILITY: &str = include_str!("../../../../crates/lessons/lessons/08-durability/scenario.warren");
const RETRY: &str = include_str!("../../../examples/gallery/retry.warren");
const CJK: &str = include_str!("../../../examples/gallery/cjk.warren");

#[test]
fn nothing_lies_on_anything_else_in_any_language() {
    let languages = [
        include_str!("../../../locales/en.json"),
        include_str!("../../../locales/ja.json"),
        include_str!("../../../locales/ko.json"),
        include_str!("../../../locales/zh-Hans.json"),
    ];
    for run in [HELLO, WORK, TOPICS, RPC, CONFIRMS, DURABILITY, RETRY, CJK] {
        let timeline = Timeline::new(Scenario::parse(run).expect("the runs are correct"));
        let diagram = Sequence::of(timeline.moments(), timeline.last());
        let grid = Grid::of(&diagram.lanes);
        for texts in languages.map(|json| Catalog::parse(json).expect("the page's texts are correct")) {
            for row in &diagram.rows {
                let placed = place(row, &grid, &texts);
                for (index, one) in placed.iter().enumerate() {
                    assert!(one.span.0 >= 0.0 && one.span.1 <= grid.width, "{one:?} in {}", grid.width);
                    for other in placed[..index].iter().filter(|other| other.line == one.line) {
                        assert!(one.span.1 < other.span.0 || other.span.1 < one.span.0, "{one:?} / {other:?}");
                    }
                }
            }
        }
    }
}
