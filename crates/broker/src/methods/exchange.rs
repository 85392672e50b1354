//! Class exchange, and the bindings of both kinds.

use std::sync::Arc;

use crate::binding::{Binding, Destination};
use crate::broker::Broker;
use crate::command::{ExchangeBind, ExchangeDeclare};
use crate::event::{Event, ExchangeEnd, UnbindCause};
use crate::exchange::{Bindings, Exchange, Kind};
use crate::protocol_error::{
    self, ProtocolError, check_equivalent_arguments, check_equivalent_flag, quoted, strip_newlines,
};
use crate::{ChannelId, ExchangeId, Name, Reply, Table};

/// The binding to add or to remove.
pub(crate) struct Wanted {
    pub(crate) source: Name,
    pub(crate) routing_key: Name,
    pub(crate) arguments: Table,
}

impl Broker {
    pub(crate) fn declare_exchange(
        &mut self,
        id: ChannelId,
        declare: ExchangeDeclare,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let name = strip_newlines(&declare.exchange);
        if declare.passive {
            self.named_exchange(&name)?;
        } else {
            let kind = Kind::parse(&declare.kind)?;
            if name.is_empty() {
                return Err(ProtocolError::default_exchange());
            }
            match self.exchanges.find(&name) {
                Some(number) => self.check_equivalent_exchange(ExchangeId(number), kind, &declare)?,
                None => self.create_exchange(&name, kind, &declare, out)?,
            }
        }
        self.answer(id, declare.no_wait, Reply::ExchangeDeclareOk, out);
        Ok(())
    }

    fn create_exchange(
        &mut self,
        name: &Name,
        kind: Kind,
        declare: &ExchangeDeclare,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        if name.starts_with("amq.") {
            return Err(ProtocolError::reserved_prefix("exchange", name));
        }
        Exchange::check_arguments(name, &declare.arguments)?;
        let number = self.exchanges.add(|number| Exchange {
            id: ExchangeId(number),
            name: name.clone(),
            durable: declare.durable,
            auto_delete: declare.auto_delete,
            internal: declare.internal,
            predeclared: false,
            arguments: declare.arguments.clone(),
            bindings: Bindings::new(kind),
        });
        out.push(Event::ExchangeDeclared(ExchangeId(number)));
        Ok(())
    }

    fn check_equivalent_exchange(
        &self,
        id: ExchangeId,
        kind: Kind,
        declare: &ExchangeDeclare,
    ) -> Result<(), ProtocolError> {
        let exchange = self.exchanges.get(id.0).expect("it was found by its name in this method");
        let what = protocol_error::exchange(&exchange.name);
        if exchange.kind() != kind {
            let (received, current) = (quoted(kind.name()), quoted(exchange.kind().name()));
            return Err(ProtocolError::inequivalent("type", &what, &received, &current));
        }
        check_equivalent_flag("durable", &what, exchange.durable, declare.durable)?;
        check_equivalent_flag("auto_delete", &what, exchange.auto_delete, declare.auto_delete)?;
        check_equivalent_flag("internal", &what, exchange.internal, declare.internal)?;
        check_equivalent_arguments(["alternate-exchange"], &what, &exchange.arguments, &declare.arguments)
    }

    pub(crate) fn delete_exchange_on_request(
        &mut self,
        id: ChannelId,
        name: &Name,
        if_unused: bool,
        no_wait: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let name = strip_newlines(name);
        if name.is_empty() {
            return Err(ProtocolError::default_exchange());
        }
        if name.starts_with("amq.") {
            return Err(ProtocolError::access_refused(&format!(
                "deletion of system {} not allowed",
                protocol_error::exchange(&name)
            )));
        }
        if let Some(exchange) = self.exchanges.find(&name).map(ExchangeId) {
            let used = self.exchanges.get(exchange.0).is_some_and(|exchange| !exchange.bindings.is_empty());
            if if_unused && used {
                return Err(ProtocolError::precondition(&format!("{} in use", protocol_error::exchange(&name))));
            }
            self.delete_exchange(exchange, ExchangeEnd::Deleted, out);
        }
        self.answer(id, no_wait, Reply::ExchangeDeleteOk, out);
        Ok(())
    }

    /// Deletes an exchange with its bindings in both directions. Auto-delete exchanges that led here may go next.
    pub(crate) fn delete_exchange(&mut self, id: ExchangeId, end: ExchangeEnd, out: &mut Vec<Event>) {
        let mut going = vec![(id, end)];
        while let Some((id, end)) = going.pop() {
            // It is in the list twice: its last bindings led to two exchanges that went.
            let Some(exchange) = self.exchanges.remove(id.0) else { continue };
            out.push(Event::ExchangeDeleted(id, end));
            for binding in exchange.bindings.iter() {
                self.no_longer_leads(binding);
                out.push(Event::Unbound(binding.clone(), UnbindCause::SourceGone));
            }
            let left = self.unbind_destination(Destination::Exchange(id), out);
            going.extend(left.into_iter().map(|source| (source, ExchangeEnd::LastBindingGone)));
        }
    }

