//! What can be done to one client program: start, kill, stop, its acknowledging and its prefetch. Inspector and forms show
//! the same controls. It deliberately only asks.

use warren_simulator::scenario::ACKS;
use warren_simulator::{AckPolicy, ClientState, ClientView};
use yew::Html;
use yew::virtual_dom::ListenerKind;

use crate::ask::{Ask, Ui};
use crate::dom::value_of;
use crate::element::{Element, el, list};
use crate::icons::Icon;
use crate::panels::buttons::{bare, worded};
use crate::panels::header::{choice, menu};
use crate::phrases::{Deed, set_ack, set_prefetch};

/// The prefetch counts on offer; 0 is unlimited.
const PREFETCHES: [u16; 8] = [0, 1, 2, 3, 5, 10, 20, 50];

/// Draws the controls; compact buttons show their icons alone.
pub fn controls(ui: &Ui, client: &ClientView, compact: bool) -> Html {
    let button = |deed: Deed, key: &str, sign: Icon| {
        let ask = Ask::Act(vec![deed.statement(&client.name)]);
        let label = format!("{} {}", ui.say(key), client.name);
        if compact {
            bare(ui, "button square", sign, label.clone().into(), ask).attr("title", label)
        } else {
            worded(ui, "button", sign, key, ask).attr("aria-label", label)
        }
    };
    let deeds = if client.state == ClientState::Running {
        vec![button(Deed::Kill, "act.kill", Icon::Kill), button(Deed::Stop, "act.stop", Icon::Stop)]
    } else {
        vec![button(Deed::Start, "act.start", Icon::Play)]
    };
    let fields = client.consumes.then(|| [ack(ui, client), prefetch(ui, client)]);
    el("div")
        .class(if compact { "controls compact" } else { "controls row" })
        .child(el("div").class("deeds").children(deeds))
        .child(list(fields.into_iter().flatten()))
        .into()
}

fn ack(ui: &Ui, client: &ClientView) -> Element {
    let name = client.name.clone();
    let policies =
        ACKS.iter().map(|(word, policy)| choice((*word).into(), ui.say(policy_key(*policy)), *policy == client.ack));
    let menu = menu(format!("ack, {name}").into())
        .asks(ListenerKind::onchange, ui, move |event| Some(Ask::Act(vec![set_ack(&name, &value_of(event))])))
        .children(policies);
    inline("ack", menu)
}

const fn policy_key(policy: AckPolicy) -> &'static str {
    match policy {
        AckPolicy::Automatic => "ack.auto",
        AckPolicy::BeforeWork => "ack.before",
        AckPolicy::AfterWork => "ack.after",
        AckPolicy::Never => "ack.never",
    }
}

fn prefetch(ui: &Ui, client: &ClientView) -> Element {
    let (name, now) = (client.name.clone(), client.prefetch);
    let mut offered = PREFETCHES.to_vec();
    if !offered.contains(&now) {
        offered.push(now);
    }
    let choices = offered.into_iter().map(|count| {
        let words = if count == 0 { ui.say("act.unlimited") } else { count.to_string().into() };
        choice(count.to_string().into(), words, count == now)
    });
    let menu = menu(format!("prefetch, {name}").into())
        .asks(ListenerKind::onchange, ui, move |event| {
            Some(Ask::Act(vec![set_prefetch(&name, value_of(event).parse().unwrap_or_default())]))
        })
        .children(choices);
    inline("prefetch", menu)
}

fn inline(name: &'static str, menu: Element) -> Element {
    el("label").class("inline-field").child(el("span").attr("translate", "no").text(name)).child(menu)
}
