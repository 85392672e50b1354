//! Reads a statement's arguments piece by piece: positional ones, flags, `key=value`.

use core::str::FromStr;
use core::time::Duration;

use warren_broker::Name;

use super::span;
use super::token::{Kind, Literal, Token};
use crate::diagnostic::{Diagnostic, SourceText, localized};

/// The pieces after a statement's first word.
pub struct Arguments {
    tokens: std::vec::IntoIter<Token>,
    /// The end of the line, where missing pieces are reported.
    end: usize,
    /// The syntax of the statement, for help.
    usage: String,
}

/// A flag or `key=value`.
pub struct Named {
    /// With `_` for `-`, except in keys that are names of their own (`x-...`, `header....`).
    pub key: String,
    /// The value; `None` for a flag.
    pub value: Option<Literal>,
    pub token: Token,
}

impl Arguments {
    pub fn new(tokens: Vec<Token>, end: usize, usage: impl Into<String>) -> Self {
        Self { tokens: tokens.into_iter(), end, usage: usage.into() }
    }

    #[inline(never)]
    pub fn usage(&mut self, usage: impl Into<String>) {
        self.usage = usage.into();
    }

    pub fn peek(&self) -> Option<&Token> {
        self.tokens.as_slice().first()
    }

    /// Takes the next piece of any kind.
    pub fn next(&mut self) -> Option<Token> {
        self.tokens.next()
    }

    /// Makes the error that something is missing at the end of the line.
    pub fn missing(&self, message: SourceText, args: &[&str]) -> Diagnostic {
        Diagnostic::new((self.end, 0), message, SourceText("write `{usage}`"), &[args, &[&self.usage]].concat())
    }

    /// Takes the next piece, which must be positional; `what` is its name in the usage.
    pub fn text(&mut self, what: &str) -> Result<(String, Token), Diagnostic> {
        let token = self.next().ok_or_else(|| self.missing(SourceText("{what} is missing"), &[what]))?;
        match &token.kind {
            Kind::Single(Literal::Bare(text) | Literal::Quoted(text)) => Ok((text.clone(), token)),
            Kind::Single(Literal::List(_)) => Err(token.wrong(
                SourceText("{what} cannot be a list"),
                SourceText("write `{usage}`"),
                &[what, &self.usage],
            )),
            Kind::Pair { .. } => {
                let help = SourceText("write `{usage}`; quote it if the `=` belongs to the text");
                Err(token.wrong(SourceText("{what} must come before this"), help, &[what, &self.usage]))
            }
        }
    }

    /// Takes the next positional argument if there is one: a text, or a word that is none of the statement's flags.
    pub fn optional(&mut self, flags: &[&str]) -> Option<(String, Token)> {
        let text = match &self.peek()?.kind {
            Kind::Single(Literal::Quoted(text)) => text.clone(),
            Kind::Single(Literal::Bare(word)) if !flags.contains(&plain(word).as_str()) => word.clone(),
            Kind::Single(_) | Kind::Pair { .. } => return None,
        };
        Some((text, self.next()?))
    }

    /// Takes the next flag or `key=value`; `None` at the end of the line.
    pub fn named(&mut self) -> Result<Option<Named>, Diagnostic> {
        let Some(token) = self.next() else { return Ok(None) };
        let (key, value) = match &token.kind {
            Kind::Pair { key, value } => (plain(key), Some(value.clone())),
            Kind::Single(Literal::Bare(word)) => (plain(word), None),
            Kind::Single(Literal::Quoted(_) | Literal::List(_)) => {
                return Err(token.wrong(
                    SourceText("one main argument too many"),
                    SourceText("write `{usage}`"),
                    &[&self.usage],
                ));
            }
        };
        Ok(Some(Named { key, value, token }))
    }

    /// Checks that nothing is left.
    pub fn finish(mut self) -> Result<(), Diagnostic> {
        match self.next() {
            None => Ok(()),
            Some(token) => {
                Err(token.wrong(SourceText("this is too much"), SourceText("write `{usage}`"), &[&self.usage]))
            }
        }
    }
}

/// Returns the normalised form of a key: `-` and `_` are the same in keys that AMQP and RabbitMQ do not define.
fn plain(key: &str) -> String {
    if key.starts_with("x-") || key.starts_with("header.") { key.to_owned() } else { key.replace('-', "_") }
}

impl Named {
    /// Returns true for a flag alone, else its value.
    pub fn flag(&self) -> Result<bool, Diagnostic> {
        match self.value.as_ref().map(Literal::text) {
            None | Some(Some("true")) => Ok(true),
            Some(Some("false")) => Ok(false),
            Some(_) => {
                Err(self.wrong(SourceText("`{key}` is true or false"), SourceText("write `{key}`"), &[&self.key]))
            }
        }
    }

    /// Returns the value, which must be there.
    pub fn literal(&self) -> Result<&Literal, Diagnostic> {
        self.value.as_ref().ok_or_else(|| {
            self.wrong(SourceText("`{key}` needs a value"), SourceText("write {key}=value"), &[&self.key])
        })
    }

