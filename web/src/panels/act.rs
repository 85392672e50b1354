//! Draws the forms of the learner's actions: publish messages, control programs and the broker, undo. Every form shows
//! the statement it makes.

use warren_simulator::Overview;
use warren_view::act::{Offer, Program};
use warren_view::controls::Choice;
use warren_view::statements::{BrokerAction, Publish};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::command::{Ui, UiCommand};
use crate::dom::{ticked, value_of};
use crate::element::{Element, el, list, nothing};
use crate::icons::{Icon, icon};
use crate::panels::buttons::{button, signed, worded};
use crate::panels::controls::controls;
use crate::panels::header::choice;
use crate::playback::PlaybackCommand;

/// The forms.
pub struct Act<'a> {
    /// The whole state.
    pub overview: &'a Overview,
    /// The learner's actions so far, with their positions.
    pub actions: &'a [(usize, String)],
    /// Whether acting here drops what would happen next.
    pub in_past: bool,
    /// The content of the publish form.
    pub draft: &'a Publish,
    /// Whether there is anything to undo.
    pub can_undo: bool,
}

/// Draws the forms.
pub fn act(ui: &Ui, act: &Act<'_>) -> Html {
    let past =
        act.in_past.then(|| el("p").class("hint act-past").child(icon(Icon::Info)).text(ui.say("act.in-past")).into());
    let offer = Offer::of(act.overview, act.draft, ui.texts.catalog());
    el("div")
        .class("act")
        .child(past.unwrap_or_else(nothing))
        .child(
            el("div")
                .class("act-columns")
                .child(el("div").child(publish(ui, act.draft, &offer)).child(own(ui, act)))
                .child(el("div").child(programs(ui, &offer.programs)).child(broker(ui, offer.broker_up))),
        )
        .into()
}

fn publish(ui: &Ui, draft: &Publish, offer: &Offer) -> Element {
    let statements = offer.statements.clone();
    let choices = |choices: &[Choice]| {
        let one = |one: &Choice| choice(one.value.clone().into(), one.words.clone().into(), one.chosen);
        list(choices.iter().map(one))
    };
    let queues = offer.queues.iter().map(|queue| el("option").key(&**queue).attr("value", queue.clone()));
    let key = typed(ui, draft, &draft.routing_key, |draft, event| draft.routing_key = value_of(event))
        .with(&[("spellcheck", "false"), ("translate", "no")])
        .refer(ui, "list", "queue-names");
    let fields =
        el("div")
            .class("fields")
            .child(field(untranslated("exchange")).child(
                chosen(ui, draft, |draft, event| draft.exchange = value_of(event)).child(choices(&offer.exchanges)),
            ))
            .child(
                field(untranslated("routing key"))
                    .child(key)
                    .child(el("datalist").id(ui, "queue-names").children(queues)),
            )
            .child(
                field(untranslated("body"))
                    .child(typed(ui, draft, &draft.body, |draft, event| draft.body = value_of(event))),
            )
            .child(field(el("span").text(ui.say("act.client"))).child(
                chosen(ui, draft, |draft, event| draft.client = value_of(event)).child(choices(&offer.publishers)),
            ))
            .child(
                el("div")
                    .class("ticks")
                    .child(
                        flagged(ui, draft, draft.persistent, |draft, event| draft.persistent = ticked(event))
                            .child(el("span").text(ui.say("act.persistent"))),
                    )
                    .child(
                        flagged(ui, draft, draft.mandatory, |draft, event| draft.mandatory = ticked(event))
                            .child(untranslated("mandatory")),
                    ),
            );
    let send = el("button").with(&[("class", "button strong"), ("type", "submit")]);
    el("form")
        .class("act-publish")
        .dispatch(ListenerKind::onsubmit, ui, move |event| {
            event.prevent_default();
            Some(UiCommand::Act(statements.clone()))
        })
        .child(title(ui, "act.publish-title"))
        .child(fields)
        .child(
            el("div")
                .class("row")
                .child(signed(send, Icon::Send, ui.say("act.publish")))
                .child(el("code").with(&[("class", "statement"), ("translate", "no")]).text(offer.statement.clone())),
        )
}

