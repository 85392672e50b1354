//! Tabs: one list of tabs with its keys, and the panels under the stage.

use yew::virtual_dom::ListenerKind;
use yew::{AttrValue, Html};

use crate::command::{Ui, UiCommand};
use crate::dom::{capture, key_of, share_below};
use crate::drawer::{Drawer, DrawerCommand, GREATEST};
use crate::element::{Element, classes, el, list, truth};
use crate::icons::Icon;
use crate::panels::buttons::explained;

/// The tabs under the stage.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The lesson's programs.
    #[default]
    Code,
    /// The last event, and its causes.
    Why,
    /// The event log.
    Log,
    /// The sequence diagram: methods as arrows between lanes.
    Sequence,
    /// The whole state, as tables.
    Table,
    /// The depths of queues and the rates of messages.
    Plots,
    /// One thing in detail.
    Inspector,
    /// The forms of the learner's actions.
    Act,
    /// The learner's actions by statements, and listings.
    Console,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Self; 9] = [
        Self::Code,
        Self::Why,
        Self::Log,
        Self::Sequence,
        Self::Table,
        Self::Plots,
        Self::Inspector,
        Self::Act,
        Self::Console,
    ];

    /// Gives its part of element ids.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Code => "code",
            Self::Why => "why",
            Self::Log => "log",
            Self::Sequence => "sequence",
            Self::Table => "table",
            Self::Plots => "plots",
            Self::Inspector => "inspector",
            Self::Act => "act",
            Self::Console => "console",
        }
    }

    /// Returns whether its code comes in a chunk of its own, after the lesson has opened.
    pub const fn is_on_demand(self) -> bool {
        match self {
            Self::Sequence | Self::Plots | Self::Inspector | Self::Act | Self::Console => true,
            Self::Code | Self::Why | Self::Log | Self::Table => false,
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Code => "code.title",
            Self::Why => "tab.why",
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

/// Draws the drawer: its tabs, what belongs to the one that is shown, and its panel.
pub fn evidence(ui: &Ui, tab: Tab, drawer: Drawer, tools: Html, panel: Html) -> Html {
    let current = Tab::ALL.iter().position(|shown| *shown == tab).unwrap_or_default();
    let tabs = Tab::ALL.iter().map(|tab| (tab.id().into(), ui.say(tab.label()))).collect();
    let id = tab.id();
    let title = ui.say("evidence.title");
    let head = el("div")
        .class("drawer-head")
        .child(tab_list(ui, "evidence", title.clone(), tabs, current, |id| UiCommand::Tab(Tab::of(id))))
        .child(tools)
        .child(sized(ui, tab, drawer));
    el("section")
        .class(classes(&[("evidence", true), ("closed", drawer.is_closed())]))
        .attr("aria-label", title)
        .child(handle(ui, tab, drawer))
        .child(head)
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

/// Draws the buttons that make the drawer tall and close it.
fn sized(ui: &Ui, tab: Tab, drawer: Drawer) -> Element {
    let tall = drawer.visible(tab) == GREATEST;
    let one = |sign, name: &str, pressed: bool, command| {
        explained(ui, "button quiet square", sign, name, UiCommand::Drawer(command))
            .attr("aria-pressed", truth(pressed))
    };
    el("div").class("drawer-size").child(one(Icon::Tall, "drawer.tall", tall, DrawerCommand::Tall)).child(one(
        Icon::Fold,
        "drawer.close",
        drawer.is_closed(),
        DrawerCommand::Toggle,
    ))
}

/// Draws the edge by which the drawer is dragged, or moved with the arrows.
fn handle(ui: &Ui, tab: Tab, drawer: Drawer) -> Element {
    el("div")
        .with(&[
            ("class", "drawer-handle"),
            ("role", "separator"),
            ("tabindex", "0"),
            ("aria-orientation", "horizontal"),
        ])
        .attr("aria-valuemin", "0")
        .attr("aria-valuemax", GREATEST.to_string())
        .attr("aria-valuenow", drawer.visible(tab).to_string())
        .attr("aria-label", ui.say("drawer.resize"))
        .dispatch(ListenerKind::onkeydown, ui, |event| {
            let command = match &*key_of(event) {
                "ArrowUp" => DrawerCommand::By(4),
                "ArrowDown" => DrawerCommand::By(-4),
                "Enter" | " " => DrawerCommand::Toggle,
                _ => return None,
            };
            event.prevent_default();
            Some(UiCommand::Drawer(command))
        })
        .dispatch(ListenerKind::onpointerdown, ui, |event| {
            capture(event);
            None
        })
        .dispatch(ListenerKind::onpointermove, ui, |event| {
            Some(UiCommand::Drawer(DrawerCommand::To(share_below(event, ".main")?)))
        })
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
