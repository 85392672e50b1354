//! The meaning of requests that the broker accepts without further events, such as a prefetch or the declaration of
//! something that exists.

use warren_broker::{Command, Event, Reply};

use crate::Request;
use crate::explain::scene::Scene;
use crate::explain::sentences::Why;

pub fn handled(scene: &Scene<'_>, request: &Request, say: &mut dyn FnMut(Why)) {
    let events = &scene.moment.events;
    let answered = |reply: fn(&Reply) -> bool| {
        events.iter().any(|event| if let Event::To(_, sent) = event { reply(sent) } else { false })
    };
    if let Request::Command(Command::BasicQos { prefetch_count, global, .. }) = request
        && answered(|reply| *reply == Reply::BasicQosOk)
    {
        let limit = u64::from(*prefetch_count);
        say(match (limit, global) {
            (0, _) => Why::PrefetchOff {},
            (_, false) => Why::Prefetch { limit },
            (_, true) => Why::PrefetchGlobal { limit },
        });
    }
    if let Request::Command(Command::QueueDeclare(declare)) = request
        && !declare.passive
        && answered(|reply| matches!(reply, Reply::QueueDeclareOk { .. }))
        && !events.iter().any(|event| matches!(event, Event::QueueDeclared(_)))
    {
        say(Why::DeclaredAgain { name: declare.queue.clone() });
    }
    if let Request::Command(Command::ExchangeDeclare(declare)) = request
        && !declare.passive
        && answered(|reply| *reply == Reply::ExchangeDeclareOk)
        && !events.iter().any(|event| matches!(event, Event::ExchangeDeclared(_)))
    {
        say(Why::DeclaredAgain { name: declare.exchange.clone() });
    }
}
