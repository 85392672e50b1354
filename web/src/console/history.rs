//! The history of entered lines, as in a shell: edits are kept until something is entered.

/// The number of lines kept; the oldest go first.
const MOST: usize = 200;

/// The entered lines, and a place among them.
#[derive(Debug, Default)]
pub struct History {
    said: Vec<String>,
    /// The lines with edits, and the one being typed at their end.
    lines: Vec<String>,
    at: usize,
}

impl History {
    /// Makes a history of lines that were entered before.
    pub fn new(said: Vec<String>) -> Self {
        let mut history = Self { said, ..Self::default() };
        history.begin();
        history
    }

    /// Lists everything, oldest first.
    pub fn said(&self) -> &[String] {
        &self.said
    }

    /// Adds an entered line; repetitions are kept once.
    pub fn say(&mut self, line: &str) {
        if self.said.last().is_none_or(|last| last != line) {
            self.said.push(line.to_owned());
        }
        if self.said.len() > MOST {
            self.said.remove(0);
        }
        self.begin();
    }

    /// Returns the previous line; `now` is the field's text.
    pub fn older(&mut self, now: &str) -> Option<String> {
        self.go(now, self.at.checked_sub(1)?)
    }

    /// Returns the next line, in the end the one being typed.
    pub fn newer(&mut self, now: &str) -> Option<String> {
        self.go(now, self.at + 1)
    }

    /// Returns whether there is a next line.
    pub fn has_newer(&self) -> bool {
        self.at + 1 < self.lines.len()
    }

    fn begin(&mut self) {
        self.lines.clone_from(&self.said);
        self.lines.push(String::new());
        self.at = self.said.len();
    }

    fn go(&mut self, now: &str, to: usize) -> Option<String> {
        let line = self.lines.get(to)?.clone();
        if let Some(here) = self.lines.get_mut(self.at) {
            now.clone_into(here);
        }
        self.at = to;
        Some(line)
    }
}