    /// Removes all bindings to a destination that was deleted. Returns the auto-delete exchanges that lost their last
    /// binding.
    pub(crate) fn unbind_destination(&mut self, gone: Destination, out: &mut Vec<Event>) -> Vec<ExchangeId> {
        let leading_here = self.sources.range((gone, ExchangeId(0))..=(gone, ExchangeId(u32::MAX)));
        let sources: Vec<ExchangeId> = leading_here.map(|((_, source), _)| *source).collect();
        let mut left = Vec::new();
        for source in sources {
            self.sources.remove(&(gone, source));
            let exchange = self.exchanges.get_mut(source.0).expect("what bindings lead from is there");
            let removed = exchange.bindings.remove_leading_to(gone);
            out.extend(removed.into_iter().map(|binding| Event::Unbound(binding, UnbindCause::DestinationGone)));
            if exchange.auto_delete && exchange.bindings.is_empty() {
                left.push(source);
            }
        }
        left
    }

    pub(crate) fn bind_exchange(
        &mut self,
        id: ChannelId,
        bind: ExchangeBind,
        binds: bool,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let destination = strip_newlines(&bind.destination);
        let wanted =
            Wanted { source: strip_newlines(&bind.source), routing_key: bind.routing_key, arguments: bind.arguments };
        if destination.is_empty() || wanted.source.is_empty() {
            return Err(ProtocolError::default_exchange());
        }
        let found = self.exchanges.find(&destination).map(|number| Destination::Exchange(ExchangeId(number)));
        if binds {
            self.bind(wanted, found.ok_or_else(|| ProtocolError::no_exchange(&destination)), |_| Ok(()), out)?;
        } else if let Some(destination) = found {
            self.unbind(&wanted, destination, |_| Ok(()), out)?;
        }
        let reply = if binds { Reply::ExchangeBindOk } else { Reply::ExchangeUnbindOk };
        self.answer(id, bind.no_wait, reply, out);
        Ok(())
    }

    /// Adds a binding. A missing source is reported before a missing destination; `allowed` is called last.
    pub(crate) fn bind(
        &mut self,
        wanted: Wanted,
        destination: Result<Destination, ProtocolError>,
        allowed: impl FnOnce(&Self) -> Result<(), ProtocolError>,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        let source = self.named_exchange(&wanted.source)?;
        let destination = destination?;
        if let Some(exchange) = self.exchanges.get(source.0) {
            exchange.check_binding(&wanted.arguments)?;
        }
        allowed(self)?;
        if let Some(exchange) = self.exchanges.get_mut(source.0)
            && exchange.bindings.find(destination, &wanted.routing_key, &wanted.arguments).is_none()
        {
            let Wanted { routing_key, arguments, .. } = wanted;
            let binding = Arc::new(Binding { source, destination, routing_key, arguments });
            exchange.bindings.add(binding.clone());
            *self.sources.entry((destination, source)).or_default() += 1;
            out.push(Event::Bound(binding));
        }
        Ok(())
    }

    /// Removes a binding. A missing one is no error. `allowed` is called only if it exists.
    pub(crate) fn unbind(
        &mut self,
        wanted: &Wanted,
        destination: Destination,
        allowed: impl FnOnce(&Self) -> Result<(), ProtocolError>,
        out: &mut Vec<Event>,
    ) -> Result<(), ProtocolError> {
        // Neither an exchange nor a binding that is not there is a mistake.
        let Some(source) = self.exchanges.find(&wanted.source).map(ExchangeId) else { return Ok(()) };
        let exchange = self.exchanges.get(source.0).expect("it was found above");
        let found = exchange.bindings.find(destination, &wanted.routing_key, &wanted.arguments);
        let Some(number) = found else { return Ok(()) };
        allowed(self)?;
        let exchange = self.exchanges.get_mut(source.0).expect("it was found above");
        let binding = exchange.bindings.remove(number).expect("it was found above");
        let unused = exchange.auto_delete && exchange.bindings.is_empty();
        self.no_longer_leads(&binding);
        out.push(Event::Unbound(binding, UnbindCause::Unbound));
        if unused {
            self.delete_exchange(source, ExchangeEnd::LastBindingGone, out);
        }
        Ok(())
    }

    /// Removes a binding from the counts of bindings by destination and source.
    fn no_longer_leads(&mut self, binding: &Binding) {
        let key = (binding.destination, binding.source);
        let count = self.sources.get_mut(&key).expect("every binding is counted");
        *count -= 1;
        if *count == 0 {
            self.sources.remove(&key);
        }
    }
}
