//! Draws the controls of one client program: buttons and menus. The inspector and the forms show the same controls.

use warren_view::controls::{Choice, Controls};
use warren_view::statements::{ClientAction, set_ack, set_prefetch};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::command::{Ui, UiCommand};
use crate::dom::value_of;
use crate::element::{Element, el, list};
use crate::icons::Icon;
use crate::panels::buttons::{bare, worded};
use crate::panels::header::{choice, menu};

/// Draws the controls; compact buttons show their icons alone.
pub fn controls(ui: &Ui, controls: &Controls, compact: bool) -> Html {
    let name = &controls.client;
    let button = |action: ClientAction, key: &str, sign: Icon| {
        let command = UiCommand::Act(vec![action.statement(name)]);
        let label = format!("{} {name}", ui.say(key));
        if compact {
            bare(ui, "button square", sign, label.clone().into(), command).attr("title", label)
        } else {
            worded(ui, "button", sign, key, command).attr("aria-label", label)
        }
    };
    let actions = if controls.running {
        vec![button(ClientAction::Kill, "act.kill", Icon::Kill), button(ClientAction::Stop, "act.stop", Icon::Stop)]
    } else {
        vec![button(ClientAction::Start, "act.start", Icon::Play)]
    };
    let fields = controls.settings.as_ref().map(|settings| {
        [
            field(ui, "ack", name, &settings.ack, set_ack),
            field(ui, "prefetch", name, &settings.prefetch, |client, value| {
                set_prefetch(client, value.parse().unwrap_or_default())
            }),
        ]
    });
    el("div")
        .class(if compact { "controls compact" } else { "controls row" })
        .child(el("div").class("deeds").children(actions))
        .child(list(fields.into_iter().flatten()))
        .into()
}

/// Draws a setting with a menu of its values; choosing one carries out the statement that sets it.
fn field(
    ui: &Ui,
    setting: &'static str,
    client: &str,
    choices: &[Choice],
    statement: fn(&str, &str) -> String,
) -> Element {
    let name = client.to_owned();
    let choices = choices.iter().map(|one| choice(one.value.clone().into(), one.words.clone().into(), one.chosen));
    let menu = menu(format!("{setting}, {name}").into())
        .dispatch(ListenerKind::onchange, ui, move |event| {
            Some(UiCommand::Act(vec![statement(&name, &value_of(event))]))
        })
        .children(choices);
    el("label").class("inline-field").child(el("span").attr("translate", "no").text(setting)).child(menu)
}
