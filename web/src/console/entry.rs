//! One entry of the transcript: its position, the entered text, and the answer. The answer is drawn anew when the
//! language changes, so it has no sentences.

use warren_simulator::Fork;
use warren_simulator::explain::Phrase;
use warren_view::Instant;
use warren_view::console::LineError;

use crate::playback::View;
use warren_view::run::Run;

/// An entry.
#[derive(Debug)]
pub struct Entry {
    /// Its number, from 0.
    pub serial: usize,
    /// The position where it was entered,
    pub position: usize,
    /// and the virtual time there.
    pub at: Instant,
    /// The lines that were entered.
    pub said: String,
    /// The answer.
    pub answer: Answer,
    /// The learner's actions before that position, which identify the run.
    before: Vec<(usize, String)>,
}

/// The answer to an entry.
#[derive(Debug)]
pub enum Answer {
    /// A listing.
    Printed(String),
    /// Statements were carried out.
    Acted(Acted),
    /// An error; nothing changed.
    Wrong(LineError),
    /// Examples of what can be typed.
    Help(Vec<String>),
}

/// The effect of statements.
#[derive(Debug)]
pub struct Acted {
    /// The effect on the future.
    pub fork: Fork,
    /// The sentences about the immediate effect.
    pub told: Vec<Phrase>,
    /// The statements with their positions.
    done: Vec<(usize, String)>,
}

impl Entry {
    /// Makes an entry where the learner stands.
    pub fn new(serial: usize, view: &View, said: String, answer: Answer) -> Self {
        let at = view.moment().map_or(Instant::START, |told| told.at);
        let before = before(&view.run.actions, view.position).to_vec();
        Self { serial, position: view.position, at, said, answer, before }
    }

    /// Returns whether its run is still the present one, up to its position.
    pub fn stands(&self, run: &Run) -> bool {
        self.position <= run.moments.len() && before(&run.actions, self.position) == self.before
    }
}

impl Acted {
    /// Describes the last `count` actions of a run.
    pub fn new(fork: Fork, count: usize, run: &Run) -> Self {
        let done = run.actions[run.actions.len().saturating_sub(count)..].to_vec();
        let told = done.iter().filter_map(|(at, _)| run.moments.get(*at)?.explanation.summary.clone()).collect();
        Self { fork, told, done }
    }

    /// Returns whether none of it has been taken back.
    pub fn stands(&self, run: &Run) -> bool {
        self.done.iter().all(|done| run.actions.contains(done))
    }
}

/// Lists the actions before a position.
fn before(actions: &[(usize, String)], position: usize) -> &[(usize, String)] {
    &actions[..actions.partition_point(|(at, _)| *at < position)]
}
