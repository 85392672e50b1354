//! The queue names of direct reply-to, as names only. The broker knows which of them have a listener.

/// The queue name of replies sent directly to the requesting channel.
pub(crate) const REPLY_TO: &str = "amq.rabbitmq.reply-to";

/// Returns whether a queue name is a pseudo queue for direct replies.
pub(crate) fn names_replies(queue: &str) -> bool {
    queue.starts_with(REPLY_TO)
}

/// Returns whether a name looks like an address and is none. RabbitMQ reads an address as two words, a process and a
/// key, and its channel crashes on two other words (recording `reply/bad_name`). Addresses of this broker are one word.
pub(crate) fn is_malformed(queue: &str) -> bool {
    let address = queue.strip_prefix(REPLY_TO).and_then(|rest| rest.strip_prefix('.'));
    address.is_some_and(|address| address.split('.').filter(|word| !word.is_empty()).count() == 2)
}

#[cfg(test)]
mod tests {
    use super::is_malformed;

    #[test]
    fn only_two_words_are_read_as_an_address() {
        for name in ["amq.rabbitmq.reply-to.x.y", "amq.rabbitmq.reply-to..x...y."] {
            assert!(is_malformed(name), "{name}");
        }
        for name in [
            "amq.rabbitmq.reply-to",
            "amq.rabbitmq.reply-to.x",
            "amq.rabbitmq.reply-to.x.y.z",
            "x.y",
            "amq.rabbitmq.reply-tox.y",
        ] {
            assert!(!is_malformed(name), "{name}");
        }
    }
}
