//! Parses a line into an [`Action`].

use warren_broker::Name;
use warren_broker::event::StopCause;
use warren_spelling::nearest;

use super::arguments::{Arguments, client_name, number, parse_span, positive};
use super::method::{self, Every};
use super::setting;
use super::statements::{Action, DOWN, LANGUAGE, STATEMENTS, Spec, named};
use super::token::{Kind, Token, tokens};
use crate::Behaviour;
use crate::diagnostic::{Diagnostic, SourceText, among, localized};

/// The largest number of characters in a line.
const LONGEST_LINE: usize = 65_536;

/// The words for [`Behaviour`].
pub const BEHAVIOURS: &[(&str, Behaviour)] = &[
    ("producer", Behaviour::Producer),
    ("worker", Behaviour::Worker),
    ("subscriber", Behaviour::Subscriber),
    ("server", Behaviour::Server),
    ("caller", Behaviour::Caller),
];

/// A line's action, and where it names a client or mark.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    pub action: Action,
    /// The piece that names its subject.
    pub subject: Token,
    /// The time of an `at`.
    pub time: Option<Token>,
}

impl Parsed {
    const fn new(action: Action, subject: Token) -> Self {
        Self { action, subject, time: None }
    }
}

/// Reads a line; `None` for a blank line or a comment.
pub fn line(text: &str) -> Result<Option<Parsed>, Diagnostic> {
    let length = text.chars().count();
    if length > LONGEST_LINE {
        let place = (LONGEST_LINE + 1, length - LONGEST_LINE);
        let (message, help) =
            (SourceText("this line has {length} characters"), SourceText("a line has at most {most}"));
        return Err(Diagnostic::new(place, message, help, &[&length.to_string(), &LONGEST_LINE.to_string()]));
    }
    let tokens = tokens(text)?;
    let Some(first) = tokens.first().cloned() else { return Ok(None) };
    // A comment is no argument: a missing argument is missing before it.
    let end = tokens.last().map_or(1, |last| last.column + last.length);
    statement(Arguments::new(tokens, end, ""), first, true).map(Some)
}

fn statement(mut arguments: Arguments, first: Token, may_be_at: bool) -> Result<Parsed, Diagnostic> {
    let Some(word) = first.word() else {
        let help = SourceText("write for example `start NAME` or `NAME: basic.ack`");
        return Err(first.wrong(SourceText("a statement begins with a word"), help, &[]));
    };
    if let Some(target) = word.strip_suffix(':') {
        return channel_method(arguments, target, &first);
    }
    arguments.next();
    match named(word) {
        Some(spec) if spec.name == "at" && !may_be_at => {
            let message = SourceText("`at` stands only once in a statement");
            Err(first.wrong(message, SourceText("leave one of them out"), &[]))
        }
        Some(spec) => {
            arguments.usage(spec.usage());
            (spec.read)(arguments, first)
        }
        None => Err(unknown(word, &first, arguments)),
    }
}

/// Reads a statement with one positional argument and nothing else.
pub fn one(
    mut arguments: Arguments,
    name: &str,
    read: fn(&str, &Token) -> Result<Action, Diagnostic>,
) -> Result<Parsed, Diagnostic> {
    let usage = usage(name);
    let what = usage.rsplit(' ').next().unwrap_or(usage);
    let (text, token) = arguments.text(what)?;
    let action = read(&text, &token)?;
    arguments.finish()?;
    Ok(Parsed::new(action, token))
}

/// Reads the version of the language.
pub fn version(text: &str, token: &Token) -> Result<Action, Diagnostic> {
    match number(text, token, "warren")? {
        0 => Err(token.wrong(
            SourceText("there is no version 0 of the language"),
            SourceText("write `warren {version}`"),
            &[&LANGUAGE.to_string()],
        )),
        version => Ok(Action::Version(version)),
    }
}

/// Returns the syntax of the statement of this name, or an empty text.
fn usage(name: &str) -> &'static str {
    named(name).map_or("", Spec::usage)
}

