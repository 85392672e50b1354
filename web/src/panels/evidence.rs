//! Tabs: one list of tabs with its keys, and the panels under the stage. It does not know what the panels show.

use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::dom::key_of;
use crate::element::{Element, el, list, truth};

/// The tabs under the stage (and, on small screens, the stage itself).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The drawing, where there is no room for it beside the rest.
    Stage,
    /// The event log.
    #[default]
    Log,
    /// The sequence diagram: methods as arrows between lanes.
    Sequence,
    /// All there is, as tables.
    Table,
    /// How full queues were and how fast messages went.
    Plots,
    /// One thing in detail.
    Inspector,
    /// The forms of the learner's actions.
    Act,
    /// The same by statements, and listings.
    Console,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Self; 8] =
        [Self::Stage, Self::Log, Self::Sequence, Self::Table, Self::Plots, Self::Inspector, Self::Act, Self::Console];

    /// Gives its part of element ids.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Log => "log",
            Self::Sequence => "sequence",
            Self::Table => "table",
            Self::Plots => "plots",
            Self::Inspector => "inspector",
            Self::Act => "act",
            Self::Console => "console",
        }
    }

    /// Whether its code comes in a chunk of its own, after the lesson has opened.
    pub const fn is_on_demand(self) -> bool {
        match self {
            Self::Sequence | Self::Plots | Self::Console => true,
            Self::Stage | Self::Log | Self::Table | Self::Inspector | Self::Act => false,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Stage => "tab.stage",
            Self::Log => "tab.log",
            Self::Sequence => "tab.sequence",
            Self::Table => "tab.table",
            Self::Plots => "tab.plots",
            Self::Inspector => "tab.inspector",
            Self::Act => "tab.act",
            Self::Console => "tab.console",
        }
    }

    fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.id() == id).unwrap_or_default()
    }
}

/// Draws the tabs and the panel that is shown; whether the stage is one of them.
pub fn evidence(ui: &Ui, tab: Tab, with_stage: bool, panel: Html) -> Html {
    let shown: Vec<Tab> = Tab::ALL.into_iter().filter(|tab| with_stage || *tab != Tab::Stage).collect();
    let current = shown.iter().position(|shown| *shown == tab).unwrap_or_default();
    let tabs = shown.iter().map(|tab| (tab.id().into(), ui.say(tab.label()))).collect();
    let id = tab.id();
    let title = ui.say("evidence.title");
    el("section")
        .class("evidence")
        .attr("aria-label", title.clone())
        .child(tab_list(ui, "evidence", title, tabs, current, |id| UiCommand::Tab(Tab::of(id))))
        .child(
            el("div")
                // Another panel is another element: it begins at its top, wherever the last one was scrolled to.
                .key(id)
                .class(format!("panel panel-{id}"))
                .attr("role", "tabpanel")
                .id(ui, "evidence-panel")
                .refer(ui, "aria-labelledby", &format!("evidence-tab-{id}"))
                .child(panel),
        )
        .into()
}

/// Draws a list of tabs (id and label) over the panel `{name}-panel`, one of which is current; choosing one gives a command.
/// The list is one stop of the tab key, with arrows, Home and End within.
pub fn tab_list(
    ui: &Ui,
    name: &'static str,
    label: AttrValue,
    tabs: Vec<(AttrValue, AttrValue)>,
    current: usize,
    command: fn(&str) -> UiCommand,
) -> Element {
    let drawn = tabs.iter().enumerate().map(|(index, (id, label))| {
        let selected = index == current;
        el("button")
            .key(&**id)
            .with(&[("class", "tab"), ("type", "button"), ("role", "tab"), ("aria-selected", truth(selected))])
            .with(&[("tabindex", if selected { "0" } else { "-1" })])
            .id(ui, &format!("{name}-tab-{id}"))
            .refer(ui, "aria-controls", &format!("{name}-panel"))
            .click(ui, command(id))
            .text(label.clone())
    });
    let (drawn, host) = (list(drawn), ui.host.clone());
    el("div")
        .with(&[("class", "tabs"), ("role", "tablist")])
        .attr("aria-label", label)
        .dispatch(ListenerKind::onkeydown, ui, move |event| {
            let (id, _) = tabs.get(neighbour(tabs.len(), current, &key_of(event))?)?;
            event.prevent_default();
            host.focus(&format!("{name}-tab-{id}"));
            Some(command(id))
        })
        .child(drawn)
}

fn neighbour(count: usize, at: usize, key: &str) -> Option<usize> {
    Some(match key {
        "ArrowRight" | "ArrowDown" => (at + 1) % count,
        "ArrowLeft" | "ArrowUp" => (at + count - 1) % count,
        "Home" => 0,
        "End" => count - 1,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        assert_eq!(neighbour(3, 2, "ArrowRight"), Some(0));
        assert_eq!(neighbour(3, 0, "ArrowLeft"), Some(2));
        assert_eq!(neighbour(3, 1, "End"), Some(2));
        assert_eq!(neighbour(3, 1, "Home"), Some(0));
        assert_eq!(neighbour(3, 1, "x"), None);
    }
}
