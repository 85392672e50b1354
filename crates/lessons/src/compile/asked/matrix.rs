//! Checks a lesson's matrix: every combination must run at the lesson's end and give a number that has a name.

use warren_simulator::probe::{Answer, Probe};
use warren_simulator::{ActionError, Statement, Timeline};

use super::Asked;
use crate::source::{At, Choice, Matrix};

/// Checks the matrix and measures all of its combinations. `named` is the number of outcomes with a name in every
/// language, if the names could be read.
pub fn check(asked: &mut Asked<'_>, matrix: &Matrix, named: Option<usize>) {
    let Some(probe) = asked.read::<Probe>(&matrix.measure) else { return };
    if !check_axes(asked, matrix) {
        return;
    }
    let mut outcomes = Vec::new();
    for cell in matrix.cells() {
        let Some((mut timeline, from)) = carried_out(asked, &cell) else { return };
        match timeline.measure(from..timeline.len(), &probe).answer {
            Answer::Number(number) => outcomes.push(number),
            Answer::Names(_) => {
                let help = "a matrix measures a number: `ready QUEUE`, `lost`";
                return asked.wrong(matrix.measure.line, "names are measured", help);
            }
        }
    }
    let line = matrix.measure.line;
    if let Some(number) = outcomes.iter().find(|number| named.is_some_and(|named| **number >= named as u64)) {
        let help = "the last line of the quotation names what comes out, from 0 on";
        return asked.wrong(line, format!("a combination comes to {number}, which has no name"), help);
    }
    if outcomes.iter().all(|number| *number == outcomes[0]) {
        let message = format!("every combination comes to {}", outcomes[0]);
        asked.wrong(line, message, "a matrix shows what makes a difference");
    }
}

/// Checks that there is a choice, that every choice of an axis fills the same places, and that every place occurs in a
/// statement.
fn check_axes(asked: &mut Asked<'_>, matrix: &Matrix) -> bool {
    let line = matrix.measure.line;
    if matrix.axes.len() < 2 || matrix.axes.iter().any(|axis| axis.len() < 2) {
        asked.wrong(line, "a matrix has two axes or more", "`axes = [[{ a = \"x\" }, { a = \"y\" }], [...]]`");
        return false;
    }
    for axis in &matrix.axes {
        let places = |choice: &Choice| choice.keys().cloned().collect::<Vec<_>>();
        if let Some(other) = axis.iter().find(|choice| places(choice) != places(&axis[0])) {
            let line = other.values().next().map_or(line, |filling| filling.line);
            let message = format!("a choice fills {{{}}}", places(other).join("}, {"));
            asked.wrong(line, message, format!("the first of its axis fills {{{}}}", places(&axis[0]).join("}, {")));
            return false;
        }
        for (place, filling) in &axis[0] {
            if !matrix.run.iter().any(|statement| statement.value.contains(&format!("{{{place}}}"))) {
                asked.wrong(filling.line, format!("no statement has {{{place}}}"), "`run` says where it stands");
                return false;
            }
        }
    }
    true
}

/// Runs the statements at the end of the lesson, and returns the run with the position where they begin.
fn carried_out(asked: &mut Asked<'_>, cell: &[At<String>]) -> Option<(Timeline, usize)> {
    let mut timeline = asked.timeline.clone();
    let statements = cell.iter().map(|text| asked.statement(text)).collect::<Option<Vec<Statement>>>()?;
    match timeline.act_at_end(&statements) {
        Ok(from) => Some((timeline, from)),
        Err(ActionError { index, diagnostic }) => {
            let text = &cell[index];
            asked.wrong(text.line, format!("`{}`: {}", text.value, diagnostic.message), diagnostic.help);
            None
        }
    }
}