fn unknown(word: &str, first: &Token, mut arguments: Arguments) -> Diagnostic {
    if let Some((client, method)) = word.split_once(':') {
        return first.wrong(
            SourceText("a space is missing after the colon"),
            SourceText("write `{client}: {method}`"),
            &[client, method],
        );
    }
    let method_next = arguments.next().is_some_and(|next| {
        next.word().is_some_and(|word| word == "every" || method::METHODS.iter().any(|spec| spec.name == word))
    });
    let message = SourceText("there is no statement `{word}`");
    if method_next {
        return first.wrong(
            message,
            SourceText("a method's sender is followed by a colon: write `{word}: ...`"),
            &[word],
        );
    }
    if method::METHODS.iter().any(|spec| spec.name == word) {
        return first.wrong(message, SourceText("say which client sends it: write `NAME: {word} ...`"), &[word]);
    }
    let statements: Vec<&str> = STATEMENTS.iter().map(|spec| spec.name).collect();
    if nearest(word, &statements).is_some() {
        return first.suggesting(message, &[word], word, &statements);
    }
    let help = SourceText("there are {words} and `{last}`; a method is written `NAME: basic.publish ...`");
    first.error(localized(message, &[word]), among(help, &statements))
}

pub fn configure(mut arguments: Arguments, subject: Token) -> Result<Parsed, Diagnostic> {
    let settings = setting::config(&mut arguments)?;
    if settings.is_empty() {
        return Err(arguments.missing(SourceText("a setting is missing"), &[]));
    }
    Ok(Parsed::new(Action::Configure(settings), subject))
}

pub fn client(mut arguments: Arguments, _: Token) -> Result<Parsed, Diagnostic> {
    let (text, subject) = arguments.text("NAME")?;
    let name = client_name(&text, &subject)?;
    let known: Vec<&str> = BEHAVIOURS.iter().map(|(word, _)| *word).collect();
    let mut behaviour = Behaviour::Scripted;
    if let Some(word) = arguments.peek().and_then(Token::word).map(str::to_owned) {
        let flag = setting::SETTINGS.iter().any(|key| key.name == word.replace('-', "_"));
        match BEHAVIOURS.iter().find(|(known, _)| *known == word) {
            Some((_, found)) => {
                behaviour = *found;
                arguments.next();
            }
            None if flag => {}
            None => {
                let token = arguments.next().expect("it was just looked at");
                return Err(token.suggesting(SourceText("there is no behaviour `{word}`"), &[&word], &word, &known));
            }
        }
    }
    let settings = setting::settings(&mut arguments)?;
    let has = |wanted: fn(&super::Setting) -> bool| settings.iter().any(wanted);
    let queue = has(|setting| matches!(setting, super::Setting::Queue(_)));
    let exchange = has(|setting| matches!(setting, super::Setting::Exchange(_)));
    let lacks = match behaviour {
        Behaviour::Scripted => None,
        Behaviour::Worker | Behaviour::Server if !queue => Some("queue=NAME"),
        Behaviour::Subscriber if !exchange => Some("exchange=NAME"),
        Behaviour::Producer | Behaviour::Caller if !queue && !exchange => Some("queue=NAME|exchange=NAME"),
        Behaviour::Worker | Behaviour::Server | Behaviour::Subscriber | Behaviour::Producer | Behaviour::Caller => None,
    };
    if let Some(lacks) = lacks {
        let word = BEHAVIOURS.iter().find(|(_, known)| *known == behaviour).map_or("", |(word, _)| word);
        arguments.usage(format!("client {name} {word} {lacks} ..."));
        return Err(match lacks.split_once('|') {
            Some(_) => arguments.missing(SourceText("queue=NAME or exchange=NAME is missing"), &[]),
            None => arguments.missing(SourceText("{what} is missing"), &[lacks]),
        });
    }
    Ok(Parsed::new(Action::Client { name, behaviour, settings }, subject))
}

pub fn set(mut arguments: Arguments, _: Token) -> Result<Parsed, Diagnostic> {
    let (text, subject) = arguments.text("NAME")?;
    let client = client_name(&text, &subject)?;
    let settings = setting::settings(&mut arguments)?;
    if settings.is_empty() {
        return Err(arguments.missing(SourceText("a setting is missing"), &[]));
    }
    Ok(Parsed::new(Action::Set { client, settings }, subject))
}

