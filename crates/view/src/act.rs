//! The actions possible in a state: the choices of the publish form, and the statements that it makes.

use warren_simulator::text::Catalog;
use warren_simulator::{ClientState, ClientView, Overview};

use crate::controls::{Choice, Controls};
use crate::statements::Publish;
use crate::text::{exchange_name, state};

/// The program that publishes for the learner if none of the lesson's can.
pub const YOU: &str = "you";

/// The choices of the forms in a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The exchanges to publish to.
    pub exchanges: Vec<Choice>,
    /// The names of the queues, for use as routing keys.
    pub queues: Vec<String>,
    /// The programs that can publish.
    pub publishers: Vec<Choice>,
    /// The statement that publishes the form's message.
    pub statement: String,
    /// That statement preceded by those that it needs.
    pub statements: Vec<String>,
    /// All programs, in order of definition.
    pub programs: Vec<Program>,
    /// Whether the broker runs: then it can be stopped, else started.
    pub broker_up: bool,
}

/// A program and the actions possible on it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Program {
    pub state: String,
    pub controls: Controls,
}

impl Offer {
    /// Lists the actions possible in a state; `draft` is the content of the publish form.
    #[must_use]
    pub fn of(overview: &Overview, draft: &Publish, texts: &Catalog) -> Self {
        let publish = with_publisher(draft, overview);
        let exchanges = overview.broker.exchanges.iter().map(|exchange| Choice {
            value: exchange.name.to_string(),
            words: exchange_name(&exchange.name, texts),
            chosen: *exchange.name == *draft.exchange,
        });
        let publishers = publishers(overview).into_iter().map(|name| Choice {
            chosen: name == publish.client,
            words: name.clone(),
            value: name,
        });
        let programs = overview
            .clients
            .iter()
            .map(|client| Program { state: state(&client.state, texts), controls: Controls::of(client, texts) });
        Self {
            exchanges: exchanges.collect(),
            queues: overview.broker.queues.iter().map(|queue| queue.name.to_string()).collect(),
            publishers: publishers.collect(),
            statement: publish.statement(),
            statements: all_statements(&publish, overview),
            programs: programs.collect(),
            broker_up: overview.broker_up,
        }
    }
}

/// Fills a form that greets the first existing queue, so that one click publishes something sensible.
#[must_use]
pub fn first_draft(overview: &Overview) -> Publish {
    let queue = overview.broker.queues.first().map(|queue| queue.name.to_string());
    Publish { routing_key: queue.unwrap_or_default(), body: "Hello from you".to_owned(), ..Publish::default() }
}

/// Lists the programs that can publish: those that run, and the learner's own.
fn publishers(overview: &Overview) -> Vec<String> {
    let can = |client: &&ClientView| {
        client.publishes && client.state == ClientState::Running && client.connection.is_some() && &*client.name != YOU
    };
    let mut names: Vec<String> = overview.clients.iter().filter(can).map(|client| client.name.to_string()).collect();
    names.push(YOU.to_owned());
    names
}

/// Sets a program that can publish.
fn with_publisher(draft: &Publish, overview: &Overview) -> Publish {
    let there = publishers(overview);
    let client =
        if there.contains(&draft.client) { draft.client.clone() } else { there.first().cloned().unwrap_or_default() };
    Publish { client, ..draft.clone() }
}

/// Lists the statements needed to publish: the learner's own program may have to be defined and started first.
fn all_statements(publish: &Publish, overview: &Overview) -> Vec<String> {
    let mut statements = Vec::new();
    if publish.client == YOU {
        let you = overview.clients.iter().find(|client| &*client.name == YOU);
        if you.is_none() {
            statements.push(format!("client {YOU}"));
        }
        if you.is_none_or(|you| you.state != ClientState::Running) {
            statements.push(format!("start {YOU}"));
        }
    }
    statements.push(publish.statement());
    statements
}

#[cfg(test)]
mod tests {
    use warren_simulator::Statement;

    use super::*;
    use crate::testing::{overview_at_end, timeline};

    fn offer(text: &str, draft: &Publish) -> Offer {
        Offer::of(&overview_at_end(text), draft, &Catalog::default())
    }

    #[test]
    fn who_publishes_is_one_of_the_lessons_programs_that_runs_or_the_learners_own() {
        let text = "client p\nclient late\nclient w worker queue=q\nstart p\nstart w\np: queue.declare q\n\
                    p: basic.publish \"\" q one\nat 9s late: basic.publish \"\" q two\n";
        let offered = offer(text, &first_draft(&overview_at_end(text)));
        let names: Vec<(&str, bool)> =
            offered.publishers.iter().map(|choice| (&*choice.value, choice.chosen)).collect();
        assert_eq!(names, [("p", true), (YOU, false)], "one does not run, one only consumes");
        assert_eq!(offered.statements, ["p: basic.publish \"\" q \"Hello from you\""]);
        let as_you = Publish { client: YOU.to_owned(), ..first_draft(&overview_at_end(text)) };
        assert_eq!(offer(text, &as_you).statements[..2], ["client you", "start you"]);
    }

    #[test]
    fn what_the_form_makes_can_be_carried_out_where_it_is_shown() {
        for text in ["client c\nstart c\nc: queue.declare q\n", "client you\nstart you\nat 1s kill you\n", "# nothing"]
        {
            let mut timeline = timeline(text);
            timeline.seek(timeline.len());
            let overview = timeline.overview();
            let offered = Offer::of(&overview, &first_draft(&overview), &Catalog::default());
            let read = |text: &String| Statement::parse(text).unwrap_or_else(|wrong| panic!("{text}: {wrong}"));
            let statements: Vec<Statement> = offered.statements.iter().map(read).collect();
            timeline.act_at_end(&statements).unwrap_or_else(|refused| panic!("{statements:?}: {refused:?}"));
        }
    }
}
