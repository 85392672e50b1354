//! The matrix at a lesson's end: a table with a button for each combination, which runs it and then shows its outcome.

use warren_lessons::pack::Matrix;
use yew::Html;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, classes, el, list, nothing, raw, text};
use crate::experiments::{ExperimentCommand, Experiments, choices, name};
use crate::icons::{Icon, icon};
use crate::panels::buttons::{button, signed, worded};

/// Draws it. `shown` is the combination that is on the stage.
pub fn matrix(ui: &Ui, matrix: &Matrix, experiments: &Experiments, shown: Option<usize>) -> Html {
    let table = Table { ui, matrix, experiments, shown };
    el("section")
        .class("question matrix")
        .refer(ui, "aria-labelledby", "matrix-title")
        .child(el("p").class("eyebrow").text(ui.say("matrix.title")))
        .child(el("h2").id(ui, "matrix-title").text(matrix.heading.clone()))
        .child(raw(&matrix.html))
        .child(table.result())
        .child(table.buttons())
        .child(el("table").class("trials").child(table.head()).children(table.groups()))
        .into()
}

struct Table<'a> {
    ui: &'a Ui,
    matrix: &'a Matrix,
    experiments: &'a Experiments,
    shown: Option<usize>,
}

impl Table<'_> {
    /// Counts the columns with combinations: the last axis.
    fn width(&self) -> usize {
        self.matrix.axes.last().map_or(1, Vec::len)
    }

    fn head(&self) -> Element {
        let (run, all) = (self.experiments.run().count(), self.matrix.cells.len());
        let corner = self.ui.texts.tell("matrix.run", &[("count", &run), ("all", &all)]);
        let columns = choices_of(self.matrix.axes.last());
        let columns = columns.iter().map(|choice| el("th").attr("scope", "col").key(&**choice).text(choice.clone()));
        el("thead").child(el("tr").child(el("td").class("hint").text(corner)).children(columns))
    }

    /// Draws the rows; with three axes or more each choice of the first has its own part of the table.
    fn groups(&self) -> Vec<Element> {
        let rows = self.matrix.cells.len() / self.width();
        let parted = self.matrix.axes.len() > 2;
        let groups = if parted { choices_of(self.matrix.axes.first()) } else { &[] };
        let tall = if parted { rows / groups.len() } else { rows };
        (0..rows / tall)
            .map(|group| {
                let title = groups.get(group).map_or_else(nothing, |choice| self.group(choice));
                let rows = (group * tall..(group + 1) * tall).map(|row| self.row(row, usize::from(parted)));
                el("tbody").key(group).child(title).children(rows)
            })
            .collect()
    }

    fn group(&self, choice: &str) -> Html {
        let across = (self.width() + 1).to_string();
        let title = el("th").attr("scope", "rowgroup").attr("colspan", across).text(choice.to_owned());
        el("tr").key(choice).class("trials-group").child(title).into()
    }

    /// Draws a row: the choices that are neither in its group's title nor in its column's, and the combinations'
    /// buttons.
    fn row(&self, row: usize, named: usize) -> Element {
        let first = row * self.width();
        let names = choices(self.matrix, first);
        let parts = names[named..names.len() - 1].iter().map(|name| el("span").key(*name).text((*name).to_owned()));
        el("tr")
            .key(row)
            .child(el("th").attr("scope", "row").children(parts))
            .children((first..first + self.width()).map(|cell| self.cell(cell)))
    }

    fn cell(&self, cell: usize) -> Element {
        let combination = name(&self.ui.texts, self.matrix, cell);
        let shown = self.shown == Some(cell);
        let (class, label, inside) = match self.experiments.outcome(cell) {
            None => ("", self.ui.texts.tell("matrix.try", &[("combination", &combination)]), text("?")),
            Some(outcome) => {
                let came = &self.matrix.outcomes[outcome];
                let label = self.ui.texts.tell("matrix.again", &[("combination", &combination), ("outcome", came)]);
                let (sign, class) = if outcome == 0 { (Icon::Close, "none") } else { (Icon::Check, "some") };
                (class, label, list([icon(sign), el("span").text(came.clone())]))
            }
        };
        let trial = el("button")
            .class(classes(&[("trial", true), (class, !class.is_empty()), ("now", shown)]))
            .with(&[("type", "button")])
            .attr("aria-label", label)
            .child(inside)
            .click(self.ui, UiCommand::Experiment(ExperimentCommand::Run(cell)));
        el("td").key(cell).child(if shown { trial.attr("aria-current", "true") } else { trial })
    }

    /// Says the outcome of the combination on the stage.
    fn result(&self) -> Html {
        let Some((cell, outcome)) = self.shown.and_then(|cell| Some((cell, self.experiments.outcome(cell)?))) else {
            return nothing();
        };
        let came = &self.matrix.outcomes[outcome];
        let words = self
            .ui
            .texts
            .tell("matrix.came", &[("combination", &name(&self.ui.texts, self.matrix, cell)), ("outcome", came)]);
        el("p").class("trial-result").text(words).into()
    }

    fn buttons(&self) -> Element {
        let open = self.experiments.open().len();
        let mut row = el("div").class("question-buttons");
        if self.shown.is_some() {
            row = row.child(worded(
                self.ui,
                "button",
                Icon::Play,
                "matrix.watch",
                UiCommand::Experiment(ExperimentCommand::Watch),
            ));
        }
        if open > 0 && open < self.matrix.cells.len() {
            let words = self.ui.texts.count("matrix.others", open as u64);
            row = row.child(
                signed(button("button"), Icon::Last, words)
                    .click(self.ui, UiCommand::Experiment(ExperimentCommand::Others)),
            );
        }
        row
    }
}

fn choices_of(axis: Option<&Vec<String>>) -> &[String] {
    axis.map_or(&[], Vec::as_slice)
}
