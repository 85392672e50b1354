//! The table: everything on the stage as tables, the accessible equal of the drawing. Names are buttons that open the
//! inspector. It deliberately shows what is, never what was.

use std::rc::Rc;
use std::sync::Arc;

use warren_broker::Name;
use warren_broker::binding::{Binding, Destination};
use warren_broker::event::Stage;
use warren_broker::overview::{MessageView, QueueView};
use warren_simulator::{ClientView, Endpoint, Freight, InFlight, Overview};
use yew::prelude::*;

use crate::i18n::{Texts, use_texts};
use crate::panels::act::state_key;
use crate::subject::Subject;

/// The tables.
#[derive(Properties)]
pub struct TableProps {
    /// Everything there is.
    pub overview: Rc<Overview>,
    /// Something is to be looked at closely.
    pub on_select: Callback<Subject>,
}

impl PartialEq for TableProps {
    fn eq(&self, other: &Self) -> bool {
        Rc::ptr_eq(&self.overview, &other.overview)
    }
}

/// Draws the tables.
#[component]
pub fn Table(props: &TableProps) -> Html {
    let texts = use_texts();
    let overview = &props.overview;
    html! {
        <div class="tables" tabindex="0" role="group" aria-label={texts.say("tab.table")}>
            if !overview.broker_up { <p class="warning">{ texts.say("table.broker-down") }</p> }
            { queues(props, &texts) }
            { for overview.broker.queues.iter().filter(|queue| !queue.messages.is_empty()).map(|queue| messages(queue, props, &texts)) }
            { programs(props, &texts) }
            { exchanges(props, &texts) }
            { bindings(props, &texts) }
            { travelling(&overview.in_flight, overview, &texts) }
        </div>
    }
}

fn sheet(caption: AttrValue, heads: Vec<AttrValue>, rows: Vec<Html>) -> Html {
    if rows.is_empty() {
        return Html::default();
    }
    html! {
        <table>
            <caption>{ caption }</caption>
            <thead><tr>{ for heads.into_iter().map(|head| html! { <th scope="col">{ head }</th> }) }</tr></thead>
            <tbody>{ for rows }</tbody>
        </table>
    }
}

fn queues(props: &TableProps, texts: &Texts) -> Html {
    let heads = ["table.name", "table.ready", "table.unacked", "table.consumers", "table.features"];
    let rows = props.overview.broker.queues.iter().map(|queue| {
        html! {
            <tr key={queue.id.0}>
                <th scope="row">{ name(&queue.name, Subject::Queue(queue.id), props) }</th>
                <td class="number">{ queue.messages_ready }</td>
                <td class="number">{ queue.messages_unacknowledged }</td>
                <td class="number">{ queue.consumer_count }</td>
                <td translate="no">{ features(queue) }</td>
            </tr>
        }
    });
    sheet(texts.say("table.queues"), heads.map(|head| texts.say(head)).to_vec(), rows.collect())
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

fn messages(queue: &QueueView, props: &TableProps, texts: &Texts) -> Html {
    let heads = ["table.place", "table.body", "table.state", "table.redelivered", "table.kept"];
    let rows = queue.messages.iter().enumerate().map(|(index, message)| {
        html! {
            <tr key={message.position}>
                <td class="number">{ index + 1 }</td>
                <th scope="row">{ name(&body(&message.message.content.body), Subject::Message(message.message.id), props) }</th>
                <td>{ whose(message, &props.overview, texts) }</td>
                <td>{ texts.say(if message.redelivered { "yes" } else { "no" }) }</td>
                <td>{ texts.say(kept(message)) }</td>
            </tr>
        }
    });
    sheet(
        texts.tell("table.messages", &[("queue", &queue.name)]),
        heads.map(|head| texts.say(head)).to_vec(),
        rows.collect(),
    )
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

fn programs(props: &TableProps, texts: &Texts) -> Html {
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
    let rows = props.overview.clients.iter().map(|client| {
        html! {
            <tr key={client.id.0}>
                <th scope="row">{ name(&client.name, Subject::Client(client.id), props) }</th>
                <td>{ texts.say(state_key(&client.state)) }</td>
                <td translate="no">{ client.working_on.as_ref().map(|work| body(&work.message.content.body).to_string()) }</td>
                <td class="number">{ client.holding.len() }</td>
                <td class="number">{ prefetch(client, texts) }</td>
                <td class="number">{ client.sent }</td>
                <td class="number">{ client.received }</td>
                <td class="number">{ client.acked }</td>
            </tr>
        }
    });
    sheet(texts.say("table.programs"), heads.map(|head| texts.say(head)).to_vec(), rows.collect())
}

/// How many a program takes at once.
pub fn prefetch(client: &ClientView, texts: &Texts) -> AttrValue {
    match (client.consumes, client.prefetch) {
        (false, _) => "–".into(),
        (true, 0) => texts.say("act.unlimited"),
        (true, count) => count.to_string().into(),
    }
}

fn exchanges(props: &TableProps, texts: &Texts) -> Html {
    let heads = ["table.name", "table.type"];
    let used = |id| props.overview.broker.bindings.iter().any(|binding| binding.source == id);
    let shown = props
        .overview
        .broker
        .exchanges
        .iter()
        .filter(|exchange| !exchange.predeclared || exchange.name.is_empty() || used(exchange.id));
    let rows = shown.map(|exchange| {
        let shown: Name = if exchange.name.is_empty() {
            (&*texts.say("name.default-exchange")).into()
        } else {
            exchange.name.clone()
        };
        html! {
            <tr key={exchange.id.0}>
                <th scope="row">{ name(&shown, Subject::Exchange(exchange.id), props) }</th>
                <td translate="no">{ &*exchange.kind }</td>
            </tr>
        }
    });
    sheet(texts.say("table.exchanges"), heads.map(|head| texts.say(head)).to_vec(), rows.collect())
}

fn bindings(props: &TableProps, texts: &Texts) -> Html {
    let heads = ["table.from", "table.key", "table.to"];
    let rows = props.overview.broker.bindings.iter().map(|binding| {
        let key: Name = if binding.routing_key.is_empty() { "\"\"".into() } else { binding.routing_key.clone() };
        html! {
            <tr>
                <td translate="no">{ exchange_name(binding, &props.overview) }</td>
                <th scope="row">{ name(&key, Subject::Binding(Arc::clone(binding)), props) }</th>
                <td translate="no">{ destination_name(binding, &props.overview) }</td>
            </tr>
        }
    });
    sheet(texts.say("table.bindings"), heads.map(|head| texts.say(head)).to_vec(), rows.collect())
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

fn travelling(in_flight: &[InFlight], overview: &Overview, texts: &Texts) -> Html {
    let heads = ["table.method", "table.from", "table.to", "table.arrives"];
    let rows = in_flight.iter().map(|one| {
        let method = match &one.what {
            Freight::Request(request) => request.name(),
            Freight::Answer(answer) => answer.name(),
        };
        html! {
            <tr>
                <th scope="row" translate="no">{ method }</th>
                <td translate="no">{ endpoint(one.from, overview) }</td>
                <td translate="no">{ endpoint(one.to, overview) }</td>
                <td class="number">{ one.arrives_at.to_string() }</td>
            </tr>
        }
    });
    sheet(texts.say("table.travelling"), heads.map(|head| texts.say(head)).to_vec(), rows.collect())
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

/// A name that opens the inspector.
fn name(shown: &Name, subject: Subject, props: &TableProps) -> Html {
    let onclick = props.on_select.reform(move |_: MouseEvent| subject.clone());
    html! { <button class="link" type="button" translate="no" {onclick}>{ &**shown }</button> }
}
