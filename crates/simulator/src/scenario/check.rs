//! What must hold between the lines of a scenario: names are defined before they are used, time does not go back. It
//! does not know how a line is written.

use core::time::Duration;

use warren_broker::Name;
use warren_spelling::suggest;

use super::action::{Action, Method};
use super::parse::Parsed;
use super::token::{Token, tokens};
use crate::Diagnostic;

/// After so many errors the rest is not looked at.
pub const MOST_ERRORS: usize = 100;
/// How many lines a scenario may have.
pub const MOST_LINES: usize = 50_000;

/// What the lines so far have said.
#[derive(Default)]
pub struct Check {
    clients: Vec<Name>,
    marks: Vec<Name>,
    time: Duration,
    /// Something has happened: what comes before anything must not come any more.
    begun: bool,
    seeded: bool,
    configured: bool,
}

impl Check {
    /// Takes the next line's meaning, if it fits those before.
    pub fn add(&mut self, parsed: Parsed) -> Result<Parsed, Diagnostic> {
        self.action(&parsed.action, &parsed)?;
        Ok(parsed)
    }

    /// The line is wrong; if it would have defined a client, its uses are not wrong as well.
    pub fn defined_wrongly(&mut self, line: &str) {
        let cut = tokens(line).unwrap_or_default();
        if let [first, second, ..] = cut.as_slice()
            && first.word() == Some("client")
            && let Some(name) = second.word()
        {
            self.clients.push(name.into());
        }
    }

    fn action(&mut self, action: &Action, parsed: &Parsed) -> Result<(), Diagnostic> {
        let subject = &parsed.subject;
        match action {
            Action::Seed(_) => first(&mut self.seeded, self.begun, subject, "seed"),
            Action::Configure(_) => first(&mut self.configured, self.begun, subject, "broker"),
            Action::Client { name, .. } if self.clients.contains(name) => {
                Err(subject.wrong(format!("there is a client `{name}` already"), "choose another name"))
            }
            Action::Client { name, .. } => {
                self.clients.push(name.clone());
                Ok(())
            }
            Action::Mark(name) if self.marks.contains(name) => {
                Err(subject.wrong(format!("there is a mark `{name}` already"), "choose another name"))
            }
            Action::Mark(name) => {
                self.marks.push(name.clone());
                Ok(())
            }
            Action::Latency(_) | Action::Jitter(_) => Ok(()),
            Action::Advance(by) => {
                self.begun = true;
                self.time = self.time.saturating_add(*by);
                Ok(())
            }
            Action::At(time, action) => self.at(*time, action, parsed),
            Action::Set { client, .. } | Action::Start(client) | Action::Stop(client) | Action::Kill(client) => {
                self.begun = true;
                known(&self.clients, client, subject)
            }
            Action::Restart { .. } | Action::StopBroker | Action::StartBroker => {
                self.begun = true;
                Ok(())
            }
            Action::Method { client, method: Method { .. }, .. } => {
                self.begun = true;
                known(&self.clients, client, subject)
            }
        }
    }

    fn at(&mut self, time: Duration, action: &Action, parsed: &Parsed) -> Result<(), Diagnostic> {
        if matches!(action, Action::Seed(_) | Action::Configure(_) | Action::Client { .. }) {
            let help = "write it at the beginning, without `at`";
            return Err(parsed.subject.wrong("this holds from the beginning, not from a time on", help));
        }
        if time < self.time {
            let message = "this is in the past: the statements before it are later".to_string();
            let help = format!("write a time of {} or more", super::span::print(self.time));
            return Err(parsed.time.as_ref().unwrap_or(&parsed.subject).wrong(message, help));
        }
        self.begun = true;
        self.time = time;
        self.action(action, parsed)
    }
}

/// The help for an unknown client.
pub fn unknown_client(name: &str, clients: &[Name]) -> (String, String) {
    let names: Vec<&str> = clients.iter().map(|name| &**name).collect();
    let help = if names.is_empty() { format!("define it first: `client {name}`") } else { suggest(name, &names) };
    (format!("there is no client `{name}`"), help)
}

fn known(clients: &[Name], name: &Name, subject: &Token) -> Result<(), Diagnostic> {
    if clients.contains(name) {
        return Ok(());
    }
    let (message, help) = unknown_client(name, clients);
    Err(subject.wrong(message, help))
}

fn first(said: &mut bool, begun: bool, subject: &Token, what: &str) -> Result<(), Diagnostic> {
    if *said {
        return Err(subject.wrong(format!("`{what}` is said twice"), "leave one of them out"));
    }
    if begun {
        return Err(subject.wrong(format!("`{what}` comes too late"), "write it before anything happens"));
    }
    *said = true;
    Ok(())
}

/// The scenario is longer than anybody would write.
pub fn too_much(line: usize) -> Diagnostic {
    Diagnostic {
        line,
        column: 1,
        length: 0,
        message: "the rest was not read".into(),
        help: format!("a scenario has at most {MOST_LINES} lines, and after {MOST_ERRORS} errors reading stops"),
    }
}
