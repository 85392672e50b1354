//! A small lesson for tests: three beats, a question, a matrix and a challenge.

use warren_lessons::pack::{Beat, Challenge, Code, Lesson, Matrix, Question, Reason};

const SCENARIO: &str = "
client p
client w1 worker queue=q prefetch=1 think=1s
client w2 worker queue=q prefetch=1 think=1s
start p
start w1
start w2
at 1s mark sent
p: basic.publish \"\" q a
p: basic.publish \"\" q b
at 5s mark done
p: basic.publish \"\" q c
advance 3s
";

/// Makes the lesson's scenario and code.
pub fn code() -> Code {
    Code { id: "small".into(), scenario: SCENARIO.into(), samples: Vec::new() }
}

/// Makes the lesson's text.
pub fn lesson() -> Lesson {
    let question = Question {
        html: String::new(),
        ask: "receivers of a".into(),
        of: vec!["w1".into(), "w2".into()],
        at_most: 0,
        until: Some("done".into()),
        reasons: ["w1", "w2"].map(|choice| Reason { choice: choice.into(), html: format!("Not so: {choice}.") }).into(),
    };
    let challenge = Challenge {
        heading: String::new(),
        html: String::new(),
        hint: String::new(),
        goals: vec!["copies of x = 1".into(), "acked w2 = 1".into()],
        solution: vec!["kill w1".into(), "p: basic.publish \"\" q x".into(), "advance 5s".into()],
    };
    let matrix = Matrix {
        heading: String::new(),
        html: String::new(),
        axes: vec![vec!["alone".into(), "both".into()], vec!["one".into(), "two".into()]],
        cells: [("kill w1", 1), ("kill w1", 2), ("advance 1ms", 1), ("advance 1ms", 2)].map(cell).into(),
        measure: "copies of m".into(),
        outcomes: ["none", "one", "two or more"].map(str::to_owned).into(),
    };
    Lesson {
        id: "small".into(),
        language: "en".into(),
        title: "Small".into(),
        summary: String::new(),
        beats: vec![beat("begin", None), beat("sent", Some(question)), beat("done", None)],
        matrix: Some(matrix),
        challenge: Some(challenge),
    }
}

fn beat(mark: &str, question: Option<Question>) -> Beat {
    let heading = format!("About {mark}");
    Beat { mark: mark.into(), heading, html: String::new(), anchors: Vec::new(), guides: Vec::new(), question }
}

/// Makes a combination: a first statement, then `messages` messages.
fn cell((first, messages): (&str, usize)) -> Vec<String> {
    let publish = "p: basic.publish \"\" q m".to_owned();
    core::iter::once(first.to_owned())
        .chain(core::iter::repeat_n(publish, messages))
        .chain(["advance 500ms".into()])
        .collect()
}