pub fn at(mut arguments: Arguments, _: Token) -> Result<Parsed, Diagnostic> {
    let (text, subject) = arguments.text("SPAN")?;
    let time = parse_span(&text, &subject)?;
    let Some(first) = arguments.peek().cloned() else {
        return Err(arguments.missing(SourceText("a statement is missing"), &[]));
    };
    let inner = statement(arguments, first, false)?;
    Ok(Parsed { action: Action::At(time, Box::new(inner.action)), subject: inner.subject, time: Some(subject) })
}

pub fn outage(mut arguments: Arguments, word: &str, subject: Token) -> Result<Parsed, Diagnostic> {
    let crash = word == "crash";
    let usage = usage(word);
    let (text, token) = arguments.text("`broker`")?;
    if text != "broker" {
        let help = SourceText("write `{usage}`; a client is started anew with `kill {name}` and `start {name}`");
        return Err(token.wrong(SourceText("`{word}` is said of the broker"), help, &[word, usage, &text]));
    }
    let (mut down, mut how) = (None, if crash { StopCause::Killed } else { StopCause::Clean });
    while let Some(named) = arguments.named()? {
        match named.key.as_str() {
            "down" if down.is_none() => down = Some(named.span()?),
            "power" if how == StopCause::Killed && named.value.is_none() => how = StopCause::PowerLoss,
            "down" | "power" => {
                return Err(named.wrong(
                    SourceText("`{key}` does not belong here"),
                    SourceText("write `{usage}`"),
                    &[&named.key, usage],
                ));
            }
            _ => {
                let owner = [word, " broker"].concat();
                let message = SourceText("`{owner}` has no `{key}`");
                let known: &[&str] = if crash { &["power", "down"] } else { &["down"] };
                return Err(named.token.suggesting(message, &[&owner, &named.key], &named.key, known));
            }
        }
    }
    Ok(Parsed::new(Action::Restart { how, down: down.unwrap_or(DOWN) }, subject))
}

fn channel_method(mut arguments: Arguments, target: &str, first: &Token) -> Result<Parsed, Diagnostic> {
    arguments.next();
    let (name, channel) = match target.split_once('/') {
        None => (target, 1),
        Some((name, channel)) => match number::<u16>(channel, first, "channel")? {
            0 => {
                let (message, help) =
                    (SourceText("channel 0 is the connection itself"), SourceText("write {name}: or {name}/2:"));
                return Err(first.wrong(message, help, &[name]));
            }
            channel => (name, channel),
        },
    };
    let client: Name = client_name(name, first)?;
    arguments.usage(format!("{target}: METHOD ARGUMENTS"));
    let every = every(&mut arguments)?;
    let method = method::parse(&mut arguments)?;
    Ok(Parsed::new(Action::Method { client, channel, every, method }, first.clone()))
}

fn every(arguments: &mut Arguments) -> Result<Option<Every>, Diagnostic> {
    if arguments.peek().and_then(Token::word) != Some("every") {
        return Ok(None);
    }
    arguments.next();
    arguments.usage("NAME: every SPAN [times NUMBER] METHOD ARGUMENTS");
    let (text, token) = arguments.text("SPAN")?;
    let period = positive(parse_span(&text, &token)?, &token)?;
    let mut times = None;
    if arguments.peek().and_then(Token::word) == Some("times") {
        arguments.next();
        let (text, token) = arguments.text("NUMBER")?;
        times = Some(number(&text, &token, "times")?);
    } else if let Some(Token { kind: Kind::Pair { key, .. }, .. }) = arguments.peek()
        && key == "times"
    {
        let token = arguments.next().expect("it was just looked at");
        return Err(token.wrong(
            SourceText("`times` is followed by a number"),
            SourceText("write `every 500ms times 4 ...`"),
            &[],
        ));
    }
    Ok(Some(Every { period, times }))
}
