//! The table: everything on the stage as tables, the accessible equal of the drawing. Names are buttons that open the
//! inspector. It deliberately shows what is, never what was.

use std::sync::Arc;

use warren_broker::Name;
use warren_broker::binding::{Binding, Destination};
use warren_broker::event::Stage;
use warren_broker::overview::{MessageView, QueueView};
use warren_simulator::{ClientView, Endpoint, Freight, Overview};
use yew::{AttrValue, Html};

use crate::ask::{Ask, Ui};
use crate::element::{Element, el, nothing};
use crate::i18n::Texts;
use crate::panels::act::state_key;
use crate::panels::buttons::button;
use crate::subject::Subject;
use warren_drawing::text_width::shown_key;

/// Draws the tables.
pub fn table(ui: &Ui, overview: &Overview) -> Html {
    let down = (!overview.broker_up).then(|| el("p").class("warning").text(ui.say("table.broker-down")).into());
    let full = overview.broker.queues.iter().filter(|queue| !queue.messages.is_empty());
    el("div")
        .with(&[("class", "tables"), ("tabindex", "0"), ("role", "group")])
        .attr("aria-label", ui.say("tab.table"))
        .child(down.unwrap_or_else(nothing))
        .child(queues(ui, overview))
        .children(full.map(|queue| messages(ui, queue, overview)))
        .child(programs(ui, overview))
        .child(exchanges(ui, overview))
        .child(bindings(ui, overview))
        .child(travelling(ui, overview))
        .into()
}

/// A table, unless it has no rows.
fn sheet(ui: &Ui, caption: AttrValue, heads: &[&str], rows: Vec<Element>) -> Html {
    if rows.is_empty() {
        return nothing();
    }
    let heads = heads.iter().map(|head| el("th").attr("scope", "col").text(ui.say(head)));
    el("table")
        .child(el("caption").text(caption))
        .child(el("thead").child(el("tr").children(heads)))
        .child(el("tbody").children(rows))
        .into()
}

fn cell(words: AttrValue) -> Element {
    el("td").text(words)
}

/// A cell with what is the same in every language.
fn named(words: impl Into<AttrValue>) -> Element {
    cell(words.into()).attr("translate", "no")
}

fn number(number: u64) -> Element {
    cell(number.to_string().into()).class("number")
}

/// The cell that names its row, and opens the inspector.
fn name(ui: &Ui, shown: AttrValue, subject: Subject) -> Element {
    let link = button("link").attr("translate", "no").click(ui, Ask::Select(subject));
    el("th").attr("scope", "row").child(link.text(shown))
}

fn queues(ui: &Ui, overview: &Overview) -> Html {
    let rows = overview.broker.queues.iter().map(|queue| {
        el("tr")
            .key(queue.id.0)
            .child(name(ui, queue.name.to_string().into(), Subject::Queue(queue.id)))
            .child(number(queue.messages_ready))
            .child(number(queue.messages_unacknowledged))
            .child(number(queue.consumer_count as u64))
            .child(named(features(queue)))
    });
    let heads = ["table.name", "table.ready", "table.unacked", "table.consumers", "table.features"];
    sheet(ui, ui.say("table.queues"), &heads, rows.collect())
}

/// The flags with which a queue was declared, as `queue.declare` names them.
pub fn features(queue: &QueueView) -> String {
    let mut words = vec![queue.kind.to_string()];
    words.extend(queue.durable.then(|| "durable".to_owned()));
    words.extend(queue.exclusive.is_some().then(|| "exclusive".to_owned()));
    words.extend(queue.auto_delete.then(|| "auto-delete".to_owned()));
    words.extend(queue.arguments.iter().map(|(name, _)| name.to_owned()));
    words.join(" ")
}

fn messages(ui: &Ui, queue: &QueueView, overview: &Overview) -> Html {
    let rows = queue.messages.iter().enumerate().map(|(index, message)| {
        let shown = body(&message.message.content.body).to_string();
        el("tr")
            .key(message.position)
            .child(number(index as u64 + 1))
            .child(name(ui, shown.into(), Subject::Message(message.message.id)))
            .child(cell(whose(message, overview, &ui.texts)))
            .child(cell(ui.say(if message.redelivered { "yes" } else { "no" })))
            .child(cell(ui.say(kept(message))))
    });
    let heads = ["table.place", "table.body", "table.state", "table.redelivered", "table.kept"];
    sheet(ui, ui.texts.tell("table.messages", &[("queue", &queue.name)]), &heads, rows.collect())
}

/// A body as text, as far as it is text.
pub fn body(bytes: &[u8]) -> Name {
    String::from_utf8_lossy(bytes).into()
}

/// Whether a message is ready, or who has it.
pub fn whose(message: &MessageView, overview: &Overview, texts: &Texts) -> AttrValue {
    match &message.unacked {
        None => texts.say("message.ready"),
        Some(unacked) => {
            let holder = overview.clients.iter().find(|client| client.connection == Some(unacked.channel.connection));
            match holder {
                Some(client) => {
                    texts.tell("message.unacked-by", &[("client", &client.name), ("tag", &unacked.delivery_tag)])
                }
                None => texts.say("message.unacked"),
            }
        }
    }
}

