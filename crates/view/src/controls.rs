//! The actions possible on one client program: start, kill, stop, its acknowledgements and its prefetch.

use warren_simulator::scenario::ACKS;
use warren_simulator::text::Catalog;
use warren_simulator::{AckPolicy, ClientState, ClientView};

/// The actions possible on a client program now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Controls {
    /// The program's name.
    pub client: String,
    /// Whether it runs: then it can be killed and stopped, else started.
    pub running: bool,
    /// Its settings, if it consumes.
    pub settings: Option<Settings>,
}

/// The settings of a consumer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The policies of acknowledgement.
    pub ack: Vec<Choice>,
    /// The prefetch counts.
    pub prefetch: Vec<Choice>,
}

/// A value that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Choice {
    /// As the scenario language writes it.
    pub value: String,
    /// In the reader's language.
    pub words: String,
    /// Whether it is set now.
    pub chosen: bool,
}

/// The prefetch counts on offer; 0 is unlimited.
const PREFETCHES: [u16; 8] = [0, 1, 2, 3, 5, 10, 20, 50];

impl Controls {
    /// Lists the actions possible on a client program.
    #[must_use]
    pub fn of(client: &ClientView, texts: &Catalog) -> Self {
        let settings =
            client.consumes.then(|| Settings { ack: acks(client, texts), prefetch: prefetches(client, texts) });
        Self { client: client.name.to_string(), running: client.state == ClientState::Running, settings }
    }
}

fn acks(client: &ClientView, texts: &Catalog) -> Vec<Choice> {
    let choice = |(word, policy): &(&str, AckPolicy)| Choice {
        value: (*word).to_owned(),
        words: texts.text(policy_key(*policy)),
        chosen: *policy == client.ack,
    };
    ACKS.iter().map(choice).collect()
}

const fn policy_key(policy: AckPolicy) -> &'static str {
    match policy {
        AckPolicy::Automatic => "ack.auto",
        AckPolicy::BeforeWork => "ack.before",
        AckPolicy::AfterWork => "ack.after",
        AckPolicy::Never => "ack.never",
    }
}

/// Lists the usual prefetch counts, and the current one.
fn prefetches(client: &ClientView, texts: &Catalog) -> Vec<Choice> {
    let mut offered = PREFETCHES.to_vec();
    if !offered.contains(&client.prefetch) {
        offered.push(client.prefetch);
    }
    let choice = |count: u16| Choice {
        value: count.to_string(),
        words: if count == 0 { texts.text("act.unlimited") } else { count.to_string() },
        chosen: count == client.prefetch,
    };
    offered.into_iter().map(choice).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing::overview_at_end;

    #[test]
    fn a_publisher_has_no_settings_and_a_consumer_has_the_one_that_is_set() {
        let overview = overview_at_end("client p\nclient w worker queue=q prefetch=7 ack=before\nstart p\n");
        let [p, w] = [0, 1].map(|client| Controls::of(&overview.clients[client], &Catalog::default()));
        assert_eq!((p.running, p.settings), (true, None));
        assert!(!w.running);
        let settings = w.settings.expect("it consumes");
        let chosen = |choices: &[Choice]| -> Vec<String> {
            choices.iter().filter(|choice| choice.chosen).map(|choice| choice.value.clone()).collect()
        };
        assert_eq!([chosen(&settings.ack), chosen(&settings.prefetch)], [["before"], ["7"]]);
        assert_eq!(settings.prefetch.len(), PREFETCHES.len() + 1);
    }
}
