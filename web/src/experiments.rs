//! A lesson's matrix as the learner fills it: the combinations that were run, and the measured outcomes. Outcomes are
//! not kept between visits.

#[cfg(all(test, not(target_arch = "wasm32")))]
mod tests;

use warren_lessons::pack::{Lesson, Matrix};
use warren_simulator::probe::{Answer, Probe};
use warren_simulator::{Diagnostic, Statement, Timeline};

use crate::i18n::Texts;
use crate::playback::Playback;
use warren_view::run::Run;

/// A command to a matrix.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExperimentCommand {
    /// Runs a combination, by its number.
    Run(usize),
    /// Runs all remaining combinations.
    Others,
    /// Plays the combination that is on the stage from its first moment.
    Watch,
}

/// Keeps the outcome of each combination, as far as it was run.
#[derive(Debug, Default)]
pub struct Experiments {
    came: Vec<Option<usize>>,
}

impl Experiments {
    /// Begins with no combination run.
    pub fn new(lesson: &Lesson) -> Self {
        Self { came: vec![None; lesson.matrix.as_ref().map_or(0, |matrix| matrix.cells.len())] }
    }

    /// Returns the number of the outcome that a combination came to, if it was run.
    pub fn outcome(&self, cell: usize) -> Option<usize> {
        self.came.get(cell).copied().flatten()
    }

    /// Lists the combinations that were run.
    pub fn run(&self) -> impl Iterator<Item = usize> {
        self.came.iter().enumerate().filter_map(|(cell, outcome)| outcome.map(|_| cell))
    }

    /// Lists the combinations that were not run.
    pub fn open(&self) -> Vec<usize> {
        (0..self.came.len()).filter(|cell| self.came[*cell].is_none()).collect()
    }

    /// Runs some combinations aside, each after the lesson's own run, and measures their outcomes. One that cannot be
    /// carried out stays open; the compiler has run all of them.
    pub fn measure(&mut self, cells: &[usize], matrix: &Matrix, playback: &Playback) {
        let Ok(probe) = matrix.measure.parse::<Probe>() else { return };
        let plain = playback.plain();
        for cell in cells {
            let came = statements(matrix, *cell).ok().and_then(|statements| aside(&plain, &statements, &probe));
            self.came_to(*cell, matrix, came);
        }
    }

    /// Measures a combination whose run is the one on the stage.
    pub fn measure_shown(&mut self, cell: usize, matrix: &Matrix, playback: &mut Playback) {
        let (Ok(probe), timeline) = (matrix.measure.parse::<Probe>(), playback.timeline()) else { return };
        let (from, end) = (timeline.actions().first().map_or(0, |(begins, _)| *begins), timeline.len());
        let came = playback.measure(from..end, &probe).answer;
        self.came_to(cell, matrix, Some(came));
    }

    fn came_to(&mut self, cell: usize, matrix: &Matrix, came: Option<Answer>) {
        if let Some(Answer::Number(number)) = came {
            let last = matrix.outcomes.len() - 1;
            self.came[cell] = Some(usize::try_from(number).map_or(last, |number| number.min(last)));
        }
    }
}

/// Measures statements at the end of a run, on a copy of it.
fn aside(run: &Timeline, statements: &[Statement], probe: &Probe) -> Option<Answer> {
    let mut timeline = run.clone();
    let from = timeline.act_at_end(statements).ok()?;
    Some(timeline.measure(from..timeline.len(), probe).answer)
}

/// Reads the statements of a combination.
pub fn statements(matrix: &Matrix, cell: usize) -> Result<Vec<Statement>, Diagnostic> {
    matrix.cells[cell].iter().map(|text| Statement::parse(text)).collect()
}

/// Returns the combination with whose statements the learner's actions begin.
pub fn begun(matrix: &Matrix, run: &Run) -> Option<usize> {
    let begins = |cell: &Vec<String>| {
        run.actions.len() >= cell.len() && run.actions.iter().zip(cell).all(|((_, done), wanted)| same(done, wanted))
    };
    matrix.cells.iter().position(begins)
}

/// Lists the learner's actions without those of the combination with which they begin.
pub fn own_actions<'a>(lesson: &Lesson, run: &'a Run) -> &'a [(usize, String)] {
    let tried = lesson.matrix.as_ref().and_then(|matrix| Some(matrix.cells[begun(matrix, run)?].len()));
    &run.actions[tried.unwrap_or_default()..]
}

/// Returns whether two texts are the same statement, regardless of spelling.
fn same(one: &str, other: &str) -> bool {
    one == other || Statement::parse(other).is_ok_and(|statement| statement.to_string() == one)
}

/// Returns the name of a combination: its choices, the last axis changing first.
pub fn name(texts: &Texts, matrix: &Matrix, cell: usize) -> String {
    texts.list(&choices(matrix, cell))
}

/// Lists the names of a combination's choices, one for each axis.
pub fn choices(matrix: &Matrix, cell: usize) -> Vec<&str> {
    let mut rest = cell;
    let mut names: Vec<&str> = Vec::new();
    for axis in matrix.axes.iter().rev() {
        names.push(&axis[rest % axis.len()]);
        rest /= axis.len();
    }
    names.reverse();
    names
}

/// Returns the id of a combination of a lesson's matrix in the list of finished things.
pub fn experiment_of(lesson: &str, cell: usize) -> String {
    format!("{lesson}/matrix/{cell}")
}
