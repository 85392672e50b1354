//! The syntax of probes and goals: a word, its object, and for goals a relation and a number.

use core::fmt;
use core::str::FromStr;

use super::{Goal, Probe, Relation, Seen, What};
use crate::diagnostic::suggest;

/// The argument that a probe's word must or may have.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Takes {
    Nothing,
    /// `of BODY`: counts only messages with that body.
    Body,
    Client,
    Queue,
}

const WORDS: [(&str, What, Takes); 28] = [
    ("receivers", What::Receivers, Takes::Body),
    ("queues", What::Queues, Takes::Body),
    ("copies", What::Copies, Takes::Body),
    ("waited", What::Waited, Takes::Queue),
    ("contents", What::Contents, Takes::Nothing),
    ("replies", What::Seen(Seen::Replies), Takes::Client),
    ("first-received", What::Seen(Seen::FirstReceived), Takes::Client),
    ("work-time", What::Seen(Seen::WorkTime), Takes::Client),
    ("confirm-time", What::Seen(Seen::ConfirmTime), Takes::Client),
    ("kept", What::Kept, Takes::Body),
    ("unroutable", What::Unroutable, Takes::Nothing),
    ("redelivered", What::Redelivered, Takes::Nothing),
    ("requeued", What::Requeued, Takes::Nothing),
    ("dropped", What::Dropped, Takes::Nothing),
    ("expired", What::Expired, Takes::Nothing),
    ("dead-lettered", What::DeadLettered, Takes::Nothing),
    ("lost", What::Lost, Takes::Nothing),
    ("received", What::Received, Takes::Client),
    ("acked", What::Acked, Takes::Client),
    ("sent", What::Sent, Takes::Client),
    ("confirms", What::Confirms, Takes::Client),
    ("confirmed", What::Confirmed, Takes::Client),
    ("nacked", What::Nacked, Takes::Client),
    ("returned", What::Returned, Takes::Client),
    ("holding", What::Holding, Takes::Client),
    ("ready", What::Ready, Takes::Queue),
    ("unacked", What::Unacked, Takes::Queue),
    ("consumers", What::Consumers, Takes::Queue),
];

/// An error in a probe or goal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Misread {
    /// The error.
    pub message: String,
    /// The right form.
    pub help: String,
}

impl fmt::Display for Misread {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.message, self.help)
    }
}

impl core::error::Error for Misread {}

impl FromStr for Probe {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let (word, rest) = split(text);
        let Some((word, what, takes)) = WORDS.iter().copied().find(|(known, ..)| *known == word) else {
            let known: Vec<&str> = WORDS.iter().map(|(known, ..)| *known).collect();
            return Err(misread(format!("`{word}` cannot be measured"), suggest(word, &known).to_string()));
        };
        let of = match (takes, rest) {
            (Takes::Nothing | Takes::Body, "") => None,
            (Takes::Body, rest) if rest.starts_with("of ") => Some(rest["of ".len()..].trim()),
            (Takes::Body, _) => return Err(misread(format!("`{rest}` after `{word}`"), format!("`{word} of BODY`"))),
            (Takes::Nothing, _) => return Err(misread(format!("`{rest}` after `{word}`"), format!("only `{word}`"))),
            (Takes::Client, "") => {
                return Err(misread(format!("`{word}` of which client?"), format!("`{word} CLIENT`")));
            }
            (Takes::Queue, "") => return Err(misread(format!("`{word}` in which queue?"), format!("`{word} QUEUE`"))),
            (Takes::Client | Takes::Queue, name) => Some(name),
        };
        Ok(Self { what, of: of.map(Into::into) })
    }
}

impl FromStr for Goal {
    type Err = Misread;

    fn from_str(text: &str) -> Result<Self, Misread> {
        let form = "a goal is a measure, =, >= or <=, and a number: `ready task_queue = 0`";
        let mut words = text.rsplitn(3, char::is_whitespace);
        let (Some(number), Some(relation), Some(probe)) = (words.next(), words.next(), words.next()) else {
            return Err(misread(format!("`{text}` is no goal"), form));
        };
        let relation = match relation {
            "=" => Relation::Equal,
            ">=" => Relation::AtLeast,
            "<=" => Relation::AtMost,
            other => return Err(misread(format!("`{other}` compares nothing"), form)),
        };
        let Ok(number) = number.parse() else { return Err(misread(format!("`{number}` is no number"), form)) };
        let probe: Probe = probe.parse()?;
        if probe.what.is_named() {
            return Err(misread("names cannot be compared with a number", "`copies`, `received CLIENT`"));
        }
        Ok(Self { probe, relation, number })
    }
}

impl What {
    /// Returns whether the result is names instead of a number.
    const fn is_named(self) -> bool {
        matches!(self, Self::Receivers | Self::Queues | Self::Contents | Self::Seen(_))
    }
}

impl Probe {
    /// Returns the client or queue that a numeric probe is about, if any.
    #[must_use]
    pub fn subject(&self) -> Option<Subject<'_>> {
        let (.., takes) = WORDS.iter().find(|(_, what, _)| *what == self.what)?;
        let name = self.of.as_deref()?;
        match takes {
            Takes::Nothing | Takes::Body => None,
            Takes::Client => Some(Subject::Client(name)),
            Takes::Queue => Some(Subject::Queue(name)),
        }
    }
}

/// The owner of a probe's number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Subject<'a> {
    /// A client, by name.
    Client(&'a str),
    /// A queue, by name.
    Queue(&'a str),
}

fn split(text: &str) -> (&str, &str) {
    let text = text.trim();
    text.split_once(char::is_whitespace).map_or((text, ""), |(word, rest)| (word, rest.trim()))
}

fn misread(message: impl Into<String>, help: impl Into<String>) -> Misread {
    Misread { message: message.into(), help: help.into() }
}
