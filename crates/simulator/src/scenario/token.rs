//! Splits a line into words, quoted texts, lists and `key=value` pairs, each with its place, also for a line still
//! being written. It is written by hand, as is the grammar, because errors name what would be right in four languages,
//! and lines print back unchanged.

use warren_broker::Value;

use super::decimal;
use crate::diagnostic::{Diagnostic, LocalizedText, SourceText, localized, suggest};

/// The largest depth of nested lists.
const DEEPEST: usize = 8;

/// A piece of a line. Columns count characters, from 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub column: usize,
    pub length: usize,
    pub kind: Kind,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A bare word, a quoted text or a list.
    Single(Literal),
    /// `key=value`
    Pair { key: String, value: Literal },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    Bare(String),
    Quoted(String),
    List(Vec<Literal>),
}

impl Token {
    /// Returns the word, if it is a bare one.
    pub fn word(&self) -> Option<&str> {
        match &self.kind {
            Kind::Single(Literal::Bare(word)) => Some(word),
            Kind::Single(Literal::Quoted(_) | Literal::List(_)) | Kind::Pair { .. } => None,
        }
    }

    /// Makes an error about this piece.
    pub fn wrong(&self, message: SourceText, help: SourceText, args: &[&str]) -> Diagnostic {
        Diagnostic::new((self.column, self.length), message, help, args)
    }

    /// Returns the field value that a part of this piece denotes.
    pub fn value_of(&self, literal: &Literal) -> Result<Value, Diagnostic> {
        literal.value().map_err(|number| {
            let help = SourceText("write at most 15 digits and a power of ten up to 22, or \"{number}\" for a text");
            self.wrong(SourceText("`{number}` is more precise than a double"), help, &[number])
        })
    }

    /// Makes an error about this piece, in which a word is not one of the known ones.
    pub fn suggesting(&self, message: SourceText, args: &[&str], word: &str, known: &[&str]) -> Diagnostic {
        self.error(localized(message, args), suggest(word, known))
    }

    /// Makes an error about this piece.
    pub fn error(&self, message: LocalizedText, help: LocalizedText) -> Diagnostic {
        Diagnostic { line: 1, column: self.column, length: self.length, message, help }
    }
}

impl Literal {
    /// Returns the text of a word or quoted text.
    pub fn text(&self) -> Option<&str> {
        match self {
            Self::Bare(text) | Self::Quoted(text) => Some(text),
            Self::List(_) => None,
        }
    }

    /// Returns the field value it denotes; the error is the number that is more precise than a double.
    pub fn value(&self) -> Result<Value, &str> {
        match self {
            Self::Quoted(text) => Ok(Value::from(text.as_str())),
            Self::List(items) => Ok(Value::Array(items.iter().map(Self::value).collect::<Result<_, _>>()?)),
            Self::Bare(word) => match word.as_str() {
                "true" => Ok(Value::Bool(true)),
                "false" => Ok(Value::Bool(false)),
                _ => number(word).unwrap_or_else(|| Ok(Value::from(word.as_str()))),
            },
        }
    }
}

fn number(word: &str) -> Option<Result<Value, &str>> {
    if !word.trim_start_matches('-').starts_with(|c: char| c.is_ascii_digit()) {
        return None;
    }
    if let Ok(whole) = word.parse::<i64>() {
        return Some(Ok(Value::from(whole)));
    }
    let read = word.contains('.').then(|| decimal::parse(word)).flatten()?;
    Some(read.map(Value::from).map_err(|decimal::TooPrecise| word))
}

/// Splits a line; a comment is left out.
pub fn tokens(line: &str) -> Result<Vec<Token>, Diagnostic> {
    let chars: Vec<char> = line.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0 };
    let mut tokens = Vec::new();
    while lexer.skip_space() {
        if lexer.peek() == Some('#') {
            break;
        }
        tokens.push(lexer.token()?);
    }
    Ok(tokens)
}

/// Returns the pieces of a line still being written, as written, and where in bytes the last one begins, which may be
/// incomplete; `None` in a comment.
pub fn unfinished(line: &str) -> Option<(Vec<&str>, usize)> {
    let chars: Vec<char> = line.chars().collect();
    let mut lexer = Lexer { chars: &chars, at: 0 };
    let mut pieces = Vec::new();
    let bytes = |at: usize| chars[..at].iter().map(|c| c.len_utf8()).sum::<usize>();
    while lexer.skip_space() {
        if lexer.peek() == Some('#') {
            return None;
        }
        let from = bytes(lexer.at);
        if lexer.token().is_err() || lexer.peek().is_none() {
            return Some((pieces, from));
        }
        pieces.push(&line[from..bytes(lexer.at)]);
    }
    Some((pieces, line.len()))
}

