//! Direct exchanges: the routing key is the binding's key.

use crate::Message;
use crate::binding::Binding;

pub(super) fn matches(binding: &Binding, message: &Message) -> bool {
    super::keys(message).any(|key| *key == *binding.routing_key)
}