/// How the draft follows from an event of one of its fields.
type Change = fn(&mut Publish, &yew::Event);

fn edited(element: Element, kind: ListenerKind, ui: &Ui, draft: &Publish, change: Change) -> Element {
    let draft = draft.clone();
    element.dispatch(kind, ui, move |event| {
        let mut draft = draft.clone();
        change(&mut draft, event);
        Some(UiCommand::Draft(draft))
    })
}

fn typed(ui: &Ui, draft: &Publish, value: &str, change: Change) -> Element {
    let input = el("input").with(&[("type", "text"), ("autocomplete", "off")]).attr("value", value.to_owned());
    edited(input, ListenerKind::oninput, ui, draft, change)
}

fn chosen(ui: &Ui, draft: &Publish, change: Change) -> Element {
    edited(el("select").class("button select"), ListenerKind::onchange, ui, draft, change)
}

fn flagged(ui: &Ui, draft: &Publish, on: bool, change: Change) -> Element {
    let input = el("input").attr("type", "checkbox").flag("checked", on);
    el("label").class("tick-field").child(edited(input, ListenerKind::onchange, ui, draft, change))
}

fn field(name: Element) -> Element {
    el("label").class("field").child(name)
}

/// Draws a word of AMQP's, the same in every language.
fn untranslated(word: &'static str) -> Element {
    el("span").attr("translate", "no").text(word)
}

fn title(ui: &Ui, key: &str) -> Element {
    el("h3").class("eyebrow").text(ui.say(key))
}

fn programs(ui: &Ui, programs: &[Program]) -> Element {
    let heads = el("div")
        .class("program-heads")
        .child(title(ui, "act.programs"))
        .child(untranslated("ack"))
        .child(untranslated("prefetch"));
    let rows = programs.iter().map(|program| {
        let name = el("strong").attr("translate", "no").text(program.controls.client.clone());
        let state = el("span").class("hint").text(program.state.clone());
        el("li")
            .key(&*program.controls.client)
            .child(el("p").class("program").child(name).text(" ").child(state))
            .child(controls(ui, &program.controls, true))
    });
    el("div").class("act-programs").child(heads).child(el("ul").children(rows))
}

fn broker(ui: &Ui, up: bool) -> Element {
    let button = |action: BrokerAction, key: &str, hint: &str, sign: Icon| {
        worded(ui, "button", sign, key, UiCommand::Act(vec![action.statement().to_owned()])).attr("title", ui.say(hint))
    };
    let buttons = if up {
        vec![
            button(BrokerAction::Restart, "act.restart", "act.restart-hint", Icon::Reset),
            button(BrokerAction::Stop, "act.stop", "act.stop-broker-hint", Icon::Stop),
            button(BrokerAction::Crash, "act.crash", "act.crash-hint", Icon::Kill),
            button(BrokerAction::PowerLoss, "act.power", "act.power-hint", Icon::Bolt),
        ]
    } else {
        vec![button(BrokerAction::Start, "act.start", "act.start-broker-hint", Icon::Play)]
    };
    el("div").class("act-broker").child(title(ui, "act.broker")).child(el("div").class("row").children(buttons))
}

fn own(ui: &Ui, act: &Act<'_>) -> Element {
    let done = if act.actions.is_empty() {
        el("p").class("hint").text(ui.say("act.own-none"))
    } else {
        el("ol").children(act.actions.iter().map(|(position, statement)| {
            let link = button("link")
                .attr("translate", "no")
                .click(ui, UiCommand::Playback(PlaybackCommand::Seek(position + 1)));
            el("li").key(format!("{position} {statement}")).child(link.text(statement.clone()))
        }))
    };
    let undo = worded(ui, "button", Icon::Undo, "act.undo", UiCommand::Playback(PlaybackCommand::Undo));
    el("div").class("act-own").child(title(ui, "act.own")).child(done).child(undo.flag("disabled", !act.can_undo))
}