    /// Returns the value as a text.
    pub fn text(&self) -> Result<&str, Diagnostic> {
        let list = || self.wrong(SourceText("`{key}` cannot be a list"), SourceText("write one value"), &[&self.key]);
        self.literal()?.text().ok_or_else(list)
    }

    /// Returns the value as a name that fits into AMQP's short strings.
    pub fn name(&self) -> Result<Name, Diagnostic> {
        short(self.text()?, &self.token)
    }

    /// Returns one value or a list of them, as names.
    pub fn names(&self) -> Result<Vec<Name>, Diagnostic> {
        match self.literal()? {
            Literal::List(items) => items
                .iter()
                .map(|item| {
                    let nested = || {
                        self.wrong(
                            SourceText("`{key}` takes a list of words"),
                            SourceText("write [a, b]"),
                            &[&self.key],
                        )
                    };
                    short(item.text().ok_or_else(nested)?, &self.token)
                })
                .collect(),
            Literal::Bare(_) | Literal::Quoted(_) => Ok(vec![self.name()?]),
        }
    }

    /// Returns the value as a whole number.
    pub fn number<N: FromStr + Bounded>(&self) -> Result<N, Diagnostic> {
        number(self.text()?, &self.token, &self.key)
    }

    /// Returns the value as a span of time.
    pub fn span(&self) -> Result<Duration, Diagnostic> {
        parse_span(self.text()?, &self.token)
    }

    /// Returns the value as a span of time longer than nothing.
    pub fn positive_span(&self) -> Result<Duration, Diagnostic> {
        positive(self.span()?, &self.token)
    }

    /// Returns one of a few words.
    pub fn one_of<T: Copy>(&self, choices: &[(&str, T)]) -> Result<T, Diagnostic> {
        let text = self.text()?;
        choices.iter().find(|(word, _)| *word == text).map(|(_, choice)| *choice).ok_or_else(|| {
            let words: Vec<&str> = choices.iter().map(|(word, _)| *word).collect();
            self.token.suggesting(CANNOT_BE, &[&self.key, text], text, &words)
        })
    }

    /// Makes the error that a key is given twice.
    pub fn twice(&self, key: &str) -> Diagnostic {
        self.wrong(SourceText("`{key}` is there twice"), SourceText("leave one of them out"), &[key])
    }

    pub fn wrong(&self, message: SourceText, help: SourceText, args: &[&str]) -> Diagnostic {
        self.token.wrong(message, help, args)
    }
}

/// The error for a value that a key cannot have.
pub const CANNOT_BE: SourceText = SourceText("`{key}` cannot be `{value}`");

/// The bounds of a number, for help.
pub trait Bounded {
    const MOST: u64;
}

impl Bounded for u8 {
    const MOST: u64 = 255;
}

impl Bounded for u16 {
    const MOST: u64 = 65_535;
}

impl Bounded for u32 {
    const MOST: u64 = 4_294_967_295;
}

impl Bounded for u64 {
    const MOST: u64 = u64::MAX;
}

pub fn number<N: FromStr + Bounded>(text: &str, token: &Token, what: &str) -> Result<N, Diagnostic> {
    let digits = text.bytes().all(|b| b.is_ascii_digit()).then(|| text.parse().ok()).flatten();
    digits.ok_or_else(|| no_number(text, token, what, N::MOST))
}

fn no_number(text: &str, token: &Token, what: &str, most: u64) -> Diagnostic {
    token.wrong(CANNOT_BE, SourceText("write a whole number from 0 to {most}"), &[what, text, &most.to_string()])
}

pub fn parse_span(text: &str, token: &Token) -> Result<Duration, Diagnostic> {
    let help = SourceText("write a number with us, ms, s, m or h, such as 500ms or 1m30s");
    span::parse(text).map_err(|message| token.error(message, localized(help, &[])))
}

pub fn positive(span: Duration, token: &Token) -> Result<Duration, Diagnostic> {
    if span.is_zero() {
        Err(token.wrong(SourceText("this span must be longer than 0"), SourceText("write for example 500ms"), &[]))
    } else {
        Ok(span)
    }
}

/// Returns a short string of AMQP: at most 255 bytes.
pub fn short(text: &str, token: &Token) -> Result<Name, Diagnostic> {
    if text.len() > 255 {
        let (message, help) =
            (SourceText("this text has {bytes} bytes"), SourceText("AMQP's short strings have at most 255 bytes"));
        return Err(token.wrong(message, help, &[&text.len().to_string()]));
    }
    Ok(text.into())
}

/// Returns a client's name.
pub fn client_name(text: &str, token: &Token) -> Result<Name, Diagnostic> {
    let odd = |c: char| c.is_whitespace() || c.is_control() || "/:=\"[]#,".contains(c);
    if text == "broker" || text.is_empty() || text.contains(odd) {
        let help = SourceText("a name is a word without / : = # , brackets or quotes, and not `broker`");
        let message = SourceText("`{name}` cannot be the name of a client");
        return Err(token.wrong(message, help, &[&text.escape_debug().to_string()]));
    }
    short(text, token)
}