struct Lexer<'a> {
    chars: &'a [char],
    at: usize,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    /// Skips spaces and returns whether anything is left.
    fn skip_space(&mut self) -> bool {
        while self.peek().is_some_and(char::is_whitespace) {
            self.at += 1;
        }
        self.at < self.chars.len()
    }

    fn wrong(&self, from: usize, message: SourceText, help: SourceText, args: &[&str]) -> Diagnostic {
        Diagnostic::new((from + 1, self.at - from), message, help, args)
    }

    fn token(&mut self) -> Result<Token, Diagnostic> {
        let from = self.at;
        let mut kind = Kind::Single(self.literal(0, |c| c == '=')?);
        if self.peek() == Some('=') {
            self.at += 1;
            let Kind::Single(Literal::Bare(key)) = kind else {
                return Err(self.wrong(
                    from,
                    SourceText("a key must be a plain word"),
                    SourceText("write key=\"value\""),
                    &[],
                ));
            };
            if key.is_empty() {
                return Err(self.wrong(
                    from,
                    SourceText("there is no key before the `=`"),
                    SourceText("write key=value without spaces"),
                    &[],
                ));
            }
            let value = match self.peek() {
                Some(c) if !c.is_whitespace() => self.literal(0, |_| false)?,
                Some(_) | None => {
                    let help = SourceText("write {key}=value without spaces, or {key}=\"\" for an empty text");
                    return Err(self.wrong(from, SourceText("there is no value after `{key}=`"), help, &[&key]));
                }
            };
            kind = Kind::Pair { key, value };
        }
        if self.peek().is_some_and(|c| !c.is_whitespace()) {
            let end = self.at;
            self.at += 1;
            return Err(self.wrong(
                end,
                SourceText("a space is missing here"),
                SourceText("put a space between two arguments"),
                &[],
            ));
        }
        Ok(Token { column: from + 1, length: self.at - from, kind })
    }

    /// Reads a literal. A word ends at a space, a quote, or where `stop` says.
    fn literal(&mut self, depth: usize, stop: fn(char) -> bool) -> Result<Literal, Diagnostic> {
        match self.peek() {
            Some('"') => self.quoted().map(Literal::Quoted),
            Some('[') => self.list(depth).map(Literal::List),
            Some(_) | None => {
                let from = self.at;
                while self.peek().is_some_and(|c| !c.is_whitespace() && c != '"' && !stop(c)) {
                    self.at += 1;
                }
                Ok(Literal::Bare(self.chars[from..self.at].iter().collect()))
            }
        }
    }

    fn quoted(&mut self) -> Result<String, Diagnostic> {
        let from = self.at;
        let mut text = String::new();
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match c {
                '"' => return Ok(text),
                '\\' => text.push(self.escape()?),
                _ => text.push(c),
            }
        }
        Err(self.wrong(from, SourceText("this text has no end"), SourceText("close it with \""), &[]))
    }

    fn escape(&mut self) -> Result<char, Diagnostic> {
        let from = self.at - 1;
        let escaped = self.peek();
        self.at += usize::from(escaped.is_some());
        match escaped {
            Some(c @ ('"' | '\\')) => return Ok(c),
            Some('n') => return Ok('\n'),
            Some('r') => return Ok('\r'),
            Some('t') => return Ok('\t'),
            Some('u') => {
                let rest: String = self.chars[self.at..].iter().take(10).collect();
                let code = rest.strip_prefix('{').and_then(|rest| rest.split_once('}')).map(|(code, _)| code);
                let read = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32);
                if let (Some(code), Some(c)) = (code, read) {
                    self.at += code.len() + 2;
                    return Ok(c);
                }
            }
            Some(_) | None => {}
        }
        let help = SourceText(r#"there are \" \\ \n \r \t and \u{{1F430}}"#);
        Err(self.wrong(from, SourceText("no such escape in a text"), help, &[]))
    }

    fn list(&mut self, depth: usize) -> Result<Vec<Literal>, Diagnostic> {
        let from = self.at;
        let mut items = Vec::new();
        self.at += 1;
        if depth == DEEPEST {
            let (message, help) =
                (SourceText("lists are nested more than {most} deep"), SourceText("use fewer brackets"));
            return Err(self.wrong(from, message, help, &[&DEEPEST.to_string()]));
        }
        while self.skip_space() {
            if self.peek() == Some(']') && items.is_empty() {
                self.at += 1;
                return Ok(items);
            }
            let start = self.at;
            let item = self.literal(depth + 1, |c| c == ',' || c == ']')?;
            if item == Literal::Bare(String::new()) {
                self.at += 1;
                return Err(self.wrong(
                    start,
                    SourceText("an item is missing in this list"),
                    SourceText("write [a, b], and \"\" for an empty text"),
                    &[],
                ));
            }
            items.push(item);
            self.skip_space();
            let end = self.at;
            self.at += usize::from(self.peek().is_some());
            match self.chars.get(end) {
                Some(',') => {}
                Some(']') => return Ok(items),
                Some(_) => {
                    return Err(self.wrong(
                        end,
                        SourceText("a comma is missing in this list"),
                        SourceText("write [a, b]"),
                        &[],
                    ));
                }
                None => break,
            }
        }
        Err(self.wrong(from, SourceText("this list has no end"), SourceText("close it with ]"), &[]))
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;

    fn bare(word: &str) -> Kind {
        Kind::Single(Literal::Bare(word.into()))
    }

    #[test]
    fn cuts_words_texts_pairs_and_lists() {
        let kinds: Vec<Kind> = tokens(r##"p: x-a=2 "a \"b\" \u{1F430}" lazy.# k="" l=[a, "b,c", [1]] # c "##)
            .unwrap()
            .into_iter()
            .map(|token| token.kind)
            .collect();
        let pair = |key: &str, value| Kind::Pair { key: key.into(), value };
        assert_eq!(
            kinds,
            [
                bare("p:"),
                pair("x-a", Literal::Bare("2".into())),
                Kind::Single(Literal::Quoted("a \"b\" \u{1F430}".into())),
                bare("lazy.#"),
                pair("k", Literal::Quoted(String::new())),
                pair(
                    "l",
                    Literal::List(vec![
                        Literal::Bare("a".into()),
                        Literal::Quoted("b,c".into()),
                        Literal::List(vec![Literal::Bare("1".into())]),
                    ]),
                ),
            ]
        );
    }

    #[test]
    fn counts_columns_in_characters() {
        let cut = tokens("ウサギ: \"穴\" x").unwrap();
        assert_eq!(cut.iter().map(|t| (t.column, t.length)).collect::<Vec<_>>(), [(1, 4), (6, 3), (10, 1)]);
    }

    #[test]
    fn says_where_and_what_is_wrong() {
        for (line, column, length, message) in [
            ("a \"b", 3, 2, "this text has no end"),
            ("a=", 1, 2, "there is no value after `a=`"),
            ("=a", 1, 1, "there is no key before the `=`"),
            ("a\"b\"", 2, 1, "a space is missing here"),
            ("\"a\\q\"", 3, 2, "no such escape in a text"),
            ("\"\\u{110000}\"", 2, 2, "no such escape in a text"),
            ("[a", 1, 2, "this list has no end"),
            ("[a b]", 4, 1, "a comma is missing in this list"),
            ("[a,,b]", 4, 1, "an item is missing in this list"),
            ("[a]b", 4, 1, "a space is missing here"),
            ("[[[[[[[[[1]]]]]]]]]", 9, 1, "lists are nested more than 8 deep"),
        ] {
            let error = tokens(line).unwrap_err();
            assert_eq!((error.column, error.length, &*error.message.to_string()), (column, length, message), "{line}");
        }
    }

    #[test]
    fn a_bare_word_may_be_a_number_or_a_truth() {
        let value = |word: &str| Literal::Bare(word.into()).value().expect("it is a value");
        assert_eq!(value("-7"), Value::Int(-7));
        assert_eq!(value("5000000000"), Value::Long(5_000_000_000));
        assert_eq!(value("1.5"), Value::from(1.5));
        assert_eq!(value("true"), Value::Bool(true));
        for word in ["1.2.3", "inf", "NaN", "--1", "99999999999999999999", "1e999.0"] {
            assert_eq!(value(word), Value::from(word));
        }
        assert_eq!(Literal::Quoted("5".into()).value(), Ok(Value::from("5")));
    }
}
