//! What must hold between the lines of a scenario: names are defined before they are used, time does not go back. It
//! does not know how a line is written.

use core::time::Duration;

use warren_broker::Name;

use super::action::{Action, Method};
use super::parse::Parsed;
use super::token::{Token, tokens};
use crate::diagnostic::{Diagnostic, En, said, suggest};

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
                Err(client_there((subject.column, subject.length), name))
            }
            Action::Client { name, .. } => {
                self.clients.push(name.clone());
                Ok(())
            }
            Action::Mark(name) if self.marks.contains(name) => {
                Err(subject.wrong(En("there is a mark `{name}` already"), En("choose another name"), &[name]))
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
            let help = En("write it at the beginning, without `at`");
            return Err(parsed.subject.wrong(En("this holds from the beginning, not from a time on"), help, &[]));
        }
        if time < self.time {
            let message = En("this is in the past: the statements before it are later");
            let (help, place) = (En("write a time of {time} or more"), parsed.time.as_ref().unwrap_or(&parsed.subject));
            return Err(place.wrong(message, help, &[&super::span::print(self.time)]));
        }
        self.begun = true;
        self.time = time;
        self.action(action, parsed)
    }
}

/// There is no client of that name.
pub fn unknown_client((column, length): (usize, usize), name: &str, clients: &[Name]) -> Diagnostic {
    let names: Vec<&str> = clients.iter().map(|name| &**name).collect();
    let help =
        if names.is_empty() { said(En("define it first: `client {name}`"), &[name]) } else { suggest(name, &names) };
    Diagnostic { line: 1, column, length, message: said(En("there is no client `{name}`"), &[name]), help }
}

/// A client of that name is there.
pub fn client_there(place: (usize, usize), name: &str) -> Diagnostic {
    Diagnostic::new(place, En("there is a client `{name}` already"), En("choose another name"), &[name])
}

fn known(clients: &[Name], name: &Name, subject: &Token) -> Result<(), Diagnostic> {
    if clients.contains(name) {
        return Ok(());
    }
    Err(unknown_client((subject.column, subject.length), name, clients))
}

fn first(there: &mut bool, begun: bool, subject: &Token, what: &str) -> Result<(), Diagnostic> {
    if *there {
        return Err(subject.wrong(En("`{what}` is said twice"), En("leave one of them out"), &[what]));
    }
    if begun {
        let help = En("write it before anything happens");
        return Err(subject.wrong(En("`{what}` comes too late"), help, &[what]));
    }
    *there = true;
    Ok(())
}

/// The scenario is longer than anybody would write.
pub fn too_much(line: usize) -> Diagnostic {
    let help = En("a scenario has at most {lines} lines, and after {errors} errors reading stops");
    let limits: &[&str] = &[&MOST_LINES.to_string(), &MOST_ERRORS.to_string()];
    Diagnostic { line, ..Diagnostic::new((1, 0), En("the rest was not read"), help, limits) }
}
