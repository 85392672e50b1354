//! The table: everything on the stage as tables, the accessible equivalent of the drawing. Names are buttons that open
//! the inspector.

use warren_simulator::Overview;
use warren_view::tables::{Cell, Row, Table, tables};
use yew::Html;

use crate::command::{Ui, UiCommand};
use crate::element::{Element, el, nothing};
use crate::panels::buttons::button;

/// Draws the tables.
pub fn table(ui: &Ui, overview: &Overview) -> Html {
    let down = (!overview.broker_up).then(|| el("p").class("warning").text(ui.say("table.broker-down")).into());
    el("div")
        .with(&[("class", "tables"), ("tabindex", "0"), ("role", "group")])
        .attr("aria-label", ui.say("tab.table"))
        .child(down.unwrap_or_else(nothing))
        .children(tables(overview, ui.texts.catalog()).into_iter().map(|table| sheet(ui, table)))
        .into()
}

fn sheet(ui: &Ui, table: Table) -> Element {
    let heads = table.heads.into_iter().map(|head| el("th").attr("scope", "col").text(head));
    let rows = table.rows.into_iter().map(|row| drawn(ui, row));
    el("table")
        .child(el("caption").text(table.caption))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows))
}

fn drawn(ui: &Ui, row: Row) -> Element {
    let line = el("tr");
    let line = if let Some(key) = row.key { line.key(key) } else { line };
    line.children(row.cells.into_iter().map(|one| cell(ui, one)))
}

fn cell(ui: &Ui, cell: Cell) -> Element {
    match cell {
        Cell::Link(text, item) => {
            let link = button("link").attr("translate", "no").click(ui, UiCommand::Select(item));
            el("th").attr("scope", "row").child(link.text(text))
        }
        Cell::Head(text) => el("th").with(&[("scope", "row"), ("translate", "no")]).text(text),
        Cell::Name(text) => el("td").text(text).attr("translate", "no"),
        Cell::Words(text) => el("td").text(text),
        Cell::Number(text) => el("td").text(text).class("number"),
    }
}