/// The key of how far a message is on its way to the disk.
pub const fn kept(message: &MessageView) -> &'static str {
    match message.stage {
        None => "kept.transient",
        Some(Stage::Memory) => "kept.memory",
        Some(Stage::PageCache) => "kept.page-cache",
        Some(Stage::Disk) => "kept.disk",
    }
}

fn programs(ui: &Ui, overview: &Overview) -> Html {
    let rows = overview.clients.iter().map(|client| {
        let working = client.working_on.as_ref().map(|work| body(&work.message.content.body).to_string());
        el("tr")
            .key(client.id.0)
            .child(name(ui, client.name.to_string().into(), Subject::Client(client.id)))
            .child(cell(ui.say(state_key(&client.state))))
            .child(named(working.unwrap_or_default()))
            .child(number(client.holding.len() as u64))
            .child(cell(prefetch(client, &ui.texts)).class("number"))
            .child(number(client.sent))
            .child(number(client.received))
            .child(number(client.acked))
    });
    let heads = [
        "table.name",
        "table.state",
        "table.working-on",
        "table.holds",
        "table.prefetch",
        "table.sent",
        "table.received",
        "table.acked",
    ];
    sheet(ui, ui.say("table.programs"), &heads, rows.collect())
}

/// How many a program takes at once.
pub fn prefetch(client: &ClientView, texts: &Texts) -> AttrValue {
    match (client.consumes, client.prefetch) {
        (false, _) => "–".into(),
        (true, 0) => texts.say("act.unlimited"),
        (true, count) => count.to_string().into(),
    }
}

fn exchanges(ui: &Ui, overview: &Overview) -> Html {
    let used = |id| overview.broker.bindings.iter().any(|binding| binding.source == id);
    let shown = overview
        .broker
        .exchanges
        .iter()
        .filter(|exchange| !exchange.predeclared || exchange.name.is_empty() || used(exchange.id));
    let rows = shown.map(|exchange| {
        el("tr")
            .key(exchange.id.0)
            .child(name(ui, exchange_words(&exchange.name, &ui.texts), Subject::Exchange(exchange.id)))
            .child(named(exchange.kind.to_string()))
    });
    sheet(ui, ui.say("table.exchanges"), &["table.name", "table.type"], rows.collect())
}

/// An exchange's name; the default one has none.
pub fn exchange_words(name: &str, texts: &Texts) -> AttrValue {
    if name.is_empty() { texts.say("name.default-exchange") } else { name.to_owned().into() }
}

fn bindings(ui: &Ui, overview: &Overview) -> Html {
    let rows = overview.broker.bindings.iter().map(|binding| {
        let key = shown_key(&binding.routing_key);
        el("tr")
            .child(named(exchange_name(binding, overview)))
            .child(name(ui, key.to_owned().into(), Subject::Binding(Arc::clone(binding))))
            .child(named(destination_name(binding, overview)))
    });
    sheet(ui, ui.say("table.bindings"), &["table.from", "table.key", "table.to"], rows.collect())
}

/// The name of the exchange that a binding leads from.
pub fn exchange_name(binding: &Binding, overview: &Overview) -> String {
    overview
        .broker
        .exchanges
        .iter()
        .find(|exchange| exchange.id == binding.source)
        .map(|exchange| exchange.name.to_string())
        .unwrap_or_default()
}

/// The name of the queue or exchange that a binding leads to.
pub fn destination_name(binding: &Binding, overview: &Overview) -> String {
    let name = match binding.destination {
        Destination::Queue(id) => overview.broker.queues.iter().find(|queue| queue.id == id).map(|queue| &queue.name),
        Destination::Exchange(id) => {
            overview.broker.exchanges.iter().find(|exchange| exchange.id == id).map(|exchange| &exchange.name)
        }
    };
    name.map(|name| name.to_string()).unwrap_or_default()
}

fn travelling(ui: &Ui, overview: &Overview) -> Html {
    let rows = overview.in_flight.iter().map(|one| {
        let method = match &one.what {
            Freight::Request(request) => request.name(),
            Freight::Answer(answer) => answer.name(),
        };
        el("tr")
            .child(el("th").with(&[("scope", "row"), ("translate", "no")]).text(method))
            .child(named(endpoint(one.from, overview)))
            .child(named(endpoint(one.to, overview)))
            .child(cell(one.arrives_at.to_string().into()).class("number"))
    });
    let heads = ["table.method", "table.from", "table.to", "table.arrives"];
    sheet(ui, ui.say("table.travelling"), &heads, rows.collect())
}

fn endpoint(end: Endpoint, overview: &Overview) -> String {
    match end {
        Endpoint::Client(id) => overview
            .clients
            .iter()
            .find(|client| client.id == id)
            .map(|client| client.name.to_string())
            .unwrap_or_default(),
        Endpoint::Broker => "broker".to_owned(),
    }
}
