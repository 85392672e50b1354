//! Checks the rules between the lines of a scenario: names are defined before use, time does not go back.

use core::time::Duration;

use warren_broker::Name;

use super::parse::Parsed;
use super::statements::{Action, LANGUAGE, Spec, When};
use super::token::{Token, tokens};
use crate::diagnostic::{Diagnostic, SourceText, localized, suggest};

/// The number of errors after which reading stops.
pub const MOST_ERRORS: usize = 100;
/// The largest number of lines in a scenario.
pub const MOST_LINES: usize = 50_000;

/// The state after the lines so far.
#[derive(Default)]
pub struct Check {
    clients: Vec<Name>,
    marks: Vec<Name>,
    time: Duration,
    /// Something has happened, so statements of the beginning are no longer allowed.
    begun: bool,
    /// There is a statement.
    any: bool,
    /// Statements already used that are allowed only once.
    said: Vec<&'static str>,
}

impl Check {
    /// Accepts the next line if it fits the previous ones.
    pub fn add(&mut self, parsed: Parsed) -> Result<Parsed, Diagnostic> {
        self.action(&parsed.action, &parsed)?;
        Ok(parsed)
    }

    /// Notes a wrong line. If it would have defined a client, uses of that client are not errors as well.
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
        if let Action::At(time, action) = action {
            return self.at(*time, action, parsed);
        }
        if let Some(spec) = action.spec() {
            self.place(spec, subject)?;
        } else {
            (self.any, self.begun) = (true, true);
        }
        if let Action::Client { name, .. } = action {
            if self.clients.contains(name) {
                return Err(client_there((subject.column, subject.length), name));
            }
            self.clients.push(name.clone());
        } else if let Action::Mark(name) = action {
            if self.marks.contains(name) {
                return Err(subject.wrong(
                    SourceText("there is a mark `{name}` already"),
                    SourceText("choose another name"),
                    &[name],
                ));
            }
            self.marks.push(name.clone());
        } else if let Action::Advance(by) = action {
            self.time = self.time.saturating_add(*by);
        } else if let Some(client) = action.client() {
            return known(&self.clients, client, subject);
        }
        Ok(())
    }

    /// Checks that a statement is allowed here.
    fn place(&mut self, spec: &'static Spec, subject: &Token) -> Result<(), Diagnostic> {
        let name = spec.name;
        let (too_late, help) = match spec.when {
            When::First => (self.any, SourceText("it is the first statement of a scenario")),
            When::Beginning => (self.begun, SourceText("write it before anything happens")),
            When::Definition | When::Script | When::Setting | When::Anytime => {
                self.any = true;
                self.begun |= spec.when == When::Anytime;
                return Ok(());
            }
        };
        if self.said.contains(&name) {
            return Err(subject.wrong(
                SourceText("`{what}` is said twice"),
                SourceText("leave one of them out"),
                &[name],
            ));
        }
        if too_late {
            return Err(subject.wrong(SourceText("`{what}` comes too late"), help, &[name]));
        }
        self.any = true;
        self.said.push(name);
        Ok(())
    }

    fn at(&mut self, time: Duration, action: &Action, parsed: &Parsed) -> Result<(), Diagnostic> {
        let from_the_beginning = [When::First, When::Beginning, When::Definition];
        if action.spec().is_some_and(|spec| from_the_beginning.contains(&spec.when)) {
            let help = SourceText("write it at the beginning, without `at`");
            return Err(parsed.subject.wrong(
                SourceText("this holds from the beginning, not from a time on"),
                help,
                &[],
            ));
        }
        if time < self.time {
            let message = SourceText("this is in the past: the statements before it are later");
            let (help, place) =
                (SourceText("write a time of {time} or more"), parsed.time.as_ref().unwrap_or(&parsed.subject));
            return Err(place.wrong(message, help, &[&super::span::print(self.time)]));
        }
        self.begun = true;
        self.time = time;
        self.action(action, parsed)
    }
}

/// Makes the error that there is no client of this name.
pub fn unknown_client((column, length): (usize, usize), name: &str, clients: &[Name]) -> Diagnostic {
    let names: Vec<&str> = clients.iter().map(|name| &**name).collect();
    let help = if names.is_empty() {
        localized(SourceText("define it first: `client {name}`"), &[name])
    } else {
        suggest(name, &names)
    };
    Diagnostic { line: 1, column, length, message: localized(SourceText("there is no client `{name}`"), &[name]), help }
}

/// Makes the error that a client of this name exists.
pub fn client_there(place: (usize, usize), name: &str) -> Diagnostic {
    Diagnostic::new(place, SourceText("there is a client `{name}` already"), SourceText("choose another name"), &[name])
}

fn known(clients: &[Name], name: &Name, subject: &Token) -> Result<(), Diagnostic> {
    if clients.contains(name) {
        return Ok(());
    }
    Err(unknown_client((subject.column, subject.length), name, clients))
}

/// Makes the error that the scenario is written in a later version of the language.
pub fn too_new(line: usize, version: u32, subject: &Token) -> Diagnostic {
    let message =
        SourceText("this is written for version {version} of Warren's language, and this Warren reads version {ours}");
    let help = SourceText("open it with a newer Warren; if it needs nothing new, write `warren {ours}`");
    Diagnostic { line, ..subject.wrong(message, help, &[&version.to_string(), &LANGUAGE.to_string()]) }
}

/// Makes the error that the scenario is too long.
pub fn too_much(line: usize) -> Diagnostic {
    let help = SourceText("a scenario has at most {lines} lines, and after {errors} errors reading stops");
    let limits: &[&str] = &[&MOST_LINES.to_string(), &MOST_ERRORS.to_string()];
    Diagnostic { line, ..Diagnostic::new((1, 0), SourceText("the rest was not read"), help, limits) }
}
