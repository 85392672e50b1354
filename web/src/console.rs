//! The console: entries and answers, the text being typed, suggestions, and the history. It is a pure state machine.

mod entry;
mod history;
mod keys;
#[cfg(test)]
mod tests;

use std::rc::Rc;

use warren_simulator::{Diagnostic, Overview};
use warren_view::console::{Completion, Entered, LineError, complete, examples, list, read};

pub use entry::{Acted, Answer, Entry};
pub use keys::Keys;

use crate::playback::{Outcome, PlaybackCommand, View};
use history::History;

/// The number of entries kept; the oldest go first.
const MOST_ENTRIES: usize = 200;

/// An input to the console. Places in its text count UTF-16 units, as the browser does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Typed {
    /// The field's new text, and the caret in it.
    Text(String, usize),
    /// The same while an input method is still composing.
    Composing(String),
    /// Show suggestions at the caret.
    Open(usize),
    /// The caret has moved, so the suggestions change.
    Moved,
    /// Show no suggestions.
    Close,
    /// Highlight a suggestion.
    Light(usize),
    /// Take a suggestion.
    Take(usize),
    /// Show the previous line of the history.
    Older,
    /// Show the next line of the history, and at its end the one being typed.
    Newer,
    /// Put a text into the field, to be checked before it is entered.
    Put(String),
    /// Carry out the field's text.
    Enter,
}

/// Carries out a command for the console: returns the outcome, and the position after it.
pub type CarryOut<'a> = &'a mut dyn FnMut(PlaybackCommand) -> (Outcome, View);

/// The console's state.
#[derive(Debug, Default)]
pub struct Console {
    lesson: String,
    /// All entries with their answers, oldest first.
    pub entries: Vec<Rc<Entry>>,
    /// The text in the field.
    pub text: String,
    /// The suggestions, if they are shown.
    pub list: Option<List>,
    /// The syntax of the statement in the field, as far as it is known.
    pub usage: String,
    /// The entry about the error in the field.
    pub wrong: Option<usize>,
    /// How many entries there ever were.
    pub serial: usize,
    /// Where the caret must be put once the field is drawn.
    caret: Option<usize>,
    history: History,
}

/// Suggestions that are shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct List {
    /// The suggestions, and the part of the text that they replace.
    pub completion: Completion,
    /// The highlighted one.
    pub lit: Option<usize>,
}

impl Console {
    /// Makes a console with an earlier history.
    pub fn new(history: Vec<String>) -> Self {
        Self { history: History::new(history), ..Self::default() }
    }

    /// Opens a lesson: another one begins a new transcript.
    pub fn begin(&mut self, lesson: &str) {
        if self.lesson != lesson {
            lesson.clone_into(&mut self.lesson);
            self.entries.clear();
            self.wrong = None;
            self.put(String::new());
            self.caret = None;
        }
    }

    /// Lists all entered lines, oldest first.
    pub fn history(&self) -> &[String] {
        self.history.said()
    }

    /// Takes the place where the caret must be put, once.
    pub fn take_caret(&mut self) -> Option<usize> {
        self.caret.take()
    }

    /// Handles any input except enter, which [`Self::enter`] handles.
    pub fn take(&mut self, typed: Typed, overview: &Overview) {
        match typed {
            Typed::Text(text, caret) => {
                // A field of several lines is another element, so the focus must follow.
                if text.contains('\n') != self.text.contains('\n') {
                    self.caret = Some(caret);
                }
                self.text = text;
                self.wrong = None;
                self.suggest(caret, overview);
                // Before anything is typed no suggestions are shown unasked, because the arrows belong to the history
                // then.
                self.list = self.list.take().filter(|_| !self.text.trim().is_empty());
            }
            Typed::Composing(text) => {
                self.text = text;
                self.list = None;
            }
            Typed::Open(caret) => self.suggest(caret, overview),
            Typed::Moved | Typed::Close => self.list = None,
            Typed::Light(index) => {
                if let Some(list) = &mut self.list {
                    list.lit = Some(index);
                }
            }
            Typed::Take(index) => self.complete(index, overview),
            Typed::Older => {
                let older = self.history.older(&self.text);
                self.recall(older);
            }
            Typed::Newer => {
                let newer = self.history.newer(&self.text);
                self.recall(newer);
            }
            Typed::Put(text) => self.put(text),
            Typed::Enter => {}
        }
    }

