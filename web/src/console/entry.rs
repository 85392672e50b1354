//! One entry of the transcript: where it was asked, what was said, and the answer. It deliberately holds no sentence of the
//! reader's language: the transcript is drawn anew when the language changes.

use warren_ctl::CtlError;
use warren_simulator::explain::Phrase;
use warren_simulator::scenario::mend;
use warren_simulator::{Diagnostic, Fork, Overview, Said};
use warren_view::Instant;

use crate::playback::View;
use warren_view::run::Run;

/// An entry.
#[derive(Debug)]
pub struct Entry {
    /// Its number, from 0.
    pub serial: usize,
    /// The position where it was asked,
    pub position: usize,
    /// and the virtual time there.
    pub at: Instant,
    /// What was asked.
    pub said: String,
    /// What came of it.
    pub answer: Answer,
    /// The learner's actions before that position: another run had others.
    before: Vec<(usize, String)>,
}

/// What came of an entry.
#[derive(Debug)]
pub enum Answer {
    /// A listing.
    Printed(String),
    /// Statements were carried out.
    Acted(Acted),
    /// It was not understood, or could not be done; nothing changed.
    Wrong(Fault),
    /// What can be typed, by examples.
    Help(Vec<String>),
}

/// What statements did.
#[derive(Debug)]
pub struct Acted {
    /// What became of the future.
    pub fork: Fork,
    /// What happened at once, a sentence each.
    pub told: Vec<Phrase>,
    /// They, with their positions.
    done: Vec<(usize, String)>,
}

/// What is wrong with a line, where, and what would be right.
#[derive(Debug, PartialEq, Eq)]
pub struct Fault {
    /// The line.
    pub line: String,
    /// The first character that is wrong, from 0, and how many are (0 if something is missing there); nothing if the line
    /// is right.
    pub place: Option<(usize, usize)>,
    /// What is wrong, and what would be right.
    pub words: Words,
    /// What was probably meant: a whole text for the field.
    pub mended: Option<String>,
}

/// Two sentences about what is wrong, by whoever refused it.
#[derive(Debug, PartialEq, Eq)]
pub enum Words {
    /// The simulator, in any language.
    Said(Box<[Said; 2]>),
    /// `rabbitmqctl`, in English.
    Printed(String, String),
}

impl Entry {
    /// An entry made where one stands.
    pub fn new(serial: usize, view: &View, said: String, answer: Answer) -> Self {
        let at = view.told().map_or(Instant::START, |told| told.at);
        let before = before(&view.run.actions, view.position).to_vec();
        Self { serial, position: view.position, at, said, answer, before }
    }

    /// Whether the run that it was asked of is still the present one, as far as its position.
    pub fn stands(&self, run: &Run) -> bool {
        self.position <= run.told.len() && before(&run.actions, self.position) == self.before
    }
}

impl Acted {
    /// The last `count` actions of a run.
    pub fn new(fork: Fork, count: usize, run: &Run) -> Self {
        let done = run.actions[run.actions.len().saturating_sub(count)..].to_vec();
        let told = done.iter().filter_map(|(at, _)| run.told.get(*at)?.explanation.summary.clone()).collect();
        Self { fork, told, done }
    }

    /// Whether what was done has not been taken back.
    pub fn stands(&self, run: &Run) -> bool {
        self.done.iter().all(|done| run.actions.contains(done))
    }
}

/// The actions before a position.
fn before(actions: &[(usize, String)], position: usize) -> &[(usize, String)] {
    &actions[..actions.partition_point(|(at, _)| *at < position)]
}

impl Fault {
    /// What is wrong with a statement.
    pub fn of_statement(line: &str, wrong: Diagnostic, overview: &Overview) -> Self {
        let mended = mend(line, &wrong, overview);
        let Diagnostic { column, length, message, help, .. } = wrong;
        let words = Words::Said(Box::new([message, help]));
        Self { line: line.to_owned(), place: Some((column.saturating_sub(1), length)), words, mended }
    }

    /// What is wrong with a listing.
    pub fn of_listing(line: &str, error: &CtlError) -> Self {
        let culprit = error.culprit().filter(|culprit| !culprit.is_empty());
        let found = culprit.and_then(|culprit| Some((line.find(culprit)?, culprit)));
        let place = found.map(|(at, culprit)| (line[..at].chars().count(), culprit.chars().count()));
        let said = error.to_string();
        let (message, help) = said.split_once('\n').unwrap_or((&said, ""));
        let mended = match error {
            CtlError::NodeDown => Some("start broker".to_owned()),
            CtlError::UnknownCommand { .. }
            | CtlError::UnknownColumns { .. }
            | CtlError::NotSimulated { .. }
            | CtlError::BadOption { .. }
            | CtlError::NoSuchVhost(_) => warren_ctl::mend(line),
        };
        let words = Words::Printed(message.to_owned(), help.to_owned());
        Self { line: line.to_owned(), place, words, mended }
    }
}
