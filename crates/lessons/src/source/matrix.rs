//! A lesson's matrix: one experiment, carried out once for each combination of choices. It has the combinations and
//! their names; the results are measured.

use std::collections::BTreeMap;

use super::{At, Section};

/// A matrix in `lesson.toml`. Its text is in the section `{#matrix}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    /// A probe that gives a number: `ready laboratory`.
    pub measure: At<String>,
    /// Statements with `{places}`, in order. A statement of which nothing is left is left out.
    pub run: Vec<At<String>>,
    /// The axes, and for each choice the text for each place.
    pub axes: Vec<Vec<Choice>>,
}

/// The text for each place of the statements.
pub type Choice = BTreeMap<String, At<String>>;

/// The names of a matrix's choices and outcomes in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Labels {
    /// For each axis, the names of its choices.
    pub axes: Vec<Vec<String>>,
    /// The texts for the results 0, 1, 2 ...
    pub outcomes: Vec<String>,
}

impl Matrix {
    /// Returns the statements of every combination; the last axis changes first.
    #[must_use]
    pub fn cells(&self) -> Vec<Vec<At<String>>> {
        let nothing_chosen = vec![Vec::new()];
        let combinations = self.axes.iter().fold(nothing_chosen, |combinations: Vec<Vec<&Choice>>, axis| {
            let with = |combination: &Vec<_>| {
                let combination = combination.clone();
                axis.iter().map(move |choice| [&combination[..], &[choice]].concat())
            };
            combinations.iter().flat_map(with).collect()
        });
        combinations.iter().map(|combination| self.filled(combination)).collect()
    }

    fn filled(&self, combination: &[&Choice]) -> Vec<At<String>> {
        let places = || combination.iter().flat_map(|choice| choice.iter());
        let fill = |text: &str| {
            let filled = places()
                .fold(text.to_owned(), |text, (place, filling)| text.replace(&format!("{{{place}}}"), &filling.value));
            filled.trim_end().to_owned()
        };
        let statements = self.run.iter().map(|text| At { line: text.line, value: fill(&text.value) });
        statements.filter(|statement| !statement.value.is_empty()).collect()
    }
}

impl Labels {
    /// Reads the quotation in a matrix's section: a list with a line for each axis and one for the outcomes.
    ///
    /// # Errors
    ///
    /// The quotation has another form; the error says what it should be.
    pub fn read(section: &Section, matrix: &Matrix) -> Result<Self, String> {
        let lines = section.aside.as_ref().map(|aside| aside.plain.lines().map(parts).collect());
        let mut axes: Vec<Vec<String>> = lines.unwrap_or_default();
        let wanted: Vec<usize> = matrix.axes.iter().map(Vec::len).collect();
        let outcomes = axes.pop().unwrap_or_default();
        let found: Vec<usize> = axes.iter().map(Vec::len).collect();
        if found != wanted || outcomes.len() < 2 {
            let rows: Vec<String> =
                wanted.iter().map(|count| format!("`> - {}`", vec!["..."; *count].join(" | "))).collect();
            return Err(format!(
                "a list with what each choice is called, {}, and last what comes out when 0, 1 ... is measured: `> - ... | ...`",
                rows.join(", ")
            ));
        }
        Ok(Self { axes, outcomes })
    }
}

fn parts(line: &str) -> Vec<String> {
    line.split('|').map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(value: &str) -> At<String> {
        At { line: 1, value: value.to_owned() }
    }

    fn choice(fillings: &[(&str, &str)]) -> Choice {
        fillings.iter().map(|(place, filling)| ((*place).to_owned(), at(filling))).collect()
    }

    #[test]
    fn every_combination_is_there_once_and_the_last_axis_changes_first() {
        let matrix = Matrix {
            measure: at("ready q"),
            run: vec![at("declare q {queue}"), at("{mode}"), at("{end}")],
            axes: vec![
                vec![choice(&[("queue", ""), ("mode", "")]), choice(&[("queue", "durable"), ("mode", "confirm")])],
                vec![choice(&[("end", "restart")]), choice(&[("end", "crash")])],
            ],
        };
        let cells: Vec<String> = matrix
            .cells()
            .iter()
            .map(|cell| cell.iter().map(|statement| statement.value.as_str()).collect::<Vec<_>>().join("; "))
            .collect();
        assert_eq!(
            cells,
            [
                "declare q; restart",
                "declare q; crash",
                "declare q durable; confirm; restart",
                "declare q durable; confirm; crash"
            ]
        );
    }
}