    /// Carries out the lines in the field, all or none: statements, listings, help. Returns the outcome of the last
    /// statements, if all went well.
    pub fn enter(&mut self, view: &View, carry_out: CarryOut<'_>) -> Outcome {
        let text = self.text.trim().to_owned();
        self.list = None;
        if text.is_empty() {
            return Outcome::Nothing;
        }
        self.history.say(&text);
        let asked = match read(&text, &view.overview) {
            Ok(asked) => asked,
            Err(fault) => {
                self.fail(view, fault);
                return Outcome::Nothing;
            }
        };
        let (before, mut now, mut outcome, mut acts) = (self.entries.clone(), view.clone(), Outcome::Nothing, 0);
        for asked in asked {
            let here = now.clone();
            match asked {
                Entered::Clear => self.entries.clear(),
                Entered::Help => self.push(&here, "help".to_owned(), Answer::Help(examples(&here.overview))),
                Entered::Listing(line) => match list(&line, &here.overview) {
                    Ok(printed) => self.push(&here, line, Answer::Printed(printed)),
                    Err(fault) => {
                        self.take_back(acts, before, carry_out);
                        self.fail(view, fault.within(&text));
                        return Outcome::Nothing;
                    }
                },
                Entered::Statements(statements) => {
                    let said: Vec<String> = statements.iter().map(ToString::to_string).collect();
                    let (came, there) = carry_out(PlaybackCommand::Act(statements));
                    match came {
                        Outcome::Refused(diagnostic) => {
                            self.take_back(acts, before, carry_out);
                            let fault = refused(&said, diagnostic, &here.overview);
                            self.fail(view, fault.within(&text));
                            return Outcome::Nothing;
                        }
                        Outcome::Acted(fork) => {
                            let acted = Acted::new(fork, said.len(), &there.run);
                            self.push(&here, said.join("\n"), Answer::Acted(acted));
                        }
                        Outcome::Nothing | Outcome::Moved | Outcome::Undone | Outcome::Reset(_) => {}
                    }
                    outcome = came;
                    now = there;
                    acts += 1;
                }
            }
        }
        self.put(String::new());
        outcome
    }

    fn take_back(&mut self, acts: usize, entries: Vec<Rc<Entry>>, carry_out: CarryOut<'_>) {
        for _ in 0..acts {
            carry_out(PlaybackCommand::Undo);
        }
        self.entries = entries;
    }

    fn fail(&mut self, view: &View, fault: LineError) {
        self.wrong = Some(self.serial);
        self.push(view, fault.line.clone(), Answer::Wrong(fault));
    }

    fn push(&mut self, view: &View, said: String, answer: Answer) {
        if self.entries.len() == MOST_ENTRIES {
            self.entries.remove(0);
        }
        self.entries.push(Rc::new(Entry::new(self.serial, view, said, answer)));
        self.serial += 1;
    }

    fn put(&mut self, text: String) {
        self.caret = Some(text.encode_utf16().count());
        self.text = text;
        self.usage.clear();
        self.wrong = None;
        self.list = None;
    }

    fn recall(&mut self, line: Option<String>) {
        if let Some(line) = line {
            self.put(line);
        }
    }

    fn suggest(&mut self, caret: usize, overview: &Overview) {
        self.list = None;
        self.usage.clear();
        if self.text.contains('\n') {
            return;
        }
        let completion = complete(&self.text, byte_at(&self.text, caret), overview);
        self.usage.clone_from(&completion.usage);
        self.list = (!completion.words.is_empty()).then_some(List { completion, lit: None });
    }

    fn complete(&mut self, index: usize, overview: &Overview) {
        let Some(list) = self.list.take() else { return };
        let Some((text, caret)) = list.completion.taken(&self.text, index) else { return };
        self.text = text;
        self.wrong = None;
        self.suggest(caret, overview);
        self.caret = Some(caret);
    }
}

/// Describes the error in one of several statements.
fn refused(said: &[String], diagnostic: Diagnostic, overview: &Overview) -> LineError {
    let line = said.get(diagnostic.line - 1).cloned().unwrap_or_default();
    LineError::of_statement(&line, diagnostic, overview)
}

/// Returns the byte at which a number of UTF-16 units of a text end.
fn byte_at(text: &str, units: usize) -> usize {
    let mut seen = 0;
    let at = text.char_indices().find(|(_, c)| {
        let here = seen >= units;
        seen += c.len_utf16();
        here
    });
    at.map_or(text.len(), |(at, _)| at)
}
