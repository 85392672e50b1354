//! Tabs: one list of tabs with its keys, and the panels under the stage. It deliberately does not know what the panels show.

use yew::prelude::*;

use crate::dom::focus;
use crate::i18n::use_texts;

/// The tabs under the stage (and, on small screens, the stage itself).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    /// The drawing, where there is no room for it beside the rest.
    Stage,
    /// The event log.
    #[default]
    Log,
    /// All there is, as tables.
    Table,
    /// One thing in detail.
    Inspector,
    /// What the learner can do.
    Act,
}

impl Tab {
    /// All, in order.
    pub const ALL: [Self; 5] = [Self::Stage, Self::Log, Self::Table, Self::Inspector, Self::Act];

    /// Its part of element ids.
    pub const fn id(self) -> &'static str {
        match self {
            Self::Stage => "stage",
            Self::Log => "log",
            Self::Table => "table",
            Self::Inspector => "inspector",
            Self::Act => "act",
        }
    }

    const fn label(self) -> &'static str {
        match self {
            Self::Stage => "tab.stage",
            Self::Log => "tab.log",
            Self::Table => "tab.table",
            Self::Inspector => "tab.inspector",
            Self::Act => "tab.act",
        }
    }

    fn of(id: &str) -> Self {
        Self::ALL.into_iter().find(|tab| tab.id() == id).unwrap_or_default()
    }
}

/// The panels.
#[derive(Properties, PartialEq)]
pub struct EvidenceProps {
    /// The one that is shown.
    pub tab: Tab,
    /// Whether the stage is one of them.
    pub with_stage: bool,
    /// To another one.
    pub on_tab: Callback<Tab>,
    /// The panel that is shown.
    pub children: Html,
}

/// Draws the tabs and the panel.
#[component]
pub fn Evidence(props: &EvidenceProps) -> Html {
    let texts = use_texts();
    let shown = Tab::ALL.into_iter().filter(|tab| props.with_stage || *tab != Tab::Stage);
    let tabs = shown.map(|tab| (tab.id().into(), texts.say(tab.label()))).collect();
    let on_tab = props.on_tab.reform(|id: String| Tab::of(&id));
    let id = props.tab.id();
    html! {
        <section class="evidence" aria-label={texts.say("evidence.title")}>
            { tab_list("evidence", &texts.say("evidence.title"), tabs, id, &on_tab) }
            <div class={classes!("panel", format!("panel-{id}"))} id="evidence-panel" role="tabpanel" aria-labelledby={format!("evidence-tab-{id}")}>
                { props.children.clone() }
            </div>
        </section>
    }
}

/// A list of tabs (id and label) over the panel `{name}-panel`: one stop of the tab key, arrows, Home and End within.
pub fn tab_list(
    name: &str,
    label: &str,
    tabs: Vec<(AttrValue, AttrValue)>,
    current: &str,
    on_tab: &Callback<String>,
) -> Html {
    let ids: Vec<AttrValue> = tabs.iter().map(|(id, _)| id.clone()).collect();
    let onkeydown = {
        let (on_tab, name, current) = (on_tab.clone(), name.to_owned(), current.to_owned());
        move |event: KeyboardEvent| {
            if let Some(next) = neighbour(&ids, &current, &event.key()) {
                event.prevent_default();
                focus(&format!("{name}-tab-{next}"));
                on_tab.emit(next.to_string());
            }
        }
    };
    html! {
        <div class="tabs" role="tablist" aria-label={label.to_owned()} {onkeydown}>
            { for tabs.iter().map(|(id, label)| {
                let selected = **id == *current;
                let onclick = on_tab.reform({ let id = id.to_string(); move |_: MouseEvent| id.clone() });
                html! {
                    <button key={id.to_string()} class="tab" type="button" role="tab" id={format!("{name}-tab-{id}")}
                        aria-selected={selected.to_string()} aria-controls={format!("{name}-panel")}
                        tabindex={if selected { "0" } else { "-1" }} {onclick}>{ label }</button>
                }
            }) }
        </div>
    }
}

fn neighbour(ids: &[AttrValue], current: &str, key: &str) -> Option<AttrValue> {
    let at = ids.iter().position(|id| **id == *current)?;
    let next = match key {
        "ArrowRight" | "ArrowDown" => (at + 1) % ids.len(),
        "ArrowLeft" | "ArrowUp" => (at + ids.len() - 1) % ids.len(),
        "Home" => 0,
        "End" => ids.len() - 1,
        _ => return None,
    };
    ids.get(next).cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round() {
        let ids: Vec<AttrValue> = ["a", "b", "c"].map(AttrValue::from).to_vec();
        let next = |current, key| neighbour(&ids, current, key).map(|id| id.to_string());
        assert_eq!(next("c", "ArrowRight").as_deref(), Some("a"));
        assert_eq!(next("a", "ArrowLeft").as_deref(), Some("c"));
        assert_eq!(next("b", "End").as_deref(), Some("c"));
        assert_eq!(next("b", "Home").as_deref(), Some("a"));
        assert_eq!(next("b", "x"), None);
    }
}
